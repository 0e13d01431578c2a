"""People and words, stored once and known by number."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Table, func, select

from bot.storage.ledger.insertion import insert_rows
from bot.storage.storable_text import storable
from bot.storage.tables import people, words

_ASK_AT_ONCE = 500  # SQLite takes a limited number of values in one statement
_FEW = 2_000  # up to so many, ask for each; beyond, reading all is quicker


def person_numbers(connection: Connection, tenant: int, users: pd.Series) -> npt.NDArray[np.int64]:
    """The person's number for each row; people not met before are added, spelled as they first occur."""
    column = users.astype("category")
    shown = [str(user).strip() for user in column.cat.categories.tolist()]  # Arrow takes five times as long one by one
    keys = [user.casefold() for user in shown]
    known = _known(connection, people, tenant, "key", keys)
    fresh: dict[str, str] = {}
    for key, user in zip(keys, shown, strict=True):
        if key not in known:
            fresh.setdefault(key, user)
    first = _next(connection, people, tenant)
    added = dict(zip(fresh, range(first, first + len(fresh)), strict=True))
    rows = pd.DataFrame(
        {
            "id": list(added.values()),
            "key": [storable(key) for key in fresh],
            "shown": [storable(user) for user in fresh.values()],
        }
    )
    insert_rows(connection, people, rows, tenant=tenant, load=None)
    numbers = known | added
    return _spread(column, [numbers[key] for key in keys])


def word_numbers(connection: Connection, tenant: int, kind: str, column: pd.Series) -> npt.NDArray[np.int64]:
    """The word's number for each row; words not met before are added."""
    category = column.astype("category")
    said = [str(word) for word in category.cat.categories]
    asked = select(words.c.word, words.c.id).where(words.c.tenant == tenant, words.c.kind == kind)
    known: dict[str, int] = dict(connection.execute(asked).all())
    first = _next(connection, words, tenant)
    fresh = [word for word in said if word not in known]
    if fresh:
        numbers = range(first, first + len(fresh))
        rows = pd.DataFrame({"id": numbers, "kind": kind, "word": [storable(word) for word in fresh]})
        insert_rows(connection, words, rows, tenant=tenant)
        known |= dict(zip(fresh, numbers, strict=True))
    return _spread(category, [known[word] for word in said])


def _spread(column: pd.Series, numbers: Iterable[int]) -> npt.NDArray[np.int64]:
    """Numbers of the categories as numbers of the rows."""
    table = np.fromiter(numbers, dtype=np.int64)
    codes = column.cat.codes.to_numpy()
    return table[codes] if len(table) else np.empty(0, dtype=np.int64)


def _known(connection: Connection, table: Table, tenant: int, name: str, keys: list[str]) -> dict[str, int]:
    asked = select(table.c[name], table.c.id).where(table.c.tenant == tenant)
    if len(keys) > _FEW:
        return dict(connection.execute(asked).all())
    known: dict[str, int] = {}
    for start in range(0, len(keys), _ASK_AT_ONCE):
        some = asked.where(table.c[name].in_(keys[start : start + _ASK_AT_ONCE]))
        known.update(connection.execute(some).all())
    return known


def _next(connection: Connection, table: Table, tenant: int) -> int:
    newest = select(func.max(table.c.id)).where(table.c.tenant == tenant)
    return (connection.execute(newest).scalar() or 0) + 1
