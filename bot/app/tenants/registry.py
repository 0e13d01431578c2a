"""The bots of all tenants: each is built when it is first asked for, and the least recently asked goes first."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.app.bot import Bot
from bot.app.services import Services
from bot.app.tenants.tenants_file import PROVIDER, Row, Tenants
from bot.errors import RefusedError
from bot.sources.reloaded_file import ReloadedFile

# Of the key, the row and the workspace; with the services that another workspace's bot of the tenant has.
Build = Callable[[str, Row, str, Services | None], Bot]
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Loaded:
    """A tenant's bot in each workspace, all over the same services, and how many use one just now."""

    row: Row
    lock: threading.Lock = field(default_factory=threading.Lock)
    bots: dict[str, Bot] = field(default_factory=dict)
    users: int = 0

    @property
    def services(self) -> Services | None:
        """What they share; None before the first one."""
        return next((bot.services for bot in self.bots.values()), None)


class Registry:
    """Gives out the bot of a tenant for as long as it is used. Safe to share between threads."""

    def __init__(self, file: ReloadedFile[Tenants], build: Build, most_bytes: int) -> None:
        """`build` makes the bot of a row; beyond `most_bytes` of data those that nobody uses go."""
        self._file, self._build, self._most = file, build, most_bytes
        self._lock = threading.Lock()
        self._loaded: OrderedDict[str, _Loaded] = OrderedDict()  # the least recently asked first

    @property
    def tenants(self) -> Tenants:
        """What the file says now."""
        return self._file.current()

    @property
    def problem(self) -> str:
        """Why the file as it is now does not count; "" when it does."""
        return self._file.problem

    def row(self, key: str) -> Row:
        """The row of a tenant or of the provider. Raises RefusedError where there is none."""
        row = self.tenants.provider if key == PROVIDER else self.tenants.rows.get(key)
        if row is None:
            raise RefusedError(f"There is no tenant {key}.")
        return row

    @contextmanager
    def bot(self, key: str, team: str | None = None) -> Iterator[Bot]:
        """The bot of a tenant in a workspace; without one, in its first. Raises RefusedError, and as `build` does."""
        loaded = self._take(key, self.row(key))
        where = loaded.row.home if team is None else team
        try:
            with loaded.lock:  # whoever comes second waits for this tenant alone
                if where not in loaded.bots:
                    loaded.bots[where] = self._build(key, loaded.row, where, loaded.services)
            yield loaded.bots[where]
        finally:
            self._give_back(loaded)

    def held(self) -> Mapping[str, int]:
        """The bytes of data that each loaded tenant holds."""
        with self._lock:
            return {key: _size(one) for key, one in self._loaded.items()}

    def close(self) -> None:
        """Let all of them go."""
        with self._lock:
            loaded, self._loaded = list(self._loaded.values()), OrderedDict()
        for one in loaded:
            _close(one)

    def _take(self, key: str, row: Row) -> _Loaded:
        with self._lock:
            loaded = self._loaded.get(key)
            if loaded is None or loaded.row != row:  # the file says otherwise now; who uses the old one goes on with it
                loaded = self._loaded[key] = _Loaded(row)
            self._loaded.move_to_end(key)
            loaded.users += 1
            return loaded

    def _give_back(self, loaded: _Loaded) -> None:
        with self._lock:
            loaded.users -= 1
            gone = list(self._too_much())
            if loaded.users == 0 and loaded not in self._loaded.values() and loaded not in gone:
                gone.append(loaded)
        for one in gone:
            _close(one)

    def _too_much(self) -> Iterator[_Loaded]:
        total = sum(map(_size, self._loaded.values()))
        for key, one in list(self._loaded.items())[:-1]:  # the last one asked stays, however large it is
            if total <= self._most:
                return
            if one.users == 0:
                del self._loaded[key]
                total -= _size(one)
                yield one


def _size(loaded: _Loaded) -> int:
    return loaded.services.snapshots.held_bytes() if loaded.services else 0


def _close(loaded: _Loaded) -> None:
    for bot in loaded.bots.values():
        bot.scheduler.stop()
    if loaded.services:
        loaded.services.close()
        _log.info("The data of a tenant was let go of")
