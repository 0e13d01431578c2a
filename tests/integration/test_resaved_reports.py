"""A known report adds nothing, whoever saved it again."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import failed_method
from bot.reports.coverage import coverage
from bot.reports.formats.registry import read
from bot.reports.half_days import may_lack_halves
from bot.reports.parsing.summary import HEADER_SAYS_UTC
from bot.reports.receipt import Folded, Receipt, ReportKind
from bot.reports.window import Window
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from bot.storage.unload.unloading import Unloading
from tests.support import audit_writers
from tests.support.audit_writers import Attempt
from tests.support.handed_over import NO_LICENSE, PORTAL, STEPS, csv_text, portal_csv, portal_rows, record, records
from tests.support.snapshots import reader_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data" / "handed_over"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def loaded(ledger: Ledger, data: bytes) -> Receipt:
    return ledger.record(read("report.csv", io.BytesIO(data)), "report.csv", NOW)


NAMES = ["classic.csv", "classic-saved-by-excel.csv"]


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_a_copy_without_seconds_adds_nothing_in_either_order(names: list[str], ledger: Ledger) -> None:
    receipts = [loaded(ledger, (DATA / name).read_bytes()) for name in names]
    assert [(receipt.new, receipt.repeated) for receipt in receipts] == [(3, 0), (0, 3)]
    assert receipts[1].warnings[-1] == (
        "3 rows are those of an earlier load with other seconds, as a spreadsheet saves them again: "
        "known already, not counted twice."
    )
    assert len(reader_of(ledger).snapshot(NOW).attempts) == 3


def test_a_copy_an_hour_apart_adds_nothing(ledger: Ledger) -> None:
    data = (DATA / "classic.csv").read_bytes()
    loaded(ledger, data)
    receipt = loaded(ledger, data.replace(b" 8:0", b" 9:0").replace(b" 9:02", b" 10:02"))
    assert (receipt.new, receipt.repeated) == (0, 3)
    assert "with times 1 hour later" in receipt.warnings[-1]


def saved_by_excel() -> str:
    rows = [[f"11/20/2026 {int(row[0][11:13])}:{row[0][14:16]}", *row[1:]] for row in portal_rows()]
    return csv_text(PORTAL, rows)


@pytest.mark.parametrize("order", [1, -1])
def test_an_audit_log_saved_again_by_excel_makes_the_same_attempts(order: int, ledger: Ledger) -> None:
    texts = [portal_csv(), saved_by_excel()][::order]
    receipts = [loaded(ledger, text.encode()) for text in texts]
    assert receipts[1].folded == Folded(0, 0, 0)
    assert receipts[1].new == 0
    snapshot = reader_of(ledger).snapshot(NOW)
    assert snapshot.attempts.pandas["result"].tolist() == ["Failed", "Succeeded", "Blocked"]


def test_an_audit_log_of_another_clock_is_the_known_one(ledger: Ledger) -> None:
    rows = [[row[0].replace("T08", "T09").replace("T10", "T11"), *row[1:]] for row in portal_rows()]
    moved = [[row[0].replace("09:02", "10:02").replace("T09:00", "T10:00"), *row[1:]] for row in rows]
    loaded(ledger, portal_csv().encode())
    receipt = loaded(ledger, csv_text(PORTAL, moved).encode())
    assert (receipt.new, receipt.folded) == (0, Folded(0, 0, 0))
    (note,) = receipt.warnings
    assert note.startswith("6 rows are those of an earlier load with times 1 hour later")
    assert "Nothing says which of the two clocks is right" in note  # both have their Z
    assert reader_of(ledger).snapshot(NOW).attempts.pandas["result"].tolist() == ["Failed", "Succeeded", "Blocked"]


def portal(at: str, steps: slice = slice(None), hours: int = 0) -> str:
    """The portal's download of some steps with their times in this form, on a clock so many hours ahead."""
    rows = portal_rows()[steps]
    moments = [datetime.fromisoformat(row[0]) + timedelta(hours=hours) for row in rows]
    return csv_text(PORTAL, [[f"{moment:{at}}", *row[1:]] for moment, row in zip(moments, rows, strict=True)])


SHAPES = {"seconds": "%d.%m.%Y %H:%M:%S", "no seconds": "%d.%m.%Y %H:%M"}


def moments(ledger: Ledger) -> list[str]:
    at = reader_of(ledger).snapshot(NOW).attempts.pandas["at"]
    return [f"{moment:%H:%M}" for moment in at]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("first", [slice(None), slice(2, None)])
