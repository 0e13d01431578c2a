"""What a digest says: new is a place in the ledger, never a time."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.analysis.answers import Case, CaseState, Filters
from bot.analysis.digest import DigestAnswer, digest, preview
from bot.knowledge.catalogue import load
from bot.reports.window import last
from tests.support.frames import NOW, at, snapshot

BERLIN = ZoneInfo("Europe/Berlin")


def behind(position: int, rows: str, to: int = 99, *, baseline: bool = False, **filters: str) -> DigestAnswer:
    return digest(
        snapshot(rows), from_position=position, to_position=to, since=at("2017-02-28"), baseline=baseline,
        filters=Filters(**filters), catalogue=load(), now=NOW, zone=BERLIN,
    )  # fmt: skip


def new(answer: DigestAnswer) -> list[tuple[str, str]]:
    return [(case.user.partition("@")[0], case.cause.key) for case in all_new(answer)]


def all_new(answer: DigestAnswer) -> list[Case]:
    return [case for group in answer.new for case in group.cases]


def test_a_case_is_new_when_none_of_its_rows_was_known() -> None:
    answer = behind(1, """
        at               | user | detail
        2017-02-27 09:00 | dana | failed.no_license
        2017-02-28 09:00 | dana | failed.no_license
        2017-02-28 09:10 | bob  | failed.no_license
    """)  # fmt: skip
    assert new(answer) == [("bob", "no_license")]
    assert (answer.was_open, answer.still_stuck, answer.recovered) == (1, 1, ())


def test_the_loop_is_closed_who_has_recovered_and_who_is_still_stuck() -> None:
    answer = behind(3, """
        at               | user | result
        2017-02-27 09:00 | dana | Failed
        2017-02-27 09:10 | bob  | Failed
        2017-02-27 09:20 | eve  | Succeeded
        2017-02-28 09:00 | dana | Succeeded
        2017-02-28 09:10 | eve  | Succeeded
    """)  # fmt: skip
    assert [(case.shown, case.closed_at) for case in answer.recovered] == [("dana@contoso.com", at("2017-02-28 09:00"))]
    assert (answer.was_open, answer.still_stuck) == (2, 1)


def test_who_failed_and_got_through_within_one_digest_is_new_and_over() -> None:
    answer = behind(0, """
        at               | user | result
        2017-02-28 09:00 | dana | Failed
        2017-02-28 09:10 | dana | Succeeded
    """)  # fmt: skip
    assert [case.state for case in all_new(answer)] == [CaseState.RECOVERED]
    assert answer.recovered == ()


def test_who_recovered_and_failed_again_is_both_recovered_and_back_again() -> None:
    answer = behind(1, """
        at               | user | result
        2017-02-27 09:00 | dana | Failed
        2017-02-28 09:00 | dana | Succeeded
        2017-02-28 10:00 | dana | Failed
    """)  # fmt: skip
    assert len(answer.recovered) == 1
    assert answer.back_again == all_new(answer)
    assert [case.opened_at for case in answer.back_again] == [at("2017-02-28 10:00")]


LATE = """
    at               | user | result | position
    2017-02-20 09:00 | dana | Failed | 4
    2017-02-27 09:00 | dana | Failed | 1
    2017-02-27 10:00 | bob  | Failed | 2
    2017-02-28 10:00 | eve  | Failed | 3
    2017-02-21 10:00 | kim  | Failed | 5
