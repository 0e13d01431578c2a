"""A sentence of which a word says nothing that a question could take: left aside, and named beside the answer.

Only what cannot narrow or turn a question round is left aside: words of state beside the subject, and an unknown adverb
or verb where no noun and no name can stand.
"""

import re
from dataclasses import replace

from bot.questions.words.order import puts_in_order
from bot.questions.words.parts import UNKNOWN, Found
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Sentence

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
_FEWEST_WORDS = 4


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
    after = next((other for other in sentence.found if other.start == part.stop), None)
    narrows = after is not None and "idle" not in after.tags and not word.endswith("ly")
    return not narrows and before not in positions().narrowing
