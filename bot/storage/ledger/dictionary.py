"""People and words, stored once and known by number."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Table, func, select

from bot.storage.ledger.insertion import insert_rows
from bot.storage.ledger.reading import read_rows
from bot.storage.storable_text import all_storable
from bot.storage.tables import people, words

_ASK_AT_ONCE = 500  # SQLite takes a limited number of values in one statement
_FEW = 2_000  # up to so many, ask for each; beyond, reading all is quicker


def person_numbers(connection: Connection, tenant: int, users: pd.Series) -> npt.NDArray[np.int64]:
    """The person's number for each row; those not met before are added, in small letters if spelled so once."""
    codes, shown = _distinct(users)
    keys = _casefolded(shown)
    numbers = _known(connection, tenant, keys)
    strangers = np.flatnonzero(numbers < 0)
    if len(strangers):
        spelled_so = pc.equal(shown.take(strangers), keys.take(strangers)).to_numpy(zero_copy_only=False)
        strangers = strangers[np.argsort(~spelled_so, kind="stable")]
        met = keys.take(strangers).dictionary_encode()  # one may be spelled in several ways
        places, order = met.indices.to_numpy(), pc.sort_indices(met.dictionary).to_numpy()
        first = _next(connection, people, tenant)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))  # in the order of their keys, as indexes and snapshots want them
        numbers[strangers] = first + rank[places]
        spelled_first = shown.take(strangers[np.unique(places, return_index=True)[1]])
        rows = pd.DataFrame(
            {
                "id": range(first, first + len(order)),
                "key": all_storable(met.dictionary.take(order).to_pylist()),
                "shown": all_storable(spelled_first.take(order).to_pylist()),
            }
        )
        insert_rows(connection, people, rows, tenant=tenant, load=None)
    spread: npt.NDArray[np.int64] = numbers[codes]
    return spread


def known_numbers(connection: Connection, tenant: int, users: pd.Series) -> npt.NDArray[np.int64]:
    """The numbers of those among some people who were met before."""
    numbers = _known(connection, tenant, _casefolded(_distinct(users)[1]))
    return numbers[numbers >= 0]


def _distinct(users: pd.Series) -> tuple[npt.NDArray[np.integer[Any]], pa.Array]:
    """For each row the place of its user ID among others, and these: of categories, each one once."""
    categories = isinstance(users.dtype, pd.CategoricalDtype)
    found = users.cat.categories if categories else pd.Index(users)
    codes = users.cat.codes.to_numpy() if categories else np.arange(len(users))
    return codes, pc.utf8_trim_whitespace(pa.array(found.astype("str"), pa.large_string()))


def _casefolded(texts: pa.Array) -> pa.Array:
    """Python's casefold; Arrow has none but for ASCII."""
    plain, lower = pc.string_is_ascii(texts), pc.ascii_lower(texts)
    if pc.all(plain).as_py():
        return lower
    others = pc.invert(plain)
    folded = [text.casefold() for text in texts.filter(others).to_pylist()]
    return pc.replace_with_mask(lower, others, pa.array(folded, texts.type))


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
        rows = pd.DataFrame({"id": numbers, "kind": kind, "word": all_storable(fresh)})
        insert_rows(connection, words, rows, tenant=tenant)
        known |= dict(zip(fresh, numbers, strict=True))
    return _spread(category, [known[word] for word in said])


def _spread(column: pd.Series, numbers: Iterable[int]) -> npt.NDArray[np.int64]:
    """Numbers of the categories as numbers of the rows."""
    table = np.fromiter(numbers, dtype=np.int64)
    codes = column.cat.codes.to_numpy()
    return table[codes] if len(table) else np.empty(0, dtype=np.int64)


def _known(connection: Connection, tenant: int, keys: pa.Array) -> npt.NDArray[np.int64]:
    """The numbers of people; -1 for who was not met before."""
    asked = select(people.c.key, people.c.id).where(people.c.tenant == tenant)
    some = [asked]
    if len(keys) <= _FEW:
        parts = (keys[start : start + _ASK_AT_ONCE].to_pylist() for start in range(0, len(keys), _ASK_AT_ONCE))
        some = [asked.where(people.c.key.in_(part)) for part in parts]
    held: list[str] = []
    numbers: list[int] = []
    for key, number in chain.from_iterable(read_rows(connection, one) for one in some):
        held.append(key)
        numbers.append(number)
    places = pc.index_in(keys, value_set=pa.array(held, keys.type))
    found: npt.NDArray[np.int64] = np.append(np.array(numbers, np.int64), -1)[pc.fill_null(places, -1).to_numpy()]
    return found


def _next(connection: Connection, table: Table, tenant: int) -> int:
    newest = select(func.max(table.c.id)).where(table.c.tenant == tenant)
    return (connection.execute(newest).scalar() or 0) + 1
