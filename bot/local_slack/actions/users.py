"""What the people of the workspace can do and see, for tests and for the page."""

from collections.abc import Mapping

from bot.local_slack.actions import clicks, commands, composer, modals, shortcuts, typing, visible
from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.context import Context
from bot.local_slack.workspace.messages import Json, SeenMessage


class UserActions:
    """Act and look as a person, each named by user id."""

    def __init__(self, context: Context) -> None:
        self.context = context

    # --- what people do

    def command(self, user: str, channel: str, command: str, text: str = "") -> Outcome:
        """Type a slash command."""
        return commands.run(self.context, user, channel, command, text)

    def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
        """Write to the bot in a channel; its name is put in front when it is missing."""
        return typing.mention(self.context, user, channel, text, thread_ts)

    def direct_message(self, user: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
        """Write to the bot alone."""
        return typing.direct_message(self.context, user, text, thread_ts)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> list[Outcome]:
        """Write anything anywhere."""
        return typing.say(self.context, user, channel, text, thread_ts)

    def type(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> None:
        """Type a line into the composer: a slash command, an invitation, or a message."""
        composer.type_line(self.context, user, channel, text, thread_ts)

    def upload(self, user: str, channel: str, filename: str, data: bytes, text: str = "") -> str:
        """Share a file; returns its id."""
        return typing.upload(self.context, user, channel, filename, data, text)

    def invite_bot(self, user: str, channel: str) -> list[Outcome]:
        """Bring the bot into a channel."""
        return typing.invite_bot(self.context, user, channel)

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
        return clicks.in_message(
            self.context, user, channel, ts, action_id, block_id=block_id, value=value, selected=selected
        )

    def click_modal(
        self,
        user: str,
        action_id: str,
        block_id: str | None = None,
        *,
        value: str | None = None,
        selected: object = None,
        values: Mapping[str, object] | None = None,
    ) -> Outcome:
        """Press or choose in the modal in front, `values` filled in before."""
        view = modals.fill_in(self.context, user, values or {})
        return clicks.in_view(self.context, user, view, action_id, block_id=block_id, value=value, selected=selected)

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
        view = self.context.workspace.screens[user].home
        return clicks.in_view(self.context, user, view, action_id, block_id=block_id, value=value, selected=selected)

    def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        """Use one of the app's shortcuts on a message."""
        return shortcuts.on_message(self.context, user, channel, ts, callback_id)

    def global_shortcut(self, user: str, callback_id: str) -> Outcome:
        """Use one of the app's shortcuts from anywhere."""
        return shortcuts.anywhere(self.context, user, callback_id)

    def submit(self, user: str, values: Mapping[str, object] | None = None) -> dict[str, str]:
        """Fill in (by block or action id) and submit the modal in front; returns its complaints by block."""
        return modals.submit(self.context, user, values or {})

    def close_modal(self, user: str) -> Outcome | None:
        """Close the modal in front."""
        return modals.close(self.context, user)

    def dismiss(self, user: str, channel: str, ts: str) -> None:
        """Put an ephemeral message out of sight."""
        typing.dismiss(self.context, user, channel, ts)

    def open_home(self, user: str) -> list[Outcome]:
        """Open the Home tab."""
        return modals.open_home(self.context, user)

    def open_messages(self, user: str) -> list[Outcome]:
        """Open the direct messages with the bot."""
        return modals.open_messages(self.context, user)

    # --- what people see

    def status(self, channel: str) -> str:
        """Show what the bot says that it is doing there; "" when it says nothing."""
        with self.context.workspace.lock:
            return self.context.workspace.statuses.get(channel, "")

    def prompts(self, user: str) -> list[Json]:
        """Show what the bot suggests to this person in their direct messages."""
        with self.context.workspace.lock:
            return list(self.context.workspace.prompts.get(self.context.workspace.direct_channel(user), ()))

    def seen(self, viewer: str, channel: str) -> list[SeenMessage]:
        """List what this person sees of a conversation, oldest first."""
        return visible.seen(self.context.workspace, viewer, channel)

    def modal(self, viewer: str) -> Json | None:
        """Show the modal in front of this person, its complaints under `errors`."""
        return visible.modal(self.context.workspace, viewer)

    def home(self, viewer: str) -> Json | None:
        """Show this person's Home tab."""
        return visible.home(self.context.workspace, viewer)

    def direct_channel(self, user: str) -> str:
        """Name the conversation between this person and the bot."""
        with self.context.workspace.lock:
            return self.context.workspace.direct_channel(user)

    def file_bytes(self, file_id: str) -> bytes:
        """Take the content of a file."""
        with self.context.workspace.lock:
            return self.context.workspace.files[file_id].data or b""
