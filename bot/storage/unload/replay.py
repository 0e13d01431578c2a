"""The loads of a ledger recorded anew in memory, without the one that is taken back."""

from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Table, select

from bot.errors import StoreError
from bot.knowledge.catalogue import Catalogue
from bot.reports.instants import from_micros, optional
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import ReportKind
from bot.reports.roster import Roster
from bot.storage.database import memory_database
from bot.storage.ledger.audit_log import AUDIT
from bot.storage.ledger.dictionary import person_numbers
from bot.storage.ledger.inputs import LoadInput, inputs
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.roster import Rosters
from bot.storage.tables import people, words
from bot.storage.tenant import Tenant

Numbers = npt.NDArray[np.int64]
_FORGOTTEN: Final = "What the loads have read names people or words that the ledger has forgotten since."


class Replay:
    """A ledger of its own, in memory, into which the loads of another one are recorded again, but for one."""

    def __init__(self, catalogue: Catalogue, without: int, *, rosters: bool) -> None:
        self.tenant = Tenant(memory_database(), "replay")
        self.loads: list[int] = []  # for each load here, its number there
        self._ledger = Ledger(self.tenant, catalogue, keeps_inputs=False)
        self._without = without
        self._rosters = rosters
        self._reached = 0

    def __enter__(self) -> Self:
        """Nothing is read yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the memory."""
        self.tenant.engine.dispose()

    def catch_up(self, connection: Connection, tenant: int) -> None:
        """Record the loads that have come there since. Raises StoreError where one of them kept nothing."""
        for one in inputs(connection, tenant, after=self._reached, without=self._without):
            self._record(one)
            self._reached = one.load.id

    def _record(self, one: LoadInput) -> None:
        load, kind, now = one.load, ReportKind(one.load.report), from_micros(one.load.loaded_at)
        if kind is not ReportKind.ROSTER:
            rows, skipped = load.rows - load.rejected, load.skipped
            report = ReadReport(kind, load.recognised, one.frame, rows, (), skipped, one.warnings)
            self._ledger.record(report, load.path, now)
        elif self._rosters:
            roster = Roster(one.frame, load.rows, (), load.recognised, optional(load.first), one.warnings)
            Rosters(self.tenant).record(roster, load.path, now)
        else:  # it may be the first that names somebody
            with self.tenant.writing(lock=True) as (connection, tenant):
                person_numbers(connection, tenant, one.frame["user"])
            return
        self.loads.append(load.id)


class Translation:
    """The numbers of people, words and loads here as their numbers in the ledger."""

    def __init__(self, here: tuple[Connection, int], there: tuple[Connection, int], loads: list[int]) -> None:
        self.people = _translated(here, there, people, "key")
        self.words = _translated(here, there, words, "kind", "word")
        self.loads = np.array([0, *loads], dtype=np.int64)

    def frame(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of this ledger as rows of that one; columns that are no numbers of anything stay as they are."""
        numbers = {name: self.words for name in rows if name in _WORDS} | {"person": self.people, "load": self.loads}
        numbers["started"] = np.append(0, self.words[1:])  # 0 is no word
        if "event" in rows and "person" in rows:
            rows = rows.assign(event=self._events(rows))
        found = rows.assign(**{name: table[rows[name].to_numpy()] for name, table in numbers.items() if name in rows})
        if any((found[name] < 0).any() for name in numbers if name in found):
            raise StoreError(_FORGOTTEN)
        return found

    def _events(self, rows: pd.DataFrame) -> list[str]:
        """What is folded from an audit log is known by its person's number, too."""
        found = []
        for event, person in zip(rows["event"].tolist(), rows["person"].tolist(), strict=True):
            own = f"{AUDIT}{person} "
            found.append(f"{AUDIT}{self.people[person]} {event.removeprefix(own)}" if event.startswith(own) else event)
        return found


_WORDS: Final = {"role", "methods", "result", "detail", "datum", "kind", "activity", "reason", "actor", "address",
                 "agent"}  # fmt: skip


def _translated(here: tuple[Connection, int], there: tuple[Connection, int], table: Table, *names: str) -> Numbers:
    """For each number here the one there; -1 where there is none."""
    mine, theirs = _by_key(*here, table, names), _by_key(*there, table, names)
    numbers = np.full(max(mine.values(), default=0) + 1, -1, dtype=np.int64)
    for key, number in mine.items():
        numbers[number] = theirs.get(key, -1)
    return numbers


def _by_key(connection: Connection, tenant: int, table: Table, names: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    asked = select(table.c.id, *(table.c[name] for name in names)).where(table.c.tenant == tenant)
    return {tuple(key): number for number, *key in connection.execute(asked)}
