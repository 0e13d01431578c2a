"""Which decision counts at a moment is the same as by a look at all of them, one after the other."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
KEYS = [CaseKey(user, cause) for user in ("", "dana@contoso.com", "guest-1") for cause in ("no_license", "throttled")]
MOMENTS = [NOON + timedelta(hours=hour) for hour in range(8)]


def one(kind: DecisionKind, case: CaseKey, until: datetime, position: int) -> Decision:
    ends = until if kind is DecisionKind.SNOOZED else None
    return Decision(case, kind, "U0HARPER", NOON, position, until=ends)


made = st.builds(one, st.sampled_from(DecisionKind), st.sampled_from(KEYS), st.sampled_from(MOMENTS), st.integers(0, 9))


def slowly(decisions: list[Decision], now: datetime) -> dict[CaseKey, Decision]:
    found: dict[CaseKey, Decision] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.REOPENED:
            found.pop(decision.case, None)
        elif decision.until is None or decision.until > now:
            found[decision.case] = decision
    return found


@given(st.lists(made, max_size=12))
def test_what_counts_at_a_moment_is_what_a_look_at_all_decisions_finds(decisions: list[Decision]) -> None:
    history = DecisionHistory.of(decisions)
    for now in MOMENTS:
        expected, force = slowly(decisions, now), history.in_force(now)
        assert {key: found for key in KEYS if (found := force.get(key))} == expected
        assert force.causes >= {key.cause for key in expected}
