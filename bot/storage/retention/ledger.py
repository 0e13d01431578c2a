"""What is too old in the ledger: facts, steps, where steps came from, and people of whom nothing is left."""

from collections import Counter
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, bindparam, delete, func, literal, literal_column, not_, select, update

from bot.reports.receipt import ReportKind
from bot.storage.erasure.erased import without_unused
from bot.storage.ledger.audit_log import AUDIT
from bot.storage.ledger.inputs import packed, unpacked
from bot.storage.ledger.reading import read_numbers
from bot.storage.ledger.rows import PAST
from bot.storage.retention.keep import ORIGINS, old_steps, without_origins
from bot.storage.tables import (
    attempts,
    has_id,
    interventions,
    load_inputs,
    loads,
    object_ids,
    people,
    registrations,
    rejected_rows,
    roster,
    step_origins,
    steps,
    words,
)

_FACTS: Final = (attempts, registrations, interventions)
_PEOPLE: Final = (*_FACTS, steps, step_origins, roster, object_ids)

Until = dict[int, int]  # person -> the newest old step, microseconds


def facts_gone(connection: Connection, tenant: int, cutoff: int) -> Counter[str]:
    """Take away facts that are older, with their steps, refused rows, and people of whom nothing is left."""
    counts: Counter[str] = Counter()
    for table in _FACTS:
        old = delete(table).where(table.c.tenant == tenant, table.c.at < cutoff)
        counts[table.name] += connection.execute(old.where(not_(table.c.event.startswith(AUDIT)))).rowcount
    until = old_until(connection, tenant, cutoff)
    for table in _FACTS:
        counts[table.name] += _each(connection, delete(table).where(*_folded(table, tenant)), until)
    counts[steps.name] += _each(connection, delete(steps).where(*_stepped(steps, tenant)), until)
    counts[load_inputs.name] += _trimmed(connection, tenant, until, facts=cutoff, origins=None)
    early = select(loads.c.id).where(loads.c.tenant == tenant, loads.c.loaded_at < cutoff)
    refused = delete(rejected_rows).where(rejected_rows.c.tenant == tenant, rejected_rows.c.load.in_(early))
    counts[rejected_rows.name] += connection.execute(refused).rowcount
    return counts


def steps_gone(connection: Connection, tenant: int, cutoff: int) -> Counter[str]:
    """Take away steps that are older; what was folded from them stays, and is never folded again."""
    counts: Counter[str] = Counter()
    until = old_until(connection, tenant, cutoff)
    for table in _FACTS:
        kept = literal(PAST) + func.substr(table.c.event, len(AUDIT) + 1)
        _each(connection, update(table).where(*_folded(table, tenant)).values(event=kept), until)
    counts[steps.name] += _each(connection, delete(steps).where(*_stepped(steps, tenant)), until)
    counts[load_inputs.name] += _trimmed(connection, tenant, until, facts=None, origins=None)
    return counts


def origins_gone(connection: Connection, tenant: int, cutoff: int) -> Counter[str]:
    """Take away who acted from where, and the words that nothing else says."""
    old = delete(step_origins).where(step_origins.c.tenant == tenant, step_origins.c.at < cutoff)
    counts = Counter({step_origins.name: connection.execute(old).rowcount})
    for kind in ORIGINS:
        said = select(step_origins.c[kind]).where(step_origins.c.tenant == tenant)
        mine = words.c.tenant == tenant, words.c.kind == kind, words.c.id.not_in(said)
        counts[words.name] += connection.execute(delete(words).where(*mine)).rowcount
    counts[load_inputs.name] += _trimmed(connection, tenant, {}, facts=None, origins=cutoff)
    return counts


def nobody_left(connection: Connection, tenant: int) -> int:
    """Take away people of whom no row is left, and their object ids."""
    without = [
        people.c.id.not_in(select(table.c.person).where(table.c.tenant == tenant))
        for table in _PEOPLE
        if table is not object_ids
    ]
    gone = connection.execute(select(people.c.id).where(people.c.tenant == tenant, *without)).scalars().all()
    each = [{"gone": number} for number in gone]
    if each:
        ids = delete(object_ids).where(object_ids.c.tenant == tenant, object_ids.c.person == bindparam("gone"))
        connection.execute(ids, each)
        mine = delete(people).where(people.c.tenant == tenant, people.c.id == bindparam("gone"))
        connection.execute(mine, each)
    return len(gone)


