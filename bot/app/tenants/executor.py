"""Where work over many tenants is done: in this process, one after the other, or on a Dask cluster.

A task carries keys and times to its worker and numbers back, never rows. Dask computes and keeps nothing: what must not
be lost is a row in the database.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, Protocol, TypeVar

from bot.app.services import TERMINAL_WAIT, Services, build_services, open_engines
from bot.errors import BotError, SettingsError, SourceError
from bot.settings import Settings, load_settings

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
PER_TASK: Final = 50  # tenants to be asked: below, what a task costs by itself begins to count
_SECONDS: Final = 600


class Task(Protocol[T_co]):
    """What is done for one tenant; it can be pickled, and so can its result."""

    @property
    def per_task(self) -> int:
        """For how many tenants it is sent to a worker at once."""
        ...

    def __call__(self, services: Services) -> T_co:
        """Work it out. May raise BotError."""
        ...

    def unreadable(self, key: str, why: str) -> T_co:
        """Stand for a tenant that cannot be read: it keeps no other one from its result."""
        ...


Open = Callable[[str], AbstractContextManager[Services]]


class Executor(Protocol):
    """Runs a task for each of some tenants."""

    def run(self, task: Task[T], keys: Sequence[str]) -> list[T]:
        """The results in the order of the keys. Raises SourceError where the cluster does not answer."""
        ...


class InProcess:
    """Runs here, with what is loaded already."""

    def __init__(self, services: Open) -> None:
        """`services` opens the services of a tenant by its key."""
        self._services = services

    def run(self, task: Task[T], keys: Sequence[str]) -> list[T]:
        """The results in the order of the keys."""
        return _each(task, keys, self._services)


class OnDask:
    """Runs on the workers of a scheduler, which open the same database by their own settings."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Any = None

    def run(self, task: Task[T], keys: Sequence[str]) -> list[T]:
        """The results in the order of the keys. What a killed worker had is done again by another one."""
        some = [list(keys[start : start + task.per_task]) for start in range(0, len(keys), task.per_task)]
        client = self._connected()
        try:
            done: list[list[T]] = client.gather(client.map(on_worker, [task] * len(some), some, pure=False))
        except Exception as error:
            why = str(error) if isinstance(error, BotError) else f"{type(error).__name__}."
            raise SourceError(f"The Dask cluster did not do the work: {why}") from error
        return [one for part in done for one in part]

    def close(self) -> None:
        """Let go of the scheduler."""
        if self._client is not None:
            self._client.close()

    def _connected(self) -> Any:
        try:
            import distributed  # noqa: PLC0415 - an extra that takes a second
        except ImportError as error:
            raise SettingsError("SSPR_DASK needs the dask extra: pip install 'sspr-bot[dask]'.") from error
        try:
            made: Any = distributed.Client
            self._client = self._client or made(self._address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SourceError(f"No Dask scheduler answers at {self._address}.") from error
        return self._client


def on_worker(task: Task[T], keys: Sequence[str]) -> list[T]:
    """Do a task in a worker's process, with the settings of its own environment.

    Whatever nobody thought of becomes a SourceError: Dask writes the words of what a task raises into the worker's log.
    """
    try:
        with _opening(load_settings()) as opened:
            return _each(task, keys, opened)
    except BotError:
        raise
    except Exception as error:  # noqa: BLE001 - its words are not for the log
        frame = traceback.extract_tb(error.__traceback__)[-1]
        raise SourceError(f"{type(error).__name__} in {frame.name} line {frame.lineno}.") from None


def run_for(settings: Settings, task: Task[T], keys: Sequence[str]) -> list[T]:
    """Run a task at a terminal: on the cluster of SSPR_DASK, else here. Raises BotError as either does."""
    if settings.dask is None:
        with _opening(settings) as opened:
            return InProcess(opened).run(task, keys)
    cluster = OnDask(settings.dask)
    try:
        return cluster.run(task, keys)
    finally:
        cluster.close()


@contextmanager
def _opening(settings: Settings) -> Iterator[Open]:
    """Open the services of one tenant after the other over one database."""
    engines = open_engines(settings)

    @contextmanager
    def opened(key: str) -> Iterator[Services]:
        services = build_services(settings, tenant=key, engines=engines, wait=TERMINAL_WAIT)
        try:
            yield services
        finally:
            services.close()

    try:
        yield opened
    finally:
        engines.dispose()


def _each(task: Task[T], keys: Sequence[str], services: Open) -> list[T]:
    found: list[T] = []
    for key in keys:
        try:
            with services(key) as one:
                found.append(task(one))
        except BotError as error:
            found.append(task.unreadable(key, str(error)))
    return found
