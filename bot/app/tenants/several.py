"""A tenant that several workspaces see: what is posted goes out where its channel, or the person, is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.app.digests import Audience
from bot.app.tenants.tenants_file import Row
from bot.render.blocks.message import Message
from bot.service.notices.ports import Recipient
from bot.service.posting import ChannelInfo, Check, Mark, Poster, always_wanted
from bot.slack.access import Access
from bot.slack.client import SlackError
from bot.slack.directory.channels import Channels


@dataclass(frozen=True, slots=True)
class Part:
    """What one of the workspaces is for the tenant."""

    access: Access
    channels: Channels
    poster: Poster

    def knows(self, user: str) -> bool:
        """Whether somebody is one of its own people."""
        try:
            return self.access.users.person(user).outside is None
        except SlackError:
            return False


@dataclass(frozen=True, slots=True)
class Parts(Poster):
    """All of them, as one poster and one audience."""

    row: Row
    parts: Mapping[str, Part]  # by workspace, the row's first one first

    def audience(self) -> Audience:
        """What is known of the people of all of them."""
        everywhere = self.parts.values()

        def zone_of(user: str) -> ZoneInfo:
            return self._of(user).access.zone_of(user)

        def recipient(address: str) -> Recipient | None:
            return next(filter(None, (part.access.recipient(address) for part in everywhere)), None)

        return Audience(
            may_see=lambda user: self._of(user).access.may_decide(user),
            zone_of=zone_of,
            recipient=recipient,
            channels_of=lambda user: self._of(user).channels.of_person(user),
        )

    def _of(self, conversation: str) -> Part:
        first = self.parts[self.row.home]
        if conversation[:1] in ("U", "W"):
            return next((part for part in self.parts.values() if part.knows(conversation)), first)
        return self.parts[self.row.team_of(conversation)]

    @override
    def channel_info(self, channel: str) -> ChannelInfo:
        return self._of(channel).poster.channel_info(channel)

    @override
    def direct(self, user: str) -> str:
        return self._of(user).poster.direct(user)

    @override
    def post(
        self,
        channel: str,
        message: Message,
        *,
        mark: Mark | None = None,
        thread_ts: str | None = None,
        check: Check = always_wanted,
    ) -> str:
        return self._of(channel).poster.post(channel, message, mark=mark, thread_ts=thread_ts, check=check)

    @override
    def update(self, channel: str, ts: str, message: Message, *, mark: Mark | None = None) -> None:
        self._of(channel).poster.update(channel, ts, message, mark=mark)

    @override
    def upload(
        self,
        channel: str,
        thread_ts: str,
        name: str,
        content: bytes,
        *,
        title: str,
        alt: str,
        check: Check = always_wanted,
    ) -> str:
        return self._of(channel).poster.upload(channel, thread_ts, name, content, title=title, alt=alt, check=check)

    @override
    def find(self, channel: str, mark: Mark, *, since: datetime, thread_ts: str | None = None) -> str | None:
        return self._of(channel).poster.find(channel, mark, since=since, thread_ts=thread_ts)

    @override
    def find_file(self, channel: str, thread_ts: str, name: str) -> str | None:
        return self._of(channel).poster.find_file(channel, thread_ts, name)
