"""Rows of reports into the ledger: which are new, which were here before, which have changed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, insert, select

from bot.reports.copies.repeated_rows import may_be_equal
from bot.reports.resaved import Written
from bot.storage.ledger.dictionary import person_numbers, word_numbers
from bot.storage.ledger.handover import MOST, Columns
from bot.storage.ledger.insertion import insert_rows
from bot.storage.ledger.reading import read_numbers
from bot.storage.ledger.saved_again import not_saved_again
from bot.storage.tables import has_id, has_no_id, withdrawn

_LOOK_AT_ONCE = 200_000  # rows compared with what is held in one go
_ASK_AT_ONCE = 500
_CROWDED = 8  # a span with so many more rows than the file has moments is asked for each moment
_LONGEST_ID = 200  # characters; a real one is a GUID or two, and an index takes no long ones
PAST = "past:"  # what the id of a folded row begins with once its steps are gone: it is never folded again
_KINDS = ("role", "methods", "result", "detail", "datum", "kind")
_MAYBE = ("started",)  # not every source tells: 0 for none


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the rows of one file."""

    new: int
    repeated: int
    changed: int
    position: int  # the newest position in the ledger afterwards
    notes: tuple[str, ...] = ()  # sentences for the receipt
    rows: Mapping[str, Columns] = field(default_factory=dict)  # by table, what was added, as far as it is in hand

    def and_then(self, more: "Stored") -> "Stored":
        """This, and the rows of the same file that were added after it."""
        new, repeated, changed = self.new + more.new, self.repeated + more.repeated, self.changed + more.changed
        notes, rows = (*self.notes, *more.notes), {**self.rows, **more.rows}
        return Stored(new, repeated, changed, more.position, notes, rows)


def store(
    connection: Connection,
    table: Table,
    frame: pd.DataFrame,
    *,
    written: Written,
    tenant: int,
    load: int,
    position: int,
) -> Stored:
    """Adds the rows of `frame` that the table does not hold yet, at the places after `position`, in time order.

    `written` is how their times were. A row with an event id that says something else than before replaces it, at a
    new place.
    """
    rows = _numbered(connection, table, frame, tenant)
    said = [column for column in rows.columns if column != "event"]
    with_id = rows["event"] != ""
    plain = _absent(connection, table, rows.loc[~with_id, said], tenant)
    repeats = rows.loc[~with_id, said].drop(plain.index)
    plain = _unknown(connection, table, plain, tenant)
    plain, note = not_saved_again(connection, table, plain, repeats, tenant, written=written)
    fresh, gone, repeated_events = _differing(connection, table, rows.loc[with_id], tenant)
    repeated = int((~with_id).sum()) - len(plain) + repeated_events
    added = pd.concat([plain.assign(event=""), fresh]) if len(fresh) else plain.assign(event="")
    forget(connection, table, gone, tenant=tenant, load=load)
    inserted = insert_facts(connection, table, added, tenant=tenant, load=load, position=position)
    new, notes = len(added) - len(gone), (note,) if note else ()
    return Stored(new, repeated, len(gone), position + len(added), notes, {table.name: inserted})


def _numbered(connection: Connection, table: Table, frame: pd.DataFrame, tenant: int) -> pd.DataFrame:
    """The rows as the table keeps them: numbers, and `event` as text."""
    person = person_numbers(connection, tenant, frame["user"])
    rows = numbered(connection, table, frame, person, tenant)
    rows["ordinal"] = _ordinals(rows)
    rows["event"] = short_ids(frame["event_id"].fillna("").tolist()) if "event_id" in frame else ""
    return rows


def short_id(text: str) -> str:
    """An id as it is, or the hash of one that no index takes."""
    if len(text) <= _LONGEST_ID and "\0" not in text:
        return text
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def short_ids(texts: Iterable[str]) -> npt.NDArray[np.object_]:
    """Ids as they are kept."""
    words = pa.array(texts, pa.string())
    longest = pc.max(pc.binary_length(words)).as_py() or 0
    if longest <= _LONGEST_ID and not pc.any(pc.match_substring(words, "\0")).as_py():
        return np.asarray(words.to_numpy(zero_copy_only=False), object)
    return np.array([short_id(text) for text in words.to_pylist()], object)


