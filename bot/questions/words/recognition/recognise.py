"""Finds what is known in a sentence: persons, codes, spans of time, filters, numbers, and phrases of the vocabulary."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from bot.knowledge.catalogue import Catalogue
from bot.questions.codes import take_code
from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Moment
from bot.questions.dates.counts import COUNT, COUNTS
from bot.questions.dates.digest_options import is_of_digest, take_days, take_option
from bot.questions.dates.windows import WHOLE
from bot.questions.filters import LEFT_OUT, take_filter
from bot.questions.person_words import is_person
from bot.questions.timezones import zone_meant
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.sentence import cut, with_double_quotes
from bot.questions.words.recognition.spans import take_span, take_target
from bot.questions.words.recognition.vocabulary import Vocabulary

_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?:am|pm)?|\d{1,2}(?:am|pm)")
_DATED_BEFORE = positions().before_a_numbered_day  # 22.11 is a day there
_SPOKEN_HOURS = "one two three four five six seven eight nine ten eleven twelve"
_SPOKEN_CLOCK = re.compile(
    rf"(?P<minutes>half past|quarter (?:past|to)) (?P<hour>\d{{1,2}}|{'|'.join(_SPOKEN_HOURS.split())})(?!\S)"
)
_LONGEST_SPOKEN = 3  # words
_HALVES: dict[tuple[str, ...], str] = {
    ("am",): "am",
    ("pm",): "pm",
    ("uhr",): ":00",
    ("uur",): ":00",
    ("in", "the", "morning"): "am",
    ("in", "the", "evening"): "pm",
    ("in", "the", "afternoon"): "pm",
}  # of a day: 8 am; 17 uhr
_NOON = 12
_JOINS = frozenset({"between", "before", "after", "until", "since", "of"})  # at the ends of a span
_PAIR = 2
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_FILTER = re.compile(r"[a-z]+[:=].+")
_BY = frozenset({"by", "per", "for each", "each"})
_DATED = frozenset(MONTHS) | frozenset(WEEKDAYS)
_NAMED_ALONE = frozenset({"idle", "aside", "loaded", "fresh"})  # which no domain narrows
_LONGEST_NAME = 7  # letters: where a name can stand a longer word is a slip first


class Names(Protocol):
    """Who and what is loaded, so that a name is told from a word."""

    def person(self, word: str) -> bool:
        """Whether somebody's user ID begins with this name: `dana` of dana@contoso.com and dana.b@contoso.com."""

    def domain(self, word: str) -> str | None:
        """The one domain that the word names: `contoso` for contoso.com."""


@dataclass(frozen=True, slots=True)
class NoNames:
    """Nothing is loaded, or nobody may know."""

    def person(self, _: str) -> bool:
        """Nobody."""
        return False

    def domain(self, _: str) -> str | None:
        """None."""
        return None


@dataclass(frozen=True)
class Sentence:
    """The words of a question, and what was found in them, in order, without a gap."""

    text: str
    typed: tuple[str, ...]
    words: tuple[str, ...]
    found: tuple[Found, ...]
    slips: tuple[tuple[str, str], ...] = ()
    _of: dict[str, tuple[Found, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def tags(self) -> frozenset[str]:
        """Every tag of every part."""
        return self._tags

    @cached_property
    def _tags(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.tags for part in self.found))

    def of(self, tag: str) -> tuple[Found, ...]:
        """The parts that may stand for a tag."""
        if tag not in self._named:  # five of six times: a twentieth of the time
            return ()
        if tag not in self._of:
            self._of[tag] = tuple(part for part in self.found if part.has(tag))
        return self._of[tag]

    def has_any(self, tags: AbstractSet[str]) -> bool:
        """Whether a part may stand for one of some tags."""
        return not self._named.isdisjoint(tags)

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.named() for part in self.found))

    def said(self, part: Found) -> str:
        """The words of a part as they were typed."""
        return " ".join(self.typed[part.start : part.stop]).replace(" 's", "'s")


