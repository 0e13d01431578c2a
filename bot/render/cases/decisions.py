"""What people decided about cases, as messages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.analysis.answers import Case
from bot.knowledge.catalogue import Cause
from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import mention, time, words
from bot.render.blocks.wording import first_upper


@dataclass(frozen=True, slots=True)
class Decision:
    """The newest decision on one case, or on a cause as a whole."""

    verb: str  # "acknowledged", "assigned", "snoozed", "closed", "reopened"
    by: str  # a Slack user ID
    at: datetime
    to: str | None = None  # the Slack user ID it was assigned to
    until: datetime | None = None  # the end of a snooze
    reason: str | None = None


# Decisions by (casefolded user, cause key); the user is "" for a decision on a cause as a whole.
Decisions = Mapping[tuple[str, str], Decision]


def on_case(decisions: Decisions, case: Case, zone: tzinfo) -> str:
    """What was decided about one case, to follow its line; "" when nothing was."""
    decision = decisions.get((case.user, case.cause.key))
    return f"; {said(decision, zone)}" if decision else ""


def on_cause(decisions: Decisions, cause: Cause, zone: tzinfo) -> list[str]:
    """What was decided about a cause as a whole, on a line of its own."""
    decision = decisions.get(("", cause.key))
    return [f"{icons.ASK} {first_upper(said(decision, zone))}"] if decision else []


def said(decision: Decision, zone: tzinfo) -> str:
    """`snoozed by @kim until ... (waiting for the license)`."""
    told = [words(decision.verb), f"by {mention(decision.by)}"]
    told += [f"to {mention(decision.to)}"] if decision.to else []
    told += [f"until {time(decision.until, zone)}"] if decision.until else [f"on {time(decision.at, zone)}"]
    told += [f"({words(decision.reason)})"] if decision.reason else []
    return " ".join(told)