def short_ids_of(column: "pd.Series[str]") -> npt.NDArray[np.object_]:
    """Each row's id as it is kept, of a column of categories."""
    chosen: npt.NDArray[np.object_] = short_ids([*column.cat.categories, ""])[column.cat.codes.to_numpy()]
    return chosen


def numbered(
    connection: Connection, table: Table, frame: pd.DataFrame, person: npt.NDArray[np.int64], tenant: int
) -> pd.DataFrame:
    """What the rows say, as numbers."""
    columns: dict[str, Any] = {"at": frame["at"].astype("int64").to_numpy(), "person": person}
    for kind in _KINDS:
        if kind in table.c:
            columns[kind] = word_numbers(connection, tenant, kind, frame[kind])
    for kind in _MAYBE:
        if kind in table.c and kind in frame:
            said = (frame[kind] != "").to_numpy()
            columns[kind] = np.where(said, word_numbers(connection, tenant, kind, frame[kind]), 0)
    return pd.DataFrame(columns)


def _ordinals(rows: pd.DataFrame) -> Any:
    """How many equal rows stand before each one in the same file; counted only where any are equal."""
    ordinals = np.zeros(len(rows), dtype=np.int64)
    twice = np.flatnonzero(may_be_equal(rows["at"].to_numpy(), rows["person"].to_numpy()))
    equal = twice[rows.iloc[twice].duplicated(keep=False)]
    if len(equal):
        ordinals[equal] = rows.iloc[equal].groupby(list(rows.columns)).cumcount().to_numpy()
    return ordinals


def _absent(connection: Connection, table: Table, rows: pd.DataFrame, tenant: int) -> pd.DataFrame:
    """The rows whose like the table does not hold: its span is looked at, or its moments where the span holds more."""
    if rows.empty or not _many_between(connection, table, rows["at"], tenant, 1):
        return rows
    rows = rows.sort_values("at", kind="stable")
    at = rows["at"].to_numpy()
    absent = np.ones(len(rows), dtype=bool)
    start = 0
    while start < len(rows):
        end = int(np.searchsorted(at, at[min(start + _LOOK_AT_ONCE, len(at)) - 1], side="right"))
        absent[start:end] = _absent_piece(connection, table, rows.iloc[start:end], tenant)
        start = end
    return rows[absent]


def _many_between(connection: Connection, table: Table, at: "pd.Series[int]", tenant: int, many: int) -> bool:
    """Whether so many rows without ids of their own lie in the span of these times."""
    some = select(table.c.at).where(table.c.tenant == tenant, has_no_id(table), _between(table, at))
    return connection.execute(some.offset(many - 1).limit(1)).first() is not None


def _absent_piece(connection: Connection, table: Table, rows: pd.DataFrame, tenant: int) -> npt.NDArray[np.bool_]:
    names, moments = list(rows.columns), rows["at"].unique()
    asked = select(*(table.c[name] for name in names)).where(table.c.tenant == tenant, has_no_id(table))
    if _many_between(connection, table, rows["at"], tenant, _CROWDED * len(moments)):
        parts = [moments[start : start + _ASK_AT_ONCE].tolist() for start in range(0, len(moments), _ASK_AT_ONCE)]
        some = [read_numbers(connection, asked.where(table.c.at.in_(part)), names) for part in parts]
        held = pd.concat(some, ignore_index=True)
    else:
        held = read_numbers(connection, asked.where(_between(table, rows["at"])), names)
    absent = ~pd.concat([held, rows], ignore_index=True).duplicated().to_numpy()[len(held) :]
    return np.asarray(absent)


def _between(table: Table, at: "pd.Series[int]") -> ColumnElement[bool]:
    return table.c.at.between(int(at.min()), int(at.max()))


