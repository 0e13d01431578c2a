"""What people ask for and this bot does not do: one honest sentence, and the question that helps."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from bot.questions.beginnings import MOST_LETTERS, beginnings
from bot.questions.codes import not_mapped, of_a_document
from bot.questions.dates.calendar import Moment
from bot.questions.words.deeds import as_typed, said_of_a_sign, sign_of
from bot.questions.words.not_read import which
from bot.questions.words.outcome import Declined, NotRead, Read
from bot.questions.words.recognition.parts import DENIES, UNKNOWN
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.recognition.vocabulary import Vocabulary, expand

_NO_DEEDS = frozenset({"digest", "export", "subscribed", "code"})  # these are done
_BE_KIND = frozenset({"dear", "love", "star", "favour", "favor", "kind"})  # "be a dear and"
_AM_I = frozenset({"myself", "registered"})  # "am I set up" orders nothing
_NOUNS = frozenset({"methods", "reset_methods", "attempts", "failures", "reset_page", "preview", "loaded", "status"})
# Of these a suggestion keeps the span of time and the domain that were named.
_OF_A_WINDOW = frozenset(
    {"failures", "resets", "registrations", "trend", "incidents", "odd", "changes", "funnel", "time", "helped"}
)
_OF_A_DOMAIN = _OF_A_WINDOW - {"registrations", "changes", "helped"} | {"stuck"}
_MAY = frozenset({"kann", "darf", "peut", "puede", "pode", "kan", "mag"})  # with these it is a question
_LEAD_THERE = frozenset({"click", "go", "look", "press"})
_MAKES = frozenset({"make", "create", "generate", "get", "have"})
_LISTS = frozenset({"list", "chart", "table", "report", "graph", "diagram", "overview", "summary", "breakdown"})
_LISTED = {  # to be exported
    "unregistered": "rollout",
    "rollout": "rollout",
    "stuck": "stuck",
    "failures": "failures",
    "odd": "odd",
}
_PAST_ARTICLES = 5  # "make me a short list"
_OF_COUNTS = frozenset(
    {"fails", "failed", "failing", "works", "worked", "doesn't", "doesnt", "does", "is", "was", "isn't", "keeps"}
    | {"page", "portal", "site"}
    | {"count", "counts", "number", "numbers", "rate", "rates", "per", "by", "vs", "vs.", "versus", "compared", "than"}
    | {"because", "column", "columns", "filter", "filters"}
)  # "reset count per method", "email vs app", "reset because it expired"
# "change in the policy yesterday", "reset with email last month": these are nouns, too.
_HAPPENING = frozenset({"change", "update", "increase", "block", "reset"})
_NOW = frozenset({"today", "24h"})  # an order may be of these
_BLOCKS = frozenset({"block", "lock", "ban"})
_OF_A_BLOCK = frozenset({"on", "of", "for", "lifted", "ended"})  # "lock on the account of mia: until when"
_OF_WHAT = frozenset({"in", "of", "on", "with", "via", "using", "through"})
_BEGINS = re.compile(rf"\b(?=(\S.{{0,{MOST_LETTERS - 1}}}))")
_OF_NOBODY = frozenset(  # also where somebody is to agree
    {"signs", "sign of one", "other receivers", "mapping", "own cause", "shifts", "changes of somebody"}
)
_OCCASION = "aside.occasion"  # who wants it, by when: no words of a deed
_PERSON = "{person}"  # in a phrase: whoever is named
_THEN_ASKS = re.compile(
    r"[,.;:-]\s+(?:so |and |but )?(?:will|who|whose|(?:is|are) (?!that|this|it|there)|how (?:many|far|much)|which"
    r"|did|does)\b[^.;]*\?\s*$",
    re.IGNORECASE,
)
_DONE_TO = frozenset({"her", "his", "him", "their", "them", "it", "this", "that", "the"})  # behind an order in a clause
_ALL = frozenset({"all", "every", "everybody", "everyone", "my", "our", "a", "an", "mfa"})
_SOMEBODY = frozenset({"somebody", "someone", "anybody", "anyone", "who"})  # "did somebody try to reset it"
_ON_THE_LINE = frozenset({("on", "the", "phone"), ("over", "the", "phone"), ("via", "the", "phone")})
_TO_THE_ASKER = frozenset({"me", "us"})
_BRINGS = frozenset({"let", "update", "take", "bring", "turn", "walk"})  # "take me to", "update me on"
# "remove the guests from the list", "add names to the export": an answer is changed, and nobody's account.
_OF_AN_ANSWER = re.compile(
    r"(?:from|off|out of|to|in|into) (?:(?:the|this|that|these|my|our|your) )*"
    r"(?:(?!admins?|block|allow|deny|user)\S+ )?"
    r"(?:lists?|reports?|filters?|answers?|exports?|charts?|tables?|numbers|figures|overview)(?= |$)"
)
_OF_ACCOUNTS = frozenset({"account", "sign-in method", "reset a password"})
_LOOKING = frozenset({"know", "see", "check", "look"})  # "let me see", "give dana a look"
_ASKING = frozenset(
    {"if", "whether", "from", "which", "how", "why", "what", "where", "when", "what's", "whats", "who's", "whos"}
)  # "how do i tell if somebody is registered"
_COUNTING = frozenset({("how", "often"), ("how", "many")})  # nobody orders so
_TELLING = frozenset(
    {"tell", "give", "show", "send", "get", "remind", "notify", "ping", "inform", "message", "text", "dm", "talk"}
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is asked for, said no to, and the question to suggest."""

    key: str
    says: str
    verbs: frozenset[str]
    objects: tuple[tuple[str, ...], ...]
    words: frozenset[tuple[str, ...]]
    instead: str | None
    pattern: re.Pattern[str] | None  # words that stand anywhere, where they can be said in too many ways to list them
    unless: tuple[tuple[str, ...], ...]  # tags with all of which it is a question about the deed, and no order
    of_somebody: bool  # only where a person is named
    beside: str  # what is said of it beside the status of whoever is named
    note: str  # what is said of the question to suggest, where that answers it among the rest: it is no refusal

    def meets(self, sentence: Sentence, person: str, *, said: bool) -> bool:
        """Whether a sentence asks for it: by words that are said in it, or by an order with its object."""
        if any(all(_is_said(sentence, tag) for tag in tags) for tags in self.unless) or (
            self.of_somebody and not sentence.of("person")
        ):
            return False
        if said:
            return True
        if sentence.words[:2] in _COUNTING:
            return False
        verbs = (place for place, word in enumerate(sentence.words) if word in self.verbs)
        orders = (place for place in verbs if _begins_an_order(sentence, place) or _is_order(sentence, place))
        return any(self._has_object(sentence, place, person) for place in orders)

    def _has_object(self, sentence: Sentence, verb: int, person: str) -> bool:
        rest = _without_the_line(sentence.words[verb + 1 :])
        if (
            (not rest and sentence.words[verb] in _TELLING)
            or "look" in rest[:3]
            or (rest[:1] and rest[0] in _TO_THE_ASKER and (sentence.words[verb] in _BRINGS or {*rest[1:2]} & _LOOKING))
            or (self.key in _OF_ACCOUNTS and not sentence.of("person") and _OF_AN_ANSWER.search(" ".join(rest)))
        ):
            return False
        if rest[:1] and rest[0] in _TO_THE_ASKER | _ASKING and sentence.words[verb] in _TELLING:
            return False
        persons = sentence.of("person")
        somebody = any(part.start != verb for part in persons)  # "who should add": no name
        somebody |= not persons and bool(person) and _follows(sentence, verb)
        return any((phrase == ("person",) and somebody) or _within(phrase, rest) for phrase in self.objects)


