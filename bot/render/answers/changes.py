"""What was changed in the reset policy: newest first, in the audit log's own words."""

from datetime import tzinfo
from itertools import groupby

from bot.analysis.changes import ChangesAnswer, PolicyChange
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.names import named
from bot.render.blocks.wording import count, during, first_of, left_of, times_over
from bot.render.lines import coverage

_SHOWN = 8
_SOURCE = "Only audit logs hold policy changes; the classic reports have none."
_NO_LOG = (
    "What is loaded holds nothing but resets and registrations: load an audit log of all services, or run sspr pull."
)


def message(answer: ChangesAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """Render the answer to `changes`; whoever made one is named only where `show` lets names be seen."""
    verdict, lines = _verdict(answer, zone, show), all_rows(answer, zone=zone, show=show)[0]
    blocks = [section(verdict), *([listed("", first_of(lines, _SHOWN), len(lines))] if lines else [])]
    blocks.append(context(_SOURCE if answer.audit_log else "", coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if left_of(lines, _SHOWN) else [SHARE])))


def all_rows(answer: ChangesAnswer, *, zone: tzinfo, show: Visibility) -> tuple[list[str], int]:
    """Every change, one line each; what the log has several times in a row within a minute stands once, counted."""
    same = groupby(
        answer.changes, lambda one: (one.at.replace(second=0, microsecond=0), one.by, one.what, one.succeeded)
    )
    rows = [list(group) for _, group in same]
    lines = [f"• {_line(row[0], zone, show)}{times_over(len(row))}" for row in rows]
    return lines, len(lines)


def _verdict(answer: ChangesAnswer, zone: tzinfo, show: Visibility) -> str:
    when = words(during(answer.window))
    if answer.changes:
        return f"{icons.INFO} *{count(len(answer.changes), 'policy change')}* {when}."
    if not answer.audit_log:
        return f"{icons.UNSURE} *No policy change can be told* {when}. {_SOURCE} {_NO_LOG}"
    last = f" The last one: {_line(answer.latest, zone, show)}" if answer.latest else ""
    return f"{icons.INFO} *No policy change* {when} in the loaded data.{last}"


def _line(one: PolicyChange, zone: tzinfo, show: Visibility) -> str:
    by = named(one.by, show) if show is not Visibility.COUNTS and one.by != "an app" else "an administrator or app"
    return f"{time(one.at, zone)}, {by}: {words(one.what)}{'' if one.succeeded else ' (did not succeed)'}"
