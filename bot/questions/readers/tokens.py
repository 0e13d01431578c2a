"""The words behind a question's name: its parts, and what says nothing there."""

from collections.abc import Collection, Iterable

from bot.analysis.answers import GroupBy
from bot.questions.parse_error import NoPlaceError
from bot.questions.parts import Part, Parts, read_parts
from bot.questions.question_type import Context
from bot.questions.text import split

IDLE = frozenset({"the", "please", "now", "right", "all", "my", "report", "list"})


def parts_of(
    rest: str, context: Context, takes: Iterable[Part], groups: Iterable[str] = GroupBy, start: Parts | None = None
) -> Parts:
    """What stands behind a question's name: each part once, in any order; ParseError for any other word."""
    return read_parts(
        split(rest),
        moment=context.moment,
        catalogue=context.catalogue,
        takes=frozenset(takes),
        groups=groups,
        start=start,
    )


def without(rest: str, idle: Collection[str]) -> tuple[str, ...]:
    """The words but for those that say nothing here."""
    return tuple(token for token in split(rest) if token.casefold() not in idle)


def nothing_more(tokens: tuple[str, ...]) -> None:
    """Refuse words behind a question that takes none."""
    for token in tokens:
        if token.casefold() not in IDLE:
            raise NoPlaceError(token)
