"""A file that is damaged through and through is given up, whatever its dialect, before it takes memory or time."""

import tracemalloc
from io import BytesIO

import pytest

from bot.errors import ReportError
from bot.reports.formats.registry import read_all
from bot.reports.parsing import read_report

CLASSIC = b"User,Role,Date and Time,Methods Used,Result,Details\n"
AUDIT = (b"Date,CorrelationId,Service,Category,Activity,Result,ResultReason,ActorType,ActorDisplayName,ActorObjectId,"
         b"ActorUserPrincipalName,Target1Type,Target1DisplayName,Target1ObjectId,Target1UserPrincipalName\n")  # fmt: skip
RECORD = (b'{"activityDateTime":"2026-01-01T00:00:00Z","correlationId":"x","activityDisplayName":'
          b'"Reset password (self-service)","loggedByService":"Self-service Password Management"}\n')  # fmt: skip


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> int:
    """A bound that a test reaches soon."""
    monkeypatch.setattr(read_report, "MOST_BROKEN", 500)
    return 500


@pytest.mark.parametrize(
    "text",
    [
        CLASSIC + b'"a@contoso.com,User,2026-01-01T00:00:00Z,Email,Failed,x\n' + b"a,\n" * 20_000,
        CLASSIC + b"a@contoso.com,User,never,Email,Failed,x\n" * 20_000,
        AUDIT + b'"a\n' + b"a,\n" * 20_000,
        RECORD + b'{"activityDateTime": x}\n' * 20_000,
    ],
    ids=["a quotation mark that is never closed", "no times", "an audit log of nothing", "broken records"],
)
def test_a_ruin_is_refused_in_a_sentence(most: int, text: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(ReportError, match=f"ruin: The file holds more than {most} rows that cannot be read"):
        read_all("ruin", BytesIO(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * len(text) + 20_000_000


def test_broken_rows_do_not_stop_a_file_that_holds_more_good_ones(most: int) -> None:
    good = b"".join(
        b"a%d@contoso.com,User,2026-01-01T00:00:00Z,Email,Failed,No license\n" % number for number in range(2 * most)
    )
    (report,) = read_all("mixed.csv", BytesIO(CLASSIC + good + b"a,\n" * (most + 10))).reports
    assert (len(report.frame), len(report.rejected)) == (2 * most, most + 10)


@pytest.mark.parametrize("start", [b"", b'"a"'])
def test_a_row_of_millions_of_cells_takes_no_memory_for_each(start: bytes) -> None:
    text = CLASSIC + start + b"," * 2_000_000 + b"\n" + b"a@contoso.com,User,2026-01-01T00:00:00Z,Email,Failed,x\n"
    tracemalloc.start()
    (report,) = read_all("wide.csv", BytesIO(text)).reports
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(report.frame), [one.reason for one in report.rejected]) == (1, ["it has more than 100,000 cells"])
    assert peak < 15 * len(text)


@pytest.mark.parametrize("text", [b"[" * 200_000, b'{"a":' * 40_000, b'{"value":[' + b"[" * 100_000, b"(" * 60_000])
def test_nesting_costs_no_time(text: bytes) -> None:
    with pytest.raises(ReportError, match="no report"):
        read_all("deep.json", BytesIO(text))


def test_half_a_character_in_a_list_of_registration_details_costs_one_row() -> None:
    people = ",".join(
        f'{{"userPrincipalName": "{name}@contoso.com", "isSsprRegistered": true, "isSsprEnabled": true, '
        f'"isSsprCapable": true, "isAdmin": false, "userType": "member", "methodsRegistered": ["{name}"]}}'
        for name in ("ann", "b\\ud800b")
    )
    reading = read_all("roster.json", BytesIO(f'{{"value": [{people}]}}'.encode()))
    (roster,) = reading.rosters
    assert roster.frame["user"].tolist() == ["ann@contoso.com"]
    assert [row.reason for row in roster.rejected] == ["the user holds half a character"]


@pytest.mark.parametrize("letter", ["a", "\\\\", "'", "[", "=", "-", ".", "@", " "])
@pytest.mark.parametrize("start", ["", '["', '[{"a":"'])
def test_a_word_without_end_is_looked_through_once(letter: str, start: str) -> None:
    """A million letters: to begin anew at each of them would take an hour."""
    word = letter * 1_000_000
    user = f', "targetResources": [{{"userPrincipalName": "{word}"}}]}}'
    with pytest.raises(ReportError):
        read_all("word", BytesIO(f"{start}{word}".encode()))
    assert read_all("record.json", BytesIO(RECORD.strip()[:-1] + user.encode())).reports
