"""Two spans of time side by side, and all tenants."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from bot.later import later_import
from bot.questions.dates.calendar import WEEKDAYS, Moment
from bot.questions.dates.readings import as_far
from bot.questions.filters import KEYS
from bot.questions.parse_error import ParseError
from bot.questions.parts import Part, Parts
from bot.questions.question import Compare, Fleet, Question
from bot.questions.question_type import Context
from bot.questions.readers.tokens import parts_of, without
from bot.questions.text import join, split
from bot.reports.window import Window

if TYPE_CHECKING:
    from bot.analysis.fleet import fleet, numbers
else:  # only a provider asks
    fleet = later_import("bot.analysis.fleet.fleet")
    numbers = later_import("bot.analysis.fleet.numbers")

_WINDOW = frozenset({Part.WINDOW})
_FILTERS = frozenset({Part.FILTERS, Part.LEFT_OUT})
_AGAINST = frozenset({"with", "vs", "versus", "against"})
_JOINS = frozenset({"to", "and"})
_BEFORE = re.compile(
    r"^((?:last|previous|before)(?: one)?"
    r"|(?:one|day|week|month|year|(?:\d{1,3} (?:hours|days|weeks|months)|\d{1,3} ?[hdw])) before(?: that)?"
    r"|(?:previous|prior|preceding) \d{1,3} (?:hours|days|weeks|months))(?=$| \w+:)",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"failures", "attempts"})
_WEEK = timedelta(weeks=1)
_LAST_WEEKDAY = re.compile(rf" (?:last|previous) (?:{'|'.join(WEEKDAYS)}) ")
_LAST = re.compile(r"(?:last|previous) (?P<unit>week|month|quarter|year)|(?P<day>yesterday)")
_ONE_TENANTS = {
    "detail": "fleet does not count by detail, as details can be words of one tenant's report",
    "role": "fleet does not count by role, as roles can be words of one tenant's report",
    "domain": "fleet does not count by domain, as a domain is one tenant's",
    "day": "fleet does not count by day, as each tenant's days are of its own time zone",
    "hour": "fleet does not count by hour, as each tenant's hours are of its own time zone",
    "person": "fleet names nobody",
}
_ASK_ONE = "Ask one tenant: tenant:KEY in Slack, --tenant KEY at a terminal."
_QUESTIONS = frozenset(kind.__dataclass_fields__["kind"].default for kind in get_args(Question)) - {"help", "export"}


def read_compare(rest: str, context: Context) -> Question:
    """`compare [WINDOW [with WINDOW]] [filters]`: the later window comes first, whatever the order."""
    tokens = without(rest, {"between", "the", *_SUBJECTS})
    said = [token.casefold() for token in tokens]  # `to` may be of a span: `22 to 28 november with october`
    sides = _AGAINST if not _AGAINST.isdisjoint(said) else _JOINS
    middle = next((i for i, token in enumerate(said) if token in sides), len(tokens))
    takes = _WINDOW | _FILTERS
    if tokens and not middle:
        tokens, middle = _like(tokens)
    one = parts_of(join(tokens[:middle]), context, takes)
    behind = _BEFORE.sub("", join(tokens[middle + 1 :]), count=1)
    other = parts_of(behind, context, takes, start=Parts(context.moment, values=dict(one.values)))
    if other.reading is None:
        return Compare(one.window.window, one.window.previous, other.filters)
    earlier, later = sorted((one.window.window, other.window.window), key=lambda window: (window.start, window.end))
    if (earlier.start, earlier.end) == (later.start, later.end) and _LAST_WEEKDAY.search(
        f" {join(tokens)} ".casefold()
    ):
        earlier = _a_week_before(earlier, context.moment)  # `this friday with last friday`
    if (earlier.start, earlier.end) == (later.start, later.end):
        raise ParseError(behind, "That is the same time span twice.", ["last week", "this week"], known=True)
    return Compare(later, _comparable(earlier, later, context.moment), other.filters)


def _a_week_before(window: Window, moment: Moment) -> Window:
    start, end = (moment.start_of(at.astimezone(moment.zone).date() - _WEEK) for at in (window.start, window.end))
    return replace(window, start=start, end=end, label=f"{start.astimezone(moment.zone):%A %Y-%m-%d}")


def _like(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """`compare with last month`: this month with it, and how many words say this one. Raises ParseError for no such."""
    words = join(tokens[1:]).casefold()
    match = _LAST.match(words)
    if match is None and words == "resets":  # which are no span of time: `compare failures with resets`
        raise ParseError(
            join(tokens), "I hold spans of time against each other, no two numbers.", ["trend"], known=True, whole=True
        )
    if match is None:
        sentence = f"What is compared with {words} is not said."
        raise ParseError(join(tokens), sentence, [f"compare {words}"], known=True, whole=True)
    one = "today" if match["day"] else f"this {match['unit']}"
    return (*split(one), *tokens), one.count(" ") + 1


def _comparable(earlier: Window, later: Window, moment: Moment) -> Window:
    """The earlier window, as far as the later one has come where that is the week, month or day that goes on."""
    before = later.before
    if before and before.start == earlier.start:
        return before if before.end < earlier.end else earlier
    return as_far(earlier, later, moment)


def read_fleet(rest: str, context: Context) -> Question:
    """`fleet [WINDOW] [by ...]`; also `fleet stuck [WINDOW]`, `fleet failures by cause [WINDOW]`."""
    tokens = split(rest)
    before = ("", *(token.casefold() for token in tokens))
    orders = [word in fleet.ORDERS and last not in {"by", "per"} for last, word in pairwise(before)]
    others = tuple(token for token, order in zip(tokens, orders, strict=True) if not order)
    about = list(dict.fromkeys(token.casefold() for token, order in zip(tokens, orders, strict=True) if order))
    try:
        parts = parts_of(join(others), context, {Part.WINDOW, Part.BY}, (*numbers.BREAKDOWNS, *fleet.ORDERS))
    except ParseError as error:
        raise _of_one_tenant(error) from None
    if parts.by in numbers.BREAKDOWNS and about in ([], ["failures"]):
        about = [parts.by]
    elif parts.by and parts.by not in about:
        about = [*about, parts.by]
    if len(about) > 1:
        words = [f"fleet {'by ' if word in numbers.BREAKDOWNS else ''}{word}" for word in about]
        sentence = f"{' and '.join(about)} do not go together: an answer is about one of them."
        raise ParseError(rest, sentence, words, known=True, whole=True)
    return Fleet(parts.window.window, parts.window.previous, "".join(about))


def _of_one_tenant(error: ParseError) -> ParseError:
    """Why all tenants cannot be set beside each other by what was asked, and where to ask it."""
    first, _, behind = re.sub(r"^(by|per)\b:?", "by", error.word.casefold()).partition(" ")
    by = behind.removesuffix("s")
    if first == "by" and by in _ONE_TENANTS:
        why = _ONE_TENANTS[by]
    elif first == "top" or first.partition(":")[0] in set(KEYS) - {first}:
        why = "fleet takes no filters and no top"
    elif first in _QUESTIONS:
        why = f"{first} is asked of one tenant, not of all beside each other"
    else:
        return error
    return ParseError(error.word, f"{why}. {_ASK_ONE}", ["fleet 7d"], known=True, whole=True)
