"""Loading: durable and without doubles, beside reading the same file and handing its rows to SQLite bare."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import duckdb
import pandas as pd
import psutil
import psycopg
import pytest
from sqlalchemy import make_url

from bot.app.services import Services, build_services
from bot.settings import Settings
from tests.benchmarks.conftest import NOW, Tenant
from tests.benchmarks.data import write_attempts, write_audit
from tests.benchmarks.results_table import Board, Both, Cost, cost, in_turn, median

_FLOOR = "read_csv + executemany, keyed"
_ROUNDS = 5
_AUDIT_ROWS = 250_000
_MANY_ROWS = 750_000
_STEP = ["Date (UTC)", "CorrelationId", "Service", "Activity", "Result", "ResultReason", "Target1UserPrincipalName"]


class Floor:
    """pandas reads the file, sqlite3 writes its rows: each time into a new database with the bot's pragmas."""

    def __init__(self, folder: Path, time: str, columns: Sequence[str] | None = None) -> None:
        self._files = (folder / f"floor-{number}.db" for number in count())
        self._time, self._columns = time, columns

    def load(self, path: Path) -> None:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows = rows[self._columns] if self._columns else rows
        # The time first in the key: the file is sorted by it, which is the quickest for SQLite.
        names = [f'"{name}"' for name in sorted(rows.columns, key=lambda name: name != self._time)]
        with closing(sqlite3.connect(next(self._files), isolation_level=None)) as connection:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")
            listed = ", ".join(names)
            connection.execute(f"CREATE TABLE rows ({listed}, PRIMARY KEY ({listed})) WITHOUT ROWID")
            insert = f"INSERT OR IGNORE INTO rows VALUES ({', '.join('?' * len(names))})"
            ordered = rows[[name.strip('"') for name in names]]
            connection.executemany(insert, ordered.itertuples(index=False, name=None))
            connection.execute("COMMIT")


class DuckKeyed:
    """DuckDB reads the file into a table that takes each row once: each time into a new database."""

    def __init__(self, folder: Path) -> None:
        self._files = (folder / f"duck-{number}.db" for number in count())

    def load(self, path: Path) -> None:
        with closing(duckdb.connect(str(next(self._files)))) as connection:
            read = f"read_csv('{path}', all_varchar = true, header = true)"
            names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()]
            columns = ", ".join(f'"{name}" VARCHAR' for name in names)
            key = ", ".join(f'"{name}"' for name in names)
            connection.execute(f"CREATE TABLE rows ({columns}, UNIQUE ({key}))")
            connection.execute(f"INSERT OR IGNORE INTO rows SELECT * FROM {read}")


@pytest.fixture
def cores(tmp_path: Path) -> list[Services]:
    """Open databases with nothing in them yet, one for each time."""
    return [_services(tmp_path / f"ours-{number}.db") for number in range(_ROUNDS + 5)]


def _services(database: Path) -> Services:
    return build_services(Settings.model_validate({"SSPR_DATABASE_URL": f"sqlite:///{database}"}))


def test_loading_a_classic_report_once_and_again(
    board: Board, small: Tenant, cores: list[Services], tmp_path: Path
) -> None:
    floor, fresh = Floor(tmp_path, "Date and Time"), iter(cores)
    again = cores[0]
    once = in_turn(lambda: floor.load(small.attempts), lambda: next(fresh).load_file(small.attempts), _ROUNDS)
    twice = in_turn(lambda: floor.load(small.attempts), lambda: again.load_file(small.attempts), _ROUNDS)
    keyed, more = DuckKeyed(tmp_path), iter(cores[_ROUNDS + 1 :])
    beside = in_turn(lambda: keyed.load(small.attempts), lambda: next(more).load_file(small.attempts), 3)
    board.timed(f"load {small.rows:,} rows, CSV", "DuckDB, keyed", beside, 1.4)
    assert again.load_file(small.attempts).receipts[0].new == 0
    board.timed(f"load {small.rows:,} rows, CSV", _FLOOR, once, 2.5)
    board.timed("... again, 0 new", _FLOOR, twice, 1.5)


