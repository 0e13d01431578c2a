"""Where one attempt is over and the next one begins, among steps that belong together.

One correlation id may hold several attempts: somebody is refused, enters the user ID again and succeeds, or unlocks the
account after a reset that failed. Each is told for itself, or the later one would hide the earlier, or be hidden.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.reports.folding.groups import GAP
from bot.reports.folding.meaning import FLOW_SUCCESS, USER_ID, Meaning, meaning_of
from bot.reports.folding.rows import Bools, Ints, Rows
from bot.reports.folding.steps import Activity

_TWIN: Final = 60  # seconds in which the several events of one success have come


def ended(rows: Rows, group: Ints, by_id: Bools) -> Ints:
    """A number for each row's attempt, from its group; `by_id` says whether an id holds the group together."""
    meanings = [meaning_of(word.activity, word.reason, success=word.success) for word in rows.words]
    weights = np.array([meaning.weight for meaning in meanings] or [0], np.int64)[rows.word]
    enters = np.array([meaning.rank == USER_ID for meaning in meanings] or [False], np.bool_)[rows.word]
    success = weights >= FLOW_SUCCESS
    order = np.lexsort((rows.word, np.where(enters, 0, np.where(success, 3, 1 + (weights > 0))), rows.second, group))
    group, second = group[order], rows.second[order]
    first = np.append(True, group[1:] != group[:-1])[: len(group)]
    doubtful = ~first & (
        enters[order]
        | (np.diff(second, prepend=0) >= GAP)
        | (_before(success[order], first) & ~(success & by_id)[order])
        | (_before((weights > 0)[order], first) & rows.saying(Activity.UNLOCK)[order])
    )
    begins = first.copy()
    starts = np.flatnonzero(first)
    for number in np.unique((np.cumsum(first) - 1)[doubtful]).tolist():  # most attempts have nothing of the kind
        stop = starts[number + 1] if number + 1 < len(starts) else len(group)
        attempt = _Attempt(by_id=bool(by_id[order[starts[number]]]))
        for place in range(int(starts[number]), int(stop)):
            word = int(rows.word[order[place]])
            begins[place] |= attempt.takes(int(second[place]), rows.words[word].activity, meanings[word])
    attempts = np.empty(len(order), np.int64)
    attempts[order] = np.cumsum(begins) - 1
    return attempts


def _before(flag: Bools, first: Bools) -> Bools:
    """Whether such a row stands before each row within its group."""
    so_far: Ints = np.cumsum(flag) - flag
    return np.asarray(so_far > so_far[np.maximum.accumulate(np.where(first, np.arange(len(flag)), 0))])


@dataclass(slots=True)
class _Attempt:
    """What is known of an attempt while its steps are gone through, in the order of time."""

    by_id: bool
    last: int | None = None  # second
    beyond: bool = False  # more than a user ID has been entered
    decided: bool = False
    refused: int | None = None  # second of a reset's end that is no success, where none has followed
    done: dict[Activity, int] = field(default_factory=dict)  # when it succeeded, by what says so

    def takes(self, second: int, activity: Activity, meaning: Meaning) -> bool:
        """Take in a step; True where it is the first one of the next attempt."""
        over = self.last is not None and self._is_over(second, activity, meaning)
        if over:
            self.beyond, self.decided, self.refused, self.done = False, False, None, {}
        self.last = second
        self.beyond |= meaning.rank != USER_ID
        self.decided |= meaning.weight > 0
        if meaning.weight >= FLOW_SUCCESS:
            self.refused = None
            self.done[activity] = second
        elif meaning.weight and activity is not Activity.UNLOCK:
            self.refused = second
        return over

    def _is_over(self, second: int, activity: Activity, meaning: Meaning) -> bool:
        if second - (self.last or 0) >= GAP:
            return True
        if meaning.rank == USER_ID:
            return self.decided or (self.beyond and not self.by_id)
        if activity is Activity.UNLOCK and self.refused is not None:
            return second > self.refused
        if meaning.weight >= FLOW_SUCCESS:
            return not self.by_id and second - self.done.get(activity, second) >= _TWIN
        return bool(self.done) and (meaning.weight > 0 or second - max(self.done.values()) >= _TWIN)
