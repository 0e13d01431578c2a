"""The words behind `subscribe`, read into a SubscriptionPlan."""

from datetime import time

from bot.analysis.answers import Filters
from bot.digests.plan import EVERY_DAY, Empty, Frequency, SubscriptionPlan
from bot.knowledge.catalogue import Catalogue
from bot.privacy import Visibility
from bot.questions.dates.clocktimes import looks_like_time, read_time, read_weekdays
from bot.questions.filters import KEYS as FILTER_KEYS
from bot.questions.filters import LEFT_OUT, take_filter
from bot.questions.parse_error import NoPlaceError, ParseError, listed, nearest
from bot.questions.plan_options import OPTIONS, Draft
from bot.questions.timezones import LONGEST as LONGEST_ZONE
from bot.questions.timezones import zones_meant

USUAL_TIME = time(9)
ONLY_WEEKLY = "cutoffs goes with a weekly digest: who loses reset does not change from day to day."
SIGNS_ALONE = "odd goes by itself, as urgent signs come when they show: with tz:, show:, quiet: and holidays: alone."
_FILLERS = frozenset(
    {
        "us",
        "me",
        "this",
        "channel",
        "on",
        "and",
        "every",
        "each",
        "in",
        "a",
        "the",
        "digest",
        "to",
        "please",
        "with",
        "of",
    }
)
_SWITCHES = frozenset({"unfinished", "cutoffs"})
_FREQUENCIES = {"day": Frequency.DAILY, "week": Frequency.WEEKLY, "hour": Frequency.HOURLY} | {
    str(r): r for r in Frequency
}
_FREQUENCIES |= dict.fromkeys(("sign", "signs", "attack", "attacks"), Frequency.SIGNS)


def read_plan(tokens: tuple[str, ...], *, zone: str, catalogue: Catalogue) -> SubscriptionPlan:
    """The plan that the words describe; `zone` counts unless they name another. Raises ParseError."""
    draft = Draft(zone)
    rest = tokens
    while rest:
        rest = rest[_take(rest, draft, catalogue) :]
    return _finish(draft, tokens)


def _take(tokens: tuple[str, ...], draft: Draft, catalogue: Catalogue) -> int:
    """Read the first part into the draft; how many words it is made of."""
    word = tokens[0].casefold()
    key, colon, value = tokens[0].replace("=", ":", 1).partition(":")  # as filters are read
    if word in _FREQUENCIES:
        _set_frequency(draft, tokens[0], _FREQUENCIES[word])
        return 1
    if (count := _take_time(tokens, draft) or _take_two(tokens, draft)) or word in _FILLERS:
        return count or 1
    if days := read_weekdays(word):
        draft.days = tuple(day for day in EVERY_DAY if day in {*draft.days, *days})
        return 1
    if word in _SWITCHES:
        setattr(draft, word, True)
        return 1
    if colon and key.casefold() in OPTIONS:
        count = _words_of_zone(tokens, value) if key.casefold() == "tz" else 1
        OPTIONS[key.casefold()](draft, " ".join(tokens[:count]), " ".join((value, *tokens[1:count])).strip())
        return count
    if colon and key.casefold() in FILTER_KEYS and (taken := take_filter(tokens, catalogue)):
        if taken[0] in LEFT_OUT:
            raise ParseError(tokens[0], "A digest keeps only what its filters name, and leaves out nothing else.")
        draft.filters[taken[0]] = taken[1]
        return taken[2]
    raise _leftover(tokens[0])


def _take_two(tokens: tuple[str, ...], draft: Draft) -> int:
    """`berlin time`, `masked names`; 0 when the words begin with neither."""
    first, second = (*map(str.casefold, tokens[:2]), "")[:2]
    if second == "time" and len(zones := zones_meant(first)) == 1:
        draft.zone = zones[0]
    elif (first, second) == ("masked", "names"):
        draft.show = Visibility.MASKED
    else:
        return 0
    return 2


def _words_of_zone(tokens: tuple[str, ...], value: str) -> int:
    """How many words name the zone: Windows' names have blanks, and one may stand behind the colon."""
    longest = min(len(tokens), LONGEST_ZONE if value else LONGEST_ZONE + 1)
    named = (count for count in range(longest, 1, -1) if zones_meant(" ".join((value, *tokens[1:count]))))
    return next(named, 1)


