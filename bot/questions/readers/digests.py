"""Digests and subscriptions."""

import re

from bot.questions.dates.windows import default_window
from bot.questions.parse_error import ParseError, nearest
from bot.questions.parts import Part
from bot.questions.question import Digest, Help, Question, Subscribe, Subscriptions, Unsubscribe
from bot.questions.question_type import Context
from bot.questions.readers.tokens import nothing_more, parts_of
from bot.questions.subscribe import read_plan
from bot.questions.text import join, split

_WINDOW = frozenset({Part.WINDOW})
_DIGITS = 9
_BEFORE_A_NUMBER = frozenset({"from", "the", "digest", "number", "no"})


def read_digest(rest: str, context: Context) -> Question:
    """`digest [preview] [since WINDOW]`, `digest now`."""
    tokens = split(rest)
    first = tokens[0].casefold() if tokens else "preview"
    if first in {"now", "send"}:
        nothing_more(tokens[1:])
        return Digest(default_window(context.moment).window, now=True)
    behind = join(tokens[1:] if first == "preview" else tokens)
    since = re.fullmatch(r"(?:since|for|of) (.+)", behind, re.IGNORECASE)
    try:
        return Digest(parts_of(behind, context, _WINDOW).window.window)
    except ParseError:
        if since is None:
            close = nearest(first, ("preview", "now"))
            raise ParseError(first, f"digest does not know {first}; there are preview and now.", close) from None
        return Digest(parts_of(since[1], context, _WINDOW).window.window)


def read_subscribe(rest: str, context: Context) -> Question:
    """`subscribe daily at 09:00 ...`; alone it is a question about how to."""
    tokens = split(rest)
    if not tokens:
        return Help("subscribe")
    return Subscribe(read_plan(tokens, zone=context.moment.zone.key or "UTC", catalogue=context.catalogue))


def read_unsubscribe(rest: str, _: Context) -> Question:
    """`unsubscribe [NUMBER|all]`."""
    tokens = split(rest)
    while tokens and tokens[0].casefold() in _BEFORE_A_NUMBER:  # behind it `no` takes it back
        tokens = tokens[1:]
    if not tokens:
        return Unsubscribe()
    which = tokens[0].removeprefix("#").casefold()
    if which != "all" and not (which.isdecimal() and len(which) <= _DIGITS):
        sentence = "unsubscribe takes the number that subscriptions shows, or all."
        raise ParseError(tokens[0], sentence, ["1", "all"])
    nothing_more(tokens[1:])
    return Unsubscribe(which)


def read_subscriptions(rest: str, _: Context) -> Question:
    """`subscriptions`."""
    nothing_more(split(rest))
    return Subscriptions()