@dataclass(slots=True)
class Recognition:
    """Reads a sentence from left to right."""

    vocabulary: Vocabulary
    catalogue: Catalogue
    moment: Moment
    names: Names

    def read(self, text: str) -> Sentence:
        """What is found in a text. Raises ParseError for a filter or a date that cannot be meant so."""
        text = with_double_quotes(text)
        typed, words = cut(text)
        sentence = self._found(text, typed, words)
        unknown = [part.start for part in sentence.found if UNKNOWN in part.tags]
        forms = {start: form for start in unknown if (form := self.vocabulary.inflected(words[start]))}
        meant = {start: word for start in unknown if start not in forms and (word := self._meant(sentence, start))}
        if not forms and not meant:
            return sentence
        mended = tuple(meant.get(start, word) for start, word in enumerate(words))
        found = self._found(text, typed, tuple(forms.get(start, word) for start, word in enumerate(mended)))
        left = {part.start for part in found.found if UNKNOWN in part.tags}
        slips = tuple((typed[start], word) for start, word in meant.items() if start not in left)
        return replace(found, words=mended, slips=slips)

    def _found(self, text: str, typed: tuple[str, ...], words: tuple[str, ...]) -> Sentence:
        found: list[Found] = []
        start, planned = 0, is_of_digest(words) or words[:1] == ("what",)
        while start < len(words):
            part = (_option(typed, words, start) if planned else None) or self._part(typed, words, start, found)
            found.append(part or Found(frozenset({UNKNOWN}), start, start + 1, typed[start]))
            start = found[-1].stop
        parts = _of_one_span(self._without_lonely(typed, words, found))
        parts = _of_the_last(words, _of_a_cause(_of_that_day(_for_a_report(words, parts))), self.moment)
        return Sentence(text, typed, words, _named_domains(words, _of_the_past(words, parts)))

    def _without_lonely(self, typed: tuple[str, ...], words: tuple[str, ...], found: list[Found]) -> tuple[Found, ...]:
        """The parts; one idle word of another language among English ones may be a name: `is ella blocked`."""
        foreign = [part for part in found if words[part.start] in self.vocabulary.foreign]
        if len(foreign) != 1 or not foreign[0].tags <= {"idle", "aside"} or len(found) == 1 or self._says_when(words):
            return tuple(found)
        start, stop = foreign[0].start, foreign[0].stop
        if words[start] in positions().person:  # the name is behind it: `status von dana`
            return tuple(found)
        unknown = Found(frozenset({UNKNOWN}), start, stop, " ".join(typed[start:stop]))
        return tuple(unknown if part is foreign[0] else part for part in found)

    def _says_when(self, words: tuple[str, ...]) -> bool:
        """Whether another language says when, so that its other words are no names."""
        foreign = (word for word in words if word not in self.vocabulary.english)
        return any({*english} - _JOINS for word in foreign for _, english in self.vocabulary.times.get(word, ()))

    def _meant(self, sentence: Sentence, start: int) -> str | None:
        """The word that an unknown one is a slip of; where somebody is named for certain, it cannot be a name."""
        words = sentence.words
        named = bool(sentence.of("person"))
        before = words[start - 1] if start else ""
        name = before in positions().person and not {"who", "whos"} & {*words[:start]}
        meant = self.vocabulary.slip(words[start], any_length=named or before in _BY)
        if meant in _DATED or named or len(words[start]) > _LONGEST_NAME:
            return meant
        return None if name or words[start + 1 : start + 2] == ("'s",) else meant

    def _part(self, typed: tuple[str, ...], words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
        """The part that begins at a word."""
        word = words[start]
        named = (typed[start], start + 1) if self.catalogue.search.is_name(word) else None
        if code := named or take_code(words, start, self._is_event):
            return Found(frozenset({"code"}), start, code[1], code[0])
        part = self._timed(words, start, found) or _spoken_clock(words, start)
        if part := part or self._marked(typed, words, start):
            return part
        part = _aged(words, start, found) or _last_of(words, start, found) or self._sole(words, start)
        part = part or _other_half(words, start, found) or _week_earlier(words, start, found) or _up_on(words, start)
        if part := part or take_target(words, start, found, self.moment):
            return part
        phrase = self.vocabulary.longest(words, start)
        if (
            phrase
            and _NAMED_ALONE.isdisjoint(phrase.tags)
            and any(map(self.names.domain, words[start + 1 : phrase.stop]))
        ):
            phrase = self.vocabulary.longest(words, start, patterns=False)  # `what share of contoso is registered`
        lost = self._has_lost_its_apostrophe(words, start, phrase)
        if lost or self._is_name(words, start, phrase):
            return Found(frozenset({"person"}), start, start + 1, typed[start][: -1 if lost else None])
        span = take_span(words, start, found, self.moment, self.vocabulary)
        if span and (phrase is None or span.stop >= phrase.stop):
            return span
        return phrase or self._plain(start, word, words[start - 1] if start else "") or _zone(words, start, found)

    def _address(self, word: str) -> str:
        """An address without the s of a possessive that has lost its apostrophe: `dana@contoso.coms password`."""
        domain = word.rpartition("@")[2]
        lost = domain.endswith("s") and not self.names.domain(domain) and self.names.domain(domain[:-1])
        return word[:-1] if lost else word

    def _sole(self, words: tuple[str, ...], start: int) -> Found | None:
        """`the one main reason`, `the single biggest cause`: the first of the list, and no other."""
        if words[start] not in {"one", "single"} or start + 1 == len(words):
            return None
        behind = self.vocabulary.longest(words, start + 1)
        if behind is None or not behind.has("most"):
            return None
        return Found(frozenset({"number", "idle", "sole"}), start, start + 1, "1")

    def _timed(self, words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
        """`3pm yesterday`, `9:00 to 10:00 on monday`: a time with its day behind it."""
        if not _CLOCK.match(words[start]) or (is_of_digest(words) and take_days(words[start + 1 :], 0)):
            return None  # `8am, mon to thu`
        span = take_span(words, start, found, self.moment, self.vocabulary)
        return span if span and span.has("window") else None

    def _marked(self, typed: tuple[str, ...], words: tuple[str, ...], start: int) -> Found | None:
        """What its form alone gives away: an address, a mention, a filter, a breakdown, a time of day."""
        word = typed[start]
        if is_person(word):
            return Found(frozenset({"person"}), start, start + 1, self._address(word))
        if _FILTER.fullmatch(words[start]) and not words[start].startswith("http"):
            taken = take_filter(typed[start:], self.catalogue)
            if taken:
                key, but = taken[0].removeprefix("not_"), "-" if taken[0] in LEFT_OUT else ""
                return Found(frozenset({"filter", f"typed.{key}"}), start, start + taken[2], f"{key}:{but}{taken[1]}")
        is_day = "." in word and start > 0 and words[start - 1] in _DATED_BEFORE
        if _CLOCK.fullmatch(words[start]) and not is_day:
            return Found(frozenset({"clock"}), start, start + 1, word)
        halves = (said for said in _HALVES if words[start + 1 : start + 1 + len(said)] == said)
        if word.isdecimal() and len(word) <= _PAIR and (half := next(halves, None)):
            whole = _HALVES[half] == "pm" and int(word) > _NOON  # `20 in the evening`
            return Found(
                frozenset({"clock"}), start, start + 1 + len(half), f"{word}{':00' if whole else _HALVES[half]}"
            )
        if words[start] in _BY and start + 1 < len(words):
            return self._by(words, start)
        return None

    def _by(self, words: tuple[str, ...], start: int) -> Found | None:
        """`by domain`, `per day`; the name of the breakdown is a word that says one, too."""
        following = self.vocabulary.longest(words, start + 1)
        if following is None:
            return None
        for tag in following.tags:
            if name := _DIMENSIONS.get(tag):
                return Found(frozenset({f"by.{name}"}), start, following.stop, name)
        return None

    def _is_event(self, word: str) -> bool:
        return word in self.catalogue.references

    def _is_name(self, words: tuple[str, ...], start: int, phrase: Found | None) -> bool:
        """Whether a word is a loaded person's name: an unknown word, or a month or weekday without a preposition.

        Behind `named` and `name is` a month is somebody, loaded or not.
        """
        word = words[start]
        if not word.isalpha() and not re.fullmatch(r"[a-z][\w.'-]*", word):
            return False
        if word in _DATED or (phrase and word in self.vocabulary.given_names):
            before = words[start - 1] if start else ""
            called = before == "named" or words[max(start - _PAIR, 0) : start] == ("name", "is")
            return called or (before not in positions().date_not_person and self.names.person(word))
        foreign = phrase is None or (phrase.stop == start + 1 and word not in self.vocabulary.english)
        return foreign and self.names.person(word)

    def _has_lost_its_apostrophe(self, words: tuple[str, ...], start: int, phrase: Found | None) -> bool:
        """`danas account`: a loaded person's name with an s, before what is theirs."""
        word, owned = words[start], words[start + 1 : start + 2]
        if not word.endswith("s") or not owned or owned[0] not in positions().owned:
            return False
        return (phrase is None or word not in self.vocabulary.english) and self.names.person(word[:-1])

    def _plain(self, start: int, word: str, before: str) -> Found | None:
        """A number or a domain."""
        if word.isdecimal() and (before in {"at", "around"} or (before in _HOURS_BEHIND and int(word) <= _HOURS)):
            return Found(frozenset({"clock"}), start, start + 1, word)
        if word.isdecimal() and before in {"error", "code", "errors", "codes"}:
            return Found(frozenset({"no_code"}), start, start + 1, word)
        if word.isdecimal() or word.lstrip("#").isdecimal():
            return Found(frozenset({"number"}), start, start + 1, word.lstrip("#"))
        counted = self.vocabulary.links.get(word, word)  # `top fünf`
        if counted in COUNTS and counted not in {"a", "an"}:
            return Found(frozenset({"number", "idle"}), start, start + 1, str(COUNTS[counted]))
        dotted = _DOMAIN.fullmatch(word) is not None and before in _BEFORE_DOMAIN
        lost = word.endswith("s") and self.names.domain(word[:-1])  # `contosos failures`
        if domain := self.names.domain(word) or (word if dotted else lost or None):
            return Found(frozenset({"filter", "domain"}), start, start + 1, f"domain:{domain}")
        return None


def _option(typed: tuple[str, ...], words: tuple[str, ...], start: int) -> Found | None:
    """An option of a digest; one that is typed keeps its letters."""
    option = take_option(words, start)
    if option is None:
        return None
    value = typed[start] if option[0] == words[start] else option[0]
    return Found(frozenset({"option"}), start, option[1], value)


def _of_one_span(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The parts; `in total` says nothing beside another span of time, nor of those who are stuck."""
    other = any(part.has("window") and part.value not in WHOLE for part in found)
    if not other and not (any(part.has("stuck") for part in found) and any(part.value == "in total" for part in found)):
        return found
    return tuple(replace(part, tags=frozenset({"idle"})) if part.value in WHOLE else part for part in found)


def _zone(words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
    """`berlin time`, `german time`, and `berlin` behind an hour; of a digest."""
    named = words[start + 1 : start + 2] == ("time",)
    before = found[-1 - (words[start - 1 : start] == ("in",)) :][:1]
    if not (named or any(part.has("clock") for part in before)) or not (zone := zone_meant(words[start])):
        return None
    return Found(frozenset({"zone"}), start, start + 1 + named, zone)


def _of_that_day(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The parts; `after the mail went out` says little more behind its day, and without one it puts in order."""
    return tuple(
        replace(part, tags=frozenset({"idle", "weighty", "sequence"}))
        if "aside.remembered" in part.tags and not (place and found[place - 1].has("window"))
        else part
        for place, part in enumerate(found)
    )


def _of_the_last(words: tuple[str, ...], found: tuple[Found, ...], moment: Moment) -> tuple[Found, ...]:
    """The parts; `than the week before` is of the last week where this one began today; so of months.

    Before something that is no day it only puts in order: `the week before the outage`.
    """
    if not any(part.has_any(("before_it", "before_week")) for part in found):
        return found
    found = tuple(
        replace(part, tags=frozenset({"idle", "sequence"}))
        if part.has_any(("before_it", "before_week")) and _BEFORE_SOMETHING.match(" ".join(words[part.stop - 1 :]))
        else part
        for part in found
    )
    begun = {"week": moment.today.weekday() == 0, "month": moment.today.day == 1}
    return tuple(
        replace(part, value="last")
        if part.has_any(("before_it", "before_week")) and any(begun.get(word) for word in words[part.start : part.stop])
        else part
        for part in found
    )


def _of_the_past(words: tuple[str, ...], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The parts; on a Monday `this weekend` of `who failed this weekend` is the one that is just over."""
    if "weekend" not in words or _HAS_HAPPENED.isdisjoint(words):
        return found
    return tuple(
        replace(part, tags=frozenset({"window"}), value="last weekend")
        if part.has("future") and words[part.stop - 2 : part.stop] == ("this", "weekend")
        else part
        for part in found
    )


def _of_a_cause(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The parts; the word in `by method, only on prem causes` is no second breakdown, nor in `digest, cause onprem`."""
    if not any(part.has("by") or part.has("digest") for part in found):
        return found
    return tuple(
        replace(part, tags=frozenset({"idle"}))
        if part.has("causes")
        and any(other.has("cause") for other in (*found[place - 1 : place], *found[place + 1 : place + 2]))
        else part
        for place, part in enumerate(found)
    )


def _for_a_report(words: tuple[str, ...], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The parts; the word in `for the november report, how many reset` is what is written, and no data is asked for."""
    if "report" not in words[:-1]:
        return found
    months = {
        part.stop for part in found if part.has("window") and _WRITES & {*words[max(part.start - 2, 0) : part.start]}
    }
    return tuple(
        replace(part, tags=frozenset({"idle"})) if part.start in months and words[part.start] == "report" else part
        for part in found
    )


def _named_domains(words: tuple[str, ...], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The parts; the word in `our domain contoso.com` and `the contoso.com domain` is no breakdown."""
    if "domain" not in words:
        return found
    domains = {place for part in found if part.has("domain") for place in (part.start - 1, part.stop)}
    return tuple(
        replace(part, tags=frozenset({"idle"})) if part.start in domains and words[part.start] == "domain" else part
        for part in found
    )


def _spoken_clock(words: tuple[str, ...], start: int) -> Found | None:
    """`half past eight`, `quarter to 9`."""
    if words[start] not in {"half", "quarter"}:
        return None
    spoken = _SPOKEN_CLOCK.match(" ".join(words[start : start + _LONGEST_SPOKEN]))
    if spoken is None:
        return None
    hour = COUNTS.get(spoken["hour"]) or int(spoken["hour"])
    minutes = {"half": 30, "past": 15, "to": -15}[spoken["minutes"].split()[spoken["minutes"].startswith("quarter")]]
    time = f"{(hour - (minutes < 0)) % _HOURS}:{minutes % 60:02}"
    return Found(frozenset({"clock"}), start, start + spoken[0].count(" ") + 1, time)


def _aged(words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
    """`longer than 48 hours`, `stuck over 2 days`: of an age, not of a span of time."""
    if words[start] not in _BEGINS_AGE or not (match := _AGE.match(" ".join(words[start : start + _LONGEST_AGE]))):
        return None
    lasting = ("stuck", "result.blocked", "age", "cannot", "still")
    if match["over"] and not any(part.has_any(lasting) for part in found):
        return None
    return Found(frozenset({"age", "age_limit"}), start, start + match[0].count(" ") + 1)


def _last_of(words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
    """`this week than last`, `last week and this one`: the one beside what was named."""
    other = {"last": "this", "this": "last"}.get(words[start])
    if not other or not start or words[start - 1] not in _COMPARED:
        return None
    units = (_NAMED.fullmatch(part.value) for part in found if part.has("window"))
    unit = next((match[2] for match in units if match and match[1] == other), None)
    ends = words[start + 1 : start + 2] in {(), ("one",), ("time",)}
    value = f"{words[start]} {unit}"
    return Found(frozenset({"window"}), start, min(start + 2, len(words)), value) if unit and ends else None


def _up_on(words: tuple[str, ...], start: int) -> Found | None:
    """The `on` of `failures are up on last week`, the `as` of `as many as last week`: held against it."""
    behind = " ".join(words[start + 1 : start + _LONGEST_AGE])
    up = words[start] == "on" and words[max(start - 1, 0)] in {"up", "down"} and _LAST.match(behind)
    up = up or (words[start] == "as" and "as" in words[:start] and _THEN.match(behind))
    return Found(frozenset({"than"}), start, start + 1) if up else None


def _other_half(words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
    """`the first half of november against the second`: of the same month or year; so of weeks and quarters."""
    if words[start] not in {"first", "second", "third", "fourth"}:
        return None
    if ahead := _BOTH_HALVES.match(" ".join(words[start : start + _LONGEST_SIDES])):
        value = f"the {words[start]} half of {ahead['of']}"
        return Found(frozenset({"window"}), start, start + 1 + bool(ahead["half"]), value)
    halves = (_HALF.fullmatch(part.value) for part in found if part.has("window"))
    half = next((half for half in halves if half and half["n"] != words[start]), None)
    stop = start + 1 + bool(half and words[start + 1 : start + 2] in {("one",), (half["unit"],)})
    whole = half and stop == len(words) and {*words[max(start - 2, 0) : start]} & _HELD_AGAINST
    return (
        Found(frozenset({"window"}), start, stop, f"the {words[start]} {half['unit']}{half['of']}")
        if half and whole
        else None
    )


def _week_earlier(words: tuple[str, ...], start: int, found: list[Found]) -> Found | None:
    """`yesterday against the same day a week ago`; of today, yesterday and a weekday."""
    if words[start] not in {"the", "same"} or not (
        match := _SAME_DAY.match(" ".join(words[start : start + _LONGEST_AGE]))
    ):
        return None
    days = {"today": "7 days ago", "yesterday": "8 days ago"} | {day: f"{day} a week ago" for day in WEEKDAYS}
    ago = next((days[part.value] for part in found if part.has("window") and part.value in days), None)
    return Found(frozenset({"window"}), start, start + match[0].count(" ") + 1, ago) if ago else None


_HALF = re.compile(r"(?:in )?(?:the )?(?P<n>first|second|third|fourth) (?P<unit>half|week|quarter)(?P<of>.*)")
_BEFORE_SOMETHING = re.compile(r"before (?:the|our|this|a|an|we|they|it) (?!last|one|other)")
_LONGEST_SIDES = 8
_BOTH_HALVES = re.compile(
    r"(?:first|second)(?P<half> half)? (?:and|vs|versus|against|with|to|or|than|beside|next to) "
    rf"(?:the )?(?:first|second) half (?:of|in) (?P<of>{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?!\S)"
)
_HELD_AGAINST = frozenset({"than", "with", "vs", "versus", "against", "and", "to"})
_SAME_DAY = re.compile(
    r"(?:the )?same (?:day|weekday|time)"
    r"(?: (?:a|one) week (?:ago|before|earlier)|(?: of| in)? (?:the )?(?:last|previous) week"
    r"| (?:the )?(?:week before|previous week)(?: that)?)(?!\S)"
)
_BEFORE_DOMAIN = positions().person_or_domain | {"domain", "vs", "versus", "than", "and", "or", "to"}
_COMPARED = frozenset({"than", "to", "with", "vs", "versus", "against", "and"})
_HOURS_BEHIND = frozenset({"since", "after", "before", "until", "till", "from", "between"})
_HOURS = 24
_HAS_HAPPENED = frozenset(
    {"was", "were", "did", "had", "failed", "happened", "succeeded", "complained", "registered", "went"}
    | {"there's", "been"}
)
_LAST = re.compile("(?:the )?(?:last|previous) (?:week|month|quarter|year)(?!\\S)")
_THEN = re.compile(
    rf"(?:(?:it|they) (?:was|were) |in |on )?(?:{_LAST.pattern}|(?:yesterday|{'|'.join((*WEEKDAYS, *MONTHS))})(?!\\S))"
)
_NAMED = re.compile(r"(?:the )?(this|last) (week|month|quarter|year)")
_LONGEST_AGE = 6
_BEGINS_AGE = frozenset({"for", "over", "after", "at", "more", "longer", "older"})
_AGE = re.compile(
    rf"(?:for )?(?:(?P<over>over|after|at least)|(?:more|longer|older) than) (?:{COUNT})"
    r" (?:hours?|hrs?|days?|weeks?|months?)"
    r"(?!\S)"
)
_WRITES = frozenset({"for", "writing", "preparing", "drafting", "finishing", "compiling", "doing"})
_DIMENSIONS = {
    "methods": "method",
    "reasons": "cause",
    "causes": "cause",
    "by.day": "day",
    "by.hour": "hour",
    "by.domain": "domain",
    "by.role": "role",
    "by.result": "result",
    "by.method": "method",
    "admins": "role",
    "by.cause": "cause",
    "by.detail": "detail",
    "by.person": "person",
}


def dimension(tags: frozenset[str]) -> Iterator[str]:
    """The breakdowns that tags name."""
    yield from (_DIMENSIONS[tag] for tag in tags if tag in _DIMENSIONS)