def refusal(
    sentence: Sentence, known: Collection[str], vocabulary: Vocabulary, moment: Moment
) -> Read | Declined | NotRead | None:
    """No to what is asked for, with a question that helps; a deed that is said whole is asked back.

    What a question answers among the rest is read as that question.

    None when nothing of the kind is asked for. Raises ParseError for a day that no calendar has.
    """
    if of_sign := said_of_a_sign(sentence, moment):
        return of_sign
    person = named(sentence)
    aside = {place for part in sentence.of(_OCCASION) for place in range(part.start, part.stop)}
    words = tuple(
        "" if place in aside else vocabulary.deeds.get(word, word) for place, word in enumerate(sentence.words)
    )
    if words != sentence.words:
        sentence = replace(sentence, words=words)
    deeds = not sentence.tags() & _NO_DEEDS and not sentence.tags() >= _AM_I
    somebody = any("guess" not in part.tags for part in sentence.of("person"))  # nor "my password" of a pasted mail
    typed = tuple("" if place in aside else word.casefold() for place, word in enumerate(sentence.typed))
    whole = {
        _with_apostrophes(sentence, words) for words in (sentence.words, typed)
    }  # patterns are of any language's words
    said = _said(whole, person.casefold()).union(*map(spoken, whole))
    ordered = {place for word in {*sentence.words} for place in _index().by_verb.get(word, ())}
    for place in sorted(said | ordered):
        row = refusals()[place]
        if somebody and row.instead == "status me":
            continue
        if (deeds or not row.verbs or place in said) and row.meets(sentence, person.casefold(), said=place in said):
            if command := as_typed(row.key, sentence):
                return which(sentence, (command,))
            if row.note and not sentence.has_any(DENIES):
                return Read(_instead(row, sentence, known) or "help", row.note)
            says = row.says.replace("{sign}", sign_of(" ".join(sentence.words)) or "SIGN")
            if row.key in {"mapping", "own cause"} and (code := of_a_document(sentence.words)):
                says = not_mapped(code)
            return Declined(row.key, says, _typed_whole(row.key, sentence) or _instead(row, sentence, known))
    return None