def old_until(connection: Connection, tenant: int, cutoff: int) -> Until:
    """Up to when the steps of each person are old."""
    asked = select(steps.c.person, steps.c.at).where(steps.c.tenant == tenant)
    rows = read_numbers(connection, asked, ["person", "at"])
    person, at = rows["person"].to_numpy(dtype=np.int64), rows["at"].to_numpy(dtype=np.int64)
    old = old_steps(person, at, cutoff)
    return {int(who): int(when) for who, when in pd.Series(at[old]).groupby(person[old]).max().items()}  # type: ignore[call-overload]


def _folded(table: Table, tenant: int) -> tuple[Any, ...]:
    """What was folded from old steps of one person."""
    return (
        table.c.tenant == tenant,
        table.c.person == bindparam("who"),
        has_id(table),
        table.c.event.startswith(literal_column(f"'{AUDIT}'")),
        table.c.at <= bindparam("until"),
    )


def _stepped(table: Table, tenant: int) -> tuple[Any, ...]:
    return table.c.tenant == tenant, table.c.person == bindparam("who"), table.c.at <= bindparam("until")


def _each(connection: Connection, statement: Any, until: Until) -> int:
    """Carry out a statement for each person; how many rows it changed."""
    return sum(connection.execute(statement, {"who": who, "until": when}).rowcount for who, when in until.items())


def _trimmed(connection: Connection, tenant: int, until: Until, *, facts: int | None, origins: int | None) -> int:
    """Take the same out of what loads have read, so that a load can still be taken back; how many were changed."""
    keys = _keys(connection, tenant, until)
    kinds: dict[int, str] = dict(
        connection.execute(select(loads.c.id, loads.c.report).where(loads.c.tenant == tenant)).all()
    )
    numbers = connection.execute(select(load_inputs.c.load).where(load_inputs.c.tenant == tenant)).scalars().all()
    changed = 0
    for load in numbers:
        this = load_inputs.c.tenant == tenant, load_inputs.c.load == load
        frame = unpacked(connection.execute(select(load_inputs.c.content).where(*this)).scalar_one())
        kept = _kept(frame, keys, audit=kinds.get(load) == ReportKind.AUDIT, facts=facts, origins=origins)
        if kept is not frame:
            connection.execute(update(load_inputs).where(*this).values(content=packed(kept)))
            changed += 1
    return changed


def _kept(
    frame: pd.DataFrame, keys: dict[str, int], *, audit: bool, facts: int | None, origins: int | None
) -> pd.DataFrame:
    if "at" not in frame or not len(frame):
        return frame
    at = frame["at"].astype("int64").to_numpy()
    old = np.zeros(len(frame), dtype=np.bool_)
    if audit and keys:
        said = frame["user"].astype("str").str.casefold().map(keys).fillna(-1).to_numpy(dtype=np.int64)
        old = at <= said
    elif not audit and facts is not None:
        old = at < facts
    kept = frame[~old].reset_index(drop=True) if old.any() else frame
    kept = without_origins(kept, origins)
    if kept is frame:
        return frame
    return without_unused(kept)


def _keys(connection: Connection, tenant: int, until: Until) -> dict[str, int]:
    """By user ID and object id, as reports name people: up to when their steps are old."""
    found: dict[str, int] = {}
    for table, number in ((people, people.c.id), (object_ids, object_ids.c.person)):
        for key, person in connection.execute(select(table.c.key, number).where(table.c.tenant == tenant)):
            if person in until:
                found[key] = until[person]
    return found


def has_past(connection: Connection, tenant: int) -> bool:
    """Whether something stands that was folded from steps which are gone."""
    looks = [
        select(table.c.position).where(table.c.tenant == tenant, has_id(table), table.c.event.startswith(PAST)).limit(1)
        for table in _FACTS
    ]
    return any(connection.execute(look).first() is not None for look in looks)
