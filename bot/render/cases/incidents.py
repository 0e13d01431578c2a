"""How an incident is told: how many people, within what time, since when, and what is usual."""

from datetime import timedelta, tzinfo

from bot.analysis.incidents import Incident
from bot.render.blocks.mrkdwn import time
from bot.render.blocks.wording import people
from bot.reports.window import span


def burst(found: Incident, zone: tzinfo) -> str:
    """`9 people within 12 minutes, from 09:02 (usually none)`."""
    length = found.last_at - found.first_at
    within = f"within {span(length)}" if length >= timedelta(minutes=1) else "within a minute"
    return f"{people(found.people)} {within}, from {time(found.first_at, zone)} ({_usually(found)})"


def _usually(found: Incident) -> str:
    if found.usual is None:
        return "no data before says what is usual"
    return f"usually about {round(found.usual):,}" if found.usual >= 1 else "usually none"
