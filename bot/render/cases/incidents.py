"""How an incident is told: how many people, within what time, since when, and what is usual."""

from datetime import timedelta, tzinfo
from typing import Final

from bot.analysis.incidents import Incident
from bot.render.blocks.mrkdwn import time
from bot.render.blocks.wording import people
from bot.reports.window import span

_SOMEBODY: Final = 0.5  # people expected; below it more often than not there is nobody


def burst(found: Incident, zone: tzinfo) -> str:
    """`9 people within 12 minutes, from 09:02 (usually none)`."""
    length = found.last_at - found.first_at
    within = f"within {span(length)}" if length >= timedelta(minutes=1) else "within a minute"
    return f"{people(found.people)} {within}, from {time(found.first_at, zone)} ({usually(found)})"


def usually(found: Incident) -> str:
    """How many people are usual then: `usually none`."""
    if found.usual is None:
        return "no data before says what is usual"
    return f"usually about {max(round(found.usual), 1):,}" if found.usual >= _SOMEBODY else "usually none"
