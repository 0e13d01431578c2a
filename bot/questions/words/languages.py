"""A sentence in another language than English: which one, and what works in it."""

from bot.questions.words.outcome import Declined
from bot.questions.words.parts import UNKNOWN
from bot.questions.words.recognise import Sentence
from bot.questions.words.vocabulary import Language, Vocabulary

_ENGLISH = "I understand only English and short commands like `status dana@contoso.com` or `failures 7d`"


def foreign(sentence: Sentence, vocabulary: Vocabulary) -> Declined | None:
    """One line that says what works, where the words are those of another language; None where they are not.

    A language is known by its file's own words, never by likeness; letters that English lacks tell that it is another.
    """
    languages = _languages(sentence, vocabulary)
    if not languages and not _is_strange(sentence):
        return None
    if not languages and all(part.value.isascii() for part in sentence.of(UNKNOWN)):
        return Declined("language", f"I do not know {_unknown(sentence)}: {_ENGLISH}.", _status_of(sentence))
    short = ", ".join(f"in {language.name} short ones like `{language.example}`" for language in languages)
    short = f"; {short}" if short else ""
    return Declined("language", f"{_ENGLISH}{short}.", _status_of(sentence))


def _status_of(sentence: Sentence) -> str | None:
    return next((f"status {part.value}" for part in sentence.of("person")), None)


def _unknown(sentence: Sentence) -> str:
    return ", ".join(map(sentence.said, sentence.of(UNKNOWN)))


def _languages(sentence: Sentence, vocabulary: Vocabulary) -> list[Language]:
    """The language that has most of the words, where one tells that it is not English; several for a tie."""
    said = {*sentence.words}
    if all(language.marks.isdisjoint(said) for language in vocabulary.languages):
        return []
    counted = [(len(language.words & said), language) for language in vocabulary.languages if language.marks]
    most = max(count for count, _ in counted)
    return [language for count, language in counted if count == most]


def _is_strange(sentence: Sentence) -> bool:
    """Whether unknown words have letters that English lacks, or are more than those that are known and say nothing."""
    unknown = [part.value for part in sentence.of(UNKNOWN) if part.value.isalpha()]
    known = [part for part in sentence.found if UNKNOWN not in part.tags and not part.has("person")]
    all_idle = all("idle" in part.tags for part in known)
    return any(not word.isascii() for word in unknown) or (all_idle and len(unknown) > max(1, len(known)))
