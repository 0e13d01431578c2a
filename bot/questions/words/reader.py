"""From free words to the question they mean, as one would type it; every word has its place, or is named."""

from collections.abc import Collection

from bot.questions.dates.calendar import MONTHS, WEEKDAYS
from bot.questions.words.cannot import of_kind, refusal
from bot.questions.words.codes import is_correlation
from bot.questions.words.languages import foreign
from bot.questions.words.outcome import Declined, NotRead, Outcome, Read
from bot.questions.words.parts import UNKNOWN, Found
from bot.questions.words.persons import with_person
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Recognition, Sentence
from bot.questions.words.rules import Rule, fill, rules, tags_of

_FORMATS = {"csv": "csv", "parquet": "parquet", "excel": "csv", "xlsx": "csv", "spreadsheet": "csv"}
_MOST_ASKED = 5  # people of one sentence
_ALL_ROWS = frozenset({"trend", "attempts", "resets"})


def read(text: str, recognition: Recognition, known: Collection[str]) -> Outcome:
    """What a sentence means. `known` are the names of the questions that have an answer.

    Raises ParseError for a filter or a date that cannot be meant so.
    """
    sentence = with_person(recognition.read(text), recognition)
    codes = sentence.of("code")
    if codes and all(is_correlation(part.value) for part in codes):
        return Declined("support code", of_kind("support code"), _status_of(sentence))
    if refused := refusal(sentence, known):
        return Declined(*refused)
    if len({part.value.casefold() for part in sentence.of("person")}) > 1:
        return _several(sentence)
    if exported := _export(sentence, recognition, known):
        return exported
    return _plain(sentence, recognition, known)


def _plain(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome:
    tags = tags_of(sentence)
    for rule in rules():
        if not rule.fits(tags) or rule.left_over(sentence) or (command := fill(rule, sentence)) is None:
            continue
        if rule.cannot:
            return Declined(rule.kind, rule.cannot, command)
        if rule.kind not in known:
            return Declined(rule.kind, of_kind(rule.kind))
        return _meant(rule, command, sentence)
    return foreign(sentence, recognition.vocabulary) or _not_read(sentence, known)


def _meant(rule: Rule, command: str, sentence: Sentence) -> Read:
    notes = [rule.note] if rule.note and "result:" not in command else []
    notes += [f'"{name}" is read as the person; for the month or day say "in {name}"' for name in _dated(sentence)]
    notes += [f'"{typed}" read as "{meant}"' for typed, meant in sentence.slips]
    if rule.kind == "status" and (window := sentence.of("window")):
        notes.append(f'all attempts, not only those of "{sentence.said(window[0])}"')
    also = tuple(f"status {part.value}" for part in sentence.of("person") if rule.kind == "fix")
    return Read(command, "; ".join(notes), also)


def _dated(sentence: Sentence) -> list[str]:
    """Persons whose names are months or weekdays, too."""
    return [part.value for part in sentence.of("person") if part.value.casefold() in {*MONTHS, *WEEKDAYS}]


def _status_of(sentence: Sentence) -> str | None:
    """The question about whoever is named; None for nobody."""
    return next((f"status {part.value}" for part in sentence.of("person")), None)


def _several(sentence: Sentence) -> Outcome:
    names = list(dict.fromkeys(part.value for part in sentence.of("person")))
    first, *others = (f"status {name}" for name in names[:_MOST_ASKED])
    asked = ", then ".join(f"`{question}`" for question in (first, *others))
    return Declined("several people", f"I answer about one person at a time only: {asked}.", first, tuple(others))


def _export(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome | None:
    """The rows behind a question: what is left when the words of exporting are gone is that question."""
    parts = sentence.of("export")
    if not parts:
        return None
    words = [word for part in parts for word in sentence.words[part.start : part.stop]]
    kind = next((_FORMATS[word] for word in words if word in _FORMATS), "csv")
    rows = "rows" in words or "data" in words
    found = tuple(part for part in sentence.found if "export" not in part.tags)
    rest = Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    if all("idle" in part.tags or part.has("window") for part in found):
        window = "".join(part.value for part in rest.of("window"))
        return Read(
            " ".join(f"export {'attempts' if rows else 'failures'} {window} as {kind}".split()), "no list was named"
        )
    inner = _plain(rest, recognition, known)
    if not isinstance(inner, Read):
        return inner
    name, _, behind = inner.command.partition(" ")
    name = "attempts" if name in _ALL_ROWS and name != "resets" else name
    return Read(" ".join(f"export {name} {behind} as {kind}".split()), inner.note)


def _not_read(sentence: Sentence, known: Collection[str]) -> NotRead:
    """Name the words without a place; suggest only what leaves none of the known ones out."""
    unknown = [part for part in sentence.found if UNKNOWN in part.tags]
    persons = [part for part in sentence.of("person") if "guess" not in part.tags]
    if persons:
        return NotRead(_said(sentence, unknown), _sentence(sentence, unknown), (f"status {persons[0].value}",))
    if len(unknown) == 1 and (choices := _choices(sentence, unknown[0], known)):
        offered = " or ".join(f"`{choice}`" for choice in choices)
        return NotRead(_said(sentence, unknown), f"{_sentence(sentence, unknown)} Do you mean {offered}?", choices)
    return NotRead(_said(sentence, unknown), _sentence(sentence, unknown), _alone(sentence, unknown))


def _alone(sentence: Sentence, unknown: list[Found]) -> tuple[str, ...]:
    """A name alone is a person's, a span of time alone is one of failures: suggested, as nothing says so."""
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    if len(sentence.found) == 1 and unknown and unknown[0].value.isalpha():
        return (f"status {unknown[0].value}",)
    if len(heavy) == 1 and heavy[0].has("window"):
        return (f"failures {heavy[0].value}",)
    return ()


def _choices(sentence: Sentence, unknown: Found, known: Collection[str]) -> tuple[str, ...]:
    """Behind `for` or `at` stands a person or a domain: both readings are offered."""
    before = sentence.words[unknown.start - 1] if unknown.start else ""
    if before not in positions().person_or_domain:
        return ()
    tried = Found(frozenset({"filter", "domain"}), unknown.start, unknown.stop, f"domain:{unknown.value.casefold()}")
    found = tuple(tried if part is unknown else part for part in sentence.found)
    whole = Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    tags = tags_of(whole)
    for rule in rules():
        if rule.fits(tags) and rule.kind in known and not rule.left_over(whole) and (command := fill(rule, whole)):
            return (command, f"status {unknown.value}")
    return (f"status {unknown.value}",)


def _said(sentence: Sentence, parts: list[Found]) -> tuple[str, ...]:
    return tuple(sentence.said(part) for part in parts)


def _sentence(sentence: Sentence, unknown: list[Found]) -> str:
    if not unknown:
        heavy = [sentence.said(part) for part in sentence.found if "idle" not in part.tags]
        return f"I know these words, but no question that they make together: {', '.join(heavy) or sentence.text}."
    named = ", ".join(sentence.said(part) for part in unknown[:5])
    return f"I do not know {named}."
