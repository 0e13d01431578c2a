"""Steps of audit logs into the ledger, each once, and all steps of the people who have new ones out of it."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, select

from bot.reports.folding.steps import ACTIVITIES
from bot.reports.instants import utc
from bot.reports.resaved import FARTHEST, is_coarse, known_rows
from bot.storage.ledger.dictionary import person_numbers, word_numbers
from bot.storage.ledger.insertion import insert_rows
from bot.storage.ledger.origins import keep_origins, named
from bot.storage.ledger.rows import short_id
from bot.storage.tables import steps, words

_ASK_AT_ONCE: Final = 500

People = npt.NDArray[np.int64]


def store_steps(connection: Connection, frame: pd.DataFrame, *, tenant: int, load: int) -> tuple[int, People, int]:
    """Adds the steps that are not held yet.

    How many these are, the numbers of all people in the frame, and how many steps held before have found their person.
    """
    frame, moved = named(connection, frame, tenant=tenant, load=load)
    rows = pd.DataFrame(
        {
            "person": person_numbers(connection, tenant, frame["user"]),
            "at": frame["at"].astype("int64").to_numpy(),
            "activity": word_numbers(connection, tenant, "activity", frame["activity"]),
            "reason": word_numbers(connection, tenant, "reason", frame["reason"]),
            "success": frame["success"].to_numpy(dtype=bool),
            "correlation": frame["correlation"].cat.rename_categories(short_id).astype(object),
            "event": [short_id(event) if event else "" for event in frame["event_id"]] if "event_id" in frame else "",
        }
    )
    rows = rows.sort_values(["person", "at"], kind="stable")  # the order of the table
    people = rows["person"].unique()
    keep_origins(connection, frame, rows["person"].sort_index().to_numpy(), tenant=tenant, load=load)
    if is_coarse(rows["at"]) and not rows["event"].any():
        rows = rows[~_saved_again(connection, rows, people, tenant)]
    return insert_rows(connection, steps, rows, tenant=tenant, load=load, known=True), people, moved


def _saved_again(connection: Connection, rows: pd.DataFrame, people: People, tenant: int) -> npt.NDArray[np.bool_]:
    """Which steps of a file without seconds are held with theirs."""
    said = ["at", "person", "activity", "reason", "success", "correlation"]
    found: list[Any] = []
    for start in range(0, len(people), _ASK_AT_ONCE):
        some = people[start : start + _ASK_AT_ONCE].tolist()
        asked = select(*(steps.c[name] for name in (*said, "load"))).where(
            steps.c.tenant == tenant,
            steps.c.person.in_(some),
            steps.c.at.between(int(rows["at"].min()), int(rows["at"].max()) + FARTHEST),
        )
        found += connection.execute(asked).all()
    held = pd.DataFrame(found, columns=pd.Index([*said, "load"])).astype({"success": bool, "at": "int64"})
    return known_rows(rows[said].reset_index(drop=True), held).rows


def steps_of_renewed(connection: Connection, people: People, *, tenant: int, load: int) -> pd.DataFrame:
    """All steps of those of some people who have a step of this load, as `fold` takes them; `user` is the number."""
    names = ("person", "at", "activity", "reason", "success", "correlation", "load")
    found: list[Any] = []
    for start in range(0, len(people), _ASK_AT_ONCE):
        some = people[start : start + _ASK_AT_ONCE].tolist()
        asked = select(*(steps.c[name] for name in names)).where(steps.c.tenant == tenant, steps.c.person.in_(some))
        found += connection.execute(asked).all()
    held = pd.DataFrame(
        dict(zip(names, zip(*found, strict=True), strict=True)) if found else {}, columns=pd.Index(names)
    )
    held = held[held["person"].isin(held["person"][held["load"] == load].unique())]
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