@dataclass(frozen=True, slots=True)
class _Index:
    """Where the rows stand by their verbs, by their phrases, and by the letters that their patterns begin with.

    `lengths` are how many words the phrases have that begin with a word.
    """

    by_verb: Mapping[str, list[int]]
    by_phrase: Mapping[tuple[str, ...], list[int]]
    lengths: Mapping[str, set[int]]
    by_letters: Mapping[str, list[int]]


@cache
def _index() -> _Index:
    by_verb, by_letters = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    by_phrase, lengths = defaultdict[tuple[str, ...], list[int]](list), defaultdict[str, set[int]](set)
    for place, row in enumerate(refusals()):
        for verb in row.verbs:
            by_verb[verb].append(place)
        for phrase in row.words:
            by_phrase[phrase].append(place)
            lengths[phrase[0]].add(len(phrase))
        for letters in (beginnings(row.pattern.pattern) or {""}) if row.pattern else ():
            by_letters[letters].append(place)
    return _Index(dict(by_verb), dict(by_phrase), dict(lengths), dict(by_letters))


def _said(said: Iterable[tuple[str, ...]], person: str) -> set[int]:
    """The rows of which a phrase is said, with the name as it is and as `{person}`.

    `said` are the words as typed, and with slips mended: an iphone is no phone.
    """
    index = _index()
    named = {tuple(_PERSON if word == person else word for word in words) for words in said if person in words}
    return {
        place
        for words in named.union(said)
        for start, word in enumerate(words)
        for length in index.lengths.get(word, ())
        for place in index.by_phrase.get(words[start : start + length], ())
    }


def said_at(key: str, sentence: Sentence) -> tuple[int, int] | None:
    """Where the words stand by which something of a key is asked for: the first, and the one behind the last."""
    for row in refusals():
        if row.key != key:
            continue
        for start in range(len(sentence.words)):
            for phrase in row.words:
                if sentence.words[start : start + len(phrase)] == phrase:
                    return start, start + len(phrase)
        text = " ".join(sentence.words)
        if row.pattern and (match := row.pattern.search(text)):
            start = text.count(" ", 0, match.start())
            return start, start + match[0].count(" ") + 1
    return None


