"""Whom a sentence is about, where no address says it: a name that is loaded, or a word where only a name can stand."""

import re

from bot.questions.words.parts import UNKNOWN, Found
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Recognition, Sentence

_NAME = re.compile(r"[^\W\d_][^\W\d.'#+-]*(?:[.'-][^\W\d]+)*")


def with_person(sentence: Sentence, recognition: Recognition) -> Sentence:
    """The sentence with the person that it names, where that is not given away by an address."""
    found = _with_surnames(sentence, recognition)
    unknown = [part for part in found if UNKNOWN in part.tags]
    if any(part.has("person") for part in found) or len(unknown) != 1:
        return Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    (part,) = unknown
    if _NAME.fullmatch(part.value) and _stands_for_a_person(sentence, part):
        named = Found(frozenset({"person", "guess"}), part.start, part.stop, part.value)
        found = tuple(named if other is part else other for other in found)
    return Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)


def _stands_for_a_person(sentence: Sentence, part: Found) -> bool:
    """`is bob blocked`, `bob's status`, `bob cannot reset`; not `failures for bob`, which may be a domain."""
    words, start = sentence.words, part.start
    before = words[start - 1] if start else ""
    after = words[part.stop] if part.stop < len(words) else ""
    if before in {"for", "with"} and sentence.tags() & {"failures", "registered", "success", "attempts"}:
        return False
    if "who" in sentence.tags() and before not in positions().person_or_domain:
        return False
    if before in positions().person or after == "'s":
        return True
    return not before and after in positions().person_before


def _with_surnames(sentence: Sentence, recognition: Recognition) -> tuple[Found, ...]:
    """`Dana Miller <dana@contoso.com>`: capitalised words right before an address, or behind a loaded first name."""
    found: list[Found] = []
    for part in sentence.found:
        last = found[-1] if found else None
        if part.has("person") and "@" in part.value:
            while found and _is_capital(sentence, found[-1]):
                found.pop()
        elif last and last.has("person") and _is_surname(sentence, last, part, recognition):
            whole = f"{last.value}.{part.value}"
            value = whole if recognition.names.person(whole.casefold()) else last.value
            found[-1] = Found(last.tags, last.start, part.stop, value)
            continue
        found.append(part)
    return tuple(found)


def _is_capital(sentence: Sentence, part: Found) -> bool:
    return (UNKNOWN in part.tags or "person" in part.tags) and sentence.typed[part.start][:1].isupper()


def _is_surname(sentence: Sentence, name: Found, part: Found, recognition: Recognition) -> bool:
    if UNKNOWN not in part.tags or "@" in name.value:
        return False
    both = sentence.typed[name.start][:1].isupper() and sentence.typed[part.start][:1].isupper()
    return both or recognition.names.person(f"{name.value}.{part.value}".casefold())
