"""What is answered to what is not understood: the words without a place, and whole questions that work."""

import re

from bot.questions.likely import likely
from bot.questions.parse_error import ParseError
from bot.questions.question import Cannot, Help, Misunderstood
from bot.questions.question_type import Context
from bot.questions.question_types import NAMED
from bot.questions.text import LONGEST, join, split
from bot.questions.words.not_read import either
from bot.questions.words.recognition.persons import with_person
from bot.questions.words.recognition.recognise import Recognition
from bot.questions.words.recognition.vocabulary import vocabulary

_LONGEST_WORD = 60
_MOST_SUGGESTED = 3


def _likely(text: str, context: Context) -> tuple[str, ...]:
    """Questions that are asked with such words and work."""
    recognition = Recognition(vocabulary(), context.catalogue, context.moment, context.names)
    every = likely(with_person(recognition.read(text), recognition))
    working = (next((form for form in forms if _is_typed(form, context)), None) for forms in every)
    return tuple(filter(None, working))


def _is_typed(text: str, context: Context) -> bool:
    """Whether a question is right as it stands: `helped cause:no_license` is none of `helped`, but free words."""
    kind = NAMED[text.partition(" ")[0]]
    try:
        kind.read(text.partition(" ")[2], context)
    except ParseError:
        return False
    return True


def _with(sentence: str, near: tuple[str, ...]) -> str:
    """What is wrong, and the questions that are asked with such words."""
    listed = ", ".join(f"`{question}`" for question in near)
    return f"{sentence} Nearest by its words: {listed}." if near else sentence


def misunderstood(text: str, error: ParseError, context: Context) -> Misunderstood:
    """What is said of a text that is no question: what is wrong with it, and whole questions that work."""
    sentence = error.sentence.replace(error.word, shortened(error.word))
    first, *others = _suggestions(text, error, context)
    near = _likely(text, context) if error.unread or error.doubtful else ()
    if error.doubtful:
        others = [one for one in near if one != first][:1]
        sentence = f"{sentence} {either((first, *others))}"
    else:
        others, sentence = [*others, *near], _with(sentence, near)
    understood = error.known or error.understood or error.doubtful
    return Misunderstood(text, shortened(error.word), sentence, first, tuple(others), understood=understood)


def _suggestions(text: str, error: ParseError, context: Context) -> list[str]:
    """Whole questions that work, or the same words with the wrong one replaced, by nothing where that is offered."""
    found: list[str] = []
    for instead in error.instead:
        words = split(instead)
        whole = words[:1] and words[0].casefold() in NAMED and (words[1:] or error.whole)
        candidate = instead if whole else _replaced(text, error.word, instead)
        if candidate and _works(candidate, context):
            found.append(candidate)
    tokens = split(text)
    named = NAMED.get(tokens[0].casefold()) if tokens else None
    return found[:_MOST_SUGGESTED] or [
        f"help {named.name}" if named and (named.name != "why" or "digest" in tokens) else "help"
    ]


def _replaced(text: str, word: str, instead: str) -> str:
    """The text with one word, or several in a row, changed; the last one counts, where words repeat."""
    found = [*re.finditer(rf"(?<!\S){re.escape(word)}(?!\S)", text, re.IGNORECASE)]
    if word == text:
        return ""
    if not found:
        return _replaced_as_read(split(text), word, instead)
    return " ".join(f"{text[: found[-1].start()]}{instead}{text[found[-1].end() :]}".split())


def _replaced_as_read(tokens: tuple[str, ...], word: str, instead: str) -> str:
    """The same where the text has quotes or stops that a word has lost."""
    spans = ((start, end) for start in reversed(range(len(tokens))) for end in range(start + 1, len(tokens) + 1))
    for start, end in spans:
        if " ".join(tokens[start:end]).casefold() == word.casefold():
            return " ".join(filter(None, (join(tokens[:start]), instead, join(tokens[end:]))))
    return ""


def _works(text: str, context: Context) -> bool:
    try:
        return len(text) <= LONGEST and not isinstance(context.ask(text, context), Help | Cannot)
    except ParseError:
        return False


def shortened(word: str) -> str:
    """A word as it is repeated to whoever typed it."""
    return word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}..."