def test_loading_a_classic_report_ten_times_as_long(board: Board, folder: Path) -> None:
    path = write_attempts(folder / "long.csv", _MANY_ROWS, 100_000, NOW)
    keyed, fresh = DuckKeyed(folder), (_services(folder / f"long-{number}.db") for number in count())
    beside = in_turn(lambda: keyed.load(path), lambda: next(fresh).load_file(path), 2)
    board.timed(f"load {_MANY_ROWS:,} rows, CSV", "DuckDB, keyed", beside, 1.7)


def test_loading_an_audit_log(board: Board, cores: list[Services], tmp_path: Path) -> None:
    path = write_audit(tmp_path / "audit.csv", _AUDIT_ROWS, 20_000, NOW)
    floor, fresh = Floor(tmp_path, "Date (UTC)", _STEP), iter(cores)
    once = in_turn(lambda: floor.load(path), lambda: next(fresh).load_file(path), 3)
    keyed = DuckKeyed(tmp_path)
    beside = in_turn(lambda: keyed.load(path), lambda: next(fresh).load_file(path), 2)
    board.timed(f"load {_AUDIT_ROWS:,} rows, audit log CSV", "DuckDB, keyed", beside, 1.7)
    board.timed(f"load {_AUDIT_ROWS:,} rows, audit log CSV", "read_csv + executemany of its steps", once, 2.5)


def test_loading_on_postgres(board: Board, small: Tenant, postgres_server: str) -> None:
    server = psutil.Process(int(_asked(postgres_server, "SELECT pg_backend_pid()", parent=True)))
    floor = [copied(postgres_server, small.attempts, server) for _ in range(4)][1:]
    ours = []
    for number in range(4):
        name = f"bench_{number}"
        _asked(postgres_server, f"CREATE DATABASE {name}")
        url = make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
        services = build_services(Settings.model_validate({"SSPR_DATABASE_URL": url}))
        ours.append(_with_server(server, lambda: services.load_file(small.attempts)))  # noqa: B023
        services.close()
    board.timed(
        f"load {small.rows:,} rows on PostgreSQL, with the server",
        "psycopg COPY, keyed",
        Both(median(floor), median(ours[1:])),
        2.2,
    )


def copied(url: str, path: Path, server: psutil.Process) -> Cost:
    """The least that PostgreSQL can do with the file: COPY, then the rows that are new, keyed by all of them."""
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as connection:
        columns = "a text, b text, c text, d text, e text, f text"
        connection.execute("DROP TABLE IF EXISTS floor")
        connection.execute(f"CREATE TABLE floor ({columns}, PRIMARY KEY (a, b, c, d, e, f))")
        connection.execute(f"CREATE TEMP TABLE came ({columns})")
        connection.commit()

        def load() -> None:
            with connection.cursor() as cursor, path.open("rb") as file:
                with cursor.copy(
                    "COPY came FROM STDIN (FORMAT csv, HEADER true, FORCE_NOT_NULL (a, b, c, d, e, f))"
                ) as copy:
                    while piece := file.read(1 << 20):
                        copy.write(piece)
                cursor.execute("INSERT INTO floor SELECT * FROM came ON CONFLICT DO NOTHING")
            connection.commit()

        return _with_server(server, load)


def _with_server(server: psutil.Process, work: Callable[[], object]) -> Cost:
    before = _server_cpu(server)
    ours = cost(work)
    return Cost(ours.cpu + _server_cpu(server) - before, ours.wall)


def _server_cpu(server: psutil.Process) -> float:
    """Of the server, of its processes that have ended, and of those that run."""
    own = server.cpu_times()
    running = [child.cpu_times() for child in server.children()]
    return own.children_user + own.children_system + sum(one.user + one.system for one in (own, *running))


def _asked(url: str, statement: str, *, parent: bool = False) -> str:
    """What the server says to a statement outside a transaction; with `parent`, the process above the one it names."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        found = cursor.fetchone() if cursor.description else None
        return str(psutil.Process(int(found[0])).ppid() if parent and found else found)


@pytest.mark.slow
def test_memory_of_loading_three_million_rows(board: Board, large: Tenant) -> None:
    board.size(f"memory to load {large.rows:,} rows", large.loading_mb, "MB", 1_500)
