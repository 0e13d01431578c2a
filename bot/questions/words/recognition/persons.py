"""Whom a sentence is about, where no address says it: a name that is loaded, or a word where only a name can stand."""

import re
from dataclasses import replace
from itertools import pairwise

from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Recognition, Sentence

_PAIR = 2
_OWNERS = frozenset({"his", "her", "my", "our", "your", "their"})
_FROM = frozenset({("from",), ("at",), ("of",)})  # between a name and its domain
_MOST_UNKNOWN = 2  # words beside somebody's name
_WHO_DOES = frozenset({"should", "can", "could", "may", "must", "will", "would"})  # "who should add": a verb
_NUMBERS = frozenset({"number", "clock"})  # of a line, of calls, of tries: nothing that a status takes
_QUOTED = re.compile(r'"([^"]*\s[^"]*)"')
_PARTICIPLE = re.compile(r"[a-z]{2,}ed")
_ASKED_BEFORE = frozenset({"why", "when", "how", "what", "where", "who", "also"})  # before a verb that asks
# Behind these a name may follow "with": `what is up with bob`; in `resets with yubikey` it is a thing.
_IS_UP = frozenset(
    {"wrong", "up", "on", "in", "happened", "happen", "happens", "happening", "ok", "okay", "fine", "well", "alright"}
    | {"right", "matter", "story", "deal", "case", "step", "new", "bad", "good", "it", "things", "stand", "stands"}
    | {"call", "phone", "line", "chat", "talking", "speaking", "dealing", "help", "problem", "issue", "trouble"}
)
_SOMEBODY = frozenset({"anyone", "anybody", "someone", "somebody", "user", "person", "colleague", "caller", "there"})
_NOT_SOMEBODYS = frozenset({"instead", "because", "ahead", "out", "outside", "inside", "front", "top"})  # of a thing
_NOT_SOMEBODYS |= {"hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"}  # of leave
_NOT_SOMEBODYS |= {"lot", "lots", "kind", "sort", "bit", "bunch", "couple", "piece", "full", "sick", "tired", "sake"}
_BEFORE_A_THING = frozenset({"a", "an", "the", "one", "two", "more", "another", "sms", "methods", "number"})
_LISTS = frozenset({"list", "name", "names"})  # before people: they are asked for, and not how many
_NAMED = frozenset({"role", "domain", "tenant", "customer", "method", "cause", "sign", "no", "without"})  # their names
_NAME = re.compile(r"[^\W\d_][^\W\d.'#+-]*(?:[.'-][^\W\d]+)*")


def with_person(sentence: Sentence, recognition: Recognition) -> Sentence:
    """The sentence with the person that it names, where that is not given away by an address."""
    found = _with_full_name(sentence, _with_surnames(sentence, recognition))
    found = _as_addressed(_with_domain(sentence, found))
    unknown = [part for part in found if UNKNOWN in part.tags]
    if any(part.has("person") for part in found) or len(unknown) != 1:
        return Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    (part,) = unknown
    quoted = any(part.value in words for words in _QUOTED.findall(sentence.text))
    strange = not part.start and not recognition.vocabulary.foreign.isdisjoint(
        sentence.words
    )  # "gibts was seit gestern"
    if _NAME.fullmatch(part.value) and not quoted and not strange and _stands_for_a_person(sentence, part):
        named = Found(frozenset({"person", "guess"}), part.start, part.stop, part.value)
        found = tuple(named if other is part else other for other in found)
    return Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)


