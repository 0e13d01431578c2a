"""A damaged export is refused in a sentence or read with every row accounted for; it never ends in a traceback."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ReportError
from bot.reports.formats import audit_csv, audit_json
from bot.reports.parsing.head import head_of
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport
from tests.support.audit_writers import FORMATS, steps_of
from tests.support.sample_week import attempts

STEPS = steps_of(attempts()[:4])
EXPORTS = {name: write(STEPS) for name, write in FORMATS.items()}
DAMAGE = st.sampled_from([b"", b'"', b"\n", b",", b"{", b"]", b"\\", b"\xff", b"\0", b"\xe2\x80", b'"\n"', b"\\ud83d"])


def read(data: bytes) -> ReadReport | None:
    stream = io.BytesIO(data)
    try:
        head = head_of("week", stream)
        if audit_csv.recognises(head):
            return audit_csv.read(head, stream, ReadOptions()).reports[0]
        if audit_json.recognises(head):
            return audit_json.read(head, stream, ReadOptions()).reports[0]
    except ReportError:
        pass
    return None


@given(
    st.sampled_from([*EXPORTS]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), DAMAGE), min_size=1, max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_every_row_of_a_damaged_export_is_accounted_for(name: str, cuts: list[tuple[float, int, bytes]]) -> None:
    data = EXPORTS[name]
    for place, length, instead in cuts:
        start = int(place * len(data))
        data = data[:start] + instead + data[start + length :]
    report = read(data)
    if report:
        assert report.rows == len(report.frame) + len(report.rejected) + report.skipped
        assert not report.frame["at"].isna().any()
        assert all(rejected.line >= 1 for rejected in report.rejected)
        "".join([*report.frame["user"], *report.frame["reason"], *(bad.raw for bad in report.rejected)]).encode()


@given(st.integers(0, len(STEPS) - 1), DAMAGE)
@settings(max_examples=60, deadline=None)
def test_damage_to_one_line_of_a_stream_costs_at_most_that_line(number: int, damage: bytes) -> None:
    lines = EXPORTS["diagnostic settings, a record a line"].split(b"\r\n")
    whole = read(b"\n".join(lines))
    lines[number] = lines[number][:-7] + damage.replace(b"\n", b"")
    report = read(b"\n".join(lines))
    assert whole
    assert report
    assert len(report.frame) >= len(whole.frame) - 1
