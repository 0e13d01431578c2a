"""A sentence in another language than English: which one, and what works in it."""

from bot.questions.words.outcome import Declined
from bot.questions.words.parts import UNKNOWN
from bot.questions.words.recognise import Sentence
from bot.questions.words.vocabulary import Language, Vocabulary


def foreign(sentence: Sentence, vocabulary: Vocabulary) -> Declined | None:
    """One line that says what works, where the words are those of another language; None where they are not.

    A language is known by its file's own words, never by likeness; letters that English lacks tell that it is another.
    """
    language = _language(sentence, vocabulary)
    if language is None and not _is_strange(sentence):
        return None
    persons = sentence.of("person")
    short = f"; in {language.name} short ones like `{language.example}`" if language else ""
    says = f"I understand only English and short commands like `status dana@contoso.com` or `failures 7d`{short}."
    return Declined("language", says, f"status {persons[0].value}" if persons else None)


def _language(sentence: Sentence, vocabulary: Vocabulary) -> Language | None:
    counted = [(len(language.marks & set(sentence.words)), language) for language in vocabulary.languages]
    most = max((count for count, _ in counted), default=0)
    return next(language for count, language in counted if count == most) if most else None


def _is_strange(sentence: Sentence) -> bool:
    """Whether words that are not known have letters that English does not."""
    return any(not part.value.isascii() and part.value.isalpha() for part in sentence.of(UNKNOWN))