def test_the_log_with_its_zone_sets_a_copy_on_another_clock_right(first: slice, shape: str, ledger: Ledger) -> None:
    copy = loaded(ledger, portal(SHAPES[shape], first, hours=1).encode())
    assert HEADER_SAYS_UTC in copy.warnings
    receipt = loaded(ledger, portal_csv().encode())
    assert moments(ledger) == ["08:05", "09:00", "10:00"]
    assert f"{len(STEPS[first])} rows of earlier loads were there 1 hour later" in receipt.warnings[-1]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_copy_with_newer_rows_adds_those_alone(shape: str, ledger: Ledger) -> None:
    loaded(ledger, portal("%Y-%m-%dT%H:%M:%SZ", slice(0, 4)).encode())
    receipt = loaded(ledger, portal(SHAPES[shape], hours=1).encode())
    assert (receipt.new, receipt.repeated, receipt.folded) == (2, 4, Folded(1, 0, 0))
    assert moments(ledger) == ["08:05", "09:00", "11:00"]
    assert "2 rows of it are new and stand at the file's own times, which are 1 hour later" in receipt.warnings[-1]


def test_what_only_the_copy_has_is_said_to_be_on_the_other_clock(ledger: Ledger) -> None:
    loaded(ledger, portal(SHAPES["seconds"], hours=1).encode())
    receipt = loaded(ledger, portal("%Y-%m-%dT%H:%M:%SZ", slice(0, 4)).encode())
    assert moments(ledger) == ["08:05", "09:00", "11:00"]
    assert "2 rows of load 1 are not in this log and still on the other clock" in receipt.warnings[-1]


@pytest.mark.parametrize("shape", [*SHAPES.values(), "%Y-%m-%d %H:%M:%S"])
def test_what_is_done_each_hour_is_no_copy_of_itself(shape: str, ledger: Ledger) -> None:
    begin = datetime(2026, 11, 20, 0, 5, 41, tzinfo=UTC)
    header = ["Date (UTC)", "Service", "Activity", "Result", "ResultReason", "Target1UserPrincipalName"]

    def hourly(form: str, hours: range) -> bytes:
        service, act = "Self-service Password Management", "Self-service password reset flow activity progress"
        said = [service, act, "failure", "User does not have a license", "probe@contoso.com"]
        return csv_text(header, [[f"{begin + timedelta(hours=hour):{form}}", *said] for hour in hours]).encode()

    loaded(ledger, hourly(shape, range(12)))
    loaded(ledger, hourly("%Y-%m-%dT%H:%M:%SZ", range(1, 13)))
    assert len(reader_of(ledger).snapshot(NOW).attempts) == 13


def test_a_log_known_without_ids_is_known_with_them(ledger: Ledger) -> None:
    exact = {"activityDateTime": "2026-11-20T08:05:05.1234567Z"}
    texts = [portal_csv(), json.dumps({"value": [record(0), record(1, **exact), *records()[2:]]})]
    for order in (texts, texts[::-1]):
        receipts = [loaded(ledger, text.encode()) for text in order]
        assert (receipts[-1].new, receipts[-1].repeated, receipts[-1].folded) == (0, 6, Folded(0, 0, 0))


def test_of_two_classic_reports_the_one_with_its_zone_is_said_to_be_right(ledger: Ledger) -> None:
    rows = [
        f"{user}@contoso.com,2026-11-20 {hour}:05:41,Failed" for hour, user in (("08", "a"), ("09", "b"), ("10", "c"))
    ]
    text = "\n".join(["User,Date and Time,Result", *rows, ""])
    loaded(ledger, text.encode())
    zoned = text.replace(":41,", ":41Z,").replace(" 08", " 07").replace(" 09", " 08").replace(" 10", " 09")
    receipt = loaded(ledger, zoned.encode())
    assert (receipt.new, receipt.repeated) == (0, 3)
    assert "the earlier ones have none: take the earlier load back (sspr unload 1)" in receipt.warnings[-1]
    assert any("(sspr unload 1)" in doubt for doubt in doubts(ledger))


def doubts(ledger: Ledger, day: datetime = datetime(2026, 11, 20, tzinfo=UTC)) -> tuple[str, ...]:
    window = Window(day, day + timedelta(days=1), "the day")
    return coverage(reader_of(ledger).snapshot(NOW), ReportKind.RESET, window, NOW).warnings


