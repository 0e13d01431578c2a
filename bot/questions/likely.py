"""Which questions a sentence may mean by its words alone: those whose askers use such words. Offered, never answered.

A logistic regression whose weights are in `likely.json`; `python -m tests.support.likely` learns them from labelled
questions. A second opinion: it counts where nothing was read, and where it is another than the reader's. ADR 0012 has
its worth.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from operator import itemgetter

from bot.questions.words.recognition.parts import DENIES
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import is_turned, slot, tags_of

_MOST = 2
_FARTHEST = 8  # times less likely than the likeliest
_LEAST = 0.5  # how likely what is read instead must be
_NEAR = 0.35  # and what is offered
_SURELY = 0.8
_MOSTLY = 0.7
_CERTAINLY = 0.95
_HARDLY = 0.1  # of what was read, beside another one that is likely
_HARDLY_EVER = 0.05  # of what is only suggested
NO_ANSWER = "cannot"  # the kind of all that is declined, or not understood
_STANDS_FOR = ("window", "person", "domain")
_TURNS = DENIES | {"sequence"}
_OF_SOMEBODY = frozenset({"status", "why", "follow", "unfollow"})
_OF_TWO_TIMES = {"compare", "trend"}  # either tells what became better or worse
_SURE_WORD = {"fleet": "tenants", "fix": "block_length"}  # by which a question is asked, whatever stands beside
_HOW_TO = frozenset({"fix", "subscribe", "unsubscribe", "export", "map", "triage"})  # these need more than the words
_NAMED = {"digest": "digest preview"} | {kind: f"help {kind}" for kind in _HOW_TO}


@dataclass(frozen=True)
class Learned:
    """A multinomial logistic regression: weights, in tenths, of each kind alone, and of each word by kind."""

    kinds: tuple[str, ...]
    alone: tuple[int, ...]
    words: dict[str, tuple[int, ...]]

    def weights(self, words: Collection[str]) -> dict[str, float]:
        """Of each kind the logarithm of how likely such words mean it, but for what is the same for all."""
        seen = (self.words[word] for word in words if word in self.words)
        return {kind: sum(each) / 10 for kind, *each in zip(self.kinds, self.alone, *seen, strict=True)}


def chances(weights: Mapping[str, float]) -> dict[str, float]:
    """Of each kind how likely it is, 0 to 1, likeliest first."""
    most = max(weights.values())
    odds = {kind: exp(weight - most) for kind, weight in weights.items()}
    whole = sum(odds.values())
    return dict(sorted(((kind, each / whole) for kind, each in odds.items()), key=itemgetter(1), reverse=True))


@lru_cache(maxsize=32)  # a clause is asked about more than once while it is read
def _chances(words: frozenset[str]) -> dict[str, float]:
    return chances(_learned().weights(words))


@cache
def _learned() -> Learned:
    """The file. Read once, with the first sentence."""
    return Learned(**json.loads(files("bot.questions").joinpath("likely.json").read_text("utf-8")))


def words_of(sentence: Sentence) -> frozenset[str]:
    """The words that count, and what each was recognised as: `#stuck`.

    A span of time, a person and a domain are one word each, whichever it is. Not those of why it is asked: `team lead
    here`, `for the monthly report`.
    """
    aside = {place for part in sentence.of("aside.occasion") for place in range(part.start, part.stop)}
    spoken = (word for place, word in enumerate(sentence.words) if place not in aside)
    counted = {word.casefold() for word in spoken if word[0].isalpha()}
    for kind in _STANDS_FOR:
        for part in sentence.of(kind):
            counted -= {word.casefold() for word in sentence.words[part.start : part.stop]}
            counted.add(f"<{kind}>")
    return frozenset(counted | {f"#{tag}" for tag in tags_of(sentence)})


def kinds_near(sentence: Sentence) -> tuple[str, ...]:
    """Up to two kinds of question, likeliest first; none where none is likely, nor one that is far behind the other."""
    likeliest = _chances(words_of(sentence))
    (first, chance), *others = [each for each in likeliest.items() if each[0] != NO_ANSWER][:_MOST]
    if chance < _NEAR:
        return ()
    return (first, *(kind for kind, other in others if other > chance / _FARTHEST))


def surely(sentence: Sentence, mostly: Collection[str] = ()) -> str:
    """The question that nearly all who use such words ask, or are told that it has no answer; "" for none.

    Of the questions named in `mostly` it is enough that most ask them.
    """
    first, chance = next(iter(_chances(words_of(sentence)).items()))
    return first if chance > (_MOSTLY if first in mostly else _SURELY) else ""


def is_surely(kind: str, sentence: Sentence) -> bool:
    """Whether nearly all who use such words ask this question."""
    return surely(sentence) == kind


def is_likely_another(kind: str, sentence: Sentence) -> bool:
    """Whether hardly anybody who uses such words asks this, or is told that it has no answer.

    Who begins with what names a question asks it; so does who names it elsewhere, unless another is nearly certain.
    """
    if not sentence.found or sentence.found[0].has(kind):
        return False
    sure = kind in _SURE_WORD and sentence.of(_SURE_WORD[kind])
    if sure or (kind == "compare" and len(sentence.of("window")) > 1):
        return False
    weights = _learned().weights(words_of(sentence))
    if kind not in weights or max(weights, key=weights.__getitem__) == kind:
        return False
    likeliest = chances(weights)
    first, chance = next(iter(likeliest.items()))
    if {kind, first} == _OF_TWO_TIMES:
        return False
    named = bool(sentence.of("person"))  # `who do I have to move off sms` is about nobody
    of_somebody = named and kind in _OF_SOMEBODY and first not in _OF_SOMEBODY | {"fix", NO_ANSWER}
    least = _CERTAINLY if kind in sentence.words else _LEAST
    return chance > least and likeliest[kind] < _HARDLY and not of_somebody


def is_unlikely(kind: str, sentence: Sentence) -> bool:
    """Whether hardly anybody who uses such words asks this, whatever else is asked: not to be suggested."""
    if not sentence.found or sentence.found[0].has(kind) or kind in sentence.words:
        return False
    likeliest = _chances(words_of(sentence))
    return likeliest.get(kind, 1) < _HARDLY_EVER


def likely(sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """Each of these questions as the forms to try: with all that was recognised, then with less."""
    if any(is_turned(sentence, part) or part.has_any(_TURNS) for part in sentence.found):
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
