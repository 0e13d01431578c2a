"""Writing to people who can help themselves: switched on by an admin, within rules that nobody can switch off."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.analysis.people.self_help import SelfHelp, self_help
from bot.digests.notice import MOST, Notice, NoticeKind, may_send, since_on
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.privacy import Role
from bot.render.notices import only_microsofts, to_person
from bot.service.asker import Asker
from bot.service.notices.ports import FindRecipient, NoticeStore
from bot.service.ports import AccessLog, Clock, Snapshots
from bot.service.posting import Poster, PostError

_HALF_A_DAY = 12 * 3600  # seconds
_AT_ONCE = 20  # people looked up in one run, as Slack counts
_BETWEEN = timedelta(seconds=50)
_ABSENT = timedelta(days=1)  # who is not in this Slack will not be in an hour
_NOT_NOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Notices:
    """Sends what is due, and takes who wants none. A message is written down before it is sent: rather one less."""

    store: NoticeStore
    snapshots: Snapshots
    catalogue: Catalogue
    access_log: AccessLog
    clock: Clock
    poster: Poster
    recipient: FindRecipient
    _wait: dict[str, datetime] = field(default_factory=dict)  # until when a person, or with "" all, is not looked at

    def is_on(self) -> bool:
        """Whether people are written to in this tenant."""
        return since_on(self.store.all()) is not None

    def switch(self, asker: Asker, *, on: bool) -> None:
        """Let the bot write to people, or no longer. Raises RefusedError for others than admins."""
        kind = NoticeKind.ON if on else NoticeKind.OFF
        if asker.role < Role.ADMIN:
            self.access_log.record(asker, "notices", None, "refused")
            raise RefusedError("Only admins may let me write to people.")
        self.access_log.record(asker, "notices", None, "done", str(kind))
        if self.is_on() is not on:
            self.store.append(Notice(kind, self.clock(), asker.id))

    def stop(self, asker: Asker) -> None:
        """Write nothing more to this person. Raises RefusedError where Slack does not say who they are."""
        if asker.user is None:
            raise RefusedError("Slack does not tell me your e-mail address, so I cannot find you.")
        key = asker.user.strip().casefold()
        self.access_log.record(asker, "notices", key, "stopped", personal=True)
        self.store.append(Notice(NoticeKind.STOP, self.clock(), asker.id, key))

    def run(self, now: datetime) -> int:
        """Send what is due now; how many messages."""
        notices = self.store.all()
        since = since_on(notices)
        if since is None or now < self._wait.get("", now):
            return 0
        self._wait[""] = now + _BETWEEN
        sent = looked_up = 0
        for one in self_help(self.snapshots.current(), since, catalogue=self.catalogue, now=now):
            if now < self._wait.get(one.user, now) or not _somewhere(notices, one, now):
                continue
            if looked_up == _AT_ONCE:
                break
            looked_up += 1
            sent += self._send(one, now)
        return sent

    def _send(self, one: SelfHelp, now: datetime) -> bool:
        message = to_person(one)
        found = self.recipient(one.user) if only_microsofts(message) else None
        if found is None:
            self._wait[one.user] = now + _ABSENT
            return False

        def allowed(before: Sequence[Notice]) -> bool:
            return may_send(before, one.user, one.topic, now, found.zone, nudge=one.is_nudge)

        notice = Notice(NoticeKind.SENT, now, found.id, one.user, one.topic, message.text)
        if not self.store.append(notice, allowed):
            self._wait[one.user] = now + _NOT_NOW
            return False
        try:
            self.poster.post(self.poster.direct(found.id), message)
        except PostError:
            return False
        return True


def _somewhere(notices: Sequence[Notice], one: SelfHelp, now: datetime) -> bool:
    """Whether a message is due wherever the person is: Slack need not be asked where none ever is."""
    mine = [line for line in notices if line.user == one.user]
    if any(line.kind is NoticeKind.STOP for line in mine) or len(mine) >= MOST:
        return False
    return not any(line.topic == one.topic and (now - line.at).total_seconds() < _HALF_A_DAY for line in mine)
