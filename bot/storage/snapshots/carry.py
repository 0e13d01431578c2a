"""The parts of a state carried on: what is new goes in, what was taken away goes out, all else is copied or shared."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import numpy as np

from bot.knowledge.vocabulary import Result
from bot.reports.ends import took
from bot.reports.folding.kinds import session
from bot.reports.frames.column import code_type
from bot.reports.instants import from_micros, to_micros, utc
from bot.reports.names import Names
from bot.reports.snapshot import Domains, PersonRows, domain
from bot.storage.snapshots.read import NewPeople, NewRows
from bot.storage.snapshots.splice import Splice
from bot.storage.snapshots.state import FLAGS, Array, Everyone, Facts, Ints, Labels, RosterRows, place_type
from bot.storage.snapshots.words import RESULT_LABELS, Words, recoded

Pending = tuple[Array, Array]  # position and last step of attempts in progress

_IN_PROGRESS: Final = RESULT_LABELS.index(str(Result.IN_PROGRESS))
_MANY: Final = 20  # new rows that are more than a twentieth: the index is made anew


def with_people(everyone: Everyone, fresh: NewPeople) -> tuple[Everyone, Array]:
    """With some more people; and for each place before the place now."""
    places = _places(everyone.keys, fresh.keys)
    shift = np.arange(len(everyone)) + np.searchsorted(places, np.arange(len(everyone)), side="right")
    return (
        Everyone(
            everyone.keys.with_new(places.tolist(), fresh.keys),
            everyone.shown.with_new(places.tolist(), fresh.shown),
            np.insert(everyone.numbers, places, np.array(fresh.numbers, dtype=np.int32)),
            _domains(everyone.domains, fresh.keys, places),
        ),
        shift.astype(code_type(len(everyone) + len(fresh.keys))),
    )


def _domains(before: Domains, keys: Sequence[str], places: Ints) -> Domains:
    """With the domains of some more people."""
    fresh = [domain(key) for key in keys]
    labels = sorted({*before.labels, *fresh})
    code = {label: number for number, label in enumerate(labels)}
    codes = np.array([code[label] for label in fresh], dtype=code_type(len(labels)))
    return Domains(np.insert(recoded(before.codes, before.labels, labels), places, codes), labels)


def _places(keys: Names, fresh: Sequence[str]) -> Ints:
    """Where sorted new keys belong among the old ones; both are walked through when there are many."""
    if len(fresh) * 20 < len(keys):
        return np.array([bisect_left(keys, key) for key in fresh], dtype=np.int64)
    old = list(keys)
    return np.array([bisect_left(old, key) for key in fresh], dtype=np.int64)


def relabelled(facts: Facts, before: Labels, now: Labels, shift: Array | None) -> Facts:
    """The same rows with codes of labels of which there are more, and people who stand elsewhere."""
    codes = {kind: recoded(codes, before.get(kind, ()), now[kind]) for kind, codes in facts.codes.items()}
    return replace(facts, codes=codes, user=facts.user if shift is None else _shifted(facts.user, shift))


def _shifted(users: Array, shift: Array) -> Array:
    moved: Array = shift[users] if len(shift) else users.astype(shift.dtype)
    return moved


def coded(rows: NewRows, words: Words, places: Array, audit: Array, people: int, newest: int) -> Facts:
    """New rows with places and codes instead of numbers; `newest` is the newest position."""
    codes = {kind: words.codes(kind, numbers) for kind, numbers in rows.words.items()}
    if "detail" in codes:
        codes["detail"] = words.details(codes["detail"], codes["result"])
        codes["cause"] = words.causes(codes["detail"])
    user = places[rows.person].astype(code_type(people))
    position, lasted = rows.position.astype(place_type(newest)), None
    if rows.last_step is not None:
        lasted = took(rows.at, rows.last_step)
    return Facts(position, rows.at, user, codes, np.isin(rows.load, audit), lasted)


def spliced(facts: Facts, fresh: Facts, gone: Ints) -> tuple[Facts, Splice]:
    """Without the rows at some positions, with others."""
    rows = _rows_at(facts.position, gone)
    places = np.searchsorted(facts.at, fresh.at, side="right")  # of one moment, what came later stands later
    splice = Splice.of(len(facts), gone=rows, places=places)
    if splice.changes_nothing():
        return facts, splice
    whole = Facts(
        splice.column(facts.position.astype(fresh.position.dtype, copy=False), fresh.position),
        splice.column(facts.at, fresh.at),
        splice.column(facts.user, fresh.user),
        {kind: splice.column(codes, fresh.codes[kind]) for kind, codes in facts.codes.items()},
        splice.column(facts.from_audit, fresh.from_audit),
        None if facts.took is None or fresh.took is None else splice.column(facts.took, fresh.took),
    )
    return whole, splice


def lengthened(facts: Facts, positions: Array, until: Array) -> tuple[Facts, Ints]:
    """With attempts that have ended later, at positions that are sorted; and their rows."""
    rows = _rows_at(facts.position, positions)
    if not len(rows) or facts.took is None:
        return facts, rows
    lasted, began = facts.took.copy(), facts.at
    lasted[rows] = took(began[rows], until[np.searchsorted(positions, facts.position[rows])])
    return replace(facts, took=lasted), rows


def _rows_at(position: Array, wanted: Ints) -> Ints:
    """The rows at some positions, which are sorted; positions that no row has are passed over."""
    if not len(wanted) or not len(position):
        return np.empty(0, dtype=np.int64)
    low, high = int(wanted[0]), int(wanted[-1])
    table = np.zeros(high - low + 1, dtype=np.bool_)
    table[wanted - low] = True
    near = np.flatnonzero((position >= low) & (position <= high))
    found: Ints = near[table[position[near] - low]]
    return found


def indexed(index: PersonRows, facts: Facts, splice: Splice, shift: Array | None, people: int) -> PersonRows:
    """The rows of each person after a splice; `facts` are the rows in the end."""
    placed = splice.placed()
    if splice.before == 0 or len(placed) * _MANY > splice.before:
        return PersonRows.of(facts.user.astype(np.int32), people)
    counts = np.diff(index.starts)
    if shift is not None:
        counts, before = np.zeros(people, dtype=np.int64), counts
        counts[shift] = before
    if splice.changes_nothing():
        return index if shift is None else PersonRows(index.order, _ends(counts))
    order = index.order
    if not splice.only_appends():
        order = splice.renumbering()(order)
        stays = order >= 0
        if not stays.all():
            owners = np.repeat(np.arange(people), counts)
            counts = np.bincount(owners[stays], minlength=people)
            order = order[stays]
    owner = facts.user[placed].astype(np.int64)
    sorted_rows = np.lexsort((placed, owner))
    placed, owner = placed[sorted_rows], owner[sorted_rows]
    starts = _ends(counts)
    places = np.array(
        [
            starts[user] + np.searchsorted(order[starts[user] : starts[user + 1]], row)
            for user, row in zip(owner.tolist(), placed.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    put = Splice.of(len(order), gone=np.empty(0, dtype=np.int64), places=places)
    whole = put.column(order, placed.astype(np.int32))
    return PersonRows(whole, _ends(counts + np.bincount(owner, minlength=people)))


def _ends(counts: Ints) -> Any:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def expiring(pending: Pending, now: datetime) -> tuple[Pending, Pending, datetime | None]:
    """The attempts whose session is over by now; those that go on, and when the first of them is over."""
    positions, last_steps = pending
    if not len(positions):
        return pending, pending, None

    over = last_steps <= to_micros(now - session())
    going_on = positions[~over], last_steps[~over]
    first = from_micros(going_on[1].min()) + session() if len(going_on[0]) else None
    return (positions[over], last_steps[over]), going_on, first


def abandoned(facts: Facts, over: Pending, words: Words, now: datetime) -> tuple[Facts, Ints]:
    """With attempts that nothing has followed in time; and their rows."""
    import pandas as pd  # noqa: PLC0415 - only audit logs have such attempts

    from bot.reports.folding.fold import expire  # noqa: PLC0415

    order = np.argsort(over[0])
    rows = _rows_at(facts.position, over[0][order])
    rows = rows[np.argsort(facts.position[rows])]
    details = words.texts_of(facts.codes["detail"][rows])
    going_on = pd.DataFrame({"result": str(Result.IN_PROGRESS), "detail": details, "last_at": utc(over[1][order])})
    ended = expire(going_on, now=now)
    codes = {kind: codes.copy() for kind, codes in facts.codes.items() if kind in ("result", "detail", "cause")}
    codes["result"][rows] = [words.code("result", text) for text in ended["result"]]
    codes["detail"][rows] = [words.code("detail", text) for text in ended["detail"]]
    codes["cause"][rows] = words.causes(codes["detail"][rows])
    return replace(facts, codes={**facts.codes, **codes}), rows


def in_progress(rows: NewRows, facts: Facts) -> Pending:
    """Position and last step of the new attempts that were in progress when they were folded."""
    if rows.last_step is None:
        return rows.position[:0], rows.position[:0]
    going = (rows.last_step != 0) & (facts.codes["result"] == _IN_PROGRESS)
    return rows.position[going], rows.last_step[going]


def with_roster(
    roster: RosterRows, read: list[tuple[Any, ...]], replaced: Ints, everyone: Everyone, shift: Array | None
) -> RosterRows:
    """The roster with the rows of the people with the numbers `replaced` as they were read again, if they have any."""
    user = roster.user if shift is None else _shifted(roster.user, shift)
    places, people = everyone.places(), len(everyone)
    known = replaced[np.isin(replaced, everyone.numbers)]  # an unload may have taken people away for good
    kept = ~np.isin(user, places[known])
    labels = sorted({*(roster.labels[code] for code in np.unique(roster.methods[kept])), *(row[-1] for row in read)})
    code = {label: number for number, label in enumerate(labels)}
    table = np.array([code.get(label, -1) for label in roster.labels], dtype=code_type(len(labels)))
    users = np.concatenate([user[kept], places[np.array([row[0] for row in read], dtype=np.int64)]]).astype(
        code_type(people)
    )
    order = np.argsort(users, kind="stable")
    flags = {
        flag: np.concatenate([roster.flags[flag][kept], np.array([bool(row[n]) for row in read], dtype=np.bool_)])[
            order
        ]
        for n, flag in enumerate(FLAGS, start=1)
    }
    methods = np.array([code[row[-1]] for row in read], dtype=table.dtype)
    before = table[roster.methods[kept]] if len(table) else methods[:0]
    return RosterRows(users[order], flags, np.concatenate([before, methods])[order], labels)
