"""A sentence of which a word says nothing that a question could take: left aside, and named beside the answer.

Only what cannot narrow or turn a question round is left aside: words of state beside the subject, and an unknown adverb
or verb where no noun and no name can stand.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from bot.questions.words.order import puts_in_order
from bot.questions.words.recognition.parts import DENIES, UNKNOWN, Found
from bot.questions.words.recognition.persons import begins_clause
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.unheeded import ASKS_WHETHER, NOBODY

_WEAK = frozenset(
    {
        "status",
        "happened",
        "works",
        "summary",
        "overview",
        "use",
        "fresh",
        "digest_shown",
        "others",
        "help",
        "everybody",
        "mine",
    }
) | {"helped", "recovered", "bring", "news"}
_VERB_OR_ADVERB = re.compile(r"[a-z]{3,}(?:ly|ing|ed)")
# These list all that there is of one thing, each apart: what was asked for stands among it.
LISTS = frozenset(
    {"fix", "data", "unknown", "triage", "subscriptions", "why", "fleet", "cutoffs", "incidents", "changes", "odd"}
)
_OF_NOW = frozenset({"stuck", "rollout"})  # so do these, of people as they are now
_FEWEST_WORDS = 4
_ORDERS = frozenset({"since", "before", "after", "during", "until", "till"})
_WHERE = frozenset({"in", "on", "at"})
_OF_ANOTHER = frozenset(
    {"of", "with", "to", "from", "for", "by", "about", "without", "than", "via", "using", "per", "except", "like"}
)
_MUST = frozenset({"have", "has", "had", "need", "needs", "want", "wants", "ought", "supposed", "going", "like"})
_ARTICLES = positions().before_a_noun - _WHERE - _OF_ANOTHER
_JOINS = frozenset({"and", "nor", "but", "you", "i", "we", "they", "'s", "vs", "versus", "against"})


def without_idle_words(sentence: Sentence) -> Sentence | None:
    """The sentence without the words that say nothing of their own; None where every word may matter."""
    asked = "fresh" if "how" in sentence.tags() else ""  # "how up to date are the failures"
    aside = tuple(
        part for part in sentence.found if (_is_weak(part) and asked not in part.tags) or _says_nothing(sentence, part)
    )
    unknown = [part for part in sentence.found if UNKNOWN in part.tags]
    left = tuple(part for part in sentence.found if part not in aside)
    subjects = [part for part in left if "idle" not in part.tags and not part.has("window")]
    if any(puts_in_order(sentence, part) for part in sentence.of("sequence")):
        return None
    if not aside or not subjects or len(unknown) > 1 or any(part not in aside for part in unknown):
        return None
    if all(part.has("domain") for part in subjects):  # which question it narrows is what was left aside
        return None
    return replace(sentence, found=left)


def _is_weak(part: Found) -> bool:
    """Whether a part is a word of state and can be nothing else: a phone is a method, too."""
    return bool(part.tags & _WEAK) and part.tags <= _WEAK | {"idle"}


def _says_nothing(sentence: Sentence, part: Found) -> bool:
    """Whether an unknown word is an adverb or a verb by its form, and stands where neither a noun nor an order does."""
    if UNKNOWN not in part.tags or len(sentence.words) < _FEWEST_WORDS:
        return False
    word = sentence.words[part.start]
    before = sentence.words[part.start - 1] if part.start else ""
    if not _VERB_OR_ADVERB.fullmatch(word) or not before or sentence.typed[part.start][:1].isupper():
        return False
    return not says_which(sentence, part) and before not in positions().narrowing


def stands_beside(kind: str, sentence: Sentence, unknown: Found) -> bool:
    """Whether a question of a kind is the one that was meant, whatever an unknown word beside it means."""
    return kind in LISTS and (bool(sentence.of("code")) or not _may_matter(sentence, unknown))


def may_turn(sentence: Sentence, unknown: Found) -> bool:
    """Whether an unknown word may turn a question round, name a place or a side, or be no word at all."""
    before = [word for word in sentence.words[: unknown.start] if word not in positions().courtesy]
    if not before or not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", sentence.typed[unknown.start]):
        return True
    joined = before[-1] in positions().negation | _WHERE - {"on"} | {"and", "nor", "but", "or", "vs", "versus"}
    if before[-1] == "is" and before[-2:-1] and before[-2] in {"one", "it", "this", "name"}:
        return True  # `the first one is dan`
    if before[-1] == "to" and before[-2:-1] and before[-2] in _MUST:
        return joined  # `who do we have to warn`: a verb
    return joined or _governs(sentence, unknown) in positions().negation | _OF_ANOTHER


def _may_matter(sentence: Sentence, part: Found) -> bool:
    """Whether an unknown word may be the verb, another subject, or what the question is narrowed to or turned by."""
    if not re.fullmatch(r"[a-z]{2,}", sentence.typed[part.start]):
        return True
    before = [word for word in sentence.words[: part.start] if word not in positions().courtesy]
    after = sentence.words[part.stop] if part.stop < len(sentence.words) else ""
    if not before or before[-1] in _JOINS | positions().negation or after in _JOINS or begins_clause(sentence, part):
        return True
    governed = _governs(sentence, part)
    if before[-1] in _WHERE - {"on"}:  # without an article: a domain or a tenant
        return True
    asks_whether = (
        before[0] in ASKS_WHETHER | positions().modal and governed not in _WHERE and not part.value.endswith("ly")
    )
    return asks_whether or governed in positions().negation or says_which(sentence, part)


def says_which(sentence: Sentence, part: Found) -> bool:
    """Whether a part stands where it says which of what is asked about: before that, or behind `of` and the like."""
    if _governs(sentence, part) in _OF_ANOTHER:
        return True
    behind = next((other for other in sentence.found if other.start == part.stop), None)
    if behind is None or ("idle" in behind.tags and not behind.has("unit")):
        return False
    return behind.has("unit") or not sentence.words[part.start].endswith("ly")


def _governs(sentence: Sentence, part: Found) -> str:
    """The word before a part and its articles."""
    before = reversed(sentence.words[: part.start])
    return next((word for word in before if word not in _ARTICLES), "")


def stands_among(kind: str, sentence: Sentence, weighty: Collection[Found]) -> bool:
    """Whether what is asked for stands in the answer of a kind though words that narrow it are left aside.

    Not where one of them denies, compares or puts in order, nor where something is said to happen in it.
    """
    if kind in _OF_NOW:  # of which there may be fewer, or in another order
        return all(part.has("number") or "first" in sentence.words[part.start : part.stop] for part in weighty)
    return (
        kind in LISTS - {"data"}
        and all(
            "idle" in part.tags
            and not part.has("sequence")
            and not part.has("will")  # nor would it come about
            and "if" not in sentence.words[part.start : part.stop]
            and sentence.words[part.start] not in _ORDERS
            and _governs(sentence, part) not in _ORDERS
            and "as" not in sentence.words[part.stop :]
            and (kind == "unknown" or not (part.tags & DENIES or sentence.said(part).casefold() in NOBODY))
            for part in weighty
        )
    )
