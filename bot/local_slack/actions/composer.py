"""What a line typed into the composer turns into."""

from bot.local_slack.actions import commands, typing
from bot.local_slack.actions.context import Context
from bot.local_slack.workspace.people import SLACKBOT


def type_line(context: Context, user: str, channel: str, text: str, thread_ts: str | None = None) -> None:
    """Run a slash command, bring the bot in, or write a message."""
    if not text.startswith("/"):
        typing.say(context, user, channel, text, thread_ts)
        return
    command, _, rest = text.partition(" ")
    if command == context.workspace.command and not thread_ts:
        commands.run(context, user, channel, command, rest.strip())
    elif command == "/invite" and rest.strip().lstrip("@").lower() == context.workspace.bot_name:
        typing.invite_bot(context, user, channel)
    else:
        _refuse(context, user, channel, command, thread_ts)


def _refuse(context: Context, user: str, channel: str, command: str, thread_ts: str | None) -> None:
    """Say what Slack says of a command that it cannot run here."""
    workspace = context.workspace
    with workspace.lock:
        conversation = workspace.conversation_of(user, channel)
        if command == workspace.command:
            words = f"{command} is not supported in threads. Sorry! Mention @{workspace.bot_name} instead."
        else:
            shown = command.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            words = f"{shown} is not a valid command. In this workspace there are {workspace.command} and /invite."
        workspace.post(conversation.id, SLACKBOT, words, only_for=user, thread_ts=thread_ts)
