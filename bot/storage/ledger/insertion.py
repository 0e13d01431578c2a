"""Many rows into a table at once: SQLite by statements of many rows, PostgreSQL by COPY."""

from io import BytesIO
from itertools import chain, islice
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

_AT_ONCE: Final = 50_000  # rows handed to the driver in one call: keeps three million rows in little memory
_VARIABLES: Final = 900  # in one statement: any SQLite takes 999


def insert_rows(
    connection: Connection,
    table: Table,
    rows: pd.DataFrame,
    *,
    tenant: int,
    load: int | None = None,
    known: bool = False,
) -> int:
    """Add rows whose columns are the table's but `tenant` and `load`; returns how many were added.

    With `known` some may be there already. Raises DBAPIError.
    """
    if rows.empty:
        return 0
    constant = {"tenant": tenant} | ({} if load is None else {"load": load})
    add = _copy if connection.dialect.name == "postgresql" else _execute
    return add(connection, table, rows, constant, known=known)


def _execute(connection: Connection, table: Table, rows: pd.DataFrame, constant: dict[str, int], *, known: bool) -> int:
    """Straight to the driver, as values need no conversion; many rows a statement, which takes half the time of one."""
    quoted = connection.dialect.identifier_preparer.quote
    names = ", ".join(quoted(name) for name in (*rows.columns, *constant))
    one = ", ".join([*"?" * len(rows.columns), *map(str, constant.values())])
    together = _VARIABLES // len(rows.columns)
    added = 0
    for start in range(0, len(rows), _AT_ONCE):
        some = rows.iloc[start : start + _AT_ONCE]
        values = zip(*(some[name].tolist() for name in rows.columns), strict=True)
        while piece := list(chain.from_iterable(islice(values, together))):
            listed = ", ".join([f"({one})"] * (len(piece) // len(rows.columns)))
            statement = f"INSERT INTO {table.name} ({names}) VALUES {listed}"  # noqa: S608 - our names and numbers
            added += _sent(connection, f"{statement} ON CONFLICT DO NOTHING" if known else statement, piece)
    return added


def _sent(connection: Connection, statement: str, values: list[Any]) -> int:
    """How many were added."""
    cursor: Any = connection.connection.cursor()
    try:
        return int(cursor.execute(statement, values).rowcount)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error
    finally:
        cursor.close()


def _copy(connection: Connection, table: Table, rows: pd.DataFrame, constant: dict[str, int], *, known: bool) -> int:
    """By way of a table that ends with the transaction where some rows may be there: COPY itself skips none.

    Nor does PostgreSQL let COPY write to a table whose policies count for whoever copies.
    """
    names = ", ".join((*map(str, rows.columns), *constant))
    guarded = connection.execute(select(func.row_security_active(table.name))).scalar()
    indirect = known or bool(guarded)
    into = f"new_{table.name}" if indirect else table.name
    if indirect:
        connection.exec_driver_sql(f"CREATE TEMP TABLE {into} (LIKE {table.name} INCLUDING DEFAULTS) ON COMMIT DROP")
    _send(connection, f"COPY {into} ({names}) FROM STDIN (FORMAT csv)", rows.assign(**constant))
    if not indirect:
        return len(rows)
    new = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {into}"  # noqa: S608 - our names
    new += " ON CONFLICT DO NOTHING" if known else ""
    added = connection.exec_driver_sql(new).rowcount
    connection.exec_driver_sql(f"DROP TABLE {into}")
    return added


def _send(connection: Connection, statement: str, rows: pd.DataFrame) -> None:
    """As CSV, which Arrow writes: a text is quoted, so that an empty one is no NULL."""
    from pyarrow.csv import WriteOptions, write_csv  # noqa: PLC0415 - only PostgreSQL is sent any

    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for start in range(0, len(rows), _AT_ONCE):
                file = BytesIO()
                some = pa.Table.from_pandas(rows.iloc[start : start + _AT_ONCE], preserve_index=False)
                write_csv(some, file, WriteOptions(include_header=False, quoting_style="needed"))
                copy.write(file.getbuffer())
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error
