"""The snapshot of a tenant: the last state carried on to what the database holds now, and its frames."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, Table, select

from bot.knowledge.catalogue import Catalogue
from bot.reports.covered_spans import Pulled
from bot.reports.frames.column import Column, Times, Words
from bot.reports.frames.frame import Frame
from bot.reports.instants import to_micros
from bot.reports.names import Names
from bot.reports.provenance import SourceRows, source_rows
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import People, Snapshot
from bot.storage.database import SCHEMA
from bot.storage.ledger.checkpoints import spans
from bot.storage.ledger.handover import StoredRows
from bot.storage.ledger.receipts import next_load, receipts
from bot.storage.snapshots import carry
from bot.storage.snapshots.hours import hours_of, relabelled
from bot.storage.snapshots.prior import rows_before
from bot.storage.snapshots.read import (
    audit_loads,
    gone,
    last_steps,
    new_people,
    new_rows,
    roster_history,
    roster_rows,
)
from bot.storage.snapshots.splice import Splice
from bot.storage.snapshots.state import NOTHING, Array, Everyone, Facts, Labels, RosterRows, State
from bot.storage.snapshots.words import RESULT_LABELS, read_words
from bot.storage.tables import (
    ALL,
    LENGTHENED,
    attempts,
    interventions,
    loads,
    pulled_spans,
    registrations,
    roster,
)
from bot.storage.tenant import newest_position, unloads

_RECEIPTS = 100
_NOTHING_GONE = np.empty(0, dtype=np.int64)


def build_snapshot(
    connection: Connection, state: State, *, tenant: int, name: str, sources: tuple[SourceRows, ...] | None = None
) -> Snapshot:
    """All frames of a state; every frame's `user` codes are places in `people`. `sources` as far as they are known."""
    covered = spans(connection, tenant)
    people = state.everyone.keys
    return Snapshot(
        tenant=name,
        attempts=_frame(state.attempts, state.labels, people),
        registrations=_frame(state.registrations, state.labels, people),
        interventions=_frame(state.interventions, state.labels, people),
        roster=_roster(state, _seen(covered)),
        people=People(state.everyone.keys, state.everyone.shown, state.everyone.domains),
        attempts_of=state.attempts_of,
        registrations_of=state.registrations_of,
        receipts=receipts(connection, tenant, _RECEIPTS),
        position=state.position,
        version=state.version,
        built_at=state.built_at,
        sources=_sources(state) if sources is None else sources,
        settles_at=state.settles_at,
        pulls=covered,
        roster_history=roster_history(connection, tenant),
        rows_before=state.before,
        hour_counts=state.hours,
    )


def version(connection: Connection, tenant: int) -> tuple[int, ...]:
    """The newest position and load of a tenant, a number of all its pulls, and how many loads were taken back.

    Times alone do not tell of each pull: the clock may have been set back since another one.
    """
    order = pulled_spans.c.report, pulled_spans.c.start
    held = connection.execute(select(pulled_spans).where(pulled_spans.c.tenant == tenant).order_by(*order)).all()
    pulls = int(hashlib.sha256(repr([tuple(row) for row in held]).encode()).hexdigest()[:15], 16) if held else 0
    return newest_position(connection, tenant), next_load(connection, tenant) - 1, pulls, unloads(connection, tenant)


def identity(connection: Connection, tenant: int, load: int, catalogue: Catalogue) -> dict[str, object] | None:
    """A load as no other looks, with what a state depends on beside rows; None where the ledger has no such load."""
    row = connection.execute(select(loads).where(loads.c.tenant == tenant, loads.c.id == load)).one_or_none()
    if row is None:
        return None
    details = [(key, one.cause, str(one.result), one.text, *one.aliases) for key, one in catalogue.details.items()]
    parts = {"schema": SCHEMA, "load": repr(tuple(row)), "catalogue": repr(details)}
    parts["unloads"] = str(unloads(connection, tenant))
    return {name: hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest() for name, text in parts.items()}


def carried_on(
    connection: Connection,
    last: State,
    *,
    tenant: int,
    catalogue: Catalogue,
    now: datetime,
    fresh: StoredRows | None = None,
) -> State:
    """The state as of now, from an earlier one and what has come since; from NOTHING, all rows are read.

    Those of the last load are taken from `fresh`, if nothing else has come since.
    """
    newest = version(connection, tenant)
    if last.built_at > now or last.position > newest[0] or last.load > newest[1] or last.unloads != newest[3]:
        last = NOTHING
    last = replace(last, unchanged=len(last.attempts))
    if last.load < newest[1]:
        if fresh and (fresh.after, *fresh.version) != (last.position, newest[0], newest[1], newest[3]):
            fresh = None
        last = _with_loads(connection, last, tenant, catalogue, newest[0], fresh)
    return _expired(replace(last, version=newest, built_at=now), connection, tenant, catalogue)


