"""The sentences that the Slack side says in its own right."""

from bot.render import refusal
from bot.render.blocks.message import Message


def in_shared_channel() -> Message:
    """Why there is no answer in a channel that outsiders read."""
    return refusal.message(
        "People of another organisation may read this channel, so I do not tell you that here.",
        ask="Ask me in a direct message.",
        myself=False,
    )
