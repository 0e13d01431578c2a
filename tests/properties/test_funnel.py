"""Where people leave, held against a loop over the same rows."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import Filters
from bot.analysis.journeys.funnel import funnel
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import FAILURES, UNFINISHED
from bot.reports.window import Window, everything
from tests.support import oracle, slow_funnel, tenants
from tests.support.frames import Row, snapshot

NOW = tenants.LAST + timedelta(hours=9)
UTC = ZoneInfo("UTC")
# Every documented detail with its own result.
DETAILS = [
    (key, str(detail.result)) for key, detail in load().details.items() if detail.result in (*FAILURES, *UNFINISHED)
]
windows = st.one_of(
    st.just(everything(now=NOW)),
    st.tuples(tenants.moments, tenants.moments).map(lambda ends: Window(min(ends), max(ends), "some time")),
)
narrowed = tenants.filters.map(lambda one: Filters(role=one.role, domain=one.domain))


@st.composite
def attempts(draw: st.DrawFn) -> list[Row]:
    rows = draw(tenants.attempts())
    ended = [draw(st.one_of(st.none(), st.sampled_from(DETAILS))) for _ in rows]
    return [
        {**row, "detail": known[0], "result": known[1]} if known else row
        for row, known in zip(rows, ended, strict=True)
    ]


@settings(deadline=None, max_examples=150)
@given(attempts(), windows, narrowed)
def test_stages_methods_and_further_tries_are_what_a_loop_counts(
    drawn: list[Row], window: Window, filters: Filters
) -> None:
    answer = funnel(snapshot(drawn), window, filters=filters, now=NOW, zone=UTC)
    slow = slow_funnel.funnel(oracle.tried(drawn), window, filters)
    assert {stage.stage: stage.reached for stage in answer.stages} == slow.reached
    assert {stage.stage: stage.left for stage in answer.stages} == slow.left
    assert {one.key: (one.started, one.passed) for one in answer.groups} == slow.methods
    assert (answer.ended, answer.again, answer.done_then) == (slow.ended, slow.again, slow.done_then)
    for stage in answer.stages:
        if stage.interval:
            assert stage.interval.low - 1e-9 <= stage.left / stage.known <= stage.interval.high + 1e-9
