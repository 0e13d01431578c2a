"""Answers of this very moment: what many people ask in the same second is worked out and rendered once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.render.blocks.message import Message
from bot.reports.snapshot import Snapshot
from bot.service.asker import Asker
from bot.service.authorization import sees_people

if TYPE_CHECKING:
    from bot.digests.decision import Decisions

_FOR: Final = timedelta(seconds=1)
_MOST: Final = 100  # different questions; beyond it all are forgotten


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer and its message."""

    answer: object
    message: Message
    token: str | None  # what its buttons carry
    decisions: Decisions | None
    rows: int | None = None  # that the answer or its file opens; None for an answer that is no list


Kept = dict[tuple[str, ZoneInfo, bool, int], tuple[datetime, CachedAnswer]]


class AnswerCache:
    """Safe to share between threads: at worst an answer is worked out twice."""

    def __init__(self) -> None:
        self._of: tuple[Snapshot | None, Kept] = None, {}  # answers from one snapshot alone, so that old ones can go

    def find(
        self,
        words: str,
        asker: Asker,
        snapshot: Snapshot,
        now: datetime,
        make: Callable[[], CachedAnswer],
        decided: int = 0,
    ) -> CachedAnswer:
        """What these words were answered with a moment ago, to somebody who may see as much; else what `make` gives.

        `decided` is how many decisions there are that the answer rests on: one more makes another answer.
        """
        source, kept = self._of
        if source is not snapshot or len(kept) >= _MOST:
            kept = {}
            self._of = snapshot, kept
        key = words, asker.zone, sees_people(asker), decided
        at, found = kept.get(key, (None, None))
        if at is None or found is None or not timedelta(0) <= now - at < _FOR:
            found = make()
            kept[key] = now, found
        return found
