"""Who did the steps of an audit log, from which address, with which browser; and whose an object id is."""

from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection, delete, select, update

from bot.reports.folding.steps import Activity
from bot.reports.parsing.summary import several_names
from bot.storage.ledger.dictionary import person_numbers, word_numbers
from bot.storage.ledger.insertion import insert_rows
from bot.storage.ledger.rows import forget, short_id
from bot.storage.tables import attempts, has_id, interventions, object_ids, people, registrations, step_origins, steps

_ASK_AT_ONCE: Final = 500
_AUDIT: Final = "audit:"  # what the ids of folded rows begin with
_SAID: Final = ("actor", "address", "agent")


def named(
    connection: Connection, frame: pd.DataFrame, *, tenant: int, load: int
) -> tuple[pd.DataFrame, int, tuple[str, ...]]:
    """The steps with the names of people whom the file gives by their object id alone, as far as any load has said.

    Steps that were kept under such an id until now move to the person: how many these are comes second. Then, that ids
    have several names.
    """
    if "user_id" not in frame or not len(frame):
        return frame, 0, ()
    theirs = frame[frame["activity"] != str(Activity.POLICY)]  # its user is who changed it, its id that of the policy
    codes = pd.DataFrame({name: theirs[name].cat.codes for name in ("user", "user_id")}).drop_duplicates()
    pairs = frame[["user", "user_id"]].loc[codes.index].astype("str")
    pairs = pairs[pairs["user_id"] != ""]
    alone = pairs["user"].str.casefold() == pairs["user_id"].str.casefold()
    moved, several = _remember(connection, pairs[~alone], tenant=tenant, load=load)
    names = _names(connection, pairs.loc[alone, "user_id"].tolist(), tenant)
    if names:
        users = frame["user"].cat.categories
        renamed = [names.get(str(user).casefold(), str(user)) for user in users]
        frame = frame.assign(
            user=frame["user"].astype("str").map(dict(zip(users, renamed, strict=True))).astype("category")
        )
    return frame, moved, (several_names(several),) if several else ()


def _remember(connection: Connection, pairs: pd.DataFrame, *, tenant: int, load: int) -> tuple[int, int]:
    """Keep whose these ids are; the newest name counts. Steps kept under an id move.

    How many these are, and how many ids the file, or an earlier one, names otherwise, too.
    """
    if pairs.empty:
        return 0, 0
    keys = [short_id(key.casefold()) for key in pairs["user_id"]]
    numbers = person_numbers(connection, tenant, pairs["user"]).tolist()
    named = dict(zip(keys, numbers, strict=True))
    names = pd.DataFrame({"key": keys, "person": numbers}).groupby("key")["person"].nunique()
    held = _held(connection, list(named), tenant)
    changed = [(key, person) for key, person in named.items() if key in held and held[key] != person]
    for key, person in changed:
        one = update(object_ids).where(object_ids.c.tenant == tenant, object_ids.c.key == key)
        connection.execute(one.values(person=person))
    fresh = [{"tenant": tenant, "key": key, "person": person} for key, person in named.items() if key not in held]
    old = {key for key, _ in changed}
    renamed = sum(count == 2 or (count == 1 and key in old) for key, count in names.items())  # noqa: PLR2004 - old and new
    if not fresh:
        return 0, renamed
    connection.execute(object_ids.insert(), fresh)
    named = {str(row["key"]): int(str(row["person"])) for row in fresh}
    return _move(connection, named, tenant=tenant, load=load), renamed


def _held(connection: Connection, keys: list[str], tenant: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), _ASK_AT_ONCE):
        asked = select(object_ids.c.key, object_ids.c.person).where(
            object_ids.c.tenant == tenant, object_ids.c.key.in_(keys[start : start + _ASK_AT_ONCE])
        )
        found.update(connection.execute(asked).all())
    return found


def _names(connection: Connection, ids: list[str], tenant: int) -> dict[str, str]:
    """The user IDs of object ids, by the ids in lower case; those that nobody has named are left out."""
    held = _held(connection, [short_id(one.casefold()) for one in ids], tenant)
    if not held:
        return {}
    asked = select(people.c.id, people.c.shown).where(people.c.tenant == tenant, people.c.id.in_(list(held.values())))
    shown: dict[int, str] = dict(connection.execute(asked).all())
    return {one.casefold(): shown[held[short_id(one.casefold())]] for one in ids if short_id(one.casefold()) in held}


def _move(connection: Connection, named: dict[str, int], *, tenant: int, load: int) -> int:
    """Give the steps kept under ids to the people whose ids they are, as steps of this load."""
    moved = 0
    keys = list(named)
    for start in range(0, len(keys), _ASK_AT_ONCE):
        some = keys[start : start + _ASK_AT_ONCE]
        asked = select(people.c.id, people.c.key).where(people.c.tenant == tenant, people.c.key.in_(some))
        for nobody, key in connection.execute(asked).all():
            moved += _move_one(connection, int(nobody), named[key], tenant=tenant, load=load)
    return moved


def _move_one(connection: Connection, nobody: int, person: int, *, tenant: int, load: int) -> int:
    names = [column.name for column in steps.c if column.name not in ("tenant", "load", "person")]
    theirs = steps.c.tenant == tenant, steps.c.person == nobody
    rows = connection.execute(select(*(steps.c[name] for name in names)).where(*theirs)).all()
    if not rows:
        return 0
    connection.execute(delete(steps).where(*theirs))
    frame = pd.DataFrame([tuple(row) for row in rows], columns=pd.Index(names)).assign(person=person)
    insert_rows(connection, steps, frame, tenant=tenant, load=load, known=True)
    for table in (attempts, interventions, registrations):
        asked = select(table.c.event).where(
            table.c.tenant == tenant,
            table.c.person == nobody,
            has_id(table),  # the index of people holds these alone
            table.c.event.startswith(_AUDIT),
        )
        forget(connection, table, list(connection.execute(asked).scalars()), tenant=tenant, load=load)
    return len(rows)


def keep_origins(connection: Connection, frame: pd.DataFrame, steps: pd.DataFrame, *, tenant: int, load: int) -> None:
    """Keep who acted from where, once for each person, correlation and combination; nothing where the log is silent.

    `steps` are the rows of the frame as the ledger keeps them.
    """
    if "address" not in frame or not len(frame):
        return
    rows = steps[["person", "at"]]
    rows = rows.assign(correlation=frame["correlation"].cat.codes.to_numpy())
    silent = np.ones(len(frame), dtype=bool)
    for name in _SAID:
        silent &= (frame[name] == "").to_numpy()
        rows[name] = word_numbers(connection, tenant, name, frame[name])
    rows = rows[~silent].drop_duplicates(["person", "correlation", *_SAID]).sort_values("person", kind="stable")
    rows["correlation"] = steps["correlation"].loc[rows.index]
    insert_rows(connection, step_origins, rows, tenant=tenant, load=load, known=True)


def erase_origins(connection: Connection, tenant: int, person: int) -> int:
    """Forget from where a person acted, and who acted upon them. How many rows went."""
    gone = delete(step_origins).where(step_origins.c.tenant == tenant, step_origins.c.person == person)
    return connection.execute(gone).rowcount
