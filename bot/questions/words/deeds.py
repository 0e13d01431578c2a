"""Deeds said in words, as one would type them: whole, or not at all. Nothing is done until somebody presses them."""

import re
from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import cache

from bot.analysis.cases.sign_reviews import SignKey
from bot.questions.dates.calendar import COUNTS, WEEKDAYS, Moment
from bot.questions.dates.days import DAY_TO_COME, days_to_come
from bot.questions.words.outcome import Declined
from bot.questions.words.parts import Found
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import cause_named
from bot.questions.words.sentence import cut

_SIGN = re.compile("|".join(rf"\b{key}(?=s?\b)" for key in sorted(SignKey, key=len, reverse=True)))
_DENIED = (
    r"(?:not|never|no|(?:is|was|are|were|do|does|did|could)n'?t|cannot|can't)(?: (?:an?|the|it|as|really|any|real))*"
)
_MUTES = re.compile(r"\b(?:mute|silence|snooze|suppress|hide|ignore)\b")
_LIFTS = re.compile(r"\b(?:remove|lift|end) the mute (?=from|of|on)")
_TAKES_BACK = re.compile(r"\b(?:reopen|unmute)\b")
_INNOCENT = re.compile(rf"\b(?:innocent|harmless|benign|legitimate|false alarm|{_DENIED} attack)\b")
_ATTACK = re.compile(r"\battack\b")
_OTHERWISE = re.compile(
    rf"\b{_DENIED} (?:mute|silence|snooze|suppress|hide|ignore|reopen|unmute|innocent|harmless|benign"
    r"|map|count|treat|file|classify|call)\b"
)
_ASKS_MORE = frozenset({"who", "what", "why", "how", "many", "stuck"})
_OF_A_DETAIL = re.compile(r"u[0-9a-f]{5}")  # the code by which `unknown` lists a detail
_LASTS = re.compile(
    r"\b(?:for (?:the next |another )?(?P<number>\w+) (?P<unit>day|week)s?|(?P<short>\d{1,4}[dw])"
    r"|(?<!last )(?<!past )(?P<digits>\d{1,4}) (?P<of>day|week)s?(?! ago))\b"
)
_UNTIL = frozenset({"until", "till"})
_LONGEST_DAY = 6  # words
_BECAUSE = re.compile(r"\b(?:because(?: of)?|due to|on account of)\s+(?=\S)", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:]\s+|\s+[-\u2013\u2014]+\s+|[.!]+\s+|[\s.!]+$|$")
# What is ordered, ends, thanks, or says the opposite gives no reason: "close it", "until friday", "not longer".
_NO_REASON = frozenset(
    {
        "close",
        "record",
        "mark",
        "note",
        "write",
        "log",
        "save",
        "file",
        "until",
        "till",
        "for",
        "thanks",
        "thank",
        "thx",
    }
    | {
        "cheers",
        "and",
        "then",
        "but",
        "or",
        "not",
        "no",
        "only",
        "if",
        "unless",
        "when",
        "how",
        "can",
        "could",
        "would",
    }
    | {"will", "show", "tell", "give", "list", "send", "post", "best", "regards", "mute", "unmute", "reopen"}
)

_DEEDS = re.compile(r"(?:unsubscribe|unfollow|follow|digest now)\b")
_TURNING = ("not", "cannot", "leaving_out", "only")
_TURNS = frozenset({"but", "if", "unless", "without", "who", "whose", "whom", "which", "happens"})
_ASKED = frozenset({"who", "why", "what", "when", "is", "are", "was", "were", "did", "has", "have"})  # not `should i`
_STATED = re.compile(r"\b(?:i|we|you) never\b")
_HIDES = ("counts_only", "masked")
_NAMES = (
    "I do not change what names a digest has: its subscription says so for every post, with `show:names`, `show:masked`"
    " or `show:counts`."
)


def not_ordered(command: str, taken: Collection[str], sentence: Sentence) -> Declined | None:
    """No to a deed beside which a word denies, limits or asks, that the deed does not take up; None for a plain order.

    `taken` are the tags of the words that the deed is made of.
    """
    kind = command.partition(" ")[0]
    if kind == "digest" and any(map(sentence.of, _HIDES)):
        return Declined("names in a digest", _NAMES, "help subscribe")
    if not _DEEDS.match(command):
        return None
    turns = next((part for part in sentence.found if part.tags.isdisjoint(taken) and _turns(sentence, part)), None)
    first = next((word for word in sentence.words if word not in positions().courtesy), "")
    stated = _STATED.search(" ".join(sentence.words))
    said = sentence.said(turns) if turns else first if first in _ASKED else stated and stated[0]
    if not said:
        return None
    return Declined("no order", f'I did nothing: with "{said}" in it that is no plain order.', f"help {kind}")


def _turns(sentence: Sentence, part: Found) -> bool:
    return any(map(part.has, _TURNING)) or not _TURNS.isdisjoint(sentence.words[part.start : part.stop])