def _with_loads(
    connection: Connection, last: State, tenant: int, catalogue: Catalogue, newest: int, fresh_rows: StoredRows | None
) -> State:
    """With what loads have brought and taken away; `newest` is the newest position."""
    words, taken = read_words(connection, tenant, catalogue), gone(connection, tenant, last.load)
    audit = audit_loads(connection, tenant, last.load)
    fresh_people = new_people(connection, tenant, int(last.everyone.numbers.max(initial=0)))
    everyone, shift = carry.with_people(last.everyone, fresh_people) if fresh_people.keys else (last.everyone, None)
    places, people = everyone.places(), len(everyone)

    def carried(table: Table, kinds: tuple[str, ...], facts: Facts) -> tuple[Facts, Splice, tuple[Array, Array]]:
        rows = new_rows(connection, table, tenant, kinds, last.position, fresh_rows)
        fresh = carry.coded(rows, words, places, audit, people, newest)
        before = carry.relabelled(facts, last.labels, words.labels, shift)
        whole, splice = carry.spliced(before, fresh, taken.get(table.name, _NOTHING_GONE))
        return whole, splice, carry.in_progress(rows, fresh)

    kinds = ("role", "methods", "result", "detail", "started")
    tried, tried_splice, going_on = carried(attempts, kinds, last.attempts)
    signed_up, signed_up_splice, _ = carried(registrations, ("role", "datum"), last.registrations)
    intervened, _, _ = carried(interventions, ("kind", "result"), last.interventions)
    longer = taken.get(LENGTHENED, _NOTHING_GONE) if last.load else _NOTHING_GONE
    tried, longer_rows = carry.lengthened(tried, *last_steps(connection, tenant, longer))
    tried_of = carry.indexed(last.attempts_of, tried, tried_splice, shift, people)
    touched = _touched(last.attempts, tried, tried_splice, shift, longer_rows)
    known_causes, causes = last.labels.get("cause", ()), words.labels["cause"]
    left = last.hours.plus(hours_of(last.attempts, tried_splice.gone(), known_causes), -1)
    going = ~np.isin(last.pending[0], taken.get(attempts.name, _NOTHING_GONE))
    return replace(
        last,
        everyone=everyone,
        labels=words.labels,
        attempts=tried,
        registrations=signed_up,
        interventions=intervened,
        attempts_of=tried_of,
        before=rows_before(last.before, tried, tried_of, tried_splice, touched, shift),
        hours=relabelled(left, known_causes, causes).plus(hours_of(tried, tried_splice.placed(), causes)),
        registrations_of=carry.indexed(last.registrations_of, signed_up, signed_up_splice, shift, people),
        roster=_carried_roster(connection, last, tenant, taken.get(roster.name, _NOTHING_GONE), everyone, shift),
        pending=(np.append(last.pending[0][going], going_on[0]), np.append(last.pending[1][going], going_on[1])),
        unchanged=min(tried_splice.same_in_front(), *longer_rows[:1].tolist(), len(tried)),
    )


def _touched(before: Facts, now: Facts, splice: Splice, shift: Array | None, longer: Array) -> Array:
    """The people of rows that have come or gone, or have ended later."""
    left = before.user[splice.gone()]
    moved = left if shift is None or not len(left) else shift[left]
    people = np.concatenate([moved, now.user[splice.placed()], now.user[longer]])
    return np.flatnonzero(np.bincount(people))  # which takes a hundredth of np.unique's time


def _carried_roster(
    connection: Connection, last: State, tenant: int, replaced: Array, everyone: Everyone, shift: Array | None
) -> RosterRows:
    if not last.load or ALL in replaced:
        return carry.with_roster(NOTHING.roster, roster_rows(connection, tenant, None), replaced, everyone, None)
    if not len(replaced) and shift is None:
        return last.roster
    return carry.with_roster(last.roster, roster_rows(connection, tenant, replaced), replaced, everyone, shift)


def _expired(state: State, connection: Connection, tenant: int, catalogue: Catalogue) -> State:
    """With what time alone has ended."""
    over, going_on, first = carry.expiring(state.pending, state.built_at)
    if len(over[0]):
        words = read_words(connection, tenant, catalogue)
        tried, rows = carry.abandoned(state.attempts, over, words, state.built_at)
        before, after = (hours_of(facts, np.sort(rows), state.labels["cause"]) for facts in (state.attempts, tried))
        state = replace(state, attempts=tried, hours=state.hours.plus(before, -1).plus(after))
    return replace(state, pending=going_on, settles_at=first)


def _sources(state: State) -> tuple[SourceRows, ...]:
    of_reports = (
        (ReportKind.RESET, state.attempts, state.attempts_of),
        (ReportKind.REGISTRATION, state.registrations, state.registrations_of),
    )
    return tuple(
        one
        for report, facts, index in of_reports
        for one in source_rows(report, facts.at, facts.user, facts.from_audit, np.diff(index.starts))
    )


def _frame(facts: Facts, labels: Labels, people: Names) -> Frame:
    """The columns of the table, shared with the state."""
    columns: dict[str, Column] = {
        "position": facts.position,
        "at": Times(facts.at),
        "user": Words(facts.user, people),
        **{kind: Words(codes, _labels(kind, labels)) for kind, codes in facts.codes.items()},
    }
    return Frame(columns if facts.took is None else {**columns, "took": facts.took})


def _labels(kind: str, labels: Labels) -> list[str]:
    return RESULT_LABELS if kind == "result" else list(labels.get(kind, ()))


def _seen(covered: Sequence[Pulled]) -> int:
    """When the roster was last read whole: all of its rows are as of then."""
    return max((to_micros(span.pulled_at) for span in covered if span.report is ReportKind.ROSTER), default=0)


def _roster(state: State, seen: int) -> Frame:
    rows = state.roster
    return Frame(
        {
            "user": Words(rows.user, state.everyone.keys),
            **rows.flags,
            "methods": Words(rows.methods, list(rows.labels)),
            "seen": Times(np.full(len(rows.user), seen, np.int64)),
        }
    )
