"""Many rows into a table at once: SQLite by the driver's executemany, PostgreSQL by COPY."""

from collections.abc import Iterable
from io import BytesIO
from itertools import repeat
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Table, bindparam, func, insert, select
from sqlalchemy.exc import DBAPIError

_AT_ONCE: Final = 50_000  # rows handed to the driver in one call: keeps three million rows in little memory


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
    """Straight to the driver, as values need no conversion."""
    statement = insert(table).values({name: bindparam(name) for name in (*rows.columns, *constant)})
    compiled = statement.compile(dialect=connection.dialect)
    text = f"{compiled} ON CONFLICT DO NOTHING" if known else str(compiled)
    order = compiled.positiontup or list(compiled.params)
    added = 0
    for start in range(0, len(rows), _AT_ONCE):
        some = rows.iloc[start : start + _AT_ONCE]
        values: dict[str, Iterable[Any]] = {name: some[name].tolist() for name in rows.columns}
        values |= {name: repeat(number, len(some)) for name, number in constant.items()}
        added += _sent(connection, text, zip(*(values[name] for name in order), strict=True))
    return added


def _sent(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Row by row, so that they are never there all at once; how many were added."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.executemany(statement, rows)
        return int(cursor.rowcount)
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
