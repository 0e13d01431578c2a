"""Words that ask about all tenants at once, as the vocabulary knows them."""

from typing import Final

from bot.questions.words.sentence import cut
from bot.questions.words.vocabulary import vocabulary

_BEFORE: Final = frozenset({"for", "of", "at", "in", "with", "by", "per", "across", "over", "from", "on", "all", "any"})


def without_tenants(text: str) -> str | None:
    """What is asked about all tenants, without the words that say so; None where none do."""
    typed, words = cut(text)
    for start in range(len(words)):
        found = vocabulary().longest(words, start)
        if found and "tenants" in found.tags:
            stop = start
            while stop and words[stop - 1] in _BEFORE:
                stop -= 1
            return " ".join((*typed[:stop], *typed[found.stop :]))
    return None
