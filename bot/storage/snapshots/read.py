"""What has come since a state, read from the database: people, rows, and what was taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, select

from bot.reports.receipt import ReportKind
from bot.reports.snapshot import RosterCount
from bot.storage.ledger.handover import StoredRows
from bot.storage.ledger.reading import read_columns, read_rows
from bot.storage.snapshots.state import FLAGS, Array
from bot.storage.tables import attempts, loads, people, roster, roster_counts, withdrawn

_ASK_AT_ONCE: Final = 500


class NewPeople(NamedTuple):
    """Sorted by key; in lists, as many small tuples would call the garbage collector."""

    keys: list[str]
    shown: list[str]
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class NewRows:
    """Rows as the database has them: people and words as numbers. Sorted by time, then position."""

    position: Array
    at: Array
    person: Array
    words: Mapping[str, Array]
    load: Array
    last_step: Array | None  # of attempts: microseconds, 0 where nobody knows


def new_people(connection: Connection, tenant: int, after: int) -> NewPeople:
    """The people with numbers above `after`."""
    asked = select(people.c.key, people.c.shown, people.c.id).where(people.c.tenant == tenant, people.c.id > after)
    keys, shown, numbers = list[str](), list[str](), list[int]()
    for key, spelling, number in read_rows(connection, asked):
        keys.append(key)
        shown.append(spelling)
        numbers.append(number)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return NewPeople([keys[n] for n in order], [shown[n] for n in order], [numbers[n] for n in order])


def new_rows(
    connection: Connection,
    table: Table,
    tenant: int,
    kinds: tuple[str, ...],
    after: int,
    fresh: StoredRows | None = None,
) -> NewRows:
    """The rows at positions above `after`; `fresh` are all of these, if it is there."""
    more = ("last_step",) if "last_step" in table.c else ()
    types: dict[str, Any] = {"position": np.int64, "at": np.int64, "person": np.int32, "load": np.int32}
    types |= dict.fromkeys(kinds, np.int32) | dict.fromkeys(more, np.int64)
    if fresh is not None:
        columns = _in_hand(fresh, table, types)
    else:
        asked = select(*(table.c[name] for name in types)).where(table.c.tenant == tenant, table.c.position > after)
        columns = read_columns(connection, asked, types)
    if np.any(columns["at"][1:] < columns["at"][:-1]):
        order = np.lexsort((columns["position"], columns["at"]))
        columns = {name: column[order] for name, column in columns.items()}
    return NewRows(
        columns["position"],
        columns["at"],
        columns["person"],
        {kind: columns[kind] for kind in kinds},
        columns["load"],
        columns.get("last_step"),
    )


def _in_hand(fresh: StoredRows, table: Table, types: Mapping[str, Any]) -> dict[str, Array]:
    """The same columns without asking the database; 0 is what it has where a source does not tell."""
    columns, constant = fresh.tables.get(table.name, {}), {"load": fresh.version[1]}
    rows = len(columns.get("position", ()))
    return {
        name: columns[name].astype(kind) if name in columns else np.full(rows, constant.get(name, 0), kind)
        for name, kind in types.items()
    }


def gone(connection: Connection, tenant: int, after: int) -> dict[str, npt.NDArray[np.int64]]:
    """By table, the positions (of the roster: people) that loads above `after` took away."""
    asked = select(withdrawn.c.source, withdrawn.c.number).where(withdrawn.c.tenant == tenant, withdrawn.c.load > after)
    found: dict[str, list[int]] = {}
    for source, number in connection.execute(asked):
        found.setdefault(source, []).append(number)
    return {source: np.unique(np.array(numbers, dtype=np.int64)) for source, numbers in found.items()}


def last_steps(connection: Connection, tenant: int, positions: Array) -> tuple[Array, Array]:
    """Of the attempts at some positions the positions of those that are there, sorted, and their last steps."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(positions), _ASK_AT_ONCE):
        some = attempts.c.position.in_(positions[start : start + _ASK_AT_ONCE].tolist())
        asked = select(attempts.c.position, attempts.c.last_step).where(attempts.c.tenant == tenant, some)
        found += [(position, until) for position, until in connection.execute(asked)]
    there = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return there[:, 0], there[:, 1]


def audit_loads(connection: Connection, tenant: int, after: int) -> npt.NDArray[np.int64]:
    """The numbers of the loads of audit logs above `after`."""
    asked = select(loads.c.id).where(
        loads.c.tenant == tenant, loads.c.id > after, loads.c.report == str(ReportKind.AUDIT)
    )
    return np.array(connection.execute(asked).scalars().all(), dtype=np.int64)


def roster_rows(connection: Connection, tenant: int, who: Array | None) -> list[tuple[Any, ...]]:
    """Person, flags and methods of some people, or of all."""
    asked = select(*(roster.c[name] for name in ("person", *FLAGS, "methods"))).where(roster.c.tenant == tenant)
    if who is None:
        return [tuple(row) for row in connection.execute(asked)]
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(who), _ASK_AT_ONCE):
        some = asked.where(roster.c.person.in_(who[start : start + _ASK_AT_ONCE].tolist()))
        found += [tuple(row) for row in connection.execute(some)]
    return found


def roster_history(connection: Connection, tenant: int) -> tuple[RosterCount, ...]:
    """The counts of every day on which the roster was pulled, oldest first."""
    asked = select(roster_counts).where(roster_counts.c.tenant == tenant).order_by(roster_counts.c.day)
    return tuple(
        RosterCount(row.day, row.members, row.registered, row.enabled, row.capable, row.missing, row.losing)
        for row in connection.execute(asked)
    )
