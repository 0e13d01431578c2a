"""Answers of this very moment: what many people ask in the same second is worked out once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.questions import question as q
from bot.reports.snapshot import Snapshot

_FOR: Final = timedelta(seconds=1)
_MOST: Final = 100  # different questions; beyond it all are forgotten
# What depends on nothing but the words, the zone, the data and the time: never on who asks or about whom.
_FOR_ALL: Final = (q.Failures, q.Registrations, q.Stuck, q.Trend, q.Compare)


Kept = dict[tuple[str, ZoneInfo], tuple[datetime, object]]


class Recent:
    """Safe to share between threads: at worst an answer is worked out twice."""

    def __init__(self) -> None:
        self._of: tuple[Snapshot | None, Kept] = None, {}  # answers from one snapshot alone, so that old ones can go

    def answer(
        self,
        words: str,
        question: q.Question,
        *,
        snapshot: Snapshot,
        zone: ZoneInfo,
        now: datetime,
        ask: Callable[[], object],
    ) -> object:
        """The answer to these words from the same data in this second, else what `ask` says."""
        if not isinstance(question, _FOR_ALL):
            return ask()
        source, kept = self._of
        if source is not snapshot or len(kept) >= _MOST:
            kept = {}
            self._of = snapshot, kept
        at, answer = kept.get((words, zone), (None, None))
        if at is None or not timedelta(0) <= now - at < _FOR:
            answer = ask()
            kept[words, zone] = now, answer
        return answer
