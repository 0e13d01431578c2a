"""Whatever dialect a report is written in, the same rows come back; and the quick way reads as the patient one does."""

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import ReportError
from bot.knowledge.vocabulary import Method, Result, join_methods
from bot.reports.formats.registry import read
from bot.reports.parsing.csv_rows import CsvFormat, CsvRows, split_any, split_regular
from bot.reports.parsing.formula_guard import unguarded
from bot.reports.parsing.headers import layout_of
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.times import _any, _iso
from bot.reports.parsing.zones import to_utc
from bot.reports.people.id_columns import _named, _objects, _unnamed, nobodies, user_ids
from bot.reports.people.user_ids import user_id

HEADER = ["User", "Role", "Date and Time", "Method(s) Used", "Result", "Details"]
ENCODINGS = {
    "utf-8": b"", "utf-8-sig": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "cp1252": b"",
}  # fmt: skip
FORMATS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}",
    "iso with digits": lambda at: f"{at:%Y-%m-%dT%H:%M:%S.%f}0Z",
    "iso with offset": lambda at: at.astimezone(ZoneInfo("Asia/Kolkata")).isoformat(),
    "us": lambda at: f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {at:%p}",
    "us at 24 hours": lambda at: f"{at:%m/%d/%Y %H:%M:%S}",
    "day first": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    "german": lambda at: f"{at.day}.{at.month}.{at.year} {at:%H:%M:%S}",
}
WORDS = st.text(st.sampled_from("abzéÜ€\u2019<!|>=@+-',;\t\"\n ."), max_size=20)
FIRST, LAST, EPOCH = (datetime(year, 1, 1) for year in (2013, 2030, 1970))  # noqa: DTZ001 - what hypothesis takes
TIMES = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@dataclass(frozen=True)
class Row:
    user: str
    role: str
    at: datetime
    methods: str
    result: str
    detail: str


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def inside_marks(text: str) -> str:
    marked = (
        len(text) > 1 and text[0] in "'`\u2018\u201a\u201c\u201e\xab" and text[-1] in "'`\u2018\u2019\u201c\u201d\xbb"
    )
    return text[1:-1].strip() if marked else text


def as_read(row: Row, *, exact: bool) -> Row:
    """An apostrophe before what a spreadsheet would run is the guard of whoever wrote the file, and no part of it.

    Nor are marks that stand around a whole cell.
    """
    words = {name: unguarded(inside_marks(getattr(row, name))) for name in ("user", "role", "detail")}
    return Row(**{**vars(row), **words, "at": row.at if exact else row.at.replace(microsecond=0)})


def trimmed(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return words.map(str.strip)


# What is taken off around a user ID is drawn in tests/unit/reports/test_user_ids.py.
LETTERS = st.sampled_from("abzéÜ")
NAMES = st.builds("{}{}{}".format, LETTERS, st.text(st.sampled_from("abzéÜ€<!=+-'. "), max_size=12), LETTERS)
ADDRESSES = st.builds("{}{}@contoso.com".format, LETTERS, st.text(st.sampled_from("abzéÜ.+-'"), max_size=12))
USERS = st.one_of(NAMES, ADDRESSES).filter(lambda word: user_id(word) == word and "..." not in word)


PIECES = st.sampled_from([
    "redacted", "Hidden", "anonymised", "dana", "é", "@", "contoso.com", ".", "...", "…", "*", "**", "#EXT#", "'", " ",
    "total", "sum:", "null", "NA", "(", ")", "[", "@{id=1}", "1,5E+12", "?", "-", "_", "|", "=", "0", "System.Object",
])  # fmt: skip
JOINED = st.lists(PIECES, max_size=3).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(JOINED, st.builds("{}@{}contoso.com".format, JOINED, JOINED)), max_size=6))
def test_no_rule_finds_fault_with_the_user_ids_that_none_is_asked_about(words: list[str]) -> None:
    whole = pa.array(words, pa.string())
    assert nobodies(whole) == _objects(whole) | _unnamed(whole)
    assert user_ids(whole).to_pylist() == [_named(word) for word in words]


ROWS = st.builds(
    Row,
    user=USERS,
    role=trimmed(WORDS),
    at=TIMES,
    methods=st.sets(st.sampled_from(Method), max_size=2).map(lambda chosen: join_methods(tuple(sorted(chosen)))),
    result=st.sampled_from(
        [str(result) for result in Result if result not in (Result.UNRECOGNISED, Result.IN_PROGRESS)]
    ),
    detail=trimmed(WORDS),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=8),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    form=st.sampled_from(sorted(FORMATS)),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    preamble=st.booleans(),
)
def test_a_report_comes_back_as_it_was_written(
    rows: list[Row], encoding: str, delimiter: str, line_end: str, form: str, quoting: int, preamble: bool
) -> None:
    text = io.StringIO(newline="")
    if preamble:
        text.write(f"sep={delimiter}{line_end}")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow([row.user, row.role, FORMATS[form](row.at), row.methods, row.result, row.detail])
    data = ENCODINGS[encoding] + text.getvalue().encode(encoding)
    assume(encoding != "cp1252" or data.isascii() or not is_utf8(data))  # few such bytes are good UTF-8 by chance
    exact = form.startswith("iso w")
    expected = [as_read(row, exact=exact) for row in rows]
    assume(len(rows) < 6 or 2 * len(set(expected)) > len(rows))  # else it is a report put behind itself
    report = read("feb.csv", io.BytesIO(data), ReadOptions(day_first=form == "day first"))
    assert report.rejected == ()
    assert report.rows == len(rows)
    found = [Row(*values) for values in report.frame.drop(columns="line").itertuples(index=False, name=None)]
    assert found == expected


