"""Who reset their password, held against a loop over the same rows."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import Filters, GroupBy
from bot.analysis.incident_list import incident_list
from bot.analysis.incidents import incidents
from bot.analysis.resets import BY, NAMED, resets
from bot.knowledge.catalogue import load
from bot.reports.window import Window, everything
from tests.support import oracle, tenants
from tests.support.frames import Row, snapshot

NOW = tenants.LAST + timedelta(hours=9)
UTC = ZoneInfo("UTC")
windows = st.one_of(
    st.just(everything(now=NOW)),
    st.tuples(tenants.moments, tenants.moments).map(lambda ends: Window(min(ends), max(ends), "some time")),
)
calmly = settings(deadline=None, max_examples=60)


@calmly
@given(tenants.attempts(), tenants.interventions, windows, st.sampled_from(BY), tenants.filters)
def test_resets_are_what_a_loop_counts(
    drawn: list[Row], helped: list[Row], window: Window, by: str, filters: Filters
) -> None:
    answer = resets(snapshot(drawn, interventions=helped), window, by=by, filters=filters, now=NOW, zone=UTC)
    rows = oracle.tried(drawn)
    now, before = (oracle.resets(rows, span, filters) for span in (window, window.previous()))
    often = Counter(row.user for row in now)
    admins = [row for row in now if row.role.casefold() not in {"", "user"}]
    assert (answer.people, answer.resets) == (len(often), len(now))
    assert (answer.previous_people, answer.previous_resets) == (len({row.user for row in before}), len(before))
    assert answer.repeated == sum(1 for times in often.values() if times > 1)
    assert (answer.admin_people, answer.admin_resets) == (len({row.user for row in admins}), len(admins))
    by_admins = [one for one in oracle.helped(helped) if one.kind == "admin reset"]
    assert answer.by_admins == sum(1 for one in by_admins if window.start <= one.at < window.end)
    assert [one.resets for one in answer.repeats] == sorted((n for n in often.values() if n > 1), reverse=True)[:NAMED]
    last = {row.user: row.at for row in now}
    assert [one.last_at for one in answer.newest] == sorted(last.values(), reverse=True)[:NAMED]
    if by == "person":
        assert answer.groups_total == len(often)
        assert [group.resets for group in answer.groups] == sorted(often.values(), reverse=True)[:NAMED]
    else:
        groups = oracle.grouped(now, GroupBy(by), UTC)
        counted = {group.key: (group.people, group.resets) for group in answer.groups if group.resets}
        assert counted == {key: (len({row.user for row in there}), len(there)) for key, there in groups.items()}


@calmly
@given(tenants.attempts(), windows)
def test_the_list_of_incidents_is_what_the_scan_finds(drawn: list[Row], window: Window) -> None:
    taken = snapshot(drawn)
    answer = incident_list(taken, window, catalogue=load(), now=NOW, zone=UTC)
    assert answer.incidents == incidents(taken, window, catalogue=load(), zone=UTC)
    failed = {row.user for row in oracle.inside(oracle.tried(drawn), window) if row.failed}
    assert answer.failing_people == len(failed)
    assert all(one.people <= len(failed) for one in answer.incidents if one.first_at >= window.start)
