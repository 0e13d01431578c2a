"""The signs of `odd`, held against a loop over the same rows; and that each urgent one is news exactly once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import Filters
from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.odd import odd
from bot.analysis.signs.fresh import URGENT, fresh_signs
from bot.analysis.signs.scope import Scope
from bot.analysis.signs.sign_rows import looked_for, sign_rows
from bot.reports.window import Window
from tests.support import oracle, slow_odd, tenants
from tests.support.frames import Row, at, snapshot

NOW = tenants.LAST + timedelta(days=1)
windows = st.tuples(tenants.moments, tenants.moments).map(lambda ends: Window(min(ends), max(ends), "some time"))
registrations = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.one_of(tenants.moments, tenants.a_few_moments).map(lambda one: one.isoformat()),
            "user": st.sampled_from(tenants.USERS),
            "source": st.sampled_from(("audit log", "")),
        }
    ),
    max_size=5,
)
others = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.one_of(tenants.moments, tenants.a_few_moments).map(lambda one: one.isoformat()),
            "user": st.sampled_from(("ana", "Bob")),
            "kind": st.sampled_from(
                ("method deleted", "method deleted: Email", "method deleted by an admin", "unlock")
            ),
            "result": st.sampled_from(("Succeeded", "Succeeded", "Failed")),
        }
    ),
    max_size=6,
)
rosters = st.lists(
    st.fixed_dictionaries({"user": st.sampled_from(tenants.USERS), "admin": st.sampled_from(("yes", "no"))}),
    max_size=4,
    unique_by=lambda row: row["user"],
)


@st.composite
def attempts(draw: st.DrawFn) -> list[Row]:
    """Of few people, many of them blocked, successful or at night."""
    rows = draw(tenants.attempts())
    more = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "at": st.one_of(tenants.moments, tenants.a_few_moments).map(lambda one: one.isoformat()),
                    "user": st.sampled_from(("ana", "Bob")),
                    "result": st.sampled_from(("Succeeded", "Blocked")),
                }
            ),
            max_size=16,
        )
    )
    return [*rows, *({**row, "position": str(len(rows) + place)} for place, row in enumerate(more, start=1))]


def _key(user: str) -> str:
    return (user if "@" in user else f"{user}@contoso.com").casefold()


@settings(deadline=None, max_examples=200)
@given(
    attempts(), registrations, others, rosters, windows, tenants.moments,
    st.sampled_from((None, "contoso.com", "fabrikam.com")),
)  # fmt: skip
def test_the_attempts_behind_each_sign_are_what_a_loop_finds(
    drawn: list[Row],
    registered: list[Row],
    interventions: list[Row],
    roster: list[Row],
    window: Window,
    read: datetime,
    domain: str | None,
) -> None:
    listed = [{**row, "seen": read.isoformat()} for row in roster]
    data = snapshot(drawn, registered, listed, interventions=interventions)
    slow = slow_odd.signs(
        slow_odd.Data(
            oracle.tried(drawn),
            [(_key(row["user"]), at(row["at"])) for row in registered],
            [
                (_key(row["user"]), at(row["at"]))
                for row in interventions
                if row["result"] == "Succeeded" and row["kind"] in ("method deleted", "method deleted: Email")
            ],
            [_key(row["user"]) for row in roster],
            [_key(row["user"]) for row in roster if row["admin"] == "yes"],
            read,
            [_key(row["user"]) for row in interventions],
        ),
        window,
        domain,
    )
    filters = Filters(domain=domain)
    scope = Scope(data, window, UTC, filters=filters)
    answer = {sign.key: sign for sign in odd(data, window, filters=filters, now=NOW, zone=UTC).signs}
    for key, rows in slow.items():
        found = data.attempts.pandas["position"].to_numpy()[sign_rows(key, scope).numbers()].tolist()
        if key in looked_for(scope):
            assert sorted(found) == sorted(one.position for one in rows), key
            people = len({one.user for one in rows})
            assert (answer[key].people if key in answer else 0) == people
    assert (SignKey.UNKNOWN in looked_for(scope)) is bool(roster)
    audited = [at(row["at"]) >= window.start for row in registered if row["source"] == "audit log"]
    assert (SignKey.SWAPPED_METHOD in looked_for(scope)) is any(audited)


@settings(deadline=None, max_examples=150)
@given(attempts(), st.integers(0, 30))
def test_what_was_known_is_no_news_and_what_was_not_is(drawn: list[Row], position: int) -> None:
    data = snapshot(drawn)
    scope = Scope(data, Window(tenants.FIRST, NOW, ""), UTC)
    newest = int(data.attempts.pandas["position"].max()) if len(data.attempts) else 0
    assert fresh_signs(scope, newest, (), NOW) == ()
    everything = {sign.key: sign.rows for sign in fresh_signs(scope, 0, (), NOW)}
    assert everything == {key: len(rows) for key in URGENT if len(rows := sign_rows(key, scope).numbers())}
    fresh = {sign.key: {one.shown for one in sign.who} for sign in fresh_signs(scope, position, (), NOW)}
    for key in (SignKey.ADMIN, SignKey.AFTER_BLOCK, SignKey.TWO_METHODS):
        known = scope.known_at(position)
        before, after = (
            {data.people.shown[user] for user in sign_rows(key, one).codes("user").tolist()} for one in (known, scope)
        )
        assert after - before <= fresh.get(key, set()) <= after


@settings(deadline=None, max_examples=150)
@given(attempts(), registrations, others, st.integers(0, 40))
def test_a_method_swapped_after_a_known_reset_is_news_once_it_is_loaded(
    drawn: list[Row], registered: list[Row], interventions: list[Row], position: int
) -> None:
    place = len(drawn)
    later = [{**row, "position": str(place + n), "source": "audit log"} for n, row in enumerate(registered, 1)]
    last = [{**row, "position": str(place + len(later) + n)} for n, row in enumerate(interventions, 1)]
    data = snapshot(drawn, later, interventions=last)
    scope = Scope(data, Window(tenants.FIRST, NOW, ""), UTC)
    assert fresh_signs(scope, data.position, (), NOW) == ()
    before, after = (
        set(sign_rows(SignKey.SWAPPED_METHOD, one).codes("user").tolist()) for one in (scope.known_at(position), scope)
    )
    found = [one for one in fresh_signs(scope, position, (), NOW) if one.key is SignKey.SWAPPED_METHOD]
    fresh = {one.shown for sign in found for one in sign.who}
    assert {data.people.shown[user] for user in after - before} <= fresh <= {data.people.shown[user] for user in after}
