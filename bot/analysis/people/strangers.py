"""Names that a loaded directory does not know: anybody may type anything into the public page."""

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools
from bot.analysis.frames.selection import DONE, Selection, everything, having
from bot.analysis.people.privileged import privileged
from bot.reports.coverage import doubts_of_list
from bot.reports.snapshot import Snapshot


def strangers(snapshot: Snapshot) -> Bools:
    """For each person, whether the directory's list lacks them and nothing else shows that the account is there.

    Nobody is one without a list, or by one that may be filtered; nor who first tried after the list was read, for it
    may name them by now; nor who ever succeeded, registered or held an administrator's role, for the list leaves out
    disabled and deleted accounts.
    """
    return snapshot.once("strangers", lambda: _strangers(snapshot))


def _strangers(snapshot: Snapshot) -> Bools:
    none = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    if not len(snapshot.roster) or not len(snapshot.attempts) or doubts_of_list(snapshot):
        return none
    known = privileged(snapshot).copy()
    for frame in (snapshot.roster, snapshot.registrations, snapshot.interventions):
        known[arrays.codes(frame, "user")] = True
    if snapshot.rows_before is not None:
        known |= snapshot.rows_before.succeeded >= 0
    else:
        rows = everything(snapshot.attempts)
        known[rows.where(having(rows, DONE)).codes("user")] = True
    index = snapshot.attempts_of
    tried = np.flatnonzero(np.diff(index.starts))
    first = arrays.times(snapshot.attempts)[index.order[index.starts[tried]]]
    none[tried] = ~known[tried] & (first <= arrays.times(snapshot.roster, "seen").max())
    return none


def without(rows: Selection, strange: Bools) -> tuple[Selection, int]:
    """The rows of all others, and how many strangers have rows among these."""
    theirs = strange[rows.codes("user")] if strange.any() else strange[:0]
    if not theirs.any():
        return rows, 0
    return rows.where(~theirs), arrays.distinct(rows.codes("user")[theirs], len(strange))
