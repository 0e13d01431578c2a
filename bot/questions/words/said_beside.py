"""A question with a statement beside it that only says why it is asked: `the boss wants a number: who is registered`.

The question is read alone, and the statement is named. It must be a clause of its own of which no question could take a
word, and the question must not point back to it.
"""

import re

from bot.questions.words.parts import UNKNOWN
from bot.questions.words.recognise import Sentence

_ENDS = re.compile(r"(?<=[\w)'\"])(?:[.:;!?]+|,|\s+[-\u2013]+)\s+(?=\S)")
_MOST = 4  # clauses
_FEWEST_WORDS = 3
_STATES = frozenset(
    {"i", "we", "he", "she", "they", "it", "is", "are", "was", "were", "has", "have", "had", "got", "says", "said"}
    | {
        "wants",
        "want",
        "need",
        "needs",
        "asked",
        "asks",
        "keeps",
        "i'm",
        "we're",
        "it's",
        "i've",
        "we've",
        "he's",
        "she's",
    }
)
_POINTS_BACK = frozenset(
    {
        "it",
        "those",
        "them",
        "then",
        "there",
        "too",
        "same",
        "he",
        "she",
        "him",
        "her",
        "his",
        "afterwards",
        "so",
        "such",
    }
)
_ANSWERS_ALONE = frozenset(
    {"failures", "resets", "registrations", "stuck", "rollout", "trend", "compare", "funnel", "time", "cutoffs"}
    | {"incidents", "odd", "changes", "helped", "data", "unknown", "export"}
)
_WEIGHS = frozenset({"not", "cannot", "only", "leaving_out", "sequence", "than", "guess", "weighty"})
_SAYS_LITTLE = frozenset(
    {"status", "changed", "recovered", "works", "tenants", "direction", "happened", "news", "anyone", "persons", "have"}
)


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text of two to four; none for others."""
    parts = tuple(part for part in _ENDS.split(text) if part.strip())
    return parts if 1 < len(parts) <= _MOST else ()


def stands_alone(sentence: Sentence, command: str) -> bool:
    """Whether a clause is a whole question, which does not need what was said before it."""
    idle = (part for part in sentence.found if "idle" in part.tags or UNKNOWN in part.tags)
    words = {sentence.said(part).casefold() for part in idle}  # "so far" is none of them
    return command.partition(" ")[0] in _ANSWERS_ALONE and not words & _POINTS_BACK and sentence.words[-1] != "that"


def only_says_why(sentence: Sentence, *, dated: bool = False) -> bool:
    """Whether a clause states something of which no question takes a word; `dated`: it may say when."""
    if len(sentence.words) < _FEWEST_WORDS or not _STATES & {*sentence.words}:
        return False
    return all(
        not part.tags & _WEIGHS
        and (
            UNKNOWN in part.tags
            or "idle" in part.tags
            or part.has("aside")
            or part.tags <= _SAYS_LITTLE
            or (dated and part.has("window"))
        )
        for part in sentence.found
    )
