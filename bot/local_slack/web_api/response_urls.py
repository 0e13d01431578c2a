"""Response URLs: five uses within thirty minutes, to add, replace or delete what one person sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.local_slack.web_api.methods.arguments import Arguments, flag
from bot.local_slack.web_api.methods.chat import rewrite, thread_of
from bot.local_slack.workspace.content import message_blocks, message_text
from bot.local_slack.workspace.messages import Message
from bot.local_slack.workspace.people import BOT_USER
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.workspace import Workspace

USES = 5
MINUTES = 30


@dataclass(slots=True)
class _Ticket:
    channel: str
    user: str
    made: datetime
    original: Message | None
    uses: int = 0


class ResponseUrls:
    """Issue response URLs, and do what the bot asks for through one."""

    def __init__(self, workspace: Workspace) -> None:
        self._world = workspace
        self._tickets: dict[str, _Ticket] = {}

    def issue(self, user: str, channel: str, original: Message | None = None) -> str:
        """Make a URL for a command (nothing to replace) or for a press on a message."""
        ticket = self._world.number("R")
        self._tickets[ticket] = _Ticket(channel, user, self._world.clock(), original)
        return f"{self._world.base_url}/response/{ticket}"

    def use(self, ticket_id: str, args: Arguments) -> None:
        """Do what the bot asks for through one of its URLs."""
        ticket = self._tickets.get(ticket_id)
        if ticket is None:
            raise Refusal("invalid_url")
        age = self._world.clock() - ticket.made
        if age.total_seconds() > MINUTES * 60:
            raise Refusal("expired_url")
        if ticket.uses >= USES:
            raise Refusal("used_url")
        ticket.uses += 1
        if ticket.original and flag(args, "delete_original"):
            self._delete(ticket.original)
        elif ticket.original and flag(args, "replace_original"):
            rewrite(self._world, ticket.original, message_text(args), message_blocks(args) or [])
        else:
            respond(self._world, ticket.user, ticket.channel, args)

    def _delete(self, message: Message) -> None:
        said = self._world.messages[message.channel]
        if message in said:
            said.remove(message)
            self._world.changed()


def respond(workspace: Workspace, user: str, channel: str, args: Mapping[str, object]) -> Message:
    """Add an answer: for the one person, or for all when it says in_channel."""
    only_for = None if args.get("response_type") == "in_channel" else user
    text, blocks = message_text(args), message_blocks(args) or []
    thread = thread_of(workspace, channel, args.get("thread_ts"))
    return workspace.post(channel, BOT_USER, text, blocks=blocks, thread_ts=thread, only_for=only_for)
