"""Every column that can hold a text, looked through for a person's names."""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from sqlalchemy import JSON, Column, Connection, LargeBinary, String, Table, and_, func, or_, select, update
from sqlalchemy.types import TypeDecorator

from bot.storage.erasure.names import Names
from bot.storage.ledger.inputs import packed, unpacked
from bot.storage.tables import (
    access_log,
    deliveries,
    delivery_parts,
    erasures,
    load_inputs,
    loads,
    locks,
    metadata,
    rejected_rows,
    retentions,
    slack_bots,
    slack_installations,
    slack_oauth_states,
    subscriptions,
    tenants,
    words,
)

_OF_SLACK: Final = {slack_bots, slack_installations, slack_oauth_states}
# The log has its own way; the others name nobody.
_NOT_HERE: Final = {access_log, erasures, locks, retentions, tenants, *_OF_SLACK}
_COMMON: Final = {loads, subscriptions, words}  # a person called "User" is in none of these as a person
_FREE: Final = {loads, rejected_rows}  # names of files, and rows nobody could read: no other person is hurt there
_AT_ONCE: Final = 1_000

Codec = tuple[Callable[[bytes], Any], Callable[[Any], bytes]]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that names the person, and what shall stand there."""

    table: Table
    key: Mapping[str, Any]
    values: Mapping[str, Any]


def changes(connection: Connection, tenant: int, names: Names) -> Iterator[Change]:
    """Find all rows of a tenant that name the person."""
    for table in metadata.sorted_tables:
        if table not in _NOT_HERE and (names.certain or table not in _COMMON):
            yield from _changes(connection, table, tenant, names)


def carry_out(connection: Connection, change: Change) -> None:
    """Change one row."""
    here = and_(*(change.table.c[name] == value for name, value in change.key.items()))
    connection.execute(update(change.table).where(here).values(change.values))


def _changes(connection: Connection, table: Table, tenant: int, names: Names) -> Iterator[Change]:
    columns = [column for column in table.c if kind_of(column) != "other"]
    if not columns:
        return
    keys = list(table.primary_key.columns)
    asked = select(table).where(table.c.tenant == tenant)
    if all(kind_of(column) == "text" for column in columns) and (probes := names.probes()):
        asked = asked.where(
            or_(*(func.lower(column).contains(one, autoescape=True) for column in columns for one in probes))
        )
    for rows in connection.execute(asked).mappings().partitions(_AT_ONCE):
        for row in rows:
            found = {column.key: _without(table, column, row[column], names) for column in columns}
            changed = {key: value for key, value in found.items() if value is not None}
            if changed:
                yield Change(table, {key.key: row[key] for key in keys}, changed)


def kind_of(column: Column[Any]) -> str:
    """How a column may hold a name: text, json, bytes, or other (not at all)."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    for name, one in (("json", JSON), ("bytes", LargeBinary), ("text", String)):
        if isinstance(kind, one):
            return name
    return "other"


def _without(table: Table, column: Column[Any], value: Any, names: Names) -> Any:
    """The value without the names; None where it has none."""
    if value is None:
        return None
    if kind_of(column) != "bytes":
        changed = names.out_of(value, within=names.certain and table in _FREE)
        return None if changed == value else changed
    read, write = CODECS[f"{table.name}.{column.name}"]
    held = read(value)
    if isinstance(held, pd.DataFrame):
        frame = _frame_without(held, names)
        return None if frame is None else write(frame)
    changed = names.out_of(held)
    return None if changed == held else write(changed)


def _frame_without(frame: pd.DataFrame, names: Names) -> pd.DataFrame | None:
    """The frame with the names renamed; None where it has none. Names are few among the words of a column."""
    changed: dict[str, Any] = {}
    people = ("user", "user_id", "actor", "object_id")
    for name, column in frame.items():
        if not names.certain and name not in people:
            continue
        if isinstance(column.dtype, pd.CategoricalDtype):
            said = [str(word) for word in column.cat.categories]
        elif pd.api.types.is_string_dtype(column.dtype) or column.dtype == object:
            said = [str(word) for word in column.dropna().unique()]
        else:
            continue
        renamed = {word: names.out_of(word) for word in said}
        if any(word != other for word, other in renamed.items()):
            texts = column.astype("str").map(lambda word, to=renamed: to.get(word, word))
            changed[str(name)] = texts.astype("category") if isinstance(column.dtype, pd.CategoricalDtype) else texts
    return frame.assign(**changed) if changed else None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


# How the columns of bytes are read and written; a test holds that there is one for each.
CODECS: Final[dict[str, Codec]] = {
    f"{deliveries.name}.answer": (
        lambda data: json.loads(zlib.decompress(data)),
        lambda value: zlib.compress(json.dumps(value).encode(), 1),
    ),
    f"{delivery_parts.name}.content": (_text, _bytes),
    f"{load_inputs.name}.content": (unpacked, packed),
}
