"""Steps of audit logs into the ledger, each once, and all steps of the people who have new ones out of it."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, bindparam, delete, func, select

from bot.reports.copies.days import days_set_right_note, known_by_day, same_days
from bot.reports.folding.steps import ACTIVITIES
from bot.reports.instants import utc
from bot.reports.resaved import (
    DAY,
    FARTHEST,
    Apart,
    Surer,
    WithoutClocks,
    Written,
    apart_of,
    distance_of,
    few_halved,
    half_days_apart,
    is_coarse,
    known_rows,
    known_uncorrelated,
    matched,
    not_repeated,
    on_wrong_clock,
    same_steps,
    set_right_note,
    uncorrelated,
    without,
)
from bot.storage.ledger.dictionary import person_numbers, word_numbers
from bot.storage.ledger.insertion import insert_rows
from bot.storage.ledger.origins import keep_origins, named
from bot.storage.ledger.receipts import marked_loads, zoned_loads
from bot.storage.ledger.rows import short_ids, short_ids_of
from bot.storage.tables import has_no_id, steps, words

_ASK_AT_ONCE: Final = 500
_SAMPLE: Final = 12  # people whose steps show whether the rest may lie at one distance
_SAYING: Final = ["at", "person", "activity", "reason", "success", "correlation"]

People = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StoredRows:
    """What became of the steps of a file."""

    new: int
    people: People  # the numbers of all people in it
    moved: int  # steps held before that have found their person
    notes: tuple[str, ...]  # sentences for the receipt
    all_held: pd.DataFrame | None = None  # the steps as numbers, where they are all that is held


def store_steps(connection: Connection, frame: pd.DataFrame, *, written: Written, tenant: int, load: int) -> StoredRows:
    """Adds the steps that are not held yet.

    `written` is how their times were.
    """
    frame, moved, renamed = named(connection, frame, tenant=tenant, load=load)
    rows = pd.DataFrame(
        {
            "person": person_numbers(connection, tenant, frame["user"]),
            "at": frame["at"].astype("int64").to_numpy(),
            "activity": word_numbers(connection, tenant, "activity", frame["activity"]),
            "reason": word_numbers(connection, tenant, "reason", frame["reason"]),
            "success": frame["success"].to_numpy(dtype=bool),
            "correlation": short_ids_of(frame["correlation"]),
            "event": short_ids(_texts(frame["event_id"]) if "event_id" in frame else [""] * len(frame)),
        }
    )
    keep_origins(connection, frame, rows, tenant=tenant, load=load)
    rows = rows.sort_values(["person", "at"], kind="stable")  # the order of the table
    people = rows["person"].unique()
    first = connection.execute(select(func.max(steps.c.person)).where(steps.c.tenant == tenant)).scalar() is None
    notes: tuple[str, ...] = ()
    if not first and len(rows):
        surest = _Sureness(written.zoned, bool(rows["event"].any()))
        notes = _set_right(connection, rows[_SAYING], people, surest, tenant)
        if not notes and surest != _Sureness(zoned=True, ids=True):
            rows, notes = _not_saved_again(connection, rows, people, written=written, tenant=tenant)
    new = insert_rows(connection, steps, rows, tenant=tenant, load=load, known=True)
    return StoredRows(new, people, moved, (*notes, *renamed), rows if first and new == len(rows) else None)


def _texts(ids: "pd.Series[Any]") -> list[str]:
    return [one or "" for one in ids.tolist()] if ids.notna().any() else [""] * len(ids)


@dataclass(frozen=True, slots=True, order=True)
class _Sureness:
    """How sure the times of a file are: of two that differ, the surer one is the log as it was sent."""

    zoned: bool
    ids: bool = False


def _not_saved_again(
    connection: Connection, rows: pd.DataFrame, people: People, *, written: Written, tenant: int
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The steps but for those that are held with other times, and what to say of these.

    Times without seconds, and a few people's steps at one distance from the held ones, are the signs of such a copy; of
    what has no correlations, the held ones may be it.
    """
    halves, days = marked_loads(connection, rows["at"], tenant, file=written)
    if not days and not is_coarse(rows["at"]) and (rows["correlation"] != "").any():
        few = people[:: max(1, len(people) // _SAMPLE)][:_SAMPLE]
        some = rows[rows["person"].isin(few)]
        near = _held(connection, some, few, tenant)
        if not distance_of(some[_SAYING], near) and uncorrelated(some[_SAYING], near)[1].empty:
            return rows, ()
    held = _held(connection, rows, people, tenant, reach=2 * DAY if days else FARTHEST)
    exact = matched(rows[_SAYING].reset_index(drop=True), held)
    fresh = rows[~exact]
    if held.empty or fresh.empty:
        return rows, ()
    rest = without(held, rows[_SAYING])
    with_zone = zoned_loads(connection, rest, tenant)
    surer = Surer(written.zoned - bool(with_zone))
    halves = halves or few_halved(rows["at"], rest, with_zone, file_zoned=written.zoned)
    fresh_said = fresh[_SAYING].reset_index(drop=True)
    known = known_by_day(fresh_said, rest, days)
    if not known.note:
        known = known_by_day(*uncorrelated(fresh_said, rest), days)
    if not known.note:
        known = half_days_apart(fresh_said, rest, halves, int(exact.sum()))
    if not known.note:
        known = known_rows(fresh_said, rest, surer)
    if not known.note:
        known = known_uncorrelated(fresh_said, rest, surer)
    return (fresh[~known.rows], (known.note,)) if known.note else (rows, ())


def _set_right(
    connection: Connection, rows: pd.DataFrame, people: People, surest: _Sureness, tenant: int
) -> tuple[str, ...]:
    """Take out the steps of copies on a wrong clock that an earlier load has brought, and say so.

    A log whose times have their zone, or that has ids of its own, is the log as it was sent. A load that has less of
    these is such a copy where nearly all of its steps in the span of this log lie at one distance from the log's.
    """
    if surest == _Sureness(zoned=False):
        return ()
    days = marked_loads(connection, rows["at"], tenant, file=Written(zoned=True))[1]
    few = people[:: max(1, len(people) // _SAMPLE)][:_SAMPLE]
    some = rows[rows["person"].isin(few)]
    near = _held(connection, some, few, tenant, without_ids=True)
    if not days and not distance_of(some, near) and not distance_of(*uncorrelated(some, near)):
        return ()
    held = _held(connection, rows, people, tenant, without_ids=True, reach=2 * DAY if days.loads else FARTHEST)
    as_sure = zoned_loads(connection, held, tenant)
    held = held[[_Sureness(load in as_sure) < surest for load in held["load"].tolist()]]
    in_both = held["load"].value_counts()
    held = not_repeated(held, rows)
    in_both = in_both.sub(held["load"].value_counts(), fill_value=0)
    wrong, apart = _of_copies(rows, held, days)
    if wrong.empty:
        return ()
    names = [*_SAYING, "event"]
    gone = delete(steps).where(steps.c.tenant == tenant, *(steps.c[name] == bindparam(f"its_{name}") for name in names))
    values = wrong[_SAYING].assign(event="").itertuples(index=False, name=None)
    connection.execute(gone, [{f"its_{name}": value for name, value in zip(names, row, strict=True)} for row in values])
    left = select(steps.c.load, func.count()).where(
        steps.c.tenant == tenant, steps.c.load.in_(wrong["load"].unique().tolist())
    )
    others = {number: count - int(in_both[number]) for number, count in connection.execute(left.group_by(steps.c.load))}
    others = {number: count for number, count in others.items() if count > 0}
    return (set_right_note(len(wrong), apart, others) if apart else days_set_right_note(len(wrong), others),)


def _of_copies(rows: pd.DataFrame, held: pd.DataFrame, days: WithoutClocks) -> tuple[pd.DataFrame, Apart | None]:
    """The held steps that are copies of a log's, and how far the log's times lie from theirs: None of days alone."""
    for said, there in ((rows, held), uncorrelated(rows, held)):
        if apart := apart_of(said, there):
            wrong = held.loc[there.index[on_wrong_clock(said, there, apart)]]
            if len(wrong):
                return wrong, apart
        of_days = there[there["load"].isin(days.loads)]
        wrong = held.loc[of_days.index[same_days(said, of_days)[1]]]
        if len(wrong):
            return wrong, None
    return held[:0], None


def _held(
    connection: Connection,
    rows: pd.DataFrame,
    people: People,
    tenant: int,
    *,
    without_ids: bool = False,
    reach: int = FARTHEST,
) -> pd.DataFrame:
    """The steps of these people that may be the same with other times."""
    wanted = [has_no_id(steps)] if without_ids else []
    found: list[Any] = []
    for start in range(0, len(people) if len(rows) else 0, _ASK_AT_ONCE):
        some = people[start : start + _ASK_AT_ONCE].tolist()
        asked = select(*(steps.c[name] for name in (*_SAYING, "load"))).where(
            steps.c.tenant == tenant,
            steps.c.person.in_(some),
            steps.c.at.between(int(rows["at"].min()) - reach, int(rows["at"].max()) + reach),
            *wanted,
        )
        found += map(tuple, connection.execute(asked))  # of SQLAlchemy's own rows pandas takes 18 times as long
    return pd.DataFrame(found, columns=pd.Index([*_SAYING, "load"])).astype({"success": bool, "at": "int64"})


def steps_of_renewed(connection: Connection, kept: StoredRows, *, tenant: int, load: int) -> tuple[pd.DataFrame, int]:
    """All steps of those people who have a step of this load, as `fold` takes them; `user` is the person's number.

    Beside it, how many of the new ones are there already, told by a load that numbers or times them differently.
    """
    if kept.all_held is not None:  # what was just written need not be read again
        return _as_read(connection, tenant, kept.all_held), 0
    held = _read(connection, kept.people if kept.new or kept.moved else kept.people[:0], tenant)
    held = held[held["person"].isin(held["person"][held["load"] == load].unique())]
    return _as_read(connection, tenant, held), min(kept.new, same_steps(held, load)) if len(held) else 0


def steps_of(connection: Connection, people: People, *, tenant: int) -> pd.DataFrame:
    """All steps of some people, as `fold` takes them; `user` is the number."""
    return _as_read(connection, tenant, _read(connection, people, tenant))


def _read(connection: Connection, people: People, tenant: int) -> pd.DataFrame:
    """All steps of some people, as numbers."""
    names = ("person", "at", "activity", "reason", "success", "correlation", "load")
    found: list[Any] = []
    for start in range(0, len(people), _ASK_AT_ONCE):
        some = people[start : start + _ASK_AT_ONCE].tolist()
        asked = select(*(steps.c[name] for name in names)).where(steps.c.tenant == tenant, steps.c.person.in_(some))
        found += connection.execute(asked).all()
    return pd.DataFrame(
        dict(zip(names, zip(*found, strict=True), strict=True)) if found else {}, columns=pd.Index(names)
    )


def _as_read(connection: Connection, tenant: int, held: pd.DataFrame) -> pd.DataFrame:
    """The same steps in words."""
    return pd.DataFrame(
        {
            "at": utc(held["at"].to_numpy(dtype=np.int64)),
            "user": held["person"].astype("category").cat.rename_categories(str),
            "correlation": held["correlation"].astype("category"),
            "activity": _said(connection, tenant, "activity", held["activity"]).astype(ACTIVITIES),
            "reason": _said(connection, tenant, "reason", held["reason"]),
            "success": held["success"].to_numpy(dtype=bool),
        }
    )


def _said(connection: Connection, tenant: int, kind: str, numbers: "pd.Series[Any]") -> "pd.Series[Any]":
    """Numbers of words as the words."""
    asked = select(words.c.id, words.c.word).where(words.c.tenant == tenant, words.c.kind == kind)
    return numbers.astype("category").cat.rename_categories(dict(connection.execute(asked).all()))
