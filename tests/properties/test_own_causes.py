"""A detail that was given a cause counts as if the documents had listed it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import GroupBy
from bot.analysis.failures import failures
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import load
from bot.reports.own_causes import code_of, with_own_causes
from bot.reports.window import everything
from tests.support import tenants
from tests.support.frames import Row, snapshot

NOW = tenants.LAST
CODES = {code_of("?Something new"): "no_license"}


@settings(deadline=None, max_examples=200)
@given(tenants.attempts(), st.sampled_from(("Something new", "SOMETHING  new.", "Something else")))
def test_it_counts_as_its_cause_in_failures_cases_and_rows_before(drawn: list[Row], spelled: str) -> None:
    rows = [{**row, "detail": spelled} if row["detail"] == "Something new" else row for row in drawn]
    listed = spelled != "Something else"
    as_listed = [{**row, "detail": "failed.no_license"} if row["detail"] == spelled and listed else row for row in rows]
    mapped, expected = with_own_causes(snapshot(rows), CODES), snapshot(as_listed)
    found, wanted = (
        failures(one, everything(now=NOW), by=GroupBy.CAUSE, catalogue=load(), now=NOW, zone=tenants.FIRST.tzinfo)  # type: ignore[arg-type]
        for one in (mapped, expected)
    )
    assert [(group.key, group.attempts, group.people) for group in found.groups] == [
        (group.key, group.attempts, group.people) for group in wanted.groups
    ]
    cases, same = (stuck(one, catalogue=load(), now=NOW) for one in (mapped, expected))
    assert {
        (case.user, case.cause.key, case.tries, case.back_again) for group in cases.groups for case in group.cases
    } == {(case.user, case.cause.key, case.tries, case.back_again) for group in same.groups for case in group.cases}
    assert mapped.rows_before is not None
    assert expected.rows_before is not None
    assert np.array_equal(mapped.rows_before.same_cause, expected.rows_before.same_cause)
