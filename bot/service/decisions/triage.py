"""Saying something of a sign of `odd`: muting it until a day, or closing it as an attack or as innocent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.sign_reviews import ReviewKind, SignKey, SignReview, SignStanding, standing
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.odd import OddAnswer, odd
from bot.errors import RefusedError
from bot.privacy import Role
from bot.render.cases.triage import TriageAnswer
from bot.reports.origins import Origins
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window, last
from bot.service.asker import Asker
from bot.service.ports import AccessLog, Clock, OriginStore, Snapshots

_BACK: Final = timedelta(days=30)  # how far back a closing looks for the sign
_LONGEST: Final = timedelta(days=366)  # of a mute


class SignReviewStore(Protocol):
    """Keeps what was said of signs, append-only. Every method may raise StoreError."""

    def record(self, review: SignReview) -> None:
        """Append one."""
        ...

    def all(self) -> Sequence[SignReview]:
        """All of them, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Triage:
    """Takes what people say of signs."""

    store: SignReviewStore
    snapshots: Snapshots
    access_log: AccessLog
    clock: Clock
    origins: OriginStore

    def review(
        self, asker: Asker, sign: SignKey, said: ReviewKind, until: datetime | None, reason: str
    ) -> TriageAnswer:
        """Write down what somebody says of a sign.

        Raises RefusedError for others than the helpdesk, for a mute without a reason or an end to come, and where
        there is nothing to close or to take back.
        """
        self.admit(asker)
        now = self.clock()
        last_at = None
        if said is ReviewKind.MUTED:
            _check_mute(until, reason, now)
        elif said in {ReviewKind.ATTACK, ReviewKind.INNOCENT}:
            last_at = self._newest(asker, sign, now)
        else:
            _check_undo(standing(self.store.all(), sign, now), said)
        review = SignReview(sign, said, asker.id, now, last_at, reason.strip(), until)
        self.access_log.record(asker, "triage", None, "decided", scope=f"{sign}: {said}")
        self.store.record(review)
        return TriageAnswer(review, self.listed().signs)

    def admit(self, asker: Asker) -> None:
        """Let only the helpdesk pass. Raises RefusedError for others."""
        if asker.role < Role.HELPDESK:
            raise RefusedError("Only the helpdesk may decide about signs here.")

    def listed(self) -> TriageAnswer:
        """What counts for every sign now."""
        every, now = self.store.all(), self.clock()
        return TriageAnswer(None, tuple(standing(every, sign, now) for sign in SignKey))

    def find(
        self, snapshot: Snapshot, window: Window, asker: Asker, now: datetime, filters: Filters = UNFILTERED
    ) -> OddAnswer:
        """The signs of a window, from everything that is known. Raises StoreError."""
        origins = self.origins_of(snapshot, window, now)
        return odd(snapshot, window, filters=filters, now=now, zone=asker.zone, origins=origins)

    def origins_of(self, snapshot: Snapshot, window: Window, now: datetime) -> Origins:
        """From which addresses the people of a window came. Raises StoreError."""
        return self.origins.crowded(snapshot, _reaching_back(snapshot, window, now))

    def _newest(self, asker: Asker, sign: SignKey, now: datetime) -> datetime:
        """When the newest attempt was that shows the sign. Raises RefusedError where there is none to close."""
        answer = self.find(self.snapshots.current(), last(_BACK, now=now), asker, now)
        shown = answer if answer.signs or answer.at_newest is None else answer.at_newest
        found = next((one.last_at for one in shown.signs if one.key is sign), None)
        if found is None:
            raise RefusedError(f"Nothing shows the sign `{sign}` in the last 30 days, so there is nothing to close.")
        return found


def _reaching_back(snapshot: Snapshot, window: Window, now: datetime) -> Window:
    """The window with the one before it, and that of the newest rows where it holds none."""
    shifted = at_newest(snapshot.attempts, window, now)
    starts = [one.previous().start for one in (window, shifted) if one]
    return Window(min(starts), window.end, "")


def _check_mute(until: datetime | None, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise RefusedError("A mute needs a reason, so that others know why nobody looks.")
    if until is None or until <= now:
        raise RefusedError("A mute needs an end that is still to come.")
    if until - now > _LONGEST:
        raise RefusedError("A mute lasts a year at most.")


def _check_undo(known: SignStanding, said: ReviewKind) -> None:
    if said is ReviewKind.UNMUTED and known.mute is None:
        raise RefusedError(f"The sign `{known.sign}` is not muted.")
    if said is ReviewKind.REOPENED and known.closing is None:
        raise RefusedError(f"Nobody closed the sign `{known.sign}`.")
