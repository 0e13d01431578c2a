"""A whole Slack on loopback: the Web API for the bot, signed deliveries to it, and people to act with."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Self

from bot.playground import commands, modals, pressing, seeing, talking
from bot.playground.bot_line import ANSWER_SECONDS, BotLine, Outcome
from bot.playground.disturbances import Disturbance
from bot.playground.messages import Json, SeenMessage
from bot.playground.people import BOT_USER, Channel, Person, UserGroup
from bot.playground.response_urls import ResponseUrls
from bot.playground.server import Server, create_app
from bot.playground.stage import Stage
from bot.playground.web_api import Call, WebApi
from bot.playground.world import World


class LocalSlack:
    """One workspace with one bot; start it, say where the bot listens, and act as its people."""

    def __init__(
        self,
        *,
        signing_secret: str,
        bot_token: str,
        people: Sequence[Person],
        channels: Sequence[Channel],
        clock: Callable[[], datetime],
        user_groups: Sequence[UserGroup] = (),
        scopes: Collection[str] | None = None,
        events: Collection[str] | None = None,
        rate_limited: bool = False,
        answer_seconds: float = ANSWER_SECONDS,
        port: int = 0,
    ) -> None:
        self._world = World(people=people, channels=channels, user_groups=user_groups, clock=clock)
        self._api = WebApi(self._world, bot_token=bot_token, scopes=scopes, rate_limited=rate_limited)
        self._line = BotLine(signing_secret, answer_seconds=answer_seconds)
        self._stage = Stage(self._world, self._line, ResponseUrls(self._world), self._api, events)
        self._port = port
        self._server: Server | None = None

    # --- running

    def start(self) -> Self:
        """Open the port and begin to answer."""
        self._server = Server(create_app(self._stage), self._port)
        self._world.base_url = f"http://127.0.0.1:{self._server.port}"
        self._server.start()
        return self

    def stop(self) -> None:
        """Close the port; twice does no harm."""
        if self._server:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """Where the bot's Web API client points to."""
        return f"{self._world.base_url}/api/"

    @property
    def page_url(self) -> str:
        """Where a person's browser points to."""
        return f"{self._world.base_url}/"

    def connect(self, events_url: str) -> None:
        """Say where the bot listens."""
        self._line.events_url = events_url

    # --- what people do

    def command(self, user: str, channel: str, command: str, text: str = "") -> Outcome:
        """Type a slash command."""
        return commands.run(self._stage, user, channel, command, text)

    def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
        """Write to the bot in a channel; its name is put in front when it is missing."""
        return talking.mention(self._stage, user, channel, text, thread_ts)

    def direct_message(self, user: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
        """Write to the bot alone."""
        return talking.direct_message(self._stage, user, text, thread_ts)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
        """Write anything anywhere."""
        return talking.say(self._stage, user, channel, text, thread_ts)

    def upload(self, user: str, channel: str, filename: str, data: bytes, text: str = "") -> str:
        """Share a file; returns its id."""
        return talking.upload(self._stage, user, channel, filename, data, text)

    def invite_bot(self, user: str, channel: str) -> list[Outcome]:
        """Bring the bot into a channel."""
        return talking.invite_bot(self._stage, user, channel)

    def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        block_id: str | None = None,
        *,
        value: str | None = None,
        selected: object = None,
    ) -> Outcome:
        """Press or choose in a message; `value` forges a button's value, `selected` names what is chosen."""
        return pressing.in_message(
            self._stage, user, channel, ts, action_id, block_id=block_id, value=value, selected=selected
        )

    def click_modal(
        self,
        user: str,
        action_id: str,
        block_id: str | None = None,
        *,
        value: str | None = None,
        selected: object = None,
    ) -> Outcome:
        """Press or choose in the modal in front."""
        view = modals.top(self._world.screens[user])
        return pressing.in_view(self._stage, user, view, action_id, block_id=block_id, value=value, selected=selected)

    def click_home(
        self,
        user: str,
        action_id: str,
        block_id: str | None = None,
        *,
        value: str | None = None,
        selected: object = None,
    ) -> Outcome:
        """Press or choose on the Home tab."""
        view = self._world.screens[user].home
        return pressing.in_view(self._stage, user, view, action_id, block_id=block_id, value=value, selected=selected)

    def submit(self, user: str, values: Mapping[str, object] | None = None) -> dict[str, str]:
        """Fill in (by block or action id) and submit the modal in front; returns its complaints by block."""
        return modals.submit(self._stage, user, values or {})

    def close_modal(self, user: str) -> Outcome | None:
        """Close the modal in front."""
        return modals.close(self._stage, user)

    def open_home(self, user: str) -> list[Outcome]:
        """Open the Home tab."""
        return modals.open_home(self._stage, user)

    # --- what people see

    def seen(self, viewer: str, channel: str) -> list[SeenMessage]:
        """List what this person sees of a conversation, oldest first."""
        return seeing.seen(self._world, viewer, channel)

    def modal(self, viewer: str) -> Json | None:
        """Show the modal in front of this person, its complaints under `errors`."""
        return seeing.modal(self._world, viewer)

    def home(self, viewer: str) -> Json | None:
        """Show this person's Home tab."""
        return seeing.home(self._world, viewer)

    def direct_channel(self, user: str) -> str:
        """Name the conversation between this person and the bot."""
        with self._world.lock:
            return self._world.direct_channel(user)

    def file_bytes(self, file_id: str) -> bytes:
        """Take the content of a file."""
        with self._world.lock:
            return self._world.files[file_id].data or b""

    # --- what a test looks at, and what it breaks

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot so far, and every answer it gave, refused ones with their error."""
        with self._world.lock:
            return list(self._api.calls)

    def disturb(
        self,
        method: str,
        times: int = 1,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        delay: float | None = None,
        after: bool = False,
    ) -> None:
        """Plan faults of a method; `after` does the work first. With no kind named the answer is lost."""
        planned = Disturbance(method, times, error, status, retry_after, delay, after)
        with self._world.lock:
            self._api.disturbances.plan(planned)

    def revoke_token(self) -> None:
        """Make the bot's token worthless."""
        self._api.revoked = True

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        self._world.archive(channel)

    def kick_bot(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self._world.leave(BOT_USER, channel)