def as_typed(key: str, sentence: Sentence, moment: Moment) -> str | None:
    """What to type for a deed of this key; None where a part is left out or in doubt, or something else is asked, too.

    Raises ParseError for a day that no calendar has.
    """
    if key == "signs":
        return _triage(sentence, moment)
    if key in {"mapping", "own cause"}:
        codes = {word for word in sentence.words if _OF_A_DETAIL.fullmatch(word)}
        cause = cause_named(sentence.of("cause"))
        whole = len(codes) == 1 and cause and not _OTHERWISE.search(" ".join(sentence.words))
        return f"map {codes.pop()} to {cause}" if whole else None
    return None


def sign_of(words: str) -> str:
    """The sign of `odd` that is named; "" for none or several."""
    said = set(_SIGN.findall(words))
    return said.pop() if len(said) == 1 else ""


def _triage(sentence: Sentence, moment: Moment) -> str | None:
    reason = _reason(sentence.text)
    start, stop = _place(sentence.typed, cut(reason)[0])
    words = _LIFTS.sub("unmute ", " ".join((*sentence.words[:start], *sentence.words[stop:])))
    asks = any(part.tags & _ASKS_MORE for part in sentence.found if not start <= part.start < stop)
    first = next((word for word in words.split() if word not in positions().courtesy), "")
    sign = sign_of(words)
    if not sign or asks or first in positions().asks or _OTHERWISE.search(words):
        return None
    because = f" because {reason}" if reason else ""
    taken_back, mutes = _TAKES_BACK.search(words), _MUTES.search(words)
    innocent, attack = _INNOCENT.search(words), _ATTACK.search(_INNOCENT.sub("", words))
    if len([said for said in (taken_back, mutes, innocent, attack) if said]) != 1:
        return None
    if taken_back:
        return f"triage {sign} {taken_back[0]}"
    if not mutes:
        return f"triage {sign} {'innocent' if innocent else 'attack'}{because}"
    ends = {*_ends(sentence, moment)}
    return f"triage {sign} mute {ends.pop()}{because}" if len(ends) == 1 and because else None


def _place(words: tuple[str, ...], part: tuple[str, ...]) -> tuple[int, int]:
    """Where a part stands among words, its end not included; nowhere is behind the last one."""
    places = (start for start in range(len(words)) if part and words[start : start + len(part)] == part)
    start = next(places, len(words))
    return start, min(start + len(part), len(words))


def _ends(sentence: Sentence, moment: Moment) -> Iterator[str]:
    """The days up to which a mute lasts, that day included, and how many days it lasts: `2026-12-15`, `14d`."""
    words = sentence.words
    for part in sentence.of("target"):
        if part.value.startswith("by "):  # `christmas`, `the end of december`
            yield from _day((part.value.removeprefix("by "),), moment)
    for place in (place for place, word in enumerate(words) if word in _UNTIL):
        yield from _day(words[place + 1 : place + 1 + _LONGEST_DAY], moment)
    for lasts in _LASTS.finditer(" ".join(words)):
        count = lasts["number"] or lasts["digits"] or ""
        number = COUNTS.get(count) or (int(count) if count.isdecimal() else 0)
        if lasts["short"] or number:
            yield lasts["short"] or f"{number}{(lasts['unit'] or lasts['of'])[0]}"


def _day(words: tuple[str, ...], moment: Moment) -> Iterator[str]:
    """The one day to come that words begin with: of a weekday the next one, and not today."""
    for length in range(len(words), 0, -1):
        said = " ".join(words[:length]).removeprefix("the ")
        if not _to_come().fullmatch(said):
            continue
        days = days_to_come(said, moment)
        day = days.first + timedelta(weeks=1) * (said in WEEKDAYS and days.first == moment.today)
        if days.after - days.first == timedelta(days=1) and day >= moment.today:
            yield str(day)
        return


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(DAY_TO_COME)


def _reason(text: str) -> str:
    """Why, in the person's own words: behind `because`, else behind a comma or a dash; "" for none."""
    if because := _BECAUSE.search(text):
        start = because.end()
        stop = _clause(text, start)
    else:
        start = stop = _first_of(text)
    while stop < len(text) and (behind := _PAUSE.match(text, stop)) and _is_reason(text, behind.end()):
        start = start if stop > start else behind.end()
        stop = _clause(text, behind.end())
    said = text[start:stop]
    return "" if not because and " " not in said and said.istitle() else said  # a name signs


def _first_of(text: str) -> int:
    """Where the clause that orders ends, with what belongs to it: `mute it, until friday`."""
    order = next((found for each in (_MUTES, _INNOCENT, _ATTACK) if (found := each.search(text.casefold()))), None)
    stop = _clause(text, order.end()) if order else len(text)
    while (behind := _PAUSE.match(text, stop)) and behind.end() < len(text) and _ends_it(text, behind.end()):
        stop = _clause(text, behind.end())
    return stop


def _clause(text: str, start: int) -> int:
    pause = _PAUSE.search(text, start)
    return pause.start() if pause else len(text)


def _ends_it(text: str, start: int) -> bool:
    return bool({*cut(text[start : _clause(text, start)])[1][:1]} & {*_UNTIL, "for"})


def _is_reason(text: str, start: int) -> bool:
    """Whether the clause that begins there says why: it orders, asks and thanks for nothing."""
    said = text[start : _clause(text, start)]
    first = cut(said)[1][:1]
    return (
        bool(first) and not said.endswith("?") and not {*first} & (_NO_REASON | positions().courtesy | positions().asks)
    )
