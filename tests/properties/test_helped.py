"""What came after what was done, held against a loop over the same rows."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.journeys.helped import Act, helped
from bot.knowledge.catalogue import load
from bot.reports.window import Window
from tests.support import oracle, slow_helped, tenants
from tests.support.frames import Row, at, snapshot

NOW = tenants.LAST + timedelta(days=20)
FEW = st.sampled_from(("ana", "Bob", "cleo@fabrikam.com"))
spread = st.integers(0, 20 * 24).map(lambda hour: tenants.FIRST + timedelta(hours=hour))


@st.composite
def attempts(draw: st.DrawFn) -> list[Row]:
    """Few people over some weeks, so that some are followed for seven days and some are not."""
    return [
        {
            "at": draw(spread).isoformat(),
            "user": draw(FEW),
            "result": result,
            "detail": ""
            if result == "Succeeded"
            else draw(st.sampled_from(["failed.no_license", "blocked.sms_codes"])),
        }
        for result in draw(st.lists(st.sampled_from(["Failed", "Failed", "Succeeded", "Abandoned"]), max_size=14))
    ]


others = st.lists(
    st.fixed_dictionaries(
        {
            "at": spread.map(lambda moment: moment.isoformat()),
            "user": FEW,
            "kind": st.sampled_from(
                ("admin reset", "unlock", "admin registered", "admin registered", "license changed", "policy change: x")
            ),
            "result": st.sampled_from(("Succeeded", "Succeeded", "Failed")),
        }
    ),
    max_size=8,
)
decided = st.lists(
    st.builds(
        Act,
        what=st.sampled_from(("assigned", "closed")),
        at=spread,
        user=st.sampled_from(("ana@contoso.com", "cleo@fabrikam.com", "nobody@example.com", "")),
        cause=st.sampled_from(("no_license", "throttled")),
    ),
    max_size=4,
)
windows = st.tuples(spread, spread).map(lambda ends: Window(min(ends), max(ends), "some time"))


@settings(deadline=None, max_examples=300)
@given(attempts(), others, decided, windows)
def test_both_shares_are_what_a_loop_counts(
    drawn: list[Row], interventions: list[Row], decisions: list[Act], window: Window
) -> None:
    data = snapshot(drawn, interventions=interventions)
    answer = helped(data, window, decisions, catalogue=load(), now=NOW)
    resets = oracle.helped(interventions)
    slow = slow_helped.groups(oracle.tried(drawn), resets, [*_logged(interventions), *decisions], window, NOW)
    assert {(one.what, one.at, one.cause) for one in answer.groups} == set(slow)
    for one in answer.groups:
        expected = slow[one.what, one.at, one.cause]
        assert (one.people, one.succeeded, one.pending) == (expected.people, expected.succeeded, expected.pending)
        assert one.expected == (None if expected.expected is None else pytest.approx(expected.expected))
        assert abs(one.others - expected.others) < 1 + 1e-3
        assert one.difference is None  # with so few people nothing is said


def _logged(rows: list[Row]) -> list[Act]:
    found = []
    for row in rows:
        person = (row["user"] if "@" in row["user"] else f"{row['user']}@contoso.com").casefold()
        policy = row["kind"].startswith("policy change: ")
        if row["result"] == "Succeeded" and (policy or row["kind"] in ("admin registered", "license changed")):
            found.append(Act(row["kind"].removeprefix("policy change: "), at(row["at"]), "" if policy else person))
    return found
