"""What a snapshot is made of, as plain arrays: one state is carried on to the next, and lies in the mapped file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.reports.ends import SECONDS
from bot.reports.frames.hour_counts import HourCounts
from bot.reports.names import Names
from bot.reports.snapshot import Domains, PersonRows, RowsBefore

Ints = npt.NDArray[np.integer[Any]]
Array = npt.NDArray[Any]
Labels = Mapping[str, Sequence[str]]  # for each kind of word what its codes mean

FLAGS: Final = ("registered", "enabled", "capable", "admin", "guest")


def place_type(newest: int) -> type[np.signedinteger[Any]]:
    """The type of positions in a ledger that has come so far: half as wide as long as that is enough."""
    return np.int32 if newest <= np.iinfo(np.int32).max else np.int64


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of one table, sorted by time, then position."""

    position: Array  # of the type of `place_type`
    at: Array  # microseconds since 1970
    user: Array  # places in the names
    codes: Mapping[str, Array]  # by kind of word
    from_audit: Array  # whether the row is folded from an audit log
    took: Array | None = None  # of attempts: seconds, as `ends` reads them

    def __len__(self) -> int:
        return len(self.position)

    @staticmethod
    def empty(*kinds: str, took: bool = False) -> "Facts":
        """No rows."""
        codes = {kind: np.empty(0, dtype=np.int8) for kind in kinds}
        return Facts(
            np.empty(0, dtype=np.int32),
            np.empty(0, dtype=np.int64),
            np.empty(0, dtype=np.int8),
            codes,
            np.empty(0, dtype=np.bool_),
            np.empty(0, dtype=SECONDS) if took else None,
        )


@dataclass(frozen=True, slots=True)
class RosterRows:
    """One row a person, in the order of the names."""

    user: Array
    flags: Mapping[str, Array]
    methods: Array  # codes of `labels`
    labels: Sequence[str]  # in use, sorted

    @staticmethod
    def empty() -> "RosterRows":
        """Nobody."""
        flags = {flag: np.empty(0, dtype=np.bool_) for flag in FLAGS}
        return RosterRows(np.empty(0, dtype=np.int8), flags, np.empty(0, dtype=np.int8), ())


@dataclass(frozen=True, slots=True)
class Everyone:
    """Who occurs in the data, sorted by key."""

    keys: Names
    shown: Names
    numbers: npt.NDArray[np.int32]  # in the database
    domains: Domains

    def __len__(self) -> int:
        return len(self.numbers)

    def places(self) -> npt.NDArray[np.int32]:
        """For each number of the database the place in the names."""
        table = np.zeros(int(self.numbers.max(initial=0)) + 1, dtype=np.int32)
        table[self.numbers] = np.arange(len(self.numbers), dtype=np.int32)
        return table


@dataclass(frozen=True, slots=True)
class State:
    """All rows of one tenant as of one moment."""

    everyone: Everyone
    labels: Labels
    attempts: Facts
    registrations: Facts
    interventions: Facts
    attempts_of: PersonRows
    registrations_of: PersonRows
    before: RowsBefore
    hours: HourCounts  # of the attempts
    roster: RosterRows
    pending: tuple[Array, Array]  # position and last step of the attempts that are in progress
    settles_at: datetime | None  # when the first of these is over by time alone
    version: tuple[int, ...]  # newest position and load; a number of all pulls; how many loads were taken back
    built_at: datetime
    unchanged: int = 0  # attempts in front that are those of the last state, but for some that time alone has ended

    @property
    def position(self) -> int:
        """The newest position in the ledger."""
        return self.version[0]

    @property
    def load(self) -> int:
        """The newest load."""
        return self.version[1]

    @property
    def unloads(self) -> int:
        """How many loads were taken back: a state of fewer is not carried on."""
        return self.version[3]


def _nothing() -> State:
    """Before the first load."""
    no_rows = np.empty(0, dtype=np.int32)
    none = PersonRows(no_rows, np.zeros(1, dtype=np.int64))
    return State(
        everyone=Everyone(Names.of(()), Names.of(()), np.empty(0, dtype=np.int32), Domains(np.empty(0, np.int8), [])),
        labels={},
        attempts=Facts.empty("role", "methods", "result", "detail", "started", "cause", took=True),
        registrations=Facts.empty("role", "datum"),
        interventions=Facts.empty("kind", "result"),
        attempts_of=none,
        registrations_of=none,
        before=RowsBefore(
            no_rows, no_rows, no_rows, no_rows, no_rows, np.empty(0, dtype=np.bool_), no_rows, no_rows, 0
        ),
        hours=HourCounts.empty(),
        roster=RosterRows.empty(),
        pending=(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)),
        settles_at=None,
        version=(0, 0, 0, 0),
        built_at=datetime.min.replace(tzinfo=UTC),
    )


NOTHING: Final = _nothing()
