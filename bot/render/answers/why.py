"""The answer to `why`: the digest in which somebody stood, the rule, and the rows behind it."""

from datetime import tzinfo

from bot.analysis.why import NotInDigest, WhyAnswer, WhyRow
from bot.render.blocks import icons, mrkdwn
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, person, plain, time, words
from bot.render.blocks.wording import count

_ROWS = 15


def message(answer: WhyAnswer | NotInDigest, *, zone: tzinfo) -> Message:
    """Why a person stood in the last digest that named them."""
    if isinstance(answer, NotInDigest):
        says = f"{icons.INFO} No digest has named {person(answer.user)}."
        return assemble(says, [section(says)])
    case = answer.case
    where = f"for {mrkdwn.channel(answer.channel)}" if answer.channel else "for another channel"
    says = f"{icons.INFO} {person(case.shown)} stood in the digest of {time(answer.made_at, zone)} {where}."
    rows = [_row(row, zone) for row in answer.rows[:_ROWS]]
    blocks = [
        section(f"{says}\n{bold('Rule')}: {plain(answer.rule)}"),
        listed(f"{bold(case.cause.title)}: {count(len(answer.rows), 'row')}", rows, len(answer.rows)),
        context("New: what was loaded since the digest before."),
    ]
    return assemble(f"{says} {plain(answer.rule)}", blocks)


def _row(row: WhyRow, zone: tzinfo) -> str:
    return f"• {time(row.at, zone)} {words(row.result)}: {words(row.detail)}{' (new)' if row.new else ''}"
