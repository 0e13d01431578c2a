"""An audit log into the ledger: its steps, and what they make of the attempts and registrations known so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Table, bindparam, select, update

from bot.knowledge.vocabulary import Result
from bot.reports.folding.fold import fold
from bot.reports.folding.kinds import AttemptKind
from bot.reports.receipt import Folded
from bot.reports.resaved import MINUTE, Written
from bot.storage.ledger.handover import Columns
from bot.storage.ledger.rows import Stored, forget, insert_facts, numbered, withdraw
from bot.storage.ledger.steps import People, steps_of_renewed, store_steps
from bot.storage.tables import LENGTHENED, attempts, has_id, interventions, registrations, words

_ASK_AT_ONCE: Final = 500
AUDIT: Final = "audit:"  # what the ids of folded rows begin with

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StoredSteps:
    """What became of the steps of one file, and of what is folded from them."""

    stored: Stored  # the steps, and the newest position in the ledger
    folded: Folded
    changed: pd.DataFrame  # the attempts that are new or changed


@dataclass(frozen=True, slots=True)
class _TableChanges:
    """What became of one table."""

    written: pd.DataFrame  # the folded rows that are new or changed
    rows: Columns  # the same as they are stored
    changed: int
    gone: int
    retimed: int  # of the written rows those that only have a more exact time


def store_audit(
    connection: Connection,
    frame: pd.DataFrame,
    *,
    written: Written,
    now: datetime,
    tenant: int,
    load: int,
    position: int,
) -> StoredSteps:
    """Adds the steps that are new, and folds all steps of their people again.

    A folded row that was not known takes a place after `position`, and so does one that says something else than
    before. A row that is folded no more is taken out: later steps have made it a part of another.
    """
    kept = store_steps(connection, frame, written=written, tenant=tenant, load=load)
    held, known_otherwise = steps_of_renewed(connection, kept, tenant=tenant, load=load)
    renewed = held["user"].cat.categories.astype("int64").to_numpy()
    known_before = renewed if kept.all_held is None else renewed[:0]
    done, stored = [], {}
    for table, rows in rows_by_table(held, now=now).items():
        done.append(_replace_folded(connection, table, rows, known_before, tenant=tenant, load=load, position=position))
        position += len(done[-1].written)
        stored[table.name] = done[-1].rows
    changed, gone, retimed = (sum(getattr(one, name) for one in done) for name in ("changed", "gone", "retimed"))
    return StoredSteps(
        Stored(kept.new - known_otherwise, len(frame) - kept.new + known_otherwise, 0, position, kept.notes, stored),
        Folded(sum(len(one.written) for one in done) - changed - retimed, changed, gone),
        done[0].written,
    )


def rows_by_table(held: pd.DataFrame, *, now: datetime) -> dict[Table, pd.DataFrame]:
    """What all steps of some people are folded into; `user` is the person's number."""
    folded = fold(held, now=now)
    resets = folded.attempts["kind"] == AttemptKind.RESET
    others = folded.attempts[~resets]
    return {
        attempts: _with_last_step(folded.attempts[resets]),
        interventions: others.assign(at=others["last_at"]),  # when it was done: an unlock has several steps
        registrations: folded.registrations,
    }


def _with_last_step(frame: pd.DataFrame) -> pd.DataFrame:
    """With the column `last_step`, in microseconds."""
    return frame.assign(last_step=frame["last_at"].astype("int64"))


def _replace_folded(
    connection: Connection, table: Table, frame: pd.DataFrame, people: People, *, tenant: int, load: int, position: int
) -> _TableChanges:
    """Makes the table say of these people what the frame says, and no more."""
    now = folded_rows(connection, table, frame, tenant)
    held = held_rows(connection, table, list(now.columns), people, tenant)
    held = _lengthened(connection, table, now, held, tenant=tenant, load=load)
    known, stale = _compared(now, held)
    forget(connection, table, stale, tenant=tenant, load=load)
    fresh = now[~known].assign(ordinal=0)
    rows = insert_facts(connection, table, fresh, tenant=tenant, load=load, position=position)
    again = set(stale) & set(now["event"].array[~known]) if stale else set[str]()
    retimed = _retimed(now[now["event"].isin(again)], held) if again else 0
    return _TableChanges(frame[~known], rows, len(again) - retimed, len(stale) - len(again), retimed)