"""


def test_a_late_row_is_told_once_and_marked_late() -> None:
    answer = behind(3, LATE)
    assert new(answer) == [("kim", "no_license")]  # dana's case was known; it only began earlier than was thought
    assert answer.late == 2
    assert answer.counts.attempts == 2


def test_a_late_success_leaves_open_what_failed_after_it() -> None:
    answer = behind(2, """
        at               | user | result    | position
        2017-02-26 09:00 | dana | Failed    | 1
        2017-02-27 09:00 | dana | Succeeded | 3
        2017-02-28 09:00 | dana | Failed    | 2
    """)  # fmt: skip
    assert (answer.was_open, answer.still_stuck, answer.recovered, new(answer)) == (1, 1, (), [])


def test_a_digest_sees_no_row_behind_its_end() -> None:
    answer = behind(1, LATE, to=3)
    assert sorted(new(answer)) == [("bob", "no_license"), ("eve", "no_license")]
    assert (answer.counts.attempts, answer.late) == (2, 0)


def test_a_baseline_is_who_is_stuck_now_and_no_flood() -> None:
    answer = behind(0, """
        at               | user | result
        2017-02-26 09:00 | dana | Failed
        2017-02-27 09:00 | dana | Succeeded
        2017-02-28 09:00 | bob  | Failed
    """, baseline=True)  # fmt: skip
    assert new(answer) == [("bob", "no_license")]
    assert (answer.baseline, answer.was_open, answer.late) == (True, 0, 0)


def outage(people: int, detail: str) -> str:
    lines = [f"2017-02-28 09:{minute:02} | user{minute} | {detail}" for minute in range(people)]
    return "\n".join(
        ["at | user | detail", *lines, *(f"2017-02-28 08:{i} | other{i} | failed.no_license" for i in range(10, 30))]
    )


def test_a_burst_is_one_incident_and_comes_first() -> None:
    first, second = behind(0, outage(4, "failed.onprem_unreachable")).new
    assert (first.cause.key, first.incident, len(first.cases)) == ("onprem_unreachable", True, 4)
    assert (first.first_at, first.last_at) == (at("2017-02-28 09:00"), at("2017-02-28 09:03"))
    (burst,) = first.bursts
    assert (burst.people, burst.first_at, burst.last_at) == (4, first.first_at, first.last_at)
    assert (second.cause.key, second.incident, len(second.cases)) == ("no_license", True, 20)


def test_the_same_cause_with_few_people_or_none_at_once_is_no_incident() -> None:
    trickle = "\n".join(f"2017-02-{day} 09:00 | slow{day} | failed.not_enabled" for day in range(22, 27))
    groups = behind(0, f"{outage(3, 'failed.onprem_unreachable')}\n{trickle}").new
    assert {group.cause.key: group.incident for group in groups} == {
        "no_license": True,
        "onprem_unreachable": False,
        "not_enabled": False,
    }


def test_who_is_of_no_burst_is_told_beside_it() -> None:
    (group,) = behind(0, f"{outage(6, 'failed.no_license')}\n2017-02-22 09:00 | early | failed.no_license").new
    assert [case.shown for case in group.apart(group.cases)] == ["early@contoso.com"]


def test_a_first_digest_has_no_incidents() -> None:
    assert [group.incident for group in behind(0, outage(9, "failed.onprem_unreachable"), baseline=True).new] == [
        False
    ] * 2


def test_each_detail_of_a_group_has_its_people_and_its_documented_fix() -> None:
    (group,) = behind(0, """
        at               | user | detail
        2017-02-28 09:00 | dana | failed.not_enabled
        2017-02-28 09:10 | bob  | failed.tenant_disabled
        2017-02-28 09:20 | eve  | failed.tenant_disabled
    """).new  # fmt: skip
    assert [(detail.key, detail.people) for detail in group.details] == [
        ("failed.tenant_disabled", 2),
        ("failed.not_enabled", 1),
    ]
    assert group.details[0].fix is load().details["failed.tenant_disabled"]


def test_a_filter_chooses_the_cases_and_any_success_closes_them() -> None:
    rows = """
        at               | user | result    | detail               | role
        2017-02-27 09:00 | dana | Failed    | failed.onprem_error  | User
        2017-02-27 09:10 | bob  | Failed    | failed.no_license    | User
        2017-02-28 09:00 | dana | Succeeded |                      | Global Administrator
        2017-02-28 09:10 | eve  | Failed    | failed.onprem_error  | User
        2017-02-28 09:20 | kim  | Failed    | failed.no_license    | User
    """
    answer = behind(2, rows, cause="onprem", role="user")
    assert new(answer) == [("eve", "onprem_refused")]
    assert [case.shown for case in answer.recovered] == ["dana@contoso.com"]
    assert answer.was_open == 1


def test_unfinished_attempts_are_counted_and_open_no_case() -> None:
    answer = behind(
        0, "at | user | result \n 2017-02-28 09:00 | dana | Abandoned \n 2017-02-28 09:00 | dana | Cancelled"
    )
    assert (answer.counts.unfinished, answer.new) == (2, ())


def test_the_chart_has_the_last_fourteen_days_that_the_data_covers() -> None:
    answer = behind(0, """
        at               | user | detail
        2017-01-01 09:00 | dana | failed.no_license
        2017-02-20 23:30 | bob  | failed.no_license
        2017-02-28 09:00 | eve  | failed.onprem_error
        2017-02-28 10:00 | bob  | failed.no_license
        2017-02-28 11:00 | bob  | failed.no_license
    """)  # fmt: skip
    assert (answer.chart[0].day, answer.chart[-1].day) == ("2017-02-16", "2017-02-28")
    assert {point.day: point.by_cause for point in answer.chart if point.failures} == {
        "2017-02-21": (("no_license", 1),),
        "2017-02-28": (("no_license", 2), ("onprem_refused", 1)),
    }


def test_a_preview_treats_the_rows_of_its_window_as_new() -> None:
    taken = snapshot("""
        at               | user | result    | position
        2017-02-20 09:00 | dana | Failed    | 5
        2017-02-20 09:00 | bob  | Failed    | 4
        2017-02-27 09:00 | dana | Succeeded | 3
        2017-02-28 09:00 | eve  | Failed    | 2
    """)
    answer = preview(taken, last(timedelta(days=7), now=NOW), catalogue=load(), now=NOW, zone=BERLIN)
    assert new(answer) == [("eve", "no_license")]
    assert [case.shown for case in answer.recovered] == ["dana@contoso.com"]
    assert (answer.still_stuck, answer.late, answer.baseline, answer.since) == (1, 0, False, NOW - timedelta(days=7))


def test_nothing_loaded_is_no_all_clear() -> None:
    answer = behind(0, "at | user")
    assert answer.coverage.warnings == ("No rows of the reset activity report are loaded.",)
