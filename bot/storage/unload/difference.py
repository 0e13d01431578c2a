"""How the facts of a ledger differ from what its other loads alone would have made of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, bindparam, delete, select, update

from bot.storage.ledger.reading import read_numbers
from bot.storage.ledger.rows import insert_facts
from bot.storage.tables import has_id

# Columns that a row is not known by. What is known to have gone on for longer, or less long, is the same row: a digest
# that spoke of it has spoken of it.
_NOT_SAID: Final = ("tenant", "position", "load", "last_step")


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one table of facts. A row that stays keeps its position."""

    gone: pd.DataFrame  # rows that no other load brings
    back: pd.DataFrame  # rows that the load had replaced or made needless
    again: pd.DataFrame  # rows that stay, but stood in another order among those of their person and moment
    again_from: pd.DataFrame  # the same as they stand now
    owned: pd.DataFrame  # position and load of rows that stay, which belong to another load from now on
    retimed: pd.DataFrame  # position and last step of rows that stay, and were last heard of at another time


def facts_of(connection: Connection, table: Table, tenant: int) -> pd.DataFrame:
    """All rows of a table but for the tenant: numbers, and `event` as text."""
    names = [column.name for column in table.c if column.name not in ("tenant", "event")]
    rows = read_numbers(connection, select(*(table.c[name] for name in names)).where(table.c.tenant == tenant), names)
    asked = select(table.c.position, table.c.event).where(table.c.tenant == tenant, has_id(table))
    events: dict[int, str] = dict(connection.execute(asked).all())
    return rows.assign(event=rows["position"].map(events).fillna("") if events else "")


def difference(held: pd.DataFrame, wanted: pd.DataFrame) -> Difference:
    """What must change so that the rows held say what the wanted ones say, in their order."""
    held, wanted = held.reset_index(drop=True), wanted.sort_values("position").reset_index(drop=True)
    said = [name for name in held if name not in _NOT_SAID]
    numbered = pd.concat([held[said], wanted[said]], ignore_index=True).groupby(said, sort=False).ngroup().to_numpy()
    row_of = np.full(int(numbered.max(initial=-1)) + 1, -1, dtype=np.int64)
    row_of[numbered[: len(held)]] = np.arange(len(held))
    match = row_of[numbered[len(held) :]]
    stays = match >= 0
    position = np.where(stays, held["position"].to_numpy()[match] if len(held) else 0, np.iinfo(np.int64).max)
    again = stays & _disordered(wanted, position)
    owner = held["load"].to_numpy()[match] if len(held) else match
    other = stays & ~again & (owner != wanted["load"].to_numpy())
    return Difference(
        gone=held[~np.isin(np.arange(len(held)), match[stays])],
        back=wanted[~stays],
        again=wanted[again],
        again_from=held.loc[match[again]],
        owned=pd.DataFrame({"position": position[other], "load": wanted["load"].to_numpy()[other]}),
        retimed=_retimed(held, wanted, match, stays & ~again),
    )


def _retimed(
    held: pd.DataFrame,
    wanted: pd.DataFrame,
    match: "np.typing.NDArray[np.int64]",
    stays: "np.typing.NDArray[np.bool_]",
) -> pd.DataFrame:
    """The rows that stay at their places with another last step, and that step."""
    if "last_step" not in held:
        return pd.DataFrame({"position": [], "last_step": []}, dtype="int64")
    stood, now = held.loc[match[stays], "last_step"].to_numpy(), wanted.loc[stays, "last_step"].to_numpy()
    other = stood != now
    positions = held.loc[match[stays], "position"].to_numpy()
    return pd.DataFrame({"position": positions[other], "last_step": now[other]})


def _disordered(wanted: pd.DataFrame, position: "np.typing.NDArray[np.int64]") -> "np.typing.NDArray[np.bool_]":
    """Rows of a person and a moment whose positions are not in the order that they are wanted in."""
    rows = pd.DataFrame({"person": wanted["person"], "at": wanted["at"], "position": position})
    rows = rows.sort_values(["person", "at"], kind="stable")
    group = rows.groupby(["person", "at"], sort=False).ngroup()
    earlier = (group == group.shift()) & (rows["position"] < rows["position"].shift())
    return group.isin(group[earlier]).sort_index().to_numpy()


def apply(connection: Connection, table: Table, change: Difference, *, tenant: int, position: int) -> int:
    """Make the change; rows that come are put behind `position`. Returns the newest position."""
    leaving = [{"gone": int(number)} for rows in (change.gone, change.again_from) for number in rows["position"]]
    if leaving:
        connection.execute(
            delete(table).where(table.c.tenant == tenant, table.c.position == bindparam("gone")), leaving
        )
    owned = [{"at_position": int(one.position), "owner": int(one.load)} for one in change.owned.itertuples()]  # type: ignore[arg-type]
    if owned:
        one = update(table).where(table.c.tenant == tenant, table.c.position == bindparam("at_position"))
        connection.execute(one.values(load=bindparam("owner")), owned)
    later = [{"at_position": int(one.position), "until": int(one.last_step)} for one in change.retimed.itertuples()]  # type: ignore[arg-type]
    if later:
        one = update(table).where(table.c.tenant == tenant, table.c.position == bindparam("at_position"))
        connection.execute(one.values(last_step=bindparam("until")), later)
    coming = pd.concat([change.back, change.again]).sort_values("position")
    for load, rows in coming.drop(columns="position").groupby("load"):
        insert_facts(
            connection, table, rows.drop(columns="load"), tenant=tenant, load=int(str(load)), position=position
        )
        position += len(rows)
    return position
