"""Details that no document lists, with the causes that people here have given them."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.knowledge.matching import normalise
from bot.reports.frames.column import Words, code_type
from bot.reports.snapshot import RowsBefore, Snapshot

UNKNOWN: Final = "?"  # what the key of such a detail begins with
_CODE: Final = 5  # hexadecimal digits behind the letter: a thousand details share none but once in two tenants

Ints = npt.NDArray[np.integer[Any]]


def is_unknown(key: str) -> bool:
    """Whether a detail's key in a frame is one that no document lists."""
    return key.startswith(UNKNOWN)


def code_of(key: str) -> str:
    """The short name of an unknown detail, the same in whatever case, quotes and blanks it is written."""
    return f"u{hashlib.sha256(_plain(key).encode()).hexdigest()[:_CODE]}"


def with_own_causes(snapshot: Snapshot, causes: Mapping[str, str]) -> Snapshot:
    """The snapshot with the causes given to unknown details, by their codes; itself where none of them occurs."""
    frame = snapshot.attempts
    details, known = frame.words("detail"), frame.words("cause")
    given = {place: causes[code] for place, code in _codes(details).items() if code in causes}
    labels = sorted({*known, *given.values()})
    target = np.full(len(details), -1, dtype=np.int32)
    target[list(given)] = [labels.index(cause) for cause in given.values()]
    wanted = target[frame.codes("detail")] if given else np.empty(0, dtype=np.int32)
    unlisted = np.array([labels.index(cause) for cause in known], dtype=np.int32)[frame.codes("cause")]
    if not (wanted >= 0).any():
        return snapshot
    new = np.where(wanted >= 0, wanted, unlisted)
    new = new.astype(code_type(len(labels)))
    before = snapshot.rows_before
    return replace(
        snapshot,
        attempts=frame.with_column("cause", Words(new, labels)),
        rows_before=_same_cause(before, frame.codes("user"), new) if before is not None else None,
        hour_counts=None,
    )


def _codes(details: list[str]) -> dict[int, str]:
    return {place: code_of(key) for place, key in enumerate(details) if is_unknown(key)}


def _plain(key: str) -> str:
    return normalise(key.removeprefix(UNKNOWN))


def _same_cause(before: RowsBefore, users: Ints, causes: Ints) -> RowsBefore:
    """The failure with the same cause before, for causes that are others now."""
    rows = before.failing
    order = np.lexsort((rows, causes[rows], users[rows]))
    placed = rows[order]
    same = (users[placed][1:] == users[placed][:-1]) & (causes[placed][1:] == causes[placed][:-1])
    found = np.full(len(rows), -1, dtype=np.int32)
    found[order[1:]] = np.where(same, placed[:-1], -1)
    return replace(before, same_cause=found)
