"""Lists that hold what is asked for among the rest: answered although they take up only a part of a sentence.

A number without a word that narrows it would be of something else; a list without it has what is asked for and more.
It must surely be asked for (`likely`), and every word that it leaves out is named.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.questions.likely import is_surely
from bot.questions.words.clauses import Reader
from bot.questions.words.nearly import LISTS, stands_beside
from bot.questions.words.not_read import offers_of
from bot.questions.words.outcome import NOT_TAKEN, Declined, NotRead, Read
from bot.questions.words.recognition.parts import ORDERS, UNKNOWN, Found
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.somebody import is_certain

_HOLDS = LISTS - {"fix", "why", "fleet"}
_NEEDED = frozenset(  # another time, somebody, or a question of its own
    {"window", "future", "target", "person", "since", "sequence", "code", "unsubscribe", "failures", "stuck", "reset"}
    | {"registered", "unregistered", "recovered", "result", "page_says", "incidents", "aside"}
)
_HELD_BY = {"odd": frozenset({"reset"})}  # of which each of its signs is


def list_that_holds_it(
    outcome: Declined | NotRead, sentence: Sentence, reader: Reader, known: Collection[str]
) -> Read | None:
    """The list in which what is asked for stands; None for a number, an order, or where another may be meant."""
    is_other = outcome.key not in NOT_TAKEN if isinstance(outcome, Declined) else outcome.understood
    if is_other or sentence.has_any(ORDERS):
        return None
    if sentence.of("person"):
        return _status(sentence, reader)
    offers = offers_of(sentence, known)
    held = {command: lost for command, (rule, lost) in offers.items() if lost and _holds(rule.kind, sentence, lost)}
    command = min(held, key=lambda each: len(held[each]), default="")
    return Read(command, aside=held[command]) if command else None


def _holds(kind: str, sentence: Sentence, lost: Collection[Found]) -> bool:
    """Whether a list has what is asked for, and the words that it leaves out only say which of it that is."""
    needed = _NEEDED - _HELD_BY.get(kind, frozenset())
    return (
        kind in _HOLDS
        and not any(part.has_any(needed) for part in lost)
        and all(stands_beside(kind, sentence, part) for part in lost if UNKNOWN in part.tags)
        and is_surely(kind, sentence)
    )


def _status(sentence: Sentence, reader: Reader) -> Read | None:
    """The status of whoever is named, which tells all that is known of them, beside words that are not known."""
    unknown = sentence.of(UNKNOWN)
    rest = replace(sentence, found=tuple(part for part in sentence.found if part not in unknown))
    owned = any(sentence.words[part.start - 1] == "'s" for part in unknown if part.start)  # of which nothing is known
    if not unknown or owned or not is_certain(sentence) or not is_surely("status", sentence):
        return None
    outcome = reader.meaning(rest)
    if not isinstance(outcome, Read) or not outcome.command.startswith("status "):
        return None
    return replace(outcome, aside=(*outcome.aside, *unknown))
