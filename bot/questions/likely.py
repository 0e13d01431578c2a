"""Which questions a sentence that nothing reads may mean: those whose askers use such words. Offered, never answered.

Naive Bayes over the counts in `likely.json`, which `python -m tests.support.likely` writes from labelled questions.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Any, Self

from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import is_turned, slot

_UNSEEN = 0.1  # of a word that no asker of a kind used
_MOST = 2
_FARTHEST = log(30)  # behind the likeliest
_LEAST = 0.4  # how likely that one must be
_STANDS_FOR = ("window", "person", "domain")
_TURNS = ("not", "cannot", "leaving_out", "sequence")
_OF_SOMEBODY = frozenset({"status", "why", "follow", "unfollow"})
_HOW_TO = frozenset({"fix", "subscribe", "unsubscribe", "export", "map", "triage"})  # these need more than the words
_NAMED = {"digest": "digest preview"} | {kind: f"help {kind}" for kind in _HOW_TO}


@dataclass(frozen=True, slots=True)
class Counts:
    """Labelled questions by kind; of each word, how many of each kind have it; the sum of these by kind."""

    questions: dict[str, int]
    words: dict[str, dict[str, int]]
    total: dict[str, int]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """From what the file has."""
        total = {kind: sum(of.get(kind, 0) for of in data["words"].values()) for kind in data["questions"]}
        return cls(data["questions"], data["words"], total)


@cache
def _counts() -> Counts:
    """The file. Read once, when something was not read."""
    return Counts.of(json.loads(files("bot.questions").joinpath("likely.json").read_text("utf-8")))


def words_of(sentence: Sentence) -> frozenset[str]:
    """The words that count: a span of time, a person and a domain are one word each, whichever it is."""
    counted = {word.casefold() for word in sentence.words if word[0].isalpha()}
    for kind in _STANDS_FOR:
        for part in sentence.of(kind):
            counted -= {word.casefold() for word in sentence.words[part.start : part.stop]}
            counted.add(f"<{kind}>")
    return frozenset(counted)


def kinds_near(sentence: Sentence) -> tuple[str, ...]:
    """Up to two kinds of question, likeliest first; none where no kind is likely, nor one far behind the other."""
    counts = _counts()
    seen = [counts.words[word] for word in words_of(sentence) if word in counts.words]
    weights = {
        kind: log(asked)
        + sum(log((of.get(kind, 0) + _UNSEEN) / (counts.total[kind] + _UNSEEN * len(counts.words))) for of in seen)
        for kind, asked in counts.questions.items()
    }
    first, *others = sorted(weights, key=weights.__getitem__, reverse=True)[:_MOST]
    if sum(exp(weight - weights[first]) for weight in weights.values()) > 1 / _LEAST:
        return ()
    return (first, *(kind for kind in others if weights[kind] > weights[first] - _FARTHEST))


def likely(sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """Each of these questions as the forms to try: with all that was recognised, then with less."""
    if any(is_turned(sentence, part) or any(map(part.has, _TURNS)) for part in sentence.found):
        return ()  # without that word a question may be the opposite
    return tuple(forms for kind in kinds_near(sentence) if (forms := _forms(kind, sentence)))


def _forms(kind: str, sentence: Sentence) -> tuple[str, ...]:
    if kind in _OF_SOMEBODY:
        person = slot("person", sentence)
        return (f"{kind} {person}",) if person else ()
    if kind in _NAMED:
        return (_NAMED[kind],)
    window, by, filters = (slot(brace, sentence) for brace in ("window", "by", "filters"))
    tried = ((window, by, filters), (window, filters), (window, by), (by, filters), (window,), ())
    return tuple(dict.fromkeys(" ".join(filter(None, (kind, *form))) for form in tried))