def _take_time(tokens: tuple[str, ...], draft: Draft) -> int:
    """`at 09:00`, `9am`, `at 9 am`; 0 when the words begin with no time."""
    after_at = tokens[0].casefold() == "at"
    words = tokens[1:] if after_at else tokens
    if after_at and not words:
        raise ParseError(tokens[0], "at needs a time behind it.", ["at 09:00"])
    with_half = " ".join(words[:2])
    count = 2 if len(words) > 1 and looks_like_time(with_half) else 1
    if not after_at and not looks_like_time(with_half if count > 1 else words[0]):
        return 0
    if draft.at is not None:
        raise ParseError(words[0], "A subscription has one time; make a second subscription for another.")
    draft.at = read_time(" ".join(words[:count]))
    return count + 1 if after_at else count


def _set_frequency(draft: Draft, word: str, frequency: Frequency) -> None:
    if draft.frequency not in {None, frequency}:
        raise ParseError(word, f"A subscription is {draft.frequency} or {frequency}, not both.")
    draft.frequency = frequency


def _finish(draft: Draft, tokens: tuple[str, ...]) -> SubscriptionPlan:
    """Fill in what was not said, and refuse what does not go together."""
    days, at = draft.days, draft.at
    frequency = draft.frequency or Frequency.DAILY
    if frequency is Frequency.SIGNS:
        return _signs(draft)
    if frequency is Frequency.HOURLY and at is not None:
        raise ParseError("hourly", "An hourly subscription has no time of day.", ["daily"])
    if draft.cutoffs and frequency is not Frequency.WEEKLY:
        raise ParseError("cutoffs", ONLY_WEEKLY, ["weekly cutoffs"])
    if frequency is Frequency.WEEKLY:
        days = days or EVERY_DAY[:1]
        if len(days) > 1:
            raise ParseError(_typed(tokens, "weekly", "week"), "A weekly digest comes on one day.", ["daily"])
    return SubscriptionPlan(
        frequency=frequency,
        zone=draft.zone,
        at=None if frequency is Frequency.HOURLY else at or USUAL_TIME,
        days=days or EVERY_DAY,
        filters=Filters(**draft.filters),
        show=draft.show or Visibility.MASKED,
        empty=draft.empty or Empty.LINE,
        quiet=draft.quiet,
        holidays=draft.holidays,
        calendar=draft.calendar,
        unfinished=draft.unfinished,
        cutoffs=draft.cutoffs,
        recovery_marks=draft.recovery_marks is not False,
    )


def _signs(draft: Draft) -> SubscriptionPlan:
    """The plan of a subscription to signs: numbers alone, unless it says otherwise."""
    given = (draft.at, draft.days, draft.filters, draft.empty, draft.unfinished, draft.cutoffs)
    if any(given) or draft.recovery_marks is not None:
        raise ParseError("odd", SIGNS_ALONE, ["odd"])
    return signs_plan(draft, draft.show or Visibility.COUNTS)


def signs_plan(draft: Draft, show: Visibility) -> SubscriptionPlan:
    """A subscription to signs: what else a plan has does not count for it."""
    return SubscriptionPlan(
        frequency=Frequency.SIGNS,
        zone=draft.zone,
        at=None,
        show=show,
        empty=Empty.SILENT,
        quiet=draft.quiet,
        holidays=draft.holidays,
        calendar=draft.calendar,
        recovery_marks=False,
    )


def _typed(tokens: tuple[str, ...], *words: str) -> str:
    return next(token for token in tokens if token.casefold() in words)


def _leftover(word: str) -> ParseError:
    key, colon, value = word.partition(":")
    known = (*OPTIONS, *FILTER_KEYS)
    if colon:
        close = tuple(f"{other}:{value}" for other in nearest(key, known))
        return ParseError(word, f"There is no setting {key}; there are {listed(known)}.", close)
    if word.isdecimal():
        return ParseError(word, f"Is {word} a time? Then say: at {word}.", [f"at {word}"])
    if word.startswith(("#", "<#")):
        return ParseError(word, "A subscription is for the channel in which it is made.")
    if "/" in word:
        return ParseError(word, f"Is {word} a time zone? Then say: tz:{word}.", [f"tz:{word}"])
    words = ("daily", "weekly", "hourly", "odd", "weekdays", "mon-fri", "unfinished", "cutoffs")
    return NoPlaceError(word, nearest(word, words))
