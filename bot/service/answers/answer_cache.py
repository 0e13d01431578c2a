"""Answers of this very moment: what many people ask in the same second is worked out and told once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.digests.decision import Decisions
from bot.questions import question as q
from bot.render.blocks.message import Message
from bot.reports.snapshot import Snapshot
from bot.service.asker import Asker
from bot.service.authorization import sees_people

_FOR: Final = timedelta(seconds=1)
_MOST: Final = 100  # different questions; beyond it all are forgotten
# What depends on nothing but the words, the zone, the data and the time: never about one person, nor on a decision.
_FOR_ALL: Final = (q.Failures, q.Registrations, q.Trend, q.Compare)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer and its message."""

    answer: object
    message: Message
    token: str | None  # what its buttons carry
    decisions: Decisions | None


Kept = dict[tuple[str, ZoneInfo, bool], tuple[datetime, Told]]


class Recent:
    """Safe to share between threads: at worst an answer is told twice."""

    def __init__(self) -> None:
        self._of: tuple[Snapshot | None, Kept] = None, {}  # answers from one snapshot alone, so that old ones can go

    def told(
        self,
        words: str,
        question: q.Question,
        asker: Asker,
        snapshot: Snapshot,
        now: datetime,
        tell: Callable[[], Told],
    ) -> Told:
        """What these words were answered with a moment ago, to somebody who may see as much; else what `tell` says."""
        if not isinstance(question, _FOR_ALL):
            return tell()
        source, kept = self._of
        if source is not snapshot or len(kept) >= _MOST:
            kept = {}
            self._of = snapshot, kept
        key = words, asker.zone, sees_people(asker)
        at, told = kept.get(key, (None, None))
        if at is None or told is None or not timedelta(0) <= now - at < _FOR:
            told = tell()
            kept[key] = now, told
        return told
