"""Times that are no span: `the other day`, `a few hours ago`, `2 hours ago`; what may be meant is asked back."""

import re

from bot.questions.dates.counts import COUNT
from bot.questions.parse_error import ParseError

_CHOICES = {"minute": (10, 30), "hour": (3, 6), "day": (3, 7), "week": (2, 4), "month": (2, 3)}
_UNITS = "|".join(_CHOICES)
_UNIT = rf"(?P<unit>{_UNITS})s?"
_FEW = "(?:few|several|some)"
_SHIFT = "(?:my|our|this|today's|(?:the )?(?:last|previous)) shift(?! (?:plan|schedule|lead|handover|manager))"
_BEGUN = rf"{_SHIFT}(?: (?:started|began|starts|begins))?"
_FORMS = (
    rf"(?:in |over )?(?:the |these )?(?:(?:last|past) {_FEW}|recent) {_UNIT}",
    rf"(?:a )?{_FEW} {_UNIT} (?:ago|back)",
    rf"(?:in |over |within )?(?:the )?(?:last|past) (?P<one>{_UNITS}) or (?P<two>two|2)",
    rf"(?:in |over |within )?(?:the )?(?:last|past) (?P<one_of>{COUNT}) or (?P<two_of>{COUNT}) (?P<of>{_UNITS})s",
    "(?:in (?:the )?|(?:this|last) )(?P<season>spring|summer|autumn|fall|winter)",
    "(?P<other>(?:just )?the other day)",
    "(?P<while>(?:(?:quite )?some time|(?:quite )?a (?:little |short |long )?while|ages|long) (?:ago|back))",
    rf"(?P<length>(?:{COUNT}) (?:hour|hr|minute|min)s?|half an hour) (?:ago|back)",
    "(?:(?:at|around|about) )?this time (?:of )?last (?P<then>week|month|year)",
    rf"(?P<shift>(?:since|from) (?:(?:the )?(?:start|beginning) of )?{_BEGUN}|(?:(?:in|on|during|over|of) )?{_SHIFT})",
)
_PATTERNS = tuple(re.compile(rf"{form}(?=\s|$)") for form in _FORMS)
_MAY_BEGIN = re.compile(
    r"(?:in|over|the|these|this|last|past|recent|a|an|few|several|some|just|quite|ages|long|half|\d+|one|two|ten"
    r"|since|from|on|during|of|previous|so|my|our|at|around|about) "
)


class VagueTimeError(ParseError):
    """How long it is, or whether it is a span at all, only the asker knows."""


def refuse_vague(text: str) -> None:
    """Raise VagueTimeError, with the spans that may be meant, where a text begins with what is none."""
    match = _MAY_BEGIN.match(text) and next(filter(None, (pattern.match(text) for pattern in _PATTERNS)), None)
    if not match:
        return
    found, words = match.groupdict(), match[0]
    if season := found.get("season"):
        raise VagueTimeError(words, f"When {season} begins and ends, I do not know: name the months.", known=True)
    if then := found.get("then"):
        instead = [f"same {'month' if then == 'year' else 'day'} last {then}", f"last {then}"]
        raise VagueTimeError(words, f'How long "{words}" is, you know better than I.', instead, known=True)
    if found.get("shift"):
        sentence = "When your shift began, I do not know: name the hour, as in `since 6am`."
        raise VagueTimeError(words, sentence, ["since 6am", "last 8 hours"], known=True)
    if length := found.get("length"):
        instead = [f"last {length.removeprefix('an ')}" if length != "half an hour" else "last half hour"]
        raise VagueTimeError(words, f'"{words}" is a moment, no span of time.', instead, known=True)
    raise VagueTimeError(words, f'How long "{words}" is, you know better than I.', _choices(found), known=True)


def _choices(found: dict[str, str | None]) -> list[str]:
    if unit := found.get("one"):
        return [f"last {unit}", f"last 2 {unit}s"]
    if unit := found.get("of"):
        return [f"last {found[count]} {unit}s" for count in ("one_of", "two_of")]
    if found.get("other"):
        return ["yesterday", "the day before yesterday", "last 7 days"]
    if found.get("while"):
        return ["last 24 hours", "last 7 days", "last 30 days"]
    unit = found["unit"] or "day"
    return [f"last {count} {unit}s" for count in _CHOICES[unit]]