def _lengthened(
    connection: Connection, table: Table, now: pd.DataFrame, held: pd.DataFrame, *, tenant: int, load: int
) -> pd.DataFrame:
    """What is held, after attempts with further steps that say nothing new have got their last step at their places.

    One in progress goes on, and is told as before: as a row that has changed.
    """
    if held.empty or "last_step" not in now:
        return held
    same = [name for name in now.columns if name != "last_step"]
    both = held.reset_index().merge(now, on=same, suffixes=("_held", ""))
    longer = both[(both["last_step"] != both["last_step_held"]) & ~both["result"].isin(_going_on(connection, tenant))]
    if longer.empty:
        return held
    until: dict[str, int] = dict(zip(longer["event"], longer["last_step"].tolist(), strict=True))
    there = _places(connection, table, list(until), tenant)
    values = [{"known": place, "until": until[event]} for event, place in there.items()]
    one = update(table).where(table.c.tenant == tenant, table.c.position == bindparam("known"))
    connection.execute(one.values(last_step=bindparam("until")), values)
    withdraw(connection, LENGTHENED, there.values(), tenant=tenant, load=load)
    renewed = held["last_step"].copy()
    renewed.loc[longer["index"].to_numpy()] = longer["last_step"].to_numpy()
    return held.assign(last_step=renewed)


def _places(connection: Connection, table: Table, events: list[str], tenant: int) -> dict[str, int]:
    """Where the rows with these ids stand."""
    found: dict[str, int] = {}
    for start in range(0, len(events), _ASK_AT_ONCE):
        some = table.c.event.in_(events[start : start + _ASK_AT_ONCE])
        asked = select(table.c.event, table.c.position).where(table.c.tenant == tenant, has_id(table), some)
        found |= dict(connection.execute(asked).all())
    return found


def _going_on(connection: Connection, tenant: int) -> list[int]:
    """The numbers of the word for attempts in progress."""
    wanted = words.c.tenant == tenant, words.c.kind == "result", words.c.word == str(Result.IN_PROGRESS)
    return list(connection.execute(select(words.c.id).where(*wanted)).scalars())


def _retimed(now: pd.DataFrame, held: pd.DataFrame) -> int:
    """How many of these rows say what they said before, but for the part of a minute in which they began."""
    both = now.merge(held, on=[name for name in now.columns if name not in ("at", "last_step")], suffixes=("", "_held"))
    return int(((both["at"] - both["at_held"]).abs() < MINUTE).sum())


def _compared(now: pd.DataFrame, held: pd.DataFrame) -> tuple[Flags, list[str]]:
    """Which rows are held as they are, and the ids of the held ones that nothing says any more."""
    if held.empty:
        return np.zeros(len(now), bool), []
    both = pd.concat([now, held], ignore_index=True)
    repeated = both.duplicated().to_numpy()[len(now) :], both.duplicated(keep="last").to_numpy()[: len(now)]
    return repeated[1], held.loc[~repeated[0], "event"].tolist()


def folded_rows(connection: Connection, table: Table, frame: pd.DataFrame, tenant: int) -> pd.DataFrame:
    """Folded rows as the table keeps them, but for their positions."""
    rows = numbered(connection, table, frame, frame["user"].to_numpy(dtype=np.int64), tenant)
    rows["event"] = _ids(frame)
    if "last_step" in frame:
        rows["last_step"] = frame["last_step"].to_numpy()
    return rows


def _ids(frame: pd.DataFrame) -> "pd.Series[str]":
    """What the rows are known by: keys of their own, unless somebody makes up a correlation id that looks like one."""
    ids = AUDIT + frame["key"].astype("str")
    twice = ids.groupby(ids).cumcount() if ids.duplicated().any() else pd.Series(0, index=ids.index)
    return ids.where(twice == 0, ids + " " + twice.astype("str")).reset_index(drop=True)


def held_rows(connection: Connection, table: Table, names: list[str], people: People, tenant: int) -> pd.DataFrame:
    """What was folded from the steps of these people before."""
    found: list[Any] = []
    for start in range(0, len(people), _ASK_AT_ONCE):
        asked = select(*(table.c[name] for name in names)).where(
            table.c.tenant == tenant,
            table.c.person.in_(people[start : start + _ASK_AT_ONCE].tolist()),
            has_id(table),  # the index of people holds these alone
            table.c.event.startswith(AUDIT),
        )
        found += connection.execute(asked).all()
    types = {name: "str" if name == "event" else "int64" for name in names}
    columns = zip(*found, strict=True) if found else [()] * len(names)
    return pd.DataFrame(dict(zip(names, columns, strict=True))).astype(types)
