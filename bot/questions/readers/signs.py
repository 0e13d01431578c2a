"""What is said of a sign of `odd`."""

import re
from datetime import date, datetime, timedelta

from bot.analysis.cases.sign_reviews import ReviewKind, SignKey
from bot.questions.dates.calendar import Moment
from bot.questions.parse_error import ParseError
from bot.questions.question import Question, Triage
from bot.questions.question_type import Context
from bot.questions.text import join, split

_SAID = {
    "mute": ReviewKind.MUTED,
    "unmute": ReviewKind.UNMUTED,
    "attack": ReviewKind.ATTACK,
    "innocent": ReviewKind.INNOCENT,
    "reopen": ReviewKind.REOPENED,
}
_SIGNS = "|".join(key.replace(" ", "[-_ ]") for key in SignKey)
_TRIAGE = re.compile(
    rf"(?P<sign>{_SIGNS}):? (?:as )?(?P<said>{'|'.join(_SAID)})"
    r"(?: (?:for |until |till )?(?P<until>\d{1,4}[dw]|\d{4}-\d\d-\d\d))?",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r"\s+(because),?\s+", re.IGNORECASE)
_SAYS = re.compile(rf"(?:{_SIGNS})\b.*|.* (?:{'|'.join(_SAID)})", re.IGNORECASE)  # and does not only ask what was said
_NO_TRIAGE = (
    f"triage takes a sign of odd ({', '.join(SignKey)}) and what to say of it: mute UNTIL because REASON, unmute,"
    " attack, innocent or reopen."
)


def read_triage(rest: str, context: Context) -> Question:
    """`triage SIGN mute UNTIL because REASON`, `triage SIGN attack`, or `triage` alone."""
    words = join(split(rest))
    if not words:
        return Triage()
    order, because, reason = (*_BECAUSE.split(rest, maxsplit=1), "", "")[:3]  # whose own commas and stops stay
    match = _TRIAGE.fullmatch(join(split(order)))
    if match is None or (because and not any(map(str.isalnum, reason))):
        raise ParseError(
            words, _NO_TRIAGE, ["triage"], known=_SAYS.fullmatch(join(split(order))) is not None, whole=True
        )
    sign, said = SignKey(re.sub(r"[-_ ]+", " ", match["sign"].casefold())), _SAID[match["said"].casefold()]
    if said is not ReviewKind.MUTED:
        if match["until"]:
            raise ParseError(match["until"], f"Only a mute has an end; {match['said']} takes none.", known=True)
        return Triage(sign, said, None, reason)
    if not match["until"] or not reason:
        form = f"`triage {sign} mute 14d because REASON`"  # to be typed: nobody presses a reason that is not theirs
        raise ParseError(words, f"A mute needs an end and a reason: {form}.", ["help triage"], known=True, whole=True)
    return Triage(sign, said, _end_of(match["until"].casefold(), context.moment), reason)


def _end_of(word: str, moment: Moment) -> datetime:
    """The end of a mute: so many days or weeks from now, or the end of a day."""
    if word[-1] in "dw":
        return moment.now + int(word[:-1]) * timedelta(days=7 if word[-1] == "w" else 1)
    try:
        return moment.start_of(date.fromisoformat(word) + timedelta(days=1))
    except (ValueError, OverflowError):
        raise ParseError(word, f"{word} is no day.", known=True) from None