def _unknown(connection: Connection, table: Table, rows: pd.DataFrame, tenant: int) -> pd.DataFrame:
    """Without the rows that rows with ids say, too: an export of what was folded here, read back."""
    with_ids = table.c.tenant == tenant, has_id(table)
    any_row = select(table.c.position).where(*with_ids, table.c.event > "").limit(1)  # by the index of ids
    if rows.empty or connection.execute(any_row).first() is None:
        return rows
    said = [column for column in rows.columns if column != "ordinal"]
    people = rows["person"].unique()
    columns = [table.c[name] for name in said]
    asked = [
        select(*columns).where(*with_ids, table.c.person.in_(people[start : start + _ASK_AT_ONCE].tolist()))
        for start in range(0, len(people), _ASK_AT_ONCE)
    ]
    held = pd.concat([read_numbers(connection, some, said) for some in asked], ignore_index=True)
    held["ordinal"] = held.groupby(said).cumcount()
    seen = pd.concat([held, rows], ignore_index=True).duplicated().to_numpy()[len(held) :]
    return rows[~seen]


def _differing(
    connection: Connection, table: Table, rows: pd.DataFrame, tenant: int
) -> tuple[pd.DataFrame, list[str], int]:
    """Rows with ids that are new or say something new; the ids among them that were held; how many were held as is."""
    if rows.empty:
        return rows, [], 0
    last = rows.drop_duplicates("event", keep="last").assign(ordinal=0)
    said = [column for column in rows.columns if column not in ("event", "ordinal")]
    held: dict[str, tuple[int, ...]] = {}
    ids = last["event"].tolist()
    for start in range(0, len(ids), _ASK_AT_ONCE):
        asked = select(table.c.event, *(table.c[name] for name in said)).where(
            table.c.tenant == tenant, has_id(table), table.c.event.in_(ids[start : start + _ASK_AT_ONCE])
        )
        held |= {event: tuple(values) for event, *values in connection.execute(asked)}
    now = last[said].itertuples(index=False, name=None)
    differs = np.array([held.get(event) != values for event, values in zip(ids, now, strict=True)])
    fresh = last[differs]
    gone = [event for event in fresh["event"] if event in held]
    return fresh, gone, len(rows) - len(fresh)


def forget(connection: Connection, table: Table, events: list[str], *, tenant: int, load: int) -> None:
    """Without the rows that have these ids; where they stood is written down."""
    for start in range(0, len(events), _ASK_AT_ONCE):
        some = table.c.event.in_(events[start : start + _ASK_AT_ONCE])
        asked = select(table.c.position).where(table.c.tenant == tenant, has_id(table), some)
        positions = connection.execute(asked).scalars().all()
        if positions:
            one = delete(table).where(table.c.tenant == tenant, table.c.position == bindparam("gone"))
            connection.execute(one, [{"gone": position} for position in positions])
            withdraw(connection, table, positions, tenant=tenant, load=load)


def withdraw(connection: Connection, source: Table | str, numbers: Iterable[int], *, tenant: int, load: int) -> None:
    """Write down what this load took away, so that the next snapshot can be made from the last."""
    name = source if isinstance(source, str) else source.name
    rows = [{"tenant": tenant, "load": load, "source": name, "number": number} for number in numbers]
    if rows:
        connection.execute(insert(withdrawn), rows)


def insert_facts(
    connection: Connection, table: Table, rows: pd.DataFrame, *, tenant: int, load: int, position: int
) -> Columns:
    """At the places after `position`, in time order, so that indexes grow at their end; the numbers, if few enough."""
    rows = rows.sort_values(["at", "person"], kind="stable")
    rows["position"] = np.arange(position + 1, position + len(rows) + 1)
    insert_rows(connection, table, rows, tenant=tenant, load=load)
    return {str(name): rows[name].to_numpy() for name in rows if name != "event"} if len(rows) <= MOST else {}