def _with_apostrophes(sentence: Sentence, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words, `noors number` as `noor 's number`."""
    lost = {part.start: part.value.casefold() for part in sentence.of("person")}
    if not lost:
        return words
    parted = ((lost[place], "'s") if word == f"{lost.get(place)}s" else (word,) for place, word in enumerate(words))
    return tuple(chain.from_iterable(parted))


def spoken(words: tuple[str, ...]) -> set[int]:
    """The rows whose pattern stands in a sentence; tried are those that begin as something in it does."""
    text, by_letters = " ".join(words), _index().by_letters
    return {
        place
        for begun in _BEGINS.finditer(text)
        for length in range(len(begun[1]) + 1)
        for place in by_letters.get(begun[1][:length], ())
        if (pattern := refusals()[place].pattern)
        and (match := pattern.match(text, begun.start()))
        and not _is_counted(text[match.end() :].split(maxsplit=1))
    }


def said_beside(sentence: Sentence) -> list[str]:
    """What no report tells of a complaint about somebody, whose status is the answer: `she never got the code`."""
    said = _said({sentence.words}, "") | spoken(sentence.words)
    return [row.beside for place, row in enumerate(refusals()) if row.beside and place in said]


def named(sentence: Sentence) -> str:
    """Whoever is named, loaded or not; "" for nobody."""
    persons = sentence.of("person") or sentence.of(UNKNOWN)
    return persons[-1].value if persons else ""


def _instead(row: Refusal, sentence: Sentence, known: Collection[str]) -> str | None:
    persons = [part for part in sentence.of("person") if row.verbs or "guess" not in part.tags]
    persons = [part for part in persons if sentence.words[part.start] not in row.verbs]  # "who should add"
    if persons and row.instead not in {"", "status me"} and row.key not in _OF_NOBODY:
        return f"{'follow' if row.instead == 'follow' else 'status'} {persons[0].value}"
    kind, _, rest = (row.instead or "").partition(" ")
    if kind not in known:
        return None
    timed = kind in _OF_A_WINDOW and not rest[:1].isdigit() and row.key != "the future"  # which has no rows
    windows = {part.value for part in sentence.of("window")} if timed else set()
    domains = {part.value for part in sentence.of("domain")} - {""} if kind in _OF_A_DOMAIN and not rest else set()
    if len(windows) > 1 or len(domains) > 1:
        return row.instead
    return " ".join(filter(None, (kind, *windows, rest, *domains)))


def _typed_whole(key: str, sentence: Sentence) -> str | None:
    """The question that gives what is asked for in another form; None where the sentence leaves out a part of it."""
    match key:
        case "departments" if sentence.of("registered") and not sentence.of("not"):
            windows = {part.value for part in sentence.of("window")}
            return f"registrations {windows.pop()}" if len(windows) == 1 else None
        case "other formats" | "other tools" | "other receivers":
            lists = (kind for tag, kind in _LISTED.items() if sentence.of(tag))
            return next((f"export {kind}" for kind in lists if not sentence.tags() & {"window", "every"}), None)
    return None


def _is_order(sentence: Sentence, place: int) -> bool:
    """Whether a verb stands where an order does: first, or behind `please`, `can you`, `i want to`, `how do i`.

    The first word of a longer phrase is no verb: `reset methods`, `reset page`.
    """
    words = sentence.words
    phrase = next(part for part in sentence.found if part.start <= place < part.stop)
    nouns = {tag for tag in phrase.tags if tag in _NOUNS or tag.startswith(("method.", "cause."))}
    if phrase.stop - phrase.start > 1 and nouns:
        return False
    makes_list = words[place] in _MAKES and _LISTS & {*words[place + 1 : place + _PAST_ARTICLES]}
    happens = words[place] in _HAPPENING and not sentence.of("person")
    spans = [
        part.value for part in sentence.of("window") if part.value not in _NOW and not part.value.startswith("by ")
    ]
    # "block users by day", "reset people last week"; not "please block them", "reset her password this week"
    counted = happens and bool(sentence.of("by") or spans) and _is_of_many(words, place)
    nouns_before = _OF_WHAT | _OF_COUNTS if happens else _OF_COUNTS
    nouns_before = _OF_A_BLOCK | nouns_before if words[place] in _BLOCKS else nouns_before
    if makes_list or counted or (words[place + 1 : place + 2] and words[place + 1] in nouns_before):
        return False
    before = [word for word in words[:place] if word and word not in positions().courtesy]
    last = place == len(words) - 1 and not _MAY & {word.casefold() for word in sentence.typed}
    if (
        not before
        or ((before[-1] == "you" or words[place - 1] == "bot") and before[-3:] != ["when", "do", "you"])
        or before[-3:] in (["you", "able", "to"], ["you", "allowed", "to"])
        or before[-2:] == ["help", "me"]
        or (before[-1] == "and" and not _BE_KIND.isdisjoint(before))
        or (_is_foreign(sentence, place) and not nouns and ("you" in before or last))
    ):
        return True
    if before[-1] == "to":
        of_another = any(part.start < place for part in sentence.of("person"))  # "did mia try to reset" asks
        of_another |= before[-4:-2] in (["do", "i"], ["do", "we"])  # "do i have to reset it"
        of_another |= "who" in before[:-2] and before[-2] in {"has", "have", "need", "needs"}
        of_another |= before[-2:-1] in (["try"], ["tried"]) and bool(_SOMEBODY & {*before})
        permits = (
            before[-2:-1] == ["you"] and not {*before[:-2]} & positions().wishes
        )  # "it does not allow you to reset"
        plans = before[-3:-2] == ["we"] and _THEN_ASKS.search(sentence.text)  # which is why they ask
        wished = len(before) > 1 and before[-2] in positions().wishes | _BE_KIND
        led = before[:1] == ["where"] and before[-2] in _LEAD_THERE  # "where do i click to assign"
        return led or (wished and not (of_another or permits or plans))
    if before[-1] in {"i", "we", "one"}:
        may = before[-2:-1] in (["can"], ["may"]) and before[-3:-2] != ["what"] and words[place] != "tell"
        return "how" in before or (may and not sentence.of("myself"))
    return before[-1] in {"can", "may", "could", "should"} and before[-2:-1] == ["who"]


def _is_of_many(words: tuple[str, ...], place: int) -> bool:
    """Whether what stands behind a verb may be many who are counted: nobody's own, not all, and nothing asked for."""
    behind = words[place + 1 : place + 2]
    return _DONE_TO.isdisjoint(behind) and _ALL.isdisjoint(behind) and positions().courtesy.isdisjoint(words[:place])


def _begins_an_order(sentence: Sentence, place: int) -> bool:
    """Whether a verb begins a clause, and whom or what it is done to follows: `she lost it, remove her phone`."""
    if sentence.words[place + 1 : place + 2] == () or sentence.words[place + 1] not in _DONE_TO:
        return False
    verb = re.escape(sentence.typed[place])
    return (
        re.search(rf"[\w)][,;:.!?\u2013-]+\s+(?:(?:so|then|please|pls|just|now) )?{verb}\s", sentence.text) is not None
    )


def _is_foreign(sentence: Sentence, place: int) -> bool:
    """Whether a word is of another language, whose verb may stand at the end: `kannst du dana entsperren`."""
    typed, verb = sentence.typed[place].casefold(), sentence.words[place]
    is_form = re.fullmatch(rf"{re.escape(verb)}?(?:s|d|ed|ing)?", typed)  # "when was it created"
    return not sentence.tags() & {"why", "who", "not"} and not is_form


def _follows(sentence: Sentence, verb: int) -> bool:
    """Whether an unknown word is who the order is about: right behind it, and nothing else is asked: `unlock bob`."""
    unknown = sentence.of(UNKNOWN)[-1].start
    if unknown <= verb or sentence.tags() & {"failures", "attempts", "window", "many", "registered", "by"}:
        return False
    return {*sentence.words[verb + 1 : unknown]} <= positions().between_order


def of_kind(kind: str) -> str:
    """The sentence for a question that has no answer yet."""
    return str(_table()["kinds"][kind])


@cache
def refusals() -> tuple[Refusal, ...]:
    """The table of cannot.toml, in its order. Read once."""
    return tuple(
        Refusal(
            row["key"],
            row.get("says", ""),
            frozenset(row.get("verbs", "").split()),
            _phrases(row.get("objects", ())),
            frozenset(_phrases(row.get("words", ()))),
            row.get("instead"),
            re.compile(rf"\b(?:{row['pattern']})\b") if "pattern" in row else None,
            tuple(tuple(tags.split("+")) for tags in row.get("unless", "").split("|") if tags),
            row.get("of_somebody", False),
            row.get("beside", ""),
            row.get("note", ""),
        )
        for row in _table()["cannot"]
    )


def _phrases(written: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for each in written for phrase in expand(each))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("bot.questions.words").joinpath("cannot.toml").read_text("utf-8"))


def _without_the_line(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without `on the phone`, which is no method: `reset mia's password, she is on the phone`."""
    places = {start + 2 for start in range(len(words) - 2) if words[start : start + 3] in _ON_THE_LINE}
    return tuple("" if place in places else word for place, word in enumerate(words))


def _within(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if phrase[0] not in words:
        return False
    ends = (
        place + len(phrase)
        for place in range(len(words) - len(phrase) + 1)
        if words[place : place + len(phrase)] == phrase
    )
    return any(not _is_counted(words[end : end + 1]) for end in ends)


def _is_said(sentence: Sentence, tag: str) -> bool:
    """Whether a part has a tag; `somebody` is whoever is loaded or named by an address, and no guess."""
    if tag != "somebody":
        return bool(sentence.of(tag))
    return any("guess" not in part.tags for part in sentence.of("person"))


def _is_counted(after: Sequence[str]) -> bool:
    """Whether what was said only names what went wrong and is counted: `get licence failures`."""
    return bool(after) and after[0] in positions().counted
