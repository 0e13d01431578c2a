"""Methods that were taken away again, by their person or by an admin: what was registered before counts no longer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, Selection, having
from bot.knowledge.vocabulary import SEPARATOR, parse_methods, verifies
from bot.reports.folding.kinds import AttemptKind
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot

_BY_ADMIN: Final = {str(AttemptKind.DELETION): False, str(AttemptKind.ADMIN_DELETION): True}


@dataclass(frozen=True, slots=True)
class Deletion:
    """One method that was deleted."""

    at: datetime
    datum: str  # "" where the log does not name it
    by_admin: bool

    @property
    def touches_resets(self) -> bool:
        """Whether it may be a method that verifies a reset."""
        return not self.datum or verifies(self.datum)

    def takes(self, method: str, registered_at: datetime) -> bool:
        """Whether it may have been this method, registered then; one that it does not name may have been any."""
        return self.at > registered_at and (not self.datum or method in parse_methods(self.datum))


def is_taken(datum: str, at: int, gone: tuple[Deletion, ...]) -> bool:
    """Whether all of a datum registered then that verifies a reset may have been deleted since."""
    when, methods = from_micros(at), datum.split(SEPARATOR)
    wanted = [method for method in methods if verifies(method)] or methods
    return all(any(one.takes(method, when) for one in gone) for method in wanted)


def deletions(snapshot: Snapshot) -> dict[int, tuple[Deletion, ...]]:
    """What was deleted of each person, newest first; people of whom nothing was are left out."""
    return snapshot.once("deletions", lambda: _deletions(snapshot))


def _deletions(snapshot: Snapshot) -> dict[int, tuple[Deletion, ...]]:
    frame, found = snapshot.interventions, defaultdict[int, list[Deletion]](list)
    kinds = [kind.partition(": ") for kind in arrays.words(frame, "kind")]
    wanted = np.array([kind in _BY_ADMIN for kind, _, _ in kinds], dtype=np.bool_)
    if not wanted.any():
        return {}
    rows = Selection(frame, slice(0, len(frame)))
    rows = rows.where(wanted[rows.codes("kind")] & having(rows, DONE))
    columns = rows.times().tolist(), rows.codes("user").tolist(), rows.codes("kind").tolist()
    for at, user, kind in zip(*columns, strict=True):
        name, _, datum = kinds[kind]
        found[user].append(Deletion(from_micros(at), datum, _BY_ADMIN[name]))
    return {user: tuple(reversed(theirs)) for user, theirs in found.items()}
