"""Following cases: people ask to hear of one, and are told in a direct message, each wish once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.analysis.answers import UNFILTERED, Case, CaseState
from bot.analysis.cases.case_list import person_cases
from bot.analysis.stuck import stuck
from bot.digests.decision import CaseKey
from bot.digests.due_times import instant
from bot.digests.follow import Follow
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.render.blocks.message import Message
from bot.render.cases import follow_notes
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.service.decisions.ports import FollowStore
from bot.service.ports import AccessLog, Clock, KeptQuestion, Snapshots, TokenStore
from bot.service.posting import Poster, PostError

_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Following:
    """Takes wishes and fulfils them. `may_see` says of a Slack user whether they may see people now: asked each time.

    `zone_of` is where a Slack user is.
    """

    follows: FollowStore
    snapshots: Snapshots
    catalogue: Catalogue
    tokens: TokenStore
    access_log: AccessLog
    clock: Clock
    poster: Poster
    may_see: Callable[[str], bool]
    zone_of: Callable[[str], ZoneInfo]

    def mine(self, asker: Asker) -> tuple[Follow, ...]:
        """What this person still waits for, oldest first."""
        return tuple(one for one in self.follows.open() if one.who == asker.id)

    def stop(self, asker: Asker, wanted: Callable[[Follow], bool]) -> tuple[Follow, ...]:
        """End those of this person's wishes that are `wanted`; which they were."""
        now = self.clock()
        ended = tuple(one for one in self.mine(asker) if wanted(one) and self.follows.take(one.number, now))
        for one in ended:
            self.access_log.record(
                asker, "unfollow", one.case.user or None, "done", one.case.cause, personal=bool(one.case.user)
            )
        return ended

    def follow(self, asker: Asker, case: CaseKey) -> bool:
        """Tell this person once the case is over; False when they have asked for it already."""
        return self._add(asker, case, None)

    def remind_tomorrow(self, asker: Asker, case: CaseKey) -> datetime:
        """Tell this person of the case again on the next morning; when that is."""
        day = self.clock().astimezone(asker.zone).date() + timedelta(days=1)
        at = instant(day, _MORNING, asker.zone)
        self._add(asker, case, at)
        return at

    def run(self, now: datetime) -> None:
        """Fulfil what can be fulfilled now. What Slack does not take for the moment is tried again."""
        for follow in self.follows.open():
            if follow.remind_at is not None and follow.remind_at > now:
                continue
            message = self._message(follow, now)
            if message is not None:
                self._send(follow, message, now)

    def _add(self, asker: Asker, case: CaseKey, at: datetime | None) -> bool:
        if not sees_people(asker):
            self.access_log.record(asker, "follow", case.user or None, "refused")
            raise RefusedError("Only the helpdesk may follow cases here.")
        self.access_log.record(asker, "follow", case.user or None, "done", case.cause, personal=bool(case.user))
        return self.follows.add(asker.id, case, self.clock(), at)

    def _message(self, follow: Follow, now: datetime) -> Message | None:
        """What there is to say; None while there is nothing."""
        cause = self.catalogue.causes.get(follow.case.cause)
        if cause is None:
            return None
        if not follow.case.user:
            stuck_on = self._stuck_on(follow.case.cause, now)
            if follow.remind_at is not None:
                return follow_notes.cause_reminder(cause, stuck_on)
            return None if stuck_on else follow_notes.nobody_left(cause)
        case, zone = self.newest(follow.case, now), self.zone_of(follow.who)
        if case is None:
            return None
        if follow.remind_at is not None:
            return follow_notes.reminder(case, self._value(follow, case, now), zone)
        return None if case.state is CaseState.OPEN else follow_notes.over(case, zone)

    def newest(self, about: CaseKey, now: datetime) -> Case | None:
        """Find one person's newest case with a cause, as it is now."""
        found = person_cases(self.snapshots.current(), about.user, catalogue=self.catalogue, now=now)
        about_it = [case for case in found if case.cause.key == about.cause]
        return max(about_it, key=lambda case: case.last_at, default=None)

    def _stuck_on(self, cause: str, now: datetime) -> int:
        groups = stuck(self.snapshots.current(), filters=UNFILTERED, catalogue=self.catalogue, now=now).groups
        return next((group.people for group in groups if group.cause.key == cause), 0)

    def _value(self, follow: Follow, case: Case, now: datetime) -> str:
        token = self.tokens.keep(KeptQuestion("stuck", follow.who, now))
        return f"{token}|{case.cause.key}|{case.opened_position}"

    def _send(self, follow: Follow, message: Message, now: datetime) -> None:
        """Write to the person, if they may still see people; another replica may have done it already."""
        if not self.follows.take(follow.number, now) or not self.may_see(follow.who):
            return
        try:
            self.poster.post(self.poster.direct(follow.who), message)
        except PostError as failed:
            if failed.transient:
                self.follows.give_back(follow.number)
