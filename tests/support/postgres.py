"""A PostgreSQL for tests: a cluster of their own behind a socket in their own folder, or the one that SSPR_TEST_POSTGRES_URL names.

Without either a test is skipped with the reason; with SSPR_TEST_REQUIRE_ALL=1 it fails instead.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.storage.database import open_database

_BINARIES = Path("/usr/lib/postgresql")
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # gone at the end: durability is of no use


@pytest.fixture(scope="session")
def postgres_server(worker_folder: Path) -> Iterator[str]:
    """The address of a server on which databases may be made."""
    try:
        with server(worker_folder) as address:
            yield address
    except LookupError as missing:
        _missing(str(missing))


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server: the one that is given, or one in a folder. Raises LookupError where there is none."""
    given = os.environ.get("SSPR_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    programs = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not programs:
        raise LookupError("there is no PostgreSQL: install Debian's postgresql, or set SSPR_TEST_POSTGRES_URL")
    yield from _own_cluster(programs[-1].parent, folder)


@pytest.fixture(scope="session")
def worker_folder() -> Iterator[Path]:
    """A folder that the server's own user may enter."""
    with servers_folder() as folder:
        yield folder


@contextmanager
def servers_folder() -> Iterator[Path]:
    """A folder that the server's own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="sspr-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database with the tables and no rows; a copy of it takes less time than a migration."""
    with new_database(postgres_server) as name:
        open_database(address_of(postgres_server, name)).dispose()
        yield name


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A database of the test's own, with the tables and no rows."""
    with new_database(postgres_server, f"TEMPLATE {postgres_template}") as name:
        yield address_of(postgres_server, name)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of the test's own without tables."""
    with new_database(postgres_server) as name:
        yield address_of(postgres_server, name)


@contextmanager
def new_database(server: str, options: str = "") -> Iterator[str]:
    """The name of a new database."""
    name = f"sspr_test_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {options}"))
            yield name
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


def address_of(server: str, database: str) -> str:
    """The address of a database of a server."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _own_cluster(programs: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} {_FAST}"  # no port that another may take
    _run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        _run([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])


def _run(command: list[str | Path]) -> None:
    """As the user `postgres` when we are root, which the server refuses to run as."""
    who: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd="/", env={"LC_ALL": "C.UTF-8"}, **who
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _missing(reason: str) -> NoReturn:
    if os.environ.get("SSPR_TEST_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
