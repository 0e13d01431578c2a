"""How numbers, spans and lists read in a sentence."""

import re
from collections.abc import Sequence, Sized
from datetime import timedelta
from typing import TypeVar

from bot.reports.window import Window, span

Item = TypeVar("Item")
NAMELESS = "Names are for the helpdesk."  # said to others who ask who it is
_ALONE = (
    *(
        "today",
        "yesterday",
        "the day before yesterday",
        "this ",
        "last ",
        "since ",
        "before ",
        "until ",
        "till ",
        "up to ",
        "after ",
    ),
    *("between ", "from ", "on "),
)
_DAYS = re.compile(
    r"\d{4}-\d\d-\d\d( to | \d\d:\d\d to \d{4}-)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day |the weekend of "
)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 person`, `1,204 people`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    """A number of people."""
    return count(number, "person", "people")


def without(by: str) -> str:
    """What a breakdown calls those of which the data does not say it: `No method that the data names`."""
    return "No method that the data names" if by == "method" else "(none)"


def strangers(number: int) -> str:
    """What is said of names that the directory's list does not know; "" for none."""
    if not number:
        return ""
    names = count(number, "name")
    why = "mistyped, disabled, or nobody's; many are a sign for security"
    return f"Not counted: {names} that the directory's list lacks ({why})."


def percent(share: float | None) -> str:
    """A share in whole percent; something is never rounded to nothing, nor almost all to all."""
    if share is None:
        return "none"
    if 0 < share < 0.01:  # noqa: PLR2004 -- one percent
        return "under 1 %"
    return f"{min(round(share * 100), 99) if share < 1 else 100} %"


def compared(difference: int, then: str = "before") -> str:
    """`14 more than before`, `2 fewer than before`, `as many as before`."""
    if not difference:
        return f"as many as {then}"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than {then}"


def during(window: Window) -> str:
    """`in the last 7 days`, `today`, `since 1 February`, `on 2017-02-01`, `from 2017-02-01 to 2017-02-15`."""
    if window.label.startswith(_ALONE):
        return window.label
    days = _DAYS.match(window.label)
    word = "in" if days is None else "from" if days[1] else "on"
    return f"{word} {window.label}"


def age(length: timedelta) -> str:
    """How old something is: `2 hours old`, never in seconds; a row from the future counts as new."""
    if length < timedelta(minutes=2):
        return "a minute old" if length >= timedelta(minutes=1) else "less than a minute old"
    return f"{span(length)} old"


def in_sight(number: int, limit: int) -> int:
    """How many of so many to show: the limit, and where one alone would be left, that too: its count takes its room."""
    return limit + (number == limit + 1)


def first_of(items: Sequence[Item], limit: int) -> Sequence[Item]:
    """The items to show: so many, and the next one where it is the last."""
    return items[: in_sight(len(items), limit)]


def left_of(items: Sized, limit: int) -> int:
    """How many items `first_of` leaves out: none, or two and more."""
    return max(0, len(items) - in_sight(len(items), limit))


def listing(words: list[str] | tuple[str, ...], limit: int = 5) -> str:
    """`a, b and c`; what is beyond the limit is counted, but for one."""
    most = in_sight(len(words), limit)
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most:,} more")
    if len(shown) < 2:  # noqa: PLR2004 -- one word needs no "and"
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def either(words: list[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def spread(low: str, high: str) -> str:
    """`12 to 85 fewer`, `1 more to 4 fewer`: what both ends say is said once."""
    one, _, what = low.partition(" ")
    return f"{one if high.endswith(f' {what}') else low} to {high}"


def and_more(left: int, one: str = "", many: str = "") -> str:
    """What was left out, counted: `... and 12 more`, `... and 1 more reason`."""
    what = one if left == 1 else many or f"{one}s"
    return f"... and {left:,} more{f' {what}' if one else ''}"


def times_over(number: int) -> str:
    """` (5 times)` behind what is told once and stands several times; "" for once."""
    return f" ({number:,} times)" if number > 1 else ""


def first_sentence(text: str) -> str:
    """What happened: the sentence before the first full stop. The rest is what to do."""
    return text.partition(". ")[0].rstrip(".")


def first_upper(text: str) -> str:
    """The same with a capital first letter."""
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """The same with a small first letter."""
    return text[:1].lower() + text[1:]
