"""Who is stuck, once somebody has decided."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.analysis.stuck import StuckGroup
from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind, DecisionsOn
from bot.digests.stuck import as_decided
from bot.knowledge.catalogue import load
from tests.unit.render import sample

NOW = sample.NOW
ANSWER = sample.STUCK
DANA = sample.STUCK_CASES[0]
CATALOGUE = load()


def decided(user: str, cause: str, deed: DecisionKind = DecisionKind.CLOSED, position: int = 10**6) -> Decision:
    until = NOW + timedelta(days=1) if deed is DecisionKind.SNOOZED else None
    return Decision(CaseKey(user, cause), deed, "U0KIM", NOW, position, until=until)


def such(*made: Decision) -> DecisionsOn:
    return lambda _: DecisionHistory.of(made)


def test_without_decisions_the_answer_is_the_same_one() -> None:
    assert as_decided(ANSWER, such(), CATALOGUE, NOW) == (ANSWER, {})
    assert as_decided(ANSWER, such(), CATALOGUE, NOW)[0] is ANSWER


def test_a_case_closed_by_hand_is_not_stuck() -> None:
    told, shown = as_decided(ANSWER, such(decided(DANA.user, "no_license")), CATALOGUE, NOW)
    assert told.people == 6
    assert [group.people for group in told.groups] == [4, 2]
    assert dict(told.ages) == {"under 1 day": 2, "1-3 days": 2, "3-7 days": 2, "over 7 days": 0}
    assert told.groups[0].oldest == sample.STUCK_CASES[1].opened_at
    assert shown == {}
    assert told.closed == ((DANA.cause, 1),)


def test_a_cause_closed_as_a_whole_is_gone_and_the_order_follows() -> None:
    told, _ = as_decided(ANSWER, such(decided("", "no_license")), CATALOGUE, NOW)
    assert [group.cause.key for group in told.groups] == ["onprem_unreachable"]
    assert told.people == 2


def test_a_failure_after_the_closing_brings_the_case_back() -> None:
    told, _ = as_decided(
        ANSWER, such(decided(DANA.user, "no_license", position=DANA.last_position - 1)), CATALOGUE, NOW
    )
    assert told == ANSWER


@pytest.mark.parametrize("deed", [DecisionKind.ACKNOWLEDGED, DecisionKind.ASSIGNED, DecisionKind.SNOOZED])
def test_other_decisions_are_shown_and_take_nobody_out(deed: DecisionKind) -> None:
    told, shown = as_decided(ANSWER, such(decided(DANA.user, "no_license", deed)), CATALOGUE, NOW)
    assert told is ANSWER
    assert {key: decision.kind for key, decision in shown.items()} == {CaseKey(DANA.user, "no_license"): deed}


def test_somebody_with_another_cause_still_counts() -> None:
    both = replace(sample.OUTAGE_CASES[0], user=DANA.user, shown=DANA.shown)
    group = replace(ANSWER.groups[1], cases=(both, sample.OUTAGE_CASES[1]))
    told, _ = as_decided(
        replace(ANSWER, groups=(ANSWER.groups[0], group), people=6),
        such(decided(DANA.user, "no_license")),
        CATALOGUE,
        NOW,
    )
    assert told.people == 6


def test_what_is_said_of_a_cause_is_said_of_those_who_are_left() -> None:
    admin, first, second = (
        sample.case("admin@contoso.com", "blocked.sms_codes", privileged=True),
        sample.case("max@contoso.com", "blocked.sms_codes"),
        sample.case("ana@contoso.com", "blocked.questions", block_over=NOW - timedelta(hours=1)),
    )
    cause, fixes = admin.cause, CATALOGUE.details
    cases = (admin, first, second)
    group = StuckGroup(cause, 3, admin.opened_at, fixes["blocked.sms_codes"], cases, block_over=1, privileged=True)
    answer = replace(ANSWER, groups=(group,), people=3)
    closed = [decided(case.user, cause.key) for case in (admin, first)]
    (left,) = as_decided(answer, such(*closed), CATALOGUE, NOW)[0].groups
    assert not left.privileged
    assert left.fix == fixes["blocked.questions"].after_block_fix()
    assert left.cases == (second,)
