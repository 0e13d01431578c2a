"""What is worth a look: each sign with its numbers, what would explain it innocently, and what to do."""

from datetime import tzinfo
from typing import Final

from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.odd import OddAnswer, Sign
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, code, time, words
from bot.render.blocks.names import named
from bot.render.blocks.wording import count, during, listing
from bot.render.cases import triage
from bot.render.lines import coverage
from bot.reports.window import span

_SHOWN = 3
_FEW = 5  # people; below, a number alone may say who it is, to those who may not see people
_CLOSE = (
    "Close one with `triage NAME attack` or `triage NAME innocent`; mute it with `triage NAME mute 14d because REASON`."
)
_TYPED: Final = frozenset({SignKey.USER_IDS, SignKey.UNKNOWN})
_NOTE = (
    "Signs, not proof: each has innocent reasons. How often one is an attack here is said where it was closed often"
    " enough; before that nobody knows (unlabelled). Addresses and places are not looked at."
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
    loud, quiet = _loud(shown), [sign for sign in shown.signs if sign.is_quiet]
    blocks = [section(verdict), *(section(_sign(sign, shown, zone, show)) for sign in loud)]
    blocks += [section(_left_aside(sign, zone, show)) for sign in quiet]
    how = [_CLOSE] if show is Visibility.NAMES and shown.signs else []
    blocks.append(context(" ".join([_NOTE, *_unlooked(shown), *how]), coverage.line(answer.coverage, zone)))
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


def _sign(sign: Sign, answer: OddAnswer, zone: tzinfo, show: Visibility) -> str:
    title, innocent, action = _WORDS[sign.key]
    named_so = f"{bold(title)} ({code(sign.key)})"
    before = f"; the window before had {_who(sign, sign.previous_people, show)}" if answer.previous_covered else ""
    lines = [f"{named_so}: {_who(sign, sign.people, show)}, {count(sign.rows, 'attempt')}{before}."]
    if show is Visibility.COUNTS and sign.people < _FEW:
        lines = [f"{named_so}: {_who(sign, sign.people, show)}."]
    if show is not Visibility.COUNTS:
        who = [f"{named(one.shown, show)} ({time(one.last_at, zone)})" for one in sign.who[:_SHOWN]]
        more = sign.people - len(who)
        lines.append(listing([*who, *([f"{more:,} more"] if more > 0 else [])], limit=_SHOWN + 1))
    known = sign.standing
    if known and known.closings:
        seen = triage.since(known, sign.last_at, zone, reasons=show is Visibility.NAMES)
        lines.append(" ".join(filter(None, [seen, triage.precision(known)])))
    return "\n".join([*lines, f"Innocent reasons: {innocent}. {action}"])


def _left_aside(sign: Sign, zone: tzinfo, show: Visibility) -> str:
    """A sign that is muted, or closed with nothing new since: that it is there, and who said what."""
    known = sign.standing
    if known is None:
        raise AssertionError(sign)  # such a sign is loud
    why = triage.quiet(known, zone, reasons=show is Visibility.NAMES)
    lines = [f"{bold(_WORDS[sign.key][0])} ({code(sign.key)}): {_who(sign, sign.people, show)}; {why}."]
    return " ".join(filter(None, [*lines, triage.precision(known)]))


def _loud(answer: OddAnswer) -> list[Sign]:
    return [sign for sign in answer.signs if not sign.is_quiet]


def _aside_too(answer: OddAnswer) -> str:
    aside = len(answer.signs) - len(_loud(answer))
    return f" And {aside:,} muted or closed." if aside else ""


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
