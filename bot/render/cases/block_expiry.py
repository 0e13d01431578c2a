"""Until when somebody is blocked, or since when no longer; an estimate either way."""

from datetime import tzinfo

from bot.analysis.answers import Case
from bot.render.blocks.mrkdwn import short_clock, time


def block_end(case: Case, zone: tzinfo) -> str:
    """What a line about an open case adds; "" for one that is about no block."""
    if case.blocked_until:
        return f", blocked until about {time(case.blocked_until, zone)}"
    if case.block_over:
        return f", block over since about {time(case.block_over, zone)}, {tried(case)}"
    return ""


def tried(case: Case) -> str:
    """Whether the person has come back to the page after their block."""
    return "has tried again" if case.tried_since else "has not tried again"


def note(case: Case, zone: tzinfo) -> str:
    """What a cell of a table says of the same, and of a case that came back; "" where there is nothing to say."""
    notes = ["back again"] if case.back_again else []
    if case.blocked_until:
        notes.append(f"blocked until about {short_clock(case.blocked_until, zone)}")
    elif case.block_over:
        notes.append(f"block over since about {short_clock(case.block_over, zone)}, {tried(case)}")
    return ", ".join(notes)
