"""Which steps belong together: those of one correlation id, else those close in time."""

import numpy as np
import numpy.typing as npt

from bot.reports.folding.rows import Bools, Ints, Rows, repeats, starts_of

GAP = 30 * 60  # seconds without a step, after which a person begins anew, whatever the ids say


def sessions(rows: Rows, gap: int = GAP) -> Ints:
    """A number for each run of steps of one person with fewer than `gap` seconds between two of them."""
    first = starts_of(rows.user)
    if len(first) > 1:
        first[1:] |= np.diff(rows.second) >= gap
    return np.cumsum(first) - 1


def groups(rows: Rows, gap: int = GAP) -> tuple[Ints, Bools]:
    """A number for each row's group, and whether an id holds it together.

    `rows` are one person after the other, in order of time.
    Correlation ids are trusted where at least one of a session's joins two steps. Then each id is a group, and
    a step without an id goes with the step before it. Where every step has its own id, or none, the session is the
    group.
    """
    if not len(rows.user):
        return np.zeros(0, np.int64), np.zeros(0, np.bool_)
    session = sessions(rows, gap)
    trusted = _any_per_session(repeats(rows) > 1, session)[session]
    own = trusted & (rows.correlation > 0)
    pair = rows.user * len(rows.correlations) + rows.correlation
    token = np.where(own, pair, -1 - session)
    lost = np.flatnonzero(trusted & ~own)
    token[lost] = token[_neighbour(own, session)[lost]]
    return np.unique(token, return_inverse=True)[1].astype(np.int64), trusted


def _any_per_session(flag: Bools, session: Ints) -> Bools:
    return np.bincount(session, weights=flag) > 0


def _neighbour(own: Bools, session: Ints) -> npt.NDArray[np.int64]:
    """For each row of a trusted session the last row up to it that has an id, else the first one after it."""
    position = np.arange(len(own))
    before = np.maximum.accumulate(np.where(own, position, -1))
    after = np.minimum.accumulate(np.where(own, position, len(own) - 1)[::-1])[::-1]
    inside = (before >= 0) & (session[before] == session)
    return np.where(inside, before, after)