def _with_domain(sentence: Sentence, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """`dana from contoso`, who may be another one than the only Dana that is loaded, as `dana@contoso.com`."""
    for domain in (part for part in found if part.has("domain") and part.value):
        for name in (part for part in found if part.has("person") and "@" not in part.value):
            if sentence.words[name.stop : domain.start] in _FROM:
                whole = Found(
                    name.tags, name.start, domain.stop, f"{name.value}@{domain.value.removeprefix('domain:')}"
                )
                before = (part for part in found if part.stop <= name.start)
                return (*before, whole, *(part for part in found if part.start >= domain.stop))
    return found


def _as_addressed(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """A name beside the address that begins so is the same person: `thea, thea@contoso.com`."""
    addresses = [part.value for part in found if part.has("person") and "@" in part.value]
    if not addresses:
        return found
    meant = {address.casefold().partition("@")[0]: address for address in reversed(addresses)}
    return tuple(
        replace(part, value=meant.get(part.value.casefold(), part.value)) if part.has("person") else part
        for part in found
    )


def is_named_by(sentence: Sentence, word: str) -> bool:
    """Whether a word of a sentence names somebody, or may: nobody knows it."""
    people = (part for part in sentence.found if part.has("person") or UNKNOWN in part.tags)
    return any(word.casefold() in sentence.words[part.start : part.stop] for part in people)


def asks_who(sentence: Sentence) -> bool:
    """Whether a question begins with who: `who failed`, and not `failures of people who failed`, nor how many."""
    heavy = (part.start for part in sentence.found if "idle" not in part.tags and not part.has("window"))
    first = next(heavy, 0)
    if any(part.start < first for part in sentence.of("many")):
        return False
    people = (*sentence.of("persons")[:1], *sentence.of("everybody")[:1])
    listed = [
        part for part in people if _LISTS & {*sentence.words[: part.start]} or _is_headed_by(part, sentence, first)
    ]
    before = [word for word, behind in pairwise(("", *sentence.words)) if behind == "names"]
    named = bool(before) and before[0] not in _NAMED and not sentence.of("counts_only")
    which = any("which" in sentence.words[: part.start][-1:] for part in sentence.of("admins"))
    return named or which or any(part.start < first for part in (*sentence.of("who")[:1], *listed))


def _is_headed_by(people: Found, sentence: Sentence, first: int) -> bool:
    """Whether it begins with the people that it is of: `everybody blocked since saturday`."""
    before = {*sentence.words[: people.start]} - positions().courtesy
    return not before and people.start < first == people.stop


def without_unknown(sentence: Sentence) -> Sentence | None:
    """The sentence without the words that are not known, where it names one person for certain and asks something.

    None where such a word may be what matters: an order, another person, or something that somebody has.
    """
    unknown = [part for part in sentence.found if UNKNOWN in part.tags or part.tags & _NUMBERS]
    named = [part for part in sentence.of("person") if "guess" not in part.tags]
    known = [part for part in sentence.found if "idle" not in part.tags and part not in (*unknown, *named)]
    if not unknown or len(unknown) > _MOST_UNKNOWN or not named or not any(map(_is_plain, known)):
        return None
    if any(_may_matter(sentence, part) for part in unknown):
        return None
    return replace(sentence, found=tuple(part for part in sentence.found if part not in unknown))


def _is_plain(part: Found) -> bool:
    return not part.has("window") and not part.has("future")


def _may_matter(sentence: Sentence, part: Found) -> bool:
    before = [word for word in sentence.words[: part.start] if word not in positions().courtesy]
    if not before or before[-1] in {"you", "to", "'s", "and", "or", "than"} or begins_clause(sentence, part):
        return True
    after = sentence.words[part.stop : part.stop + 1]
    return after in {("and",), ("or",), ("'s",)} or not part.value.isascii()


def begins_clause(sentence: Sentence, part: Found) -> bool:
    """Whether a word is the first behind a comma or the like, and so may be an order: `she is fine, close it`."""
    return re.search(rf"[.,;:!?]\s+{re.escape(sentence.said(part))}\b", sentence.text) is not None


def _stands_for_a_person(sentence: Sentence, part: Found) -> bool:
    """`is bob blocked`, `bob's status`, `bob cannot reset`; not `failures for bob`, which may be a domain."""
    words, start = sentence.words, part.start
    before = words[start - 1] if start else ""
    after = words[part.stop] if part.stop < len(words) else ""
    if before in {"called", "named"}:
        return _is_somebody(words[: start - 1])
    of_a_thing = before == "of" and words[max(start - 2, 0)] in _NOT_SOMEBODYS
    strange = before in positions().modal and not part.value.isascii() and part.value.islower()
    strange |= words[max(start - _PAIR, 0) : start - 1] == ("who",) and before in _WHO_DOES
    strange |= part.value.endswith("ing") and after in _BEFORE_A_THING  # "is closing the page a failure"
    strange |= is_with_a_thing(words, start)
    if (
        strange or of_a_thing or after in positions().kind_of_people or _is_participle(sentence, part)
    ):  # "was heißt gesperrt"
        return False
    of_many = sentence.tags() & {"failures", "registered", "unregistered", "success", "attempts"}
    if (before in {"for", "with"} and of_many) or (
        "who" in sentence.tags() and before not in positions().person_or_domain
    ):
        return False
    if after == "'s":
        return before not in _OWNERS  # "his dog's name"
    if before in positions().modal:
        return _asks_about(sentence, start) and not _has_subject(sentence, start - 1)
    return before in positions().person or (not before and after in positions().person_before)


def is_with_a_thing(words: tuple[str, ...], start: int) -> bool:
    """Whether the word at a place is what something was done with, and nobody: `resets with yubikey`."""
    return start > 0 and words[start - 1] == "with" and words[max(start - _PAIR, 0)] not in _IS_UP


def _is_somebody(words: tuple[str, ...]) -> bool:
    """Whether words end in somebody who may be called anything: `is there anyone`, `a user`; not `the caller just`."""
    return bool(words) and words[-1] in _SOMEBODY and {*words} <= _SOMEBODY | positions().asks | {"a", "an", "the"}


def _is_participle(sentence: Sentence, part: Found) -> bool:
    """Whether a word says what was done to what stands before: `the server was replaced`; not `is ahmed blocked`."""
    verb = part.start - 1
    if verb < 1 or sentence.words[verb] not in positions().modal or not _PARTICIPLE.fullmatch(part.value):
        return False
    asks = sentence.words[verb - 1] in positions().courtesy | positions().asks_negated
    return not asks and not any(each.stop == verb and each.tags & _ASKED_BEFORE for each in sentence.found)


def _asks_about(sentence: Sentence, start: int) -> bool:
    """Whether anything is asked about somebody: more than a day, and more than that they are somebody."""
    rest = (part for part in sentence.found if part.start != start)
    return any("idle" not in part.tags and not part.has("window") for part in rest)


def _has_subject(sentence: Sentence, verb: int) -> bool:
    """Whether a verb has its subject before it, and no name follows: `we cannot verify`, `which method is safest`."""
    if sentence.words[: verb + 1] == ("what", "did") and "changed" in sentence.tags():  # "what did ada change"
        return False
    noun = next((part for part in sentence.found if part.stop == verb), None)
    weighs = noun is not None and (noun.has("aside") or "idle" not in noun.tags)  # "last week was quiet"
    return verb > 0 and (weighs or sentence.words[verb - 1] in positions().subject)


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


def _with_full_name(sentence: Sentence, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """`is Tom Baker blocked`: two capitalised words that nobody knows, where a person can stand, are one name."""
    if any(part.has("person") for part in found):
        return found
    names = [part for part in found if UNKNOWN in part.tags and _is_capital(sentence, part)]
    if len(names) != _PAIR or names[0].stop != names[1].start or not all(_NAME.fullmatch(name.value) for name in names):
        return found
    first, last = names
    whole = Found(frozenset({"person"}), first.start, last.stop, f'"{first.value} {last.value}"')
    if any(word.istitle() for word in sentence.typed[last.stop : last.stop + 1]):  # "is Global Secure Access down"
        return found
    alone = len(found) == _PAIR or sentence.words[max(first.start - 1, 0)] in positions().full_name
    if not alone and not _stands_for_a_person(sentence, whole):
        return found
    return tuple(whole if part is first else part for part in found if part is not last)


def _is_capital(sentence: Sentence, part: Found) -> bool:
    return (UNKNOWN in part.tags or "person" in part.tags) and sentence.typed[part.start][:1].isupper()


def _is_surname(sentence: Sentence, name: Found, part: Found, recognition: Recognition) -> bool:
    if UNKNOWN not in part.tags or "@" in name.value:
        return False
    both = sentence.typed[name.start][:1].isupper() and sentence.typed[part.start][:1].isupper()
    return both or recognition.names.person(f"{name.value}.{part.value}".casefold())
