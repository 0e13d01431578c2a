from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.analysis.answers import Case, CaseState
from bot.knowledge.catalogue import load
from bot.service.decisions.decisions import in_force, standing
from bot.service.digests.ports import CaseKey, Decided, Deed

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
CAUSES = load().causes
KEY = CaseKey("dana@contoso.com", "no_license")
CASE = Case(
    user="dana@contoso.com",
    shown="Dana@contoso.com",
    cause=CAUSES["no_license"],
    detail="failed.no_license",
    opened_at=NOON - timedelta(days=1),
    last_at=NOON,
    tries=2,
    state=CaseState.OPEN,
    closed_at=None,
    blocked_until=None,
    back_again=False,
    opened_position=5,
    last_position=6,
)


def decided(
    deed: Deed, *, position: int = 6, hours: int = 0, case: CaseKey = KEY, until: datetime | None = None
) -> Decided:
    reason = "waiting" if deed is Deed.SNOOZED else None
    return Decided(case, deed, "U0HARPER", NOON + timedelta(hours=hours), position, reason=reason, until=until)


def verb(*made: Decided, case: Case = CASE, now: datetime = NOON) -> str | None:
    shown = standing(made, [case], now).get((case.user, case.cause.key))
    return shown.verb if shown else None


def test_the_newest_decision_counts() -> None:
    assert verb(decided(Deed.ACKNOWLEDGED), decided(Deed.ASSIGNED)) == "assigned"


def test_reopening_takes_back_all_that_was_decided() -> None:
    assert verb(decided(Deed.ASSIGNED), decided(Deed.CLOSED), decided(Deed.REOPENED)) is None


def test_a_snooze_that_is_over_leaves_what_was_decided_before_it() -> None:
    snooze = decided(Deed.SNOOZED, until=NOON + timedelta(hours=1))
    assert verb(decided(Deed.ASSIGNED), snooze) == "snoozed"
    assert verb(decided(Deed.ASSIGNED), snooze, now=NOON + timedelta(hours=1)) == "assigned"


def test_a_snooze_never_covers_another_cause_of_the_same_person() -> None:
    other = replace(CASE, cause=CAUSES["onprem_unreachable"])
    assert verb(decided(Deed.SNOOZED, until=NOON + timedelta(days=9)), case=other) is None


def test_a_closing_ends_with_the_next_failure() -> None:
    assert verb(decided(Deed.CLOSED)) == "closed"
    assert verb(decided(Deed.CLOSED), case=replace(CASE, last_position=7)) is None


def test_an_acknowledgement_covers_more_tries_but_not_a_later_case() -> None:
    assert verb(decided(Deed.ACKNOWLEDGED), case=replace(CASE, last_position=9)) == "acknowledged"
    assert verb(decided(Deed.ACKNOWLEDGED), case=replace(CASE, opened_position=7, last_position=7)) is None


def test_a_decision_about_a_cause_is_told_with_the_cause() -> None:
    whole = CaseKey("", "no_license")
    shown = standing([decided(Deed.ACKNOWLEDGED, case=whole)], [CASE], NOON)
    assert {key: one.verb for key, one in shown.items()} == {("", "no_license"): "acknowledged"}
    assert list(in_force([decided(Deed.ACKNOWLEDGED, case=whole)], NOON)) == [whole]
