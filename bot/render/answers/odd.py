"""What is worth a look: each sign with its numbers, what would explain it innocently, and what to do."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.odd import OddAnswer, Sign
from bot.privacy import Visibility
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, time, words
from bot.render.blocks.native_chart import chart
from bot.render.blocks.wording import count, during
from bot.render.cases import signs
from bot.render.lines import coverage
from bot.reports.window import span

_SHOWN = 3
_WITHOUT: Final = {
    SignKey.UNKNOWN: "User IDs that the directory does not know were not looked for: its list is not loaded.",
    SignKey.ADDRESS: (
        "Many people from one address were not looked for: that takes an audit log with addresses from two weeks before"
        " the window on."
    ),
    SignKey.NEW_METHOD: "New methods after a reset were not looked for: no registration in the window is loaded.",
    SignKey.SWAPPED_METHOD: "Methods swapped after a reset were not looked for: it takes an audit log of them.",
}
_CLOSE = (
    "Close one with `triage NAME attack` or `triage NAME innocent`; mute it with `triage NAME mute 14d because REASON`."
)


def message(answer: OddAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """Render the answer to `odd`; names only where `show` lets them."""
    verdict, shown = _verdict(answer, zone), not_empty(answer)
    loud, quiet = _loud(shown), [sign for sign in shown.signs if sign.is_quiet]
    decides = token if show is Visibility.NAMES else None
    previous = shown.previous_covered
    blocks = [section(verdict), _picture(loud, previous=previous)]
    blocks += [_block(sign, signs.loud(sign, zone, show, previous=previous), decides=decides) for sign in loud]
    blocks += [
        _block(sign, signs.quiet(sign, sign.standing, zone, show), decides=decides) for sign in quiet if sign.standing
    ]
    note = [signs.NOTE] if shown.signs else []
    how = [_CLOSE] if show is Visibility.NAMES and shown.signs else []
    blocks.append(context(" ".join([*note, *_unlooked(shown, zone), *how]), coverage.line(answer.coverage, zone)))
    hidden = show is not Visibility.COUNTS and any(len(sign.who) > _SHOWN or sign.addresses for sign in shown.signs)
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if hidden else [SHARE])))


def all_rows(answer: OddAnswer, *, zone: tzinfo, show: Visibility) -> tuple[list[str], int]:
    """The people behind each sign, one line each below its title."""
    lines: list[str] = []
    for sign in not_empty(answer).signs if show is not Visibility.COUNTS else ():
        lines += [bold(signs.title(sign.key)), *signs.people(sign, zone, show)]
    return lines, len(lines)


def not_empty(answer: OddAnswer) -> OddAnswer:
    """The answer to show: where the window holds nothing at all, that of the newest rows."""
    return answer.at_newest if answer.at_newest and not answer.signs else answer


def _verdict(answer: OddAnswer, zone: tzinfo) -> str:
    when = f"{words(during(answer.window))}{filtered(answer.filters)}"
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No sign can be looked for.* {coverage.NOTHING_LOADED}"
    loud = len(_loud(answer))
    if loud:
        text = f"{icons.WARNING} *{count(loud, 'sign')} worth a look* {when}.{_aside_too(answer)}"
    elif answer.signs:
        text = f"{icons.INFO} *No sign that is neither muted nor closed* {when}.{_aside_too(answer)}"
    else:
        text = f"{icons.INFO} *None of the signs that I look for* {when}. That is no all-clear."
    newest, last = answer.at_newest, answer.coverage.last
    if newest and last and newest.signs != answer.signs:
        found = count(len(_loud(newest)), "sign") + _aside_too(newest).rstrip(".").replace(" And", ", and")
        text += f" The newest row is from {time(last, zone)}; in the {span(newest.window.length)} up to it: {found}."
    return text


def _loud(answer: OddAnswer) -> list[Sign]:
    return [sign for sign in answer.signs if not sign.is_quiet]


def _aside_too(answer: OddAnswer) -> str:
    aside = len(answer.signs) - len(_loud(answer))
    return f" And {aside:,} muted or closed." if aside else ""


def _picture(loud: Sequence[Sign], *, previous: bool) -> Block:
    """How many people show each sign, beside the window before; one sign alone needs no picture."""
    shown = loud[: limits.CHART_POINTS]
    if len(shown) < 2:  # noqa: PLR2004
        return {}
    whom = "People or user IDs" if any(sign.key in signs.TYPED for sign in shown) else "People"
    series = {whom: [sign.people for sign in shown]}
    if previous and all(sign.previous_people is not None for sign in shown):
        series["Before"] = [sign.previous_people or 0 for sign in shown]
    return chart("bar", f"{whom} by sign", series, [str(sign.key) for sign in shown])


def _block(sign: Sign, text: str, *, decides: str | None) -> Block:
    return section(text, signs.menu(sign, decides) if decides else None)


def _unlooked(answer: OddAnswer, zone: tzinfo) -> list[str]:
    unlooked = [why for key, why in _WITHOUT.items() if key in answer.without]
    if answer.listed_at:
        unlooked.append(
            f"User IDs first seen after {time(answer.listed_at, zone)} count as known: the list is from then."
        )
    return unlooked
