"""What is worth a look: each sign with its numbers, what would explain it innocently, and what to do."""

from datetime import tzinfo
from typing import Final

from bot.analysis.odd import OddAnswer, Sign, SignKey
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, time, words
from bot.render.blocks.names import named
from bot.render.blocks.wording import count, during, listing
from bot.render.lines import coverage
from bot.reports.window import span

_SHOWN = 3
_FEW = 5  # people; below, a number alone may say who it is, to those who may not see people
_TYPED: Final = frozenset({SignKey.USER_IDS, SignKey.UNKNOWN})
_NOTE = (
    "Signs, not proof: each has innocent reasons, and how often one is an attack here is not known (unlabelled)."
    " Addresses and places are not looked at."
)
_WORDS: Final[dict[SignKey, tuple[str, str, str]]] = {
    SignKey.REPEATED: (
        "Three resets or more",
        "a device with an old saved password, or somebody who forgets",
        "Ask the person by a number you know.",
    ),
    SignKey.ADMIN: (
        "Admin accounts that reset themselves",
        "a new administrator, or an expired password",
        "Confirm each with its owner; administrators need two methods.",
    ),
    SignKey.AFTER_BLOCK: (
        "A reset within 24 hours of a block",
        "the helpdesk helped in between, or the person found the right phone",
        "Confirm with the person, and look at sign-ins and new methods since.",
    ),
    SignKey.NIGHT: (
        "A reset at night by people who never tried at night",
        "travel, a new shift, or night work",
        "Confirm with the person.",
    ),
    SignKey.TWO_METHODS: (
        "Blocked for two different reasons",
        "somebody who tries every option they have",
        "Ask whether it was the person; if not, let the security team look.",
    ),
    SignKey.BURST: (
        "Many people blocked within a short time",
        "codes that arrive late, or a campaign that sends everybody to the page",
        "Look whether codes arrive at all; if they do, ask some of the people whether it was they.",
    ),
    SignKey.USER_IDS: (
        "Many user IDs after which nothing followed",
        "a mail that sends people to the page, or a test",
        "Somebody may be trying names: look at where these attempts came from in Entra's audit log.",
    ),
    SignKey.UNKNOWN: (
        "User IDs that the directory does not know",
        "misspelt names, old addresses, deleted accounts",
        "Many different ones in a short time look like somebody guessing names.",
    ),
}


def message(answer: OddAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """Render the answer to `odd`; names only where `show` lets them."""
    verdict, shown = _verdict(answer, zone), not_empty(answer)
    blocks = [section(verdict), *(section(_sign(sign, shown, zone, show)) for sign in shown.signs)]
    blocks.append(context(" ".join([_NOTE, *_unlooked(shown)]), coverage.line(answer.coverage, zone)))
    hidden = show is not Visibility.COUNTS and any(len(sign.who) > _SHOWN for sign in shown.signs)
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if hidden else [SHARE])))


def all_rows(answer: OddAnswer, *, zone: tzinfo, show: Visibility) -> tuple[list[str], int]:
    """The people behind each sign, one line each below its title."""
    lines: list[str] = []
    for sign in not_empty(answer).signs if show is not Visibility.COUNTS else ():
        who = [
            f"• {named(one.shown, show)}: {count(one.rows, 'row')}, last {time(one.last_at, zone)}" for one in sign.who
        ]
        lines += [bold(_WORDS[sign.key][0]), *who]
    return lines, len(lines)


def not_empty(answer: OddAnswer) -> OddAnswer:
    """The answer to show: where the window holds nothing at all, that of the newest rows."""
    return answer.at_newest if answer.at_newest and not answer.signs else answer


def _verdict(answer: OddAnswer, zone: tzinfo) -> str:
    when = words(during(answer.window))
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *No sign can be looked for.* {coverage.NOTHING_LOADED}"
    if answer.signs:
        text = f"{icons.WARNING} *{count(len(answer.signs), 'sign')} worth a look* {when}."
    else:
        text = f"{icons.INFO} *None of the signs that I look for* {when}. That is no all-clear."
    newest, last = answer.at_newest, answer.coverage.last
    if newest and last and newest.signs != answer.signs:
        found = count(len(newest.signs), "sign")
        text += f" The newest row is from {time(last, zone)}; in the {span(newest.window.length)} up to it: {found}."
    return text


def _sign(sign: Sign, answer: OddAnswer, zone: tzinfo, show: Visibility) -> str:
    title, innocent, action = _WORDS[sign.key]
    before = f"; the window before had {_who(sign, sign.previous_people, show)}" if answer.previous_covered else ""
    lines = [f"{bold(title)}: {_who(sign, sign.people, show)}, {count(sign.rows, 'attempt')}{before}."]
    if show is Visibility.COUNTS and sign.people < _FEW:
        lines = [f"{bold(title)}: {_who(sign, sign.people, show)}."]
    if show is not Visibility.COUNTS:
        who = [f"{named(one.shown, show)} ({time(one.last_at, zone)})" for one in sign.who[:_SHOWN]]
        more = sign.people - len(who)
        lines.append(listing([*who, *([f"{more:,} more"] if more > 0 else [])], limit=_SHOWN + 1))
    return "\n".join([*lines, f"Innocent reasons: {innocent}. {action}"])


def _who(sign: Sign, number: int, show: Visibility) -> str:
    """How many people; of what was typed on the page and may be nobody's, how many user IDs."""
    what = ("user ID", "user IDs") if sign.key in _TYPED else ("person", "people")
    if show is Visibility.COUNTS and 0 < number < _FEW:
        return f"fewer than {_FEW} {what[1]}"
    return count(number, *what)


def _unlooked(answer: OddAnswer) -> list[str]:
    if SignKey.UNKNOWN in answer.without:
        return ["User IDs that the directory does not know were not looked for: its list is not loaded."]
    return []
