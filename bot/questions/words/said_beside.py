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
_ASKS = frozenset(  # words of a question, and what would narrow one
    {"who", "what", "how", "many", "why", "where", "by", "list_of", "person", "domain", "tenants", "every", "send"}
    | {"alert", "follow", "export", "since_what"}
)
_SPEAKERS = frozenset({"we", "i", "they", "there", "it", "someone", "somebody"})
_WISHES = frozenset({"want", "need", "like", "see", "know", "show", "get"})
_NO_STATEMENT = frozenset(
    {"in", "on", "at", "from", "since", "after", "before", "during", "until", "till", "between", "for", "by", "with"}
    | {
        "without",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "can",
        "show",
        "list",
    }
    | {"give", "get", "count", "within", "over"}
)
_BEGIN_STATEMENTS = frozenset(
    {"i", "i'm", "i've", "we", "we're", "we've", "he", "she", "they", "it", "my", "our", "his", "her", "their", "the"}
    | {"a", "an", "this", "that", "there", "someone", "somebody", "two", "three", "several", "many", "people"}
)
_OF_THE_QUESTION = frozenset(  # what a statement may hold of the question itself
    {"person", "code", "domain", "cause", "result", "only", "leaving_out", "by", "every", "who", "what", "how", "why"}
    | {"many", "guess", "tenants", "export"}
)
_FEWEST_OF_A_STATEMENT = 4  # words
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
TIMES = frozenset({"window", "future", "target"})
_OF_NOW = frozenset({"stuck", "rollout", "cutoffs", "data", "subscriptions"})
_SAYS_LITTLE = frozenset(
    {"status", "changed", "recovered", "works", "tenants", "direction", "happened", "news", "anyone", "persons", "have"}
)


def one_question(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The one sentence of a text that ends as a question, and the others; None where there is not exactly one."""
    parts = _SENTENCES.split(text.strip())
    asked = [part for part in parts if part.endswith("?")]
    if len(asked) != 1 or not 1 < len(parts) <= _MOST:
        return None
    return asked[0].rstrip(" ?"), tuple(part.rstrip(" .!") for part in parts if part is not asked[0])


def tells(sentence: Sentence) -> bool:
    """Whether a sentence tells what happened, with no word that the question beside it may be of."""
    if UNKNOWN in sentence.tags() and TIMES & sentence.tags():
        return False  # what is not known may be new on that day, and be what is asked about
    begins = len(sentence.words) >= _FEWEST_OF_A_STATEMENT and sentence.words[0] in _BEGIN_STATEMENTS
    return begins and not any(map(sentence.of, _OF_THE_QUESTION))


def may_state(sentence: Sentence) -> bool:
    """Whether a clause may tell when something was: asked before any clause is read."""
    if not TIMES & sentence.tags() or "person" in sentence.tags():
        return False
    return bool(_STATES & {*sentence.words}) or any(
        UNKNOWN in part.tags or part.has("aside") for part in sentence.found
    )


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text of two to four; none for others."""
    parts = tuple(part.rstrip(" .!?") for part in _ENDS.split(text) if part.strip())
    return parts if 1 < len(parts) <= _MOST else ()


def stands_alone(sentence: Sentence, command: str) -> bool:
    """Whether a clause is a whole question, which does not need what was said before it."""
    idle = (part for part in sentence.found if "idle" in part.tags or UNKNOWN in part.tags)
    words = {sentence.said(part).casefold() for part in idle}  # "so far" is none of them
    return command.partition(" ")[0] in _ANSWERS_ALONE and not words & _POINTS_BACK and sentence.words[-1] != "that"


def is_courtesy(sentence: Sentence) -> bool:
    """Whether a clause says nothing at all: `hi team`."""
    return all(part.tags <= {"idle"} for part in sentence.found)


def keeps_its_time(said: Sentence, asked: Sentence, command: str) -> bool:
    """Whether the time of a statement is surely not that of the question: it has its own, or is of now.

    What is not known may have been new on that day, and be what is asked about on another.
    """
    if command.partition(" ")[0] in _OF_NOW or not TIMES & said.tags():
        return True
    return bool(TIMES & asked.tags()) and bool(_STATES & {*said.words} or UNKNOWN not in said.tags())


def only_says_why(sentence: Sentence, *, dated: bool = False) -> bool:
    """Whether a clause states something of which no question takes a word.

    `dated`: it may say when; told of us, it may then be about what a question is about, too: `we had an outage`.
    """
    if len(sentence.words) < _FEWEST_WORDS or (dated and sentence.tags() & _ASKS):
        return False
    if not _STATES & {*sentence.words} and not (dated and _tells(sentence)):
        return False
    about_us = dated and sentence.words[0] in _SPEAKERS and not _WISHES & {*sentence.words}
    return all(
        not part.tags & _WEIGHS
        and (
            about_us
            or UNKNOWN in part.tags
            or "idle" in part.tags
            or part.has("aside")
            or part.tags <= _SAYS_LITTLE
            or (dated and any(map(part.has, TIMES)))
        )
        for part in sentence.found
    )


def _tells(sentence: Sentence) -> bool:
    """Whether a clause tells something that no question is about: `marketing moves office in january`."""
    if sentence.words[0] in _SPEAKERS:
        return True
    own_words = any(UNKNOWN in part.tags or part.has("aside") for part in sentence.found)
    return own_words and sentence.words[0] not in _NO_STATEMENT
