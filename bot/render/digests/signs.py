"""Urgent signs of attacks, as a channel that asked for them gets them: each once, when it shows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.analysis.digest import DigestAnswer
from bot.render.blocks import icons
from bot.render.blocks.blocks import actions, button, context, header, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.wording import count
from bot.render.cases import signs
from bot.render.digests.settings import Setting
from bot.render.digests.subscriptions import EDIT
from bot.render.lines import coverage

_TITLE: Final = "Signs of attacks on password reset"
_MORE: Final = "`odd` tells those who may see people more, and shows the less urgent signs, too."
_SILENCE: Final = "I look whenever something is loaded: while nothing is, silence here is no all-clear."
_NOTE: Final = 300


def message(answer: DigestAnswer, setting: Setting) -> Message:
    """Render the signs that showed since the last message; at first only how many there are already."""
    setting = replace(setting, title=_TITLE)
    says = " ".join([_first(answer) if answer.baseline else _verdict(answer, setting), *_left_out(answer)])
    note = f"{icons.INFO} {words(setting.note, _NOTE)}" if setting.note else ""
    shown = bool(answer.signs) and not answer.baseline
    small = [*([signs.NOTE] if shown else []), _MORE, *([_SILENCE] if answer.baseline or not answer.signs else [])]
    blocks: list[Block] = [
        header(setting.dated),
        section("\n".join(filter(None, [says, note]))),
        *([] if answer.baseline else _signs(answer, setting)),
        context(" ".join(small), coverage.line(answer.coverage, setting.zone)),
    ]
    footer = [actions(button("Change or stop this", EDIT, setting.token))] if setting.token else []
    return assemble(f"{setting.dated}: {says}", blocks, footer)


def _first(answer: DigestAnswer) -> str:
    already = count(len(answer.signs or ()), "urgent sign")
    return f"{icons.OK} *Urgent signs come here from now on*, each once. The last 7 days show {already}: ask `odd`."


def _verdict(answer: DigestAnswer, setting: Setting) -> str:
    since = f" since {time(answer.since, setting.zone)}" if answer.since else ""
    if answer.signs:
        signs_all, left = count(len(answer.signs), "urgent sign"), sum(not one.is_quiet for one in answer.signs)
        if not left:
            return f"{icons.OK} *{signs_all}* new{since}, *closed or muted by now*."
        of = "" if left == len(answer.signs) else f"{left:,} of "
        return f"{icons.URGENT} *{of}{signs_all} worth a look now*, new{since}."
    if answer.fewer_than:
        return f"{icons.URGENT} *Something urgent is worth a look now*, new{since}."
    return f"{icons.INFO} *No urgent sign is new*{since}. That is no all-clear."


def _left_out(answer: DigestAnswer) -> list[str]:
    if not answer.fewer_than:
        return []
    return [f"Signs about fewer than {answer.fewer_than} people are left out: this channel is shown nothing of so few."]


def _signs(answer: DigestAnswer, setting: Setting) -> Iterator[Block]:
    for sign in answer.signs or ():
        known = sign.standing if sign.is_quiet else None
        text = (
            signs.quiet(sign, known, setting.zone, setting.show)
            if known
            else signs.loud(sign, setting.zone, setting.show, previous=False)
        )
        yield section(text, signs.menu(sign, setting.token) if setting.token else None)
