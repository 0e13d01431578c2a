"""Refuses a filter whose word occurs nowhere in the data: a typing slip would read as an all-clear."""

import re
from difflib import get_close_matches
from typing import Final

from bot.analysis.answers import Filters
from bot.analysis.frames import arrays
from bot.analysis.people.strangers import strangers
from bot.knowledge.admin_roles import is_role
from bot.questions import question as q
from bot.render.blocks.wording import either, listing
from bot.reports.snapshot import Snapshot, domain

_SHOWN: Final = 5


def with_known_values(text: str, question: q.Question, snapshot: Snapshot) -> q.Question:
    """The question; where its domain or role is none of the loaded ones, what is wrong with that and the near ones."""
    filters = getattr(question.question if isinstance(question, q.Export) else question, "filters", None)
    if not isinstance(filters, Filters) or not len(snapshot.attempts):
        return question
    for key, value, known in (("domain", filters.domain, _domains), ("role", filters.role, _roles)):
        words = {word.casefold(): word for word in known(snapshot) if word} if value else {}
        is_known = is_role if key == "role" else _is_domain
        if value and not any(is_known(value, word) for word in words):
            offered = words if key == "role" else {word: word for word in _of_people(snapshot)} or words
            refused = _unknown(text, key, value, offered)
            read = getattr(question, "read_as", "")
            return _of_words(refused, key, read) if read else refused
    return question


def _of_words(refused: q.Misunderstood, key: str, read: str) -> q.Cannot:
    """The same refusal of a question in free words, which were understood: with how they were read."""
    without = " ".join(re.sub(rf'{key}:(?:"[^"]*"|\S+)', "", read).split())
    return q.Cannot(refused.text, key, f"I read that as `{read}`. {refused.sentence}", refused.suggestion or without)


def _is_domain(asked: str, known: str) -> bool:
    return known == asked.strip().casefold()


def _domains(snapshot: Snapshot) -> set[str]:
    return {domain(user) for user in snapshot.people.keys}


def _of_people(snapshot: Snapshot) -> set[str]:
    """The domains of others than strangers: what these type is nothing to suggest."""
    pairs = zip(snapshot.people.keys, strangers(snapshot).tolist(), strict=True)
    return {name for user, strange in pairs if not strange and (name := domain(user))}


def _roles(snapshot: Snapshot) -> set[str]:
    return set(arrays.words(snapshot.attempts, "role"))


def _unknown(text: str, key: str, value: str, words: dict[str, str]) -> q.Misunderstood:
    near = _near(value.strip().casefold(), words)
    named = f"did you mean {either(near)}?" if near else f"there are {listing(sorted(words.values()), _SHOWN)}."
    sentence = (
        f"{value} is no {key} in the loaded data; {named}" if words else f"The loaded data names no {key} at all."
    )
    return q.Misunderstood(text, value, sentence, _suggestion(text, key, near[0]) if len(near) == 1 else None)


def _near(value: str, words: dict[str, str]) -> list[str]:
    """What holds the word, else what is spelled almost like it."""
    holding = sorted(word for key, word in words.items() if value in key)
    return (holding or [words[key] for key in get_close_matches(value, list(words), n=3)])[:_SHOWN]


def _suggestion(text: str, key: str, word: str) -> str | None:
    """The same words with the near value; None where the filter was not written as one."""
    quoted = f'"{word}"' if " " in word else word
    written = re.compile(rf'{key}:(?:"[^"]*"|\S+)', re.IGNORECASE)
    return written.sub(lambda _: f"{key}:{quoted}", text, count=1) if written.search(text) else None
