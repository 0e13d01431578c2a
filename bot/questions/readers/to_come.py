"""Questions of a day to come, of all or of a domain: rollout and cutoffs."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.analysis.answers import Filters
from bot.questions.dates.calendar import Moment
from bot.questions.dates.days import DAY_TO_COME, days_to_come
from bot.questions.filters import take_filter
from bot.questions.parse_error import ParseError
from bot.questions.question import Cutoffs, Question, Rollout
from bot.questions.question_type import Context
from bot.questions.text import join, split

_END = r"end of (?:the |this )?(?P<unit>month|year)"


def read_rollout(rest: str, context: Context) -> Question:
    """`rollout [to DATE] [domain:]`."""
    return Rollout(*_day_and_domain("rollout", rest, context))


def read_cutoffs(rest: str, context: Context) -> Question:
    """`cutoffs [by DATE] [domain:]`."""
    return Cutoffs(*_day_and_domain("cutoffs", rest, context))


def _day_and_domain(question: str, rest: str, context: Context) -> tuple[date | None, Filters]:
    """The day and the domain, each where it is said. Raises ParseError for any other filter, or two."""
    tokens, values, words = split(rest), dict[str, str](), list[str]()
    while tokens:
        key, value, count = take_filter(tokens, context.catalogue) or ("", "", 1)
        if key and (key != "domain" or key in values):
            word = join(tokens[:count])
            why = "is a second domain" if key == "domain" else f"narrows attempts, and {question} has people"
            raise ParseError(word, f"{word} {why}.", known=key == "domain")
        values |= {key: value} if key else {}
        words += [] if key else tokens[:count]
        tokens = tokens[count:]
    said = " ".join(words).casefold()
    return (_day_to_come(question, said, context) if said else None), Filters(**values)


def _day_to_come(question: str, words: str, context: Context) -> date:
    """The day named behind a question about what is to come. Raises ParseError for a past one."""
    match = re.fullmatch(
        rf"(?:(?P<word>to|by|until|till|before|up to) )?(?:(?P<day>{DAY_TO_COME})|(?:the )?{_END})", words
    )
    if match is None:
        raise ParseError(words, f"{question} takes a day behind it, and {words} is none.", [_soon(context)])
    target = _last_day(match, context.moment)
    if target < context.moment.today:
        raise ParseError(words, f"{target} is not a day to come.", [_soon(context)], known=True)
    return target


def _last_day(match: re.Match[str], moment: Moment) -> date:
    """The day or last day of the month named, the one before it, or the end of the month or year that goes on."""
    if match["day"]:
        days = days_to_come(match["day"], moment)
        whole = match["word"] != "before" or "end of" in match["day"]
        return (days.after if whole else days.first) - timedelta(days=1)
    last_month = 12 if match["unit"] == "year" else moment.today.month
    return date(moment.today.year, last_month, monthrange(moment.today.year, last_month)[1])


def _soon(context: Context) -> str:
    """A day to come, as an example: the last of the year."""
    today = context.moment.today
    year = today.year + 1 if today.month == 12 else today.year  # noqa: PLR2004 - in December the next one
    return f"to {date(year, 12, 31)}"
