"""Which of the methods that a person has registered pass a check of a reset."""

from collections.abc import Iterable
from typing import Final

from bot.analysis.frames import arrays
from bot.knowledge.vocabulary import SEPARATOR, Method, parse_methods
from bot.reports.snapshot import Snapshot

APP: Final = "Authenticator app"
# What passes a check of a reset, and what of it is one thing: keys, passes and Windows Hello do not help there.
_PASSES: Final = {str(method): str(method) for method in Method} | {
    str(Method.APP_NOTIFICATION): APP,
    str(Method.APP_CODE): APP,
}


def usable_methods(snapshot: Snapshot) -> list[tuple[str, ...]]:
    """For each combination of methods in the list, those that pass a check of a reset."""
    return [usable(words) for words in said_methods(snapshot)]


def usable(words: Iterable[str]) -> tuple[str, ...]:
    """Of methods by their usual names those that pass a check of a reset; the app is one, however it answers."""
    return tuple(sorted({_PASSES[word] for word in words if word in _PASSES}))


def said_methods(snapshot: Snapshot) -> list[frozenset[str]]:
    """For each combination of methods in the list, all of them by their usual names."""
    return [said_in(text) for text in arrays.words(snapshot.roster, "methods")]


def said_in(text: str) -> frozenset[str]:
    """All methods of one combination, by their usual names."""
    return frozenset(word for part in text.split(SEPARATOR) for word in parse_methods(part))
