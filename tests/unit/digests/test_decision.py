from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import Case, CaseState
from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind, standing
from bot.knowledge.catalogue import load

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
    deed: DecisionKind, *, position: int = 6, hours: int = 0, case: CaseKey = KEY, until: datetime | None = None
) -> Decision:
    reason = "waiting" if deed is DecisionKind.SNOOZED else None
    return Decision(case, deed, "U0HARPER", NOON + timedelta(hours=hours), position, reason=reason, until=until)


def verb(*made: Decision, case: Case = CASE, now: datetime = NOON) -> str | None:
    shown = standing(DecisionHistory.of(made).in_force(now), [case]).get(CaseKey(case.user, case.cause.key))
    return shown.kind if shown else None


def test_the_newest_decision_counts() -> None:
    assert verb(decided(DecisionKind.ACKNOWLEDGED), decided(DecisionKind.ASSIGNED)) == "assigned"


def test_reopening_takes_back_all_that_was_decided() -> None:
    assert verb(decided(DecisionKind.ASSIGNED), decided(DecisionKind.CLOSED), decided(DecisionKind.REOPENED)) is None


def test_a_snooze_that_is_over_leaves_what_was_decided_before_it() -> None:
    snooze = decided(DecisionKind.SNOOZED, until=NOON + timedelta(hours=1))
    assert verb(decided(DecisionKind.ASSIGNED), snooze) == "snoozed"
    assert verb(decided(DecisionKind.ASSIGNED), snooze, now=NOON + timedelta(hours=1)) == "assigned"


def test_a_snooze_never_covers_another_cause_of_the_same_person() -> None:
    other = replace(CASE, cause=CAUSES["onprem_unreachable"])
    assert verb(decided(DecisionKind.SNOOZED, until=NOON + timedelta(days=9)), case=other) is None


def test_a_closing_ends_with_the_next_failure() -> None:
    assert verb(decided(DecisionKind.CLOSED)) == "closed"
    assert verb(decided(DecisionKind.CLOSED), case=replace(CASE, last_position=7)) is None


def test_an_acknowledgement_covers_more_tries_but_not_a_later_case() -> None:
    assert verb(decided(DecisionKind.ACKNOWLEDGED), case=replace(CASE, last_position=9)) == "acknowledged"
    assert verb(decided(DecisionKind.ACKNOWLEDGED), case=replace(CASE, opened_position=7, last_position=7)) is None


def test_a_decision_about_a_cause_is_told_with_the_cause() -> None:
    whole = CaseKey("", "no_license")
    force = DecisionHistory.of([decided(DecisionKind.ACKNOWLEDGED, case=whole)]).in_force(NOON)
    shown = standing(force, [CASE])
    assert {key: one.kind for key, one in shown.items()} == {CaseKey("", "no_license"): "acknowledged"}
    assert (force.get(whole), force.get(KEY)) == (shown[whole], None)


# Whether a decision counts: for the case as it was, after one more failure in it, and for the same person's next case.
COUNTS_FOR = {
    DecisionKind.ACKNOWLEDGED: (True, True, False),
    DecisionKind.ASSIGNED: (True, True, False),
    DecisionKind.SNOOZED: (True, True, True),
    DecisionKind.CLOSED: (True, False, False),
    DecisionKind.REOPENED: (False, False, False),
}


@pytest.mark.parametrize("kind", DecisionKind)
def test_when_a_decision_counts(kind: DecisionKind) -> None:
    failed_again, next_case = replace(CASE, last_position=9), replace(CASE, opened_position=9, last_position=9)
    decision = decided(kind, until=NOON + timedelta(days=9) if kind is DecisionKind.SNOOZED else None)
    found = tuple(verb(decision, case=case) == kind for case in (CASE, failed_again, next_case))
    assert found == COUNTS_FOR[kind]