LAYOUT = layout_of(["User", "Date", "Result", "Details"])
assert LAYOUT is not None
CSV_FORMAT = CsvFormat(",", LAYOUT)
PIECES = st.sampled_from(
    ['"', '""', '"a"', ",", ",", ",", ",,,", "\n", "\n\n", "a", "b c", " ", "é", "\0", "sep=;", "\t", '"a\nb"']
)


def rows_of(records: CsvRows) -> list[tuple[Any, ...]]:
    columns = [records.columns[name].to_pylist() for name in sorted(records.columns)]
    raw = [records.raw(row) for row in range(len(records.lines))]
    return list(zip(records.lines.tolist(), raw, *columns, strict=True))


@settings(max_examples=1_000, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_what_is_cut_the_quick_way_is_cut_the_same_the_patient_way(text: str) -> None:
    data = text.encode()
    quick = split_regular(data, CSV_FORMAT)
    if quick is not None:
        patient = split_any(data[: quick.consumed], CSV_FORMAT, last=False)
        assert rows_of(quick) == rows_of(patient)
        assert (patient.broken, patient.consumed, patient.newlines) == ([], quick.consumed, quick.newlines)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.integers(1, 30))
def test_rows_are_the_same_wherever_a_file_is_cut_for_reading(text: str, size: int) -> None:
    data = text.encode()
    whole = split_any(data, CSV_FORMAT, last=True)
    rows, broken, line, rest = [], [], 0, b""
    for start in range(0, len(data) + size, size):
        rest += data[start : start + size]
        piece = split_any(rest, CSV_FORMAT, last=start + size >= len(data) + size)
        rows += [(number + line, *cells) for number, *cells in rows_of(piece)]
        broken += [(number + line, reason, raw) for number, reason, raw in piece.broken]
        line, rest = line + piece.newlines, rest[piece.consumed :]
    last = split_any(rest, CSV_FORMAT, last=True)
    rows += [(number + line, *cells) for number, *cells in rows_of(last)]
    broken += [(number + line, reason, raw) for number, reason, raw in last.broken]
    assert rows == rows_of(whole)
    assert broken == whole.broken


@settings(max_examples=300, deadline=None)
@given(
    st.lists(TIMES, min_size=1, max_size=5),
    st.sampled_from(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f123"]),
    st.sampled_from(["", "Z", "+01:00", "-0530", "+14"]),
)
def test_iso_times_are_the_same_read_the_quick_way(times: list[datetime], form: str, zone: str) -> None:
    texts = pa.chunked_array([pa.array([f"{at:{form}}{zone}" for at in times])])
    quick, patient = _iso(texts), _any(texts)
    assert quick is not None
    assert quick.month_first.tolist() == patient.month_first.tolist() == patient.day_first.tolist()
    assert quick.zoned.tolist() == patient.zoned.tolist()


@settings(max_examples=500, deadline=None)
@given(st.lists(st.text(st.sampled_from("0123456789-:/.TZ+ APMapm"), min_size=14, max_size=28), min_size=1, max_size=1))
def test_whatever_the_quick_way_takes_for_a_time_the_patient_way_does_too(texts: list[str]) -> None:
    column = pa.chunked_array([pa.array(texts)])
    quick, patient = _iso(column), _any(column)
    if quick is not None:
        assert quick.month_first.tolist() == patient.month_first.tolist()


ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")]
)


# The second passing of a doubled hour cannot be written; the first is meant.
CLOCK = st.datetimes(FIRST, LAST).map(lambda at: at.replace(fold=0))


@settings(max_examples=300, deadline=None)
@given(st.lists(CLOCK, max_size=20), ZONES)
def test_a_zone_s_clock_is_read_as_python_reads_it(clock: list[datetime], zone: ZoneInfo) -> None:
    micros = np.array([(at - EPOCH) // timedelta(microseconds=1) for at in clock], dtype=np.int64)
    expected = [(at.replace(tzinfo=zone) - EPOCH.replace(tzinfo=UTC)) // timedelta(microseconds=1) for at in clock]
    assert to_utc(micros, zone).at.tolist() == expected


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.binary(max_size=6))
def test_a_damaged_file_is_read_with_every_row_accounted_for_or_refused(place: int, damage: bytes) -> None:
    rows = "\n".join(f'u{n}@contoso.com,User,2017-02-{n + 10}T12:00:00Z,,Failed,"a, b"' for n in range(6))
    data = f"{','.join(HEADER)}\n{rows}\n".encode()
    try:
        report = read("feb.csv", io.BytesIO(data[:place] + damage + data[place:]))
    except ReportError:
        return
    assert report.rows == len(report.frame) + len(report.rejected) + report.skipped
    assert report.rows >= 3