@pytest.mark.parametrize("zone", ["", "Z"])
def test_until_a_copy_on_another_clock_is_taken_back_answers_say_so(zone: str, ledger: Ledger) -> None:
    """Whichever clock is right: the counts of hours are those of the earlier load."""
    at = [datetime(2026, 11, 20, 8 + number, 5 + number**2, 41, tzinfo=UTC) for number in range(6)]

    def classic(hours: int, end: str = "") -> bytes:
        moved = [f"{moment + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}{end}" for moment in at]
        return "\n".join(["User,Date and Time,Result", *(f"a@contoso.com,{one},Failed" for one in moved), ""]).encode()

    loaded(ledger, classic(1))
    assert not any("at other hours" in doubt for doubt in doubts(ledger))
    receipt = loaded(ledger, classic(0, zone))
    assert (receipt.new, receipt.repeated) == (0, 6)
    said = "has rows of an earlier load at other hours, where they are counted until that load is taken back"
    assert any(f"{said} (sspr unload 1)." in doubt for doubt in doubts(ledger))
    assert not any(said in doubt for doubt in doubts(ledger, datetime(2026, 11, 22, tzinfo=UTC)))
    with Unloading(ledger.tenant, ledger.tenant, ledger.catalogue).prepared(1) as taken:
        taken.carry_out(NOW)
    assert not any(said in doubt for doubt in doubts(ledger))
    assert moments(ledger) == [f"{moment:%H:%M}" for moment in at]


