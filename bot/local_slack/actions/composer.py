"""What a line typed into the composer turns into."""

from bot.local_slack.actions import commands, typing
from bot.local_slack.actions.context import Stage
from bot.local_slack.workspace.people import SLACKBOT

BOT_COMMAND = "/sspr"


def type_line(stage: Stage, user: str, channel: str, text: str, thread_ts: str | None = None) -> None:
    """Run a slash command, bring the bot in, or write a message."""
    if not text.startswith("/"):
        typing.say(stage, user, channel, text, thread_ts)
        return
    command, _, rest = text.partition(" ")
    if command == BOT_COMMAND and not thread_ts:
        commands.run(stage, user, channel, command, rest.strip())
    elif command == "/invite" and rest.strip().lstrip("@").lower() == stage.world.bot_name:
        typing.invite_bot(stage, user, channel)
    else:
        _refuse(stage, user, channel, command, thread_ts)


def _refuse(stage: Stage, user: str, channel: str, command: str, thread_ts: str | None) -> None:
    """Say what Slack says of a command that it cannot run here."""
    with stage.world.lock:
        place = stage.world.place_for(user, channel)
        if command == BOT_COMMAND:
            words = f"{command} is not supported in threads. Sorry! Mention @{stage.world.bot_name} instead."
        else:
            shown = command.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            words = f"{shown} is not a valid command. In this workspace there are {BOT_COMMAND} and /invite."
        stage.world.post(place.id, SLACKBOT, words, only_for=user, thread_ts=thread_ts)
