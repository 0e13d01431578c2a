"""Lists that hold what is asked for among the rest: answered although they take up only a part of a sentence.

A number without a word that narrows it would be of something else; a list without it has what is asked for and more.
It must surely be asked for (`likely`), and every word that it leaves out is named.
"""

from collections.abc import Collection

from bot.questions.likely import is_surely
from bot.questions.words.nearly import LISTS, stands_beside
from bot.questions.words.not_read import offers_of
from bot.questions.words.outcome import NOT_TAKEN, Declined, NotRead, Read
from bot.questions.words.recognition.parts import ORDERS, UNKNOWN
from bot.questions.words.recognition.recognise import Sentence

_HOLDS = LISTS - {"fix", "why", "fleet"} | {"status"}
_NEEDED = frozenset(  # another time, somebody, or a question of its own
    {"window", "future", "target", "person", "since", "sequence", "code", "unsubscribe", "leaving_out", "failures"}
    | {"stuck", "reset", "registered", "unregistered", "recovered", "result", "page_says", "incidents", "aside"}
)


def list_that_holds_it(outcome: Declined | NotRead, sentence: Sentence, known: Collection[str]) -> Read | None:
    """The list in which what is asked for stands; None for a number, an order, or where another may be meant."""
    if isinstance(outcome, Declined):
        command = outcome.suggestion if outcome.key in NOT_TAKEN else None
    else:
        command = outcome.suggestions[0] if outcome.suggestions and not outcome.understood else None
    kind = (command or "").partition(" ")[0]
    if command is None or kind not in _HOLDS or sentence.has_any(ORDERS) or not is_surely(kind, sentence):
        return None
    offers = offers_of(sentence, known)
    if command in offers:
        _, lost = offers[command]
    elif kind == "status":
        lost = sentence.of(UNKNOWN)
    else:
        return None
    beside = (stands_beside(kind, sentence, part) for part in lost if UNKNOWN in part.tags)
    return Read(command, aside=lost) if all(beside) and not any(part.has_any(_NEEDED) for part in lost) else None
