"""What the owner of a runbook gets when new cases open in their care."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from bot.analysis.answers import Case
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import plain, time
from bot.render.blocks.names import named
from bot.render.blocks.wording import count
from bot.render.lines import runbook
from bot.render.lines.runbook import Own

_SHOWN: Final = 10


def message(cases: Sequence[Case], own: Own, *, zone: tzinfo, names: bool) -> Message:
    """The direct message; without `names` numbers alone, for owners whose role shows them no people."""
    verdict = f"{icons.WAIT} *{count(len(cases), 'new case')}* in your care, by the runbook."
    causes = {case.cause.key: case.cause for case in cases}
    lines = []
    for key, cause in causes.items():
        same = [case for case in cases if case.cause.key == key]
        lines.append(f"*{plain(cause.title)}*: {len(same):,}")
        lines += runbook.summary(own, key, same, same[0].detail)
        if names:
            lines += [f"• {named(one.shown, Visibility.NAMES)}: since {time(one.opened_at, zone)}" for one in same]
    small = "One message an hour at most. `stuck` shows all, with what to do and what was decided."
    return assemble(verdict, [listed(verdict, lines[: 3 * _SHOWN], len(lines)), context(small)])
