"""What holds for all tests, and fixtures that any of them may ask for."""

import os
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from tests.support.postgres import (
    empty_postgres_url,
    postgres_server,
    postgres_template,
    postgres_url,
    worker_folder,
)

__all__ = ["empty_postgres_url", "postgres_server", "postgres_template", "postgres_url", "worker_folder"]

# The machine may be busy: how long an example takes says nothing about the code. The examples are the same in every run,
# so that a change is judged by what it changes; SSPR_TEST_RANDOM=1 looks for new ones.
settings.register_profile(
    "sspr",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("SSPR_TEST_RANDOM") != "1",
)
settings.load_profile("sspr")

_TESTS: Final = Path(__file__).parent
_FAST_FOLDERS: Final = {"unit", "spec"}
_NOT_FAST: Final = ("browser", "postgres", "slow")
_running_fast: list[str] = []  # the fast test under way, if it is one


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark who needs PostgreSQL, and as fast the rest of the unit and spec tests: nobody keeps a list."""
    for item in items:
        if _needs_postgres(item):
            item.add_marker("postgres")
        in_fast_folder = item.path.relative_to(_TESTS).parts[0] in _FAST_FOLDERS
        if in_fast_folder and not any(item.get_closest_marker(mark) for mark in _NOT_FAST):
            item.add_marker("fast")


def _needs_postgres(item: pytest.Item) -> bool:
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return "postgres" in parameters.values() or any("postgres" in name for name in getattr(item, "fixturenames", ()))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember whether the test that begins is a fast one."""
    _running_fast[:] = [item.name] if item.get_closest_marker("fast") else []


def _no_command(event: str, arguments: tuple[object, ...]) -> None:
    """A fast test does not start the bot or the command as a process of its own."""
    if event == "subprocess.Popen" and _running_fast and arguments[0] == sys.executable:
        raise AssertionError(f"{_running_fast[0]} starts a process: mark it slow, or move it to tests/integration.")


sys.addaudithook(_no_command)
