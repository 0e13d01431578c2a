"""The state of the local workspace, shared by the Web API, by the people and by the page; guarded by one lock."""

import itertools
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock

from bot.local_slack.block_kit.surfaces import elements_of
from bot.local_slack.workspace.messages import Json, Message, StoredFile
from bot.local_slack.workspace.people import BOT_USER, OTHER_TEAM, SLACKBOT, TEAM, Channel, Person, UserGroup
from bot.local_slack.workspace.refusals import NotOnScreen, Refusal
from bot.local_slack.workspace.views import Screen

TRIGGER_SECONDS = 3


class Workspace:
    """One workspace with one bot: `team` is its name, `bot_name` follows an @, `command` begins with a slash.

    Whoever reads or changes it holds `lock`.
    """

    def __init__(
        self,
        *,
        people: Sequence[Person],
        channels: Sequence[Channel],
        user_groups: Sequence[UserGroup] = (),
        clock: Callable[[], datetime],
        team: str,
        bot_name: str,
        command: str,
        team_id: str = TEAM,
        organisation: str | None = None,
    ) -> None:
        self.lock = RLock()
        self.team_id = team_id
        self.organisation = organisation  # the id of the one that installed the app for all its workspaces
        self.clock = clock
        self.team = team
        self.bot_name = bot_name
        self.command = command
        self.people = {person.id: person for person in people}
        self.user_groups = {group.id: group for group in user_groups}
        self.members = {
            channel.id: [*channel.members, *([BOT_USER] if channel.with_bot else [])] for channel in channels
        }
        self.channels = {channel.id: channel for channel in channels}
        self.messages: dict[str, list[Message]] = {channel.id: [] for channel in channels}
        self.files: dict[str, StoredFile] = {}
        self.statuses: dict[str, str] = {}  # what the bot says that it is doing, by conversation
        self.prompts: dict[str, list[Json]] = {}  # what it suggests, by direct message
        self.screens = {person.id: Screen() for person in people}
        self.base_url = ""
        self.version = 0
        self._last_ts = 0
        self._numbers = itertools.count(1)
        self._triggers: dict[str, tuple[str, datetime]] = {}
        self._spent_triggers: set[str] = set()

    # --- names and numbers

    def number(self, prefix: str) -> str:
        """Make an id that nothing else has."""
        return f"{prefix}{next(self._numbers):06d}"

    def next_ts(self) -> str:
        """Make the ts of the next message: the time, never the same twice, never backwards."""
        self._last_ts = max(int(self.clock().timestamp() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def changed(self) -> None:
        """Say that there is something new to see."""
        self.version += 1

    # --- people and channels

    @property
    def domain(self) -> str:
        """The team's name as used in addresses."""
        return self.team.lower().replace(" ", "-")

    def person(self, user: str) -> Person:
        """Find who is at the screen."""
        try:
            return self.people[user]
        except KeyError:
            raise NotOnScreen(f"{user} is not one of this workspace's people.") from None

    def team_of(self, person: Person) -> str:
        """The workspace a person belongs to; strangers come from another one."""
        return OTHER_TEAM if person.is_stranger else self.team_id

    def direct_channel(self, user: str) -> str:
        """Find or open the conversation between a person and the bot."""
        channel = f"D{user[1:]}"
        if channel not in self.channels:
            self.channels[channel] = Channel(channel, "directmessage", (user,), private=True)
            self.members[channel] = [user, BOT_USER]
            self.messages[channel] = []
        return channel

    def is_direct(self, channel: str) -> bool:
        """Say whether a conversation is a direct message with the bot."""
        return channel.startswith("D")

    def conversation_of(self, user: str, channel: str) -> Channel:
        """Find a conversation that a person is in."""
        if channel not in self.channels or user not in self.members[channel]:
            raise NotOnScreen(f"{self.person(user).name} is not in {channel}.")
        return self.channels[channel]

    def conversation_for_bot(self, channel: object) -> Channel:
        """Find a conversation that the bot may know of: private ones only from inside."""
        if isinstance(channel, str) and channel in self.people:
            channel = self.direct_channel(channel)
        found = self.channels.get(str(channel))
        if found is None or (found.private and BOT_USER not in self.members[found.id]):
            raise Refusal("channel_not_found")
        return found

    def writable_for_bot(self, channel: object) -> Channel:
        """Find a conversation that the bot may write to."""
        found = self.conversation_for_bot(channel)
        if found.archived:
            raise Refusal("is_archived")
        if BOT_USER not in self.members[found.id]:
            raise Refusal("not_in_channel")
        return found

    def archive(self, channel: str) -> None:
        """Close a channel for writing."""
        with self.lock:
            self.channels[channel] = replace(self.channels[channel], archived=True)
            self.changed()

    def share(self, channel: str) -> None:
        """Let another organisation read a channel."""
        with self.lock:
            self.channels[channel] = replace(self.channels[channel], ext_shared=True)
            self.changed()

    def leave(self, user: str, channel: str) -> None:
        """Take someone out of a channel."""
        with self.lock:
            self.members[channel].remove(user)
            self.changed()

    # --- messages

    def add(self, message: Message) -> Message:
        """Put a message into its conversation."""
        self.name_blocks(message.blocks)
        self.messages[message.channel].append(message)
        if message.user == BOT_USER:
            self.statuses.pop(message.channel, None)
        self.changed()
        return message

    def post(self, channel: str, user: str, text: str, **more: object) -> Message:
        """Write a message now."""
        return self.add(Message(channel, self.next_ts(), user, text, **more))  # type: ignore[arg-type]

    def slackbot(self, user: str, channel: str, text: str) -> Message:
        """Tell one person something in the workspace's own name."""
        return self.post(channel, SLACKBOT, text, only_for=user)

    def message(self, channel: str, ts: object) -> Message:
        """Find a message that everybody in the conversation sees."""
        for message in self.messages[channel]:
            if message.ts == ts and message.only_for is None:
                return message
        raise Refusal("message_not_found")

    def name_blocks(self, blocks: list[Json]) -> None:
        """Give each block and element without an id one, as Slack does."""
        for block in blocks:
            block.setdefault("block_id", self.number("b"))
            for element in elements_of(block):
                if block["type"] in ("section", "actions", "input") and element["type"] != "image":
                    element.setdefault("action_id", self.number("a"))

    # --- triggers

    def new_trigger(self, user: str) -> str:
        """Make the ticket with which the bot may open one view, soon."""
        trigger = f"{self.number('')}.{secrets.token_hex(8)}"
        self._triggers[trigger] = (user, self.clock())
        return trigger

    def spend_trigger(self, trigger: object) -> str:
        """Take a ticket and say whose it was."""
        if trigger in self._spent_triggers:
            raise Refusal("exchanged_trigger_id")
        if trigger not in self._triggers:
            raise Refusal("invalid_trigger_id")
        user, since = self._triggers.pop(str(trigger))
        self._spent_triggers.add(str(trigger))
        if (self.clock() - since).total_seconds() > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        return user
