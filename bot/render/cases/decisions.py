"""What people decided about cases, as messages show it."""

from datetime import tzinfo

from bot.analysis.answers import Case
from bot.digests.decision import CaseKey, Decision, Decisions, key_of
from bot.knowledge.catalogue import Cause
from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import mention, time, words
from bot.render.blocks.wording import first_upper


def on_case(decisions: Decisions, case: Case, zone: tzinfo) -> str:
    """What was decided about one case, to follow its line; "" when nothing was."""
    decision = decisions.get(key_of(case))
    return f"; {said(decision, zone)}" if decision else ""


def on_cause(decisions: Decisions, cause: Cause, zone: tzinfo) -> list[str]:
    """What was decided about a cause as a whole, on a line of its own."""
    decision = decisions.get(CaseKey("", cause.key))
    return [f"{icons.ASK} {first_upper(said(decision, zone))}"] if decision else []


def said(decision: Decision, zone: tzinfo) -> str:
    """`snoozed by @kim until ... (waiting for the license)`."""
    parts = [words(decision.kind), f"by {mention(decision.by)}"]
    parts += [f"to {mention(decision.to)}"] if decision.to else []
    when = f" until {time(decision.until, zone)}" if decision.until else f", {time(decision.at, zone)}"
    return f"{' '.join(parts)}{when}{f' ({words(decision.reason)})' if decision.reason else ''}"