TRIES = [
    datetime(2026, 11, 16 + n // 6, (0, 3, 10, 12, 14, 19)[n % 6], 5 + 2 * n, n, tzinfo=UTC) for n in range(24)
]  # half of them after noon, some in the hours of which a clock of twelve says 12


def tries(form: str, at: list[datetime] = TRIES) -> bytes:
    """The classic report of seven people's attempts, with their times in this form."""
    rows = [f"u{n % 7}@contoso.com,{one:{form}},Failed" for n, one in enumerate(at)]
    return "\n".join(["User,Date and Time,Result", *rows, ""]).encode()


def tries_of_a_log(form: str, at: list[datetime] = TRIES) -> bytes:
    """The same number of attempts of one person in the portal's download, each of one step."""
    step = portal_rows()[0]
    return csv_text(PORTAL, [[f"{one:{form}}", f"c{n}", *step[2:]] for n, one in enumerate(at)]).encode()


RIGHT = ["%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"]
WITHOUT_HALVES = ["%m/%d/%Y %I:%M:%S", "%m/%d/%Y %I:%M"]
APART = "with times 12 hours apart, as where a spreadsheet has lost AM and PM: known already, not counted twice."


@pytest.mark.parametrize("write", [tries, tries_of_a_log])
@pytest.mark.parametrize("right", RIGHT)
@pytest.mark.parametrize("lost", WITHOUT_HALVES)
def test_a_copy_that_has_lost_am_and_pm_adds_nothing(
    right: str, lost: str, write: Callable[[str], bytes], ledger: Ledger
) -> None:
    loaded(ledger, write(right))
    receipt = loaded(ledger, write(lost))
    assert (receipt.new, receipt.repeated) == (0, 24)
    assert receipt.warnings[-1].endswith(f"12 rows are those of an earlier load {APART}")
    assert moments(ledger) == [f"{moment:%H:%M}" for moment in TRIES]
    assert not any("at other hours" in doubt for doubt in doubts(ledger, TRIES[0]))


@pytest.mark.parametrize("write", [tries, tries_of_a_log])
@pytest.mark.parametrize("right", RIGHT)
@pytest.mark.parametrize("lost", WITHOUT_HALVES)
def test_a_copy_that_has_lost_am_and_pm_is_to_be_taken_back(
    right: str, lost: str, write: Callable[[str], bytes], ledger: Ledger
) -> None:
    loaded(ledger, write(lost))
    receipt = loaded(ledger, write(right))
    assert (receipt.new, receipt.repeated) == (0, 24)
    assert (
        f"{APART} All times of that load lie between 1:00 and 12:59: take the earlier load back" in receipt.warnings[-1]
    )
    said = "at other hours, where they are counted until that load is taken back (sspr unload 1)."
    assert any(said in doubt for doubt in doubts(ledger, TRIES[0]))
    with Unloading(ledger.tenant, ledger.tenant, ledger.catalogue).prepared(1) as taken:
        taken.carry_out(NOW)
    assert not any(said in doubt for doubt in doubts(ledger, TRIES[0]))
    assert moments(ledger) == [f"{moment:%H:%M}" for moment in TRIES]


@pytest.mark.parametrize("shape", ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"])
@pytest.mark.parametrize("order", [1, -1])
def test_who_tries_again_half_a_day_later_counts_twice(order: int, shape: str, ledger: Ledger) -> None:
    """Times of mornings alone may have lost their halves; that a few have a twin after noon makes them no copy."""
    mornings = [moment.replace(hour=1 + 7 * n % 11) for n, moment in enumerate(TRIES)]
    again = [moment + timedelta(hours=12 if n % 4 == 0 else 15, minutes=n % 4) for n, moment in enumerate(mornings)]
    receipts = [loaded(ledger, tries(shape, at)) for at in (mornings, again)[::order]]
    assert any(may_lack_halves(receipt.warnings) for receipt in receipts)
    assert [receipt.new for receipt in receipts] == [24, 24]


FEW = [moment for n, moment in enumerate(TRIES) if n % 4 in (0, 3)][:11]


@pytest.mark.parametrize("write", [tries, tries_of_a_log])
@pytest.mark.parametrize("lost", WITHOUT_HALVES)
@pytest.mark.parametrize("order", [1, -1])
def test_of_a_short_report_a_copy_without_am_and_pm_adds_nothing(
    order: int, lost: str, write: Callable[[str, list[datetime]], bytes], ledger: Ledger
) -> None:
    """So few rows are in no order that tells, and most of them are as they were."""
    texts = [write(RIGHT[0], FEW), write(lost, FEW)][::order]
    first = loaded(ledger, texts[0])
    known = moments(ledger)
    second = loaded(ledger, texts[1])
    assert not may_lack_halves((*first.warnings, *second.warnings))
    assert (second.new, moments(ledger)) == (0, known)
    assert "12 hours apart" in second.warnings[-1]


@pytest.mark.parametrize("form", ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"])
def test_what_is_done_each_hour_of_a_short_report_counts_each_time(form: str, ledger: Ledger) -> None:
    hours = [datetime(2026, 11, 20, hour, 5, 41, tzinfo=UTC) for hour in range(14)]
    for some in (hours[:12], hours[1:13], hours[2:]):
        rows = [f"probe@contoso.com,{one:{form}},Abandoned" for one in some]
        loaded(ledger, "\n".join(["User,Date and Time,Result", *rows, ""]).encode())
    assert len(moments(ledger)) == len(hours)


FLAT = ["DateTime", "Activity", "Result", "ResultReason", "Service", "TargetUPN"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_log_without_correlations_is_known_from_a_copy_without_seconds(order: int, ledger: Ledger) -> None:
    flat = csv_text(FLAT, [[row[0], *row[3:6], row[2], row[10]] for row in portal_rows()])
    for text in [flat, saved_by_excel()][::order]:
        receipt = loaded(ledger, text.encode())
    assert (receipt.new, receipt.folded) == (0, Folded(0, 0, 0))
    assert len(reader_of(ledger).snapshot(NOW).attempts) == 3


EVENTS = "Date,User name,User,Feature,Method used,Status,Reason for failure"


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("apart", [0, 2])  # minutes
def test_two_lists_of_the_same_attempts_in_other_words_are_told(apart: int, order: int, ledger: Ledger) -> None:
    at = [datetime(2026, 11, 20, 8 + number, 5 + number**2, 41, tzinfo=UTC) for number in range(6)]
    classic = ["User,Role,Date and Time,Result", *(f"a@contoso.com,User,{one:%Y-%m-%dT%H:%M:%SZ},Failed" for one in at)]
    later = [one + timedelta(minutes=apart) for one in at]
    events = [EVENTS, *(f"{one:%Y-%m-%dT%H:%M:%SZ},a@contoso.com,A,Reset,,Failure,{NO_LICENSE}" for one in later)]
    receipts = [loaded(ledger, "\n".join([*text, ""]).encode()) for text in [classic, events][::order]]
    assert [receipt.new for receipt in receipts] == [6, 6]
    assert ("6 rows tell of a user and a minute" in str(receipts[1].warnings)) is (apart == 0)


TRIED = [key for key in load().details if failed_method(key) and not key.startswith("step.")]


@pytest.mark.parametrize("key", TRIED)
def test_the_event_of_an_attempt_in_vain_is_the_attempt_of_the_audit_log(key: str, ledger: Ledger) -> None:
    """An event names the method that was tried, a log only what was passed as used."""
    detail = load().details[key]
    at = datetime(2026, 11, 19, 9, tzinfo=UTC)
    method = failed_method(key)
    attempt = Attempt("dana.k@contoso.example", at, str(detail.result), key, detail.text, ())
    first = loaded(ledger, audit_writers.portal_csv(audit_writers.steps_of([attempt])))
    assert first.folded
    assert first.folded.new == 1
    row = f'"{at:%Y-%m-%dT%H:%M:%SZ}","dana.k@contoso.example","Dana","Reset","{method}","Failure","{detail.text}"'
    again = loaded(ledger, f"{EVENTS}\n{row}\n".encode())
    assert (again.new, again.repeated) == (0, 1)
