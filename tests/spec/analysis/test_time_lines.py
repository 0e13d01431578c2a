"""Policy changes on the time line, and people who hang by one method: drawn, with what must be said."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.failures import failures
from bot.analysis.frames.policy_marks import PolicyMark
from bot.analysis.roster.one_method_risk import one_method_risk, risk_ratio
from bot.analysis.trend import trend
from bot.knowledge.catalogue import load
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.window import last
from tests.support.frames import Row, at, snapshot

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
ATTEMPTS = """
    at               | user | result
    2017-02-18 10:00 | ada  | Succeeded
    2017-02-20 10:00 | ada  | Failed
    2017-02-20 12:00 | bob  | Failed
    2017-02-20 13:00 | bob  | Succeeded
    2017-02-20 15:00 | cleo | Failed
    2017-02-28 10:00 | dana | Failed
"""
CHANGED = """
    at               | user | kind                     | result
    2017-02-20 11:00 | gil  | policy change: one gate  | Succeeded
    2017-02-20 11:30 | gil  | policy change: refused   | Failed
    2017-02-28 09:00 | gil  | policy change: two gates | Succeeded
"""


@pytest.mark.parametrize("question", ["trend", "failures"])
def test_changes_stand_in_the_order_of_events_without_who_made_them(question: str) -> None:
    data, window = snapshot(ATTEMPTS, interventions=CHANGED), last(timedelta(days=14), now=NOW)
    answer = (
        trend(data, window, catalogue=load(), now=NOW, zone=UTC)
        if question == "trend"
        else failures(data, window, by=GroupBy.DAY, catalogue=load(), now=NOW, zone=UTC)
    )
    assert answer.changes == (
        PolicyMark(at("2017-02-28 09:00"), "two gates", 0, None, None),
        PolicyMark(at("2017-02-20 11:00"), "one gate", 1, 2, None),
    )
    assert "gil" not in str(answer.changes)


def loaded(first: str, end: str) -> Receipt:
    return Receipt(
        path="x.csv", report=ReportKind.RESET, recognised="", loaded_at=at(end), rows=1, new=1, repeated=0, changed=0,
        rejected=(), rejected_count=0, skipped=0, unknown_details=(), unknown_values=(), warnings=(), first=at(first),
        last=at(end),
    )  # fmt: skip


WHOLE = loaded("2017-02-18 10:00", "2017-02-28 10:00")
WITH_A_HOLE = loaded("2017-02-18 10:00", "2017-02-21 09:00"), loaded("2017-02-26 09:00", "2017-02-28 10:00")


@pytest.mark.parametrize(
    ("when", "receipts", "before", "after"),
    [
        ("2017-02-19 09:00", (WHOLE,), None, 0),  # the data begins 23 hours before it
        ("2017-02-20 11:00", (WHOLE,), 1, 2),
        ("2017-02-24 09:00", (WHOLE,), 0, 0),
        ("2017-02-24 09:00", WITH_A_HOLE, None, None),
        ("2017-02-27 11:00", (WHOLE,), 0, None),  # and ends 23 hours after it
    ],
)
def test_hours_without_data_are_not_hours_without_a_failure(
    when: str, receipts: tuple[Receipt, ...], before: int | None, after: int | None
) -> None:
    changed = f"at | user | kind | result \n {when} | gil | policy change: one gate | Succeeded"
    taken = snapshot(ATTEMPTS, interventions=changed, receipts=receipts)
    answer = trend(taken, last(timedelta(days=14), now=NOW), catalogue=load(), now=NOW, zone=UTC)
    assert [(one.before, one.after) for one in answer.changes] == [(before, after)]


def registered(people: int, methods: int, first: int = 0) -> list[Row]:
    kinds = ("Mobile Phone", "Alternate Email")[:methods]
    return [
        {"at": "2017-01-10 10:00", "user": f"p{number}", "datum": kind}
        for number in range(first, first + people)
        for kind in kinds
    ]


def test_the_cohort_is_that_of_thirty_days_ago_by_what_verifies_a_reset() -> None:
    late: list[Row] = [{"at": "2017-02-20 10:00", "user": "p0", "datum": "Alternate Email"}]
    passkeys: list[Row] = [{"at": "2017-01-10 10:00", "user": "p1", "datum": "Passkey"}]
    failed: list[Row] = [{"at": "2017-02-10 10:00", "user": f"p{number}"} for number in (0, 1, 2, 3, 40, 90)]
    before: list[Row] = [{"at": "2017-01-12 10:00", "user": "p5"}]
    end: list[Row] = [{"at": "2017-02-28 10:00", "user": "p0", "result": "Succeeded"}]
    data = snapshot([*before, *failed, *end], [*registered(40, 1), *registered(50, 2, first=40), *late, *passkeys])
    found = one_method_risk(data)
    assert found
    assert (found.one, found.one_failed, found.more, found.more_failed) == (40, 4, 50, 1)
    assert found.ratio == pytest.approx(5)
    assert found.interval
    assert found.interval.low < 1 < found.interval.high


def test_a_method_deleted_by_then_is_held_no_longer_and_one_deleted_later_was() -> None:
    rows: list[Row] = [{"at": "2017-02-10 10:00", "user": "p0"}, {"at": "2017-02-28 10:00", "user": "p0"}]
    gone = "at | user | kind \n 2017-01-{} 10:00 | p40 | method deleted: Mobile Phone \n 2017-02-20 10:00 | p41 | method deleted"
    data = snapshot(rows, [*registered(40, 1), *registered(50, 2, first=40)], interventions=gone.format("20"))
    found = one_method_risk(data)
    assert found
    assert (found.one, found.more) == (41, 49)


@pytest.mark.parametrize("sizes", [(19, 9, 50, 9), (50, 9, 19, 9), (50, 2, 50, 2), (0, 0, 0, 0)])
def test_too_few_bear_no_ratio(sizes: tuple[int, int, int, int]) -> None:
    assert risk_ratio(*sizes) is None


def test_the_ratio_is_that_of_statsmodels() -> None:
    from statsmodels.stats.contingency_tables import Table2x2  # noqa: PLC0415 - slow to import

    expected = Table2x2([[14, 106], [10, 190]])
    found = risk_ratio(120, 14, 200, 10)
    assert found
    assert found[0] == pytest.approx(expected.riskratio)
    assert found[1] == pytest.approx(expected.riskratio_confint(0.05), rel=1e-6)


def test_an_empty_side_has_a_ratio_without_a_bound_of_nothing() -> None:
    found = risk_ratio(50, 9, 50, 0)
    assert found
    assert found[0] > 1
    assert 0 < found[1].low < found[1].high
