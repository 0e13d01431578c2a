"""Spans of time within a sentence: where a word is a date, and where it only looks like one."""

import re
from calendar import monthrange, weekday
from datetime import timedelta

from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Moment
from bot.questions.dates.clock import HalfSaidError
from bot.questions.dates.counts import COUNT
from bot.questions.dates.days import AHEAD, days_to_come, take_days
from bot.questions.dates.hours import NoDayError
from bot.questions.dates.readings import FutureError
from bot.questions.dates.vague import VagueTimeError
from bot.questions.dates.windows import LONGEST_PHRASE, may_begin, take_window
from bot.questions.parse_error import ParseError
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.vocabulary import Vocabulary
from bot.reports.instants import EPOCH

_ASKS_BEHIND = frozenset({"", "any", "is", "was", "what", "what's"})  # the friday before: any difference?
_MANY_MEANINGS = frozenset({"may", "march", "mar", "sun", "sat", "mon", "jan", "wed", "dec", "sep"})
_BEHIND_A_LENGTH = frozenset({"by", "per", "leave", "leaving", "only", "failures", "failed"})  # at the beginning
_BARE = re.compile(rf"{COUNT}(?: |-)(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|quarters?|years?)")
_LATER = re.compile(rf"after {COUNT}(?: |-)(?:minutes?|hours?|days?|weeks?|months?)")  # that long after something
_OF_A_BLOCK = re.compile(  # its name; `24h lockouts` are those of 24 hours
    r"(?:the )?24(?: |-)?(?:h|hours?|hrs?) (?:block|lock|ban|wait|thing|rule|limit)(?![a-z])"
)
_LONGEST_NAME = 4  # words
_NOT_A_SPAN = frozenset({"all", "everything", "ever"})  # words of many other uses in a sentence
_BEHIND_EVER = frozenset({"by", "per", "reset", "resets", "failed", "registered", "tried", "succeeded"})
_NUMBERS = re.compile(r"\d{1,2}[./]\d{1,2}\.?|20\d\d")
_SUBJECTS = frozenset(
    {"failures", "reset", "registered", "success", "attempts", "direction", "rate", "export", "compare"}
)
_COUNTED = frozenset(
    {"failures", "registered", "direction", "domain", "tenants", "overview", "odd", "policy", "funnel"}
)
_DAYS_TO_COME = re.compile(
    r"(?P<word>by|until|till|before|to|for|at|on|hit|make|reach|meet|target(?: is)?)(?: the)? "
    r"(?:(?P<holiday>christmas(?: eve)?|xmas|new year(?:'s)?(?: eve)?)"
    r"|mid(?: |-)?(?P<mid>[a-z]+)|(?:the )?end of (?:the |this )?(?P<end>year|month|[a-z]+)|year end|(?P<day>.+))"
)
_HOURS = re.compile(
    r"(?:since|after|from) (?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|noon|midnight)"
)  # of any day
_OPEN = frozenset({"since", "from", "after", "before", "until", "till"})
_HALF = re.compile(
    r"(?P<which>(?:the )?(?:first|second|third|fourth|last) (?P<unit>half|week))(?: of (?P<month>.+))?(?!\S)"
)
_NOT_BEHIND_A_DAY = {*MONTHS, "of", "to", "until", "last", "hours", "days", "weeks", "months"}
_REMEMBERED = re.compile(
    r"(?P<word>since|after|before|until) (?P<what>(?!and )(?:[a-z'-]+ ){1,7}?[a-z'-]+)"
    r" (?:(?:on|in) (?=\S*\d|the \d|[a-z]+day|[a-z]{3,9} \d)"
    r"|(?=(?:\d+|a|one|two|three|four|six) (?:days?|weeks?|months?) ago\b))"
)
_DONE = re.compile(  # what was done, before a day without `on`: `since we changed the licences mid november`
    r"(?P<word>since|after) (?P<what>(?:we|i|(?:the|our|that|this) (?:[a-z'-]+ ){0,2}?"
    r"(?:change|switch|move|update|upgrade|fix|patch|migration|campaign|rollout|launch|purchase|reminder|training))"
    r"(?: [a-z'-]+){0,7}?)"
    r" (?:(?:of|in|at|on) )?(?=(?:mid|early|late|last|this|yesterday|the (?:middle|beginning|start|end))\b|(?:the )?\d"
    rf"|(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b)"
)
_DAY_OF_MONTH = re.compile(r"(?P<number>\d{1,2})(?:(?P<ordinal>e|ste)|\.)?")
_OCLOCK = re.compile(r"\d{1,2}(?: ?uhr|h|:\d\d)(?!\S)")
_BEFORE_A_TIME = frozenset({"a", "at", "around", "before", "after", "since", "until", "from", "between", "and", "to"})
_AT_ENDS = frozenset({"since", "before", "after", "until", "between", "and"})
_HOURS_OF_A_DAY, _NOON = 24, 12
_GOES_ON = frozenset(
    {"all", "and", "only", "mostly", "but", "or", "is", "are", "what", "why", "who", "so", "can", "it's"}
)
_SINCE_LAST = re.compile(r"(?:since|from) (?:the )?(?:last|previous) (?:week|month|quarter|year)")
_OF_A_PLAN = frozenset({"digest", "digests", "subscribe", "send", "post", "every", "weekly", "daily"})
_HAPPENED = frozenset({"failures", "registered", "reset", "success", "attempts", "stuck", "cannot"})
_LONGEST_TARGET = 6
_ONE_DAY = timedelta(hours=25)  # on which the clocks go back
_AIMS = frozenset({"hit", "make", "reach", "meet"})
_UP_TO = _AIMS | frozenset({"by", "until", "till", "before", "target", "target is"})
_ON = frozenset({"at", "on"})
_BEGINS_TARGET = _UP_TO | _ON | {"to", "for"}
_PAST = frozenset({"was", "were", "did"})
_AHEAD = frozenset({"rollout", "finished", "cutoffs", "will"})


def take_span(
    words: tuple[str, ...], start: int, before: list[Found], moment: Moment, vocabulary: Vocabulary
) -> Found | None:
    """The window that begins at a word, ready to be typed in English; what lies ahead is `future`.

    Raises ParseError where a date can be read in two ways.
    """
    word = words[start]
    if words[start + 1 : start + 2] == ("percentile",) or _OF_A_BLOCK.match(
        " ".join(words[start : start + _LONGEST_NAME])
    ):
        return None
    if not (may_begin(word) or word in vocabulary.times or word in vocabulary.links or word == "of"):
        return None
    english, ends = _in_english(words, start, vocabulary)
    english, ends = _since_an_hour(english, ends, words, moment)
    if english[-1:] == ("first",) and ends[-1] == len(words) and english[0] in _OPEN:
        english = (*english[:-1], "1st")  # `since the first`: of the month; `since the first failure` is another
    if _OF_A_PLAN & {*words} and "at" in english:
        english = english[: english.index("at")]  # `weekly on monday at 7`
    if not english:
        return None
    return _of_another(english, ends, start, before, moment) or _window(words, english, ends, start, before, moment)


def _since_an_hour(
    english: tuple[str, ...], ends: list[int], words: tuple[str, ...], moment: Moment
) -> tuple[tuple[str, ...], list[int]]:
    """`since 9am` for `since about 9` where the text or its clause ends, and it was 9 but once today."""
    if english[:2] not in {("since", "about"), ("since", "around")} or not "".join(english[2:3]).isdecimal():
        return english, ends
    hour, stop = int(english[2]), ends[2]
    now = moment.now.astimezone(moment.zone).hour
    if not 0 < hour <= now or (hour <= _NOON and now >= hour + _NOON) or hour > _NOON:
        return english, ends
    if words[stop : stop + 1] and words[stop] not in _GOES_ON:
        return english, ends
    return ("since", f"{hour}{'pm' if hour == _NOON else 'am'}"), [ends[0], stop]


def _of_another(
    english: tuple[str, ...], ends: list[int], start: int, before: list[Found], moment: Moment
) -> Found | None:
    """A span that its words alone do not say: the other half of a month, what is open on both ends, what happened."""
    if half := _other_half(english, before):
        return Found(frozenset({"window"}), start, ends[half.partition(" of ")[0].count(" ")], half)
    if day := _weekday_before(english, before, moment):
        return Found(frozenset({"window", "one_day"}), start, ends[1], day)
    if english[:2] == ("since", "before"):
        return _since_before(english, ends, start, moment)
    return _since_what(english, ends, start, moment)


def _window(
    words: tuple[str, ...],
    english: tuple[str, ...],
    ends: list[int],
    start: int,
    before: list[Found],
    moment: Moment,
) -> Found | None:
    try:
        taken = take_window(english, moment)
    except ParseError as error:
        return _untaken(error, words, start, before, ends, moment)
    if taken is None:
        return None
    text = " ".join(english[: taken[1]])
    if not _is_meant(text, words, start, before):
        return None
    label = taken[0].window.label
    since = text.startswith(("since ", "after ")) or (text.startswith("from ") and label.startswith("since "))
    text = _as_since(text) if since else text
    if opened := next((part.value for part in before[-2:] if part.has("since_what")), None):
        text, since = f"{opened} {text}", opened == "since"
    tags = {"window"} | ({"since"} if since else set())
    if since and re.search(r"\d{4}-\d\d-\d\d$", label):
        tags.add("since_day")
    if _SINCE_LAST.fullmatch(text):
        tags.add("since_last")
    if label.startswith("the last "):
        tags.add("rolling")
    elif not since and taken[0].window.length <= _ONE_DAY and taken[0].window.start != EPOCH:
        tags.add("one_day")
    if taken[0].window.end >= moment.now and taken[0].window.start != EPOCH:
        tags.add("goes_on")
    return Found(frozenset(tags), start, ends[taken[1] - 1], text)


def _as_since(text: str) -> str:
    """A span from a day on as it is read, so that whoever means `of october` by `from october` sees it."""
    goes_on = text.endswith((" on", " onward", " onwards", " forward"))
    return text if goes_on or not text.startswith("from ") else f"since {text.removeprefix('from ')}"


def _untaken(
    error: ParseError, words: tuple[str, ...], start: int, before: list[Found], ends: list[int], moment: Moment
) -> Found | None:
    """What is no window: a time of each day, a span to come, a number. Raises the error of any other."""
    length = len(error.word.split())
    half = isinstance(error, HalfSaidError) and any(part.has("person") for part in before)  # a status needs none
    if half or isinstance(error, VagueTimeError):
        return Found(frozenset({"vague", "idle", "aside"}), start, ends[length - 1], error.word)
    if isinstance(error, NoDayError) and _another(words, start, moment):
        return Found(frozenset({"clock"}), start, start + length, error.word)
    if isinstance(error, FutureError):
        tags = {"clock"} if _HOURS.fullmatch(error.word.casefold()) else set()
        return Found(frozenset({"future", *tags}), start, ends[length - 1], error.word)
    if _NUMBERS.fullmatch(words[start]) and not _dated(words, start, before):
        return None
    raise error


def _other_half(english: tuple[str, ...], before: list[Found]) -> str:
    """`second half` behind `first half of november`: of the same month; "" for none."""
    said = next((match for part in before if part.has("window") and (match := _HALF.fullmatch(part.value))), None)
    other = _HALF.match(" ".join(english[:5])) if said else None
    same = said and said["month"] and other and not other["month"] and other["unit"] == said["unit"]
    return f"{other['which']} of {said['month']}" if said and other and same else ""


def _weekday_before(english: tuple[str, ...], before: list[Found], moment: Moment) -> str:
    """The date of `the sunday before`, behind a day that is named: the last before it; "" for none."""
    named = [part for part in before if part.has("one_day")]
    weekday, said, *rest = (*english, "", "")
    if not named or weekday not in WEEKDAYS or said != "before" or rest[0] not in _ASKS_BEHIND:
        return ""
    taken = take_window(tuple(named[-1].value.split()), moment)
    if taken is None:
        return ""
    day = taken[0].window.start.astimezone(moment.zone).date()
    return str(day - timedelta(days=(day.weekday() - WEEKDAYS[weekday]) % 7 or 7))


def _since_before(english: tuple[str, ...], ends: list[int], start: int, moment: Moment) -> Found | None:
    """`stuck since before thursday`: of who is stuck now; nothing else can be counted from there."""
    taken = take_window(english[1:], moment)
    value = " ".join(english[: taken[1] + 1]) if taken else ""
    return Found(frozenset({"window", "since"}), start, ends[taken[1]], value) if taken else None


def _since_what(english: tuple[str, ...], ends: list[int], start: int, moment: Moment) -> Found | None:
    """What a day is remembered by, before that day: `since the policy change` of `since the policy change on 9 nov`."""
    text = " ".join(english)
    match = _REMEMBERED.match(text)
    days = match and take_days(_without_link(text[match.end("what") + 1 :]), 0, moment)
    if match is None or days is None or days[0].first > moment.today:
        match = _DONE.match(text)
        rest = _without_link(text[match.end("what") + 1 :]) if match else ""
        if not rest or not take_window(("since", *rest.split()), moment):
            return None
    if match is None or take_window(english, moment):
        return None
    length = match["what"].count(" ") + 2
    tags = frozenset({"idle", "aside", "since_what"})
    return Found(tags, start, ends[length - 1], _opens(match))


def _without_link(text: str) -> str:
    """A day without the word that ties it to what happened: `on the 9th`, `of last monday`."""
    return re.sub(r"^(?:on|in|of|at) ", "", text)


def without_what(text: str) -> tuple[str, str] | None:
    """A text with the day alone for `since the policy change on 9 nov`, and what that day is remembered by."""
    match = _REMEMBERED.search(text.casefold())
    if match is None:
        return None
    said = text[match.start() : match.end()].rsplit(" ", 2)[0]
    return f"{text[: match.start()]}{_opens(match)} {text[match.end() :]}", said


def _opens(match: re.Match[str]) -> str:
    """What happened on a day leaves the rest of that day: `after the update on monday` is since monday."""
    return "since" if match["word"] == "after" else match["word"]


def _another(words: tuple[str, ...], start: int, moment: Moment) -> bool:
    """Whether a day or a span of days is named elsewhere: the hours are those of each day then."""
    for place in range(len(words)):
        if place == start:
            continue
        try:
            if (taken := take_window(words[place:], moment)) and (place > start or place + taken[1] <= start):
                return True
        except ParseError:
            continue
    return False


def _in_english(words: tuple[str, ...], start: int, vocabulary: Vocabulary) -> tuple[tuple[str, ...], list[int]]:
    """The next words, those of time in other languages replaced, and where in the sentence each of them ends."""
    english: list[str] = []
    ends: list[int] = []
    place = start
    near = words[start : start + LONGEST_PHRASE]
    numbers = near[0].rstrip(".").isdecimal() and vocabulary.links.get("".join(near[1:2])) == "and"
    if day := _DAY_OF_MONTH.fullmatch("".join(near[1:2])):
        numbers |= near[0] in positions().before_one_day or day["ordinal"] is not None
    links = {} if vocabulary.foreign_times.isdisjoint(near) and not numbers else vocabulary.links  # `22 en 23 november`
    while place < len(words) and len(english) < LONGEST_PHRASE:
        word = words[place]
        for phrase, meaning in vocabulary.times.get(word, ()):
            if words[place : place + len(phrase)] == phrase:
                place += len(phrase)
                english += meaning
                ends += [place] * len(meaning)
                break
        else:
            place += 1
            behind = links.get(word) == "of" and bool(english) and english[-1] in _AT_ENDS
            english.append("the" if behind else links.get(word, word))  # `sinds de 20e`
            ends.append(place)
    if not links:
        return tuple(english), ends
    several = frozenset(place for place, end in enumerate(ends) if words[end - 1] in positions().before_several)
    hours = frozenset(place for place, end in enumerate(ends) if words[end - 1] == "uur")
    ordered = _in_order(_at_a_time(english, hours), several)
    return (ordered[1:], ends[1:]) if ordered[0] == "of" else (ordered, ends)  # `vom 22. november`


def _at_a_time(english: list[str], hours: frozenset[int]) -> list[str]:
    """A time of day as English puts it: `at 15 uhr` for `um 15 uhr`, `à 15h` and `om 15 uur`."""
    for place, word in enumerate(english[:-1]):
        text = " ".join(english[place + 1 : place + 3])
        timed = _OCLOCK.match(text) or (place + 2 in hours and english[place + 1].isdecimal())
        if timed and place + 2 in hours and word in _BEFORE_A_TIME and int(english[place + 1]) < _HOURS_OF_A_DAY:
            english[place + 2] = "uhr"
        of_a_span = any(each in {"from", "of", "between"} for each in english[:place])
        if word == "a" or (word == "to" and timed and not of_a_span):
            english[place] = "at" if timed else word
    return english


def _in_order(english: list[str], several: frozenset[int]) -> tuple[str, ...]:
    """What is put otherwise in other languages: `of 20 to 23 november` is from, `the 20` of a month the 20th.

    Not behind an article of several things: `los 10 errores`.
    """
    if english[0] == "of" and english[2:3] in (["to"], ["until"]):
        english[0] = "from"
    for place, word in enumerate(english[1:], 1):
        following = english[place + 1] if place + 1 < len(english) else ""
        of_a_month = english[place - 1] == "the" and place - 1 not in several
        of_a_month |= english[max(place - 2, 0) : place] == ["week", "of"]
        day = _DAY_OF_MONTH.fullmatch(word)
        if (
            day
            and (of_a_month or day["ordinal"])
            and following not in _NOT_BEHIND_A_DAY
            and not (following == "and" and MONTHS.keys() & {*english})
        ):
            english[place] = f"{day['number']}th"
    return tuple(english)


def _is_meant(text: str, words: tuple[str, ...], start: int, before: list[Found]) -> bool:
    """Whether a window is meant, not a number, a name or a verb that looks like one."""
    if text.startswith("for "):
        return False  # `stuck for a week`
    if _LATER.fullmatch(text) or (text.startswith("by ") and not _has_happened(before)):
        return False
    if text in _NOT_A_SPAN:
        of_somebody = any(part.has("person") for part in before)  # of whom a status has all attempts
        return text == "ever" and {*words[start + 1 : start + 2]} <= _BEHIND_EVER and not of_somebody
    if _BARE.fullmatch(text) and not text.startswith(("last", "past", "previous")):
        said = next((part for part in reversed(before) if not part.has("only")), None)
        counted = said is not None and bool(said.tags & _COUNTED) and not text.startswith("a")  # `fehler 7 tage`
        counted |= any(part.tags == {"direction"} for part in before[:1])  # `trend without onprem, 60 days`
        counted |= any(
            part.has("leaving_out") or part.has("time_to") for part in before
        )  # `everything except blocked, 10 days`
        last = start and start + len(text.split()) == len(words)  # `with on-prem reasons, 14 days`
        counted |= bool(
            last and before and before[-1].has_any({"failures", "reasons", "causes", "filter", "by", "chart"})
        )
        behind = words[len(text.split()) : len(text.split()) + 1]
        counted |= not start and not _BEHIND_A_LENGTH.isdisjoint(behind)  # `7 days, by cause`
        if len(before) > 1 and before[-1].tags <= {"idle"} and words[start - 1 : start] == ("of",):
            counted |= bool(before[-2].tags & _COUNTED)  # `failures of 30 days`, and not `a block of 24 hours`
        return counted or bool(start and words[start - 1] in positions().over)
    if text in _MANY_MEANINGS or _NUMBERS.fullmatch(text):
        return _dated(words, start, before)
    return True


def _has_happened(before: list[Found]) -> bool:
    """Whether `by 20 november` is about what was, and not about what will be."""
    tags = frozenset[str]().union(*(part.tags for part in before))
    return bool(tags & _HAPPENED or any(part.has("result") for part in before)) and not tags & _AHEAD


def _dated(words: tuple[str, ...], start: int, before: list[Found]) -> bool:
    """Whether a preposition or a subject stands before: `in may`, `failures march`; never a code's number.

    As the last word it is behind whatever is asked about: `outage mon`, `odd dec`.
    """
    previous = words[start - 1] if start else ""
    if previous in positions().code:
        return False
    ends = start + 1 == len(words) and words[start] in _MANY_MEANINGS
    return previous in positions().date | positions().before_a_numbered_day or bool(
        before and (before[-1].tags & _SUBJECTS or (ends and before[-1].tags.isdisjoint({"idle", "person", UNKNOWN})))
    )


def take_target(words: tuple[str, ...], start: int, before: list[Found], moment: Moment) -> Found | None:
    """A day to come, ready to be typed behind `rollout to`: `by christmas`, `by mid december`, `by 31 december`.

    `for 15 december` is one where it is about the rollout, else a span of time.
    """
    if words[start] not in _BEGINS_TARGET:
        return None
    match = _DAYS_TO_COME.match(" ".join(words[start : start + _LONGEST_TARGET]))
    if match is None:
        return None
    ahead = _AHEAD | ({"unregistered"} if match["word"] in _UP_TO else set())
    aim = match["word"] in _AIMS
    past = not _PAST.isdisjoint(words[:start])
    if past and (match["word"] in _ON or _is_over(match["end"], moment)):
        return None  # `what was the rate at the end of october`
    far = aim or any(part.tags & ahead for part in before)
    for length in range(min(_LONGEST_TARGET, len(words) - start), 1, -1):
        whole = _DAYS_TO_COME.fullmatch(" ".join(words[start : start + length]))
        if aim and whole and not (whole["day"] and _is_date(whole["day"].split())):
            continue  # `make it` is no day
        if whole and (day := _day_to_come(whole, moment, far=far)):
            return Found(frozenset({"target", "future"}), start, start + length, day)
        if whole and whole["day"] and _is_date(whole["day"].split()):
            return None  # a day that is past; a shorter one would be another: `november` of `before november 20`
    return None


def _is_over(month: str | None, moment: Moment) -> bool:
    """Whether it names a month of this year that has ended."""
    return MONTHS.get(month or "", moment.today.month) < moment.today.month


def _day_to_come(match: re.Match[str], moment: Moment, *, far: bool) -> str | None:
    """The day with the word before it: `before` is without that day, all others are with it."""
    word = "before" if match["word"] == "before" and not match["end"] else "by"
    day = match["day"]
    if day is None:
        read = _fixed_day(match, moment)
    elif match["word"] not in _UP_TO and not far:
        return None
    else:
        read = (
            day
            if re.fullmatch(r"20\d\d-\d\d(?:-\d\d)?", day)
            else _named(day, moment, far=far, before=word == "before")
        )
        if far and AHEAD.fullmatch(day):
            days = days_to_come(day, moment)
            read = str(days.first if word == "before" else days.after - timedelta(days=1))
    return read and f"{word} {read}"


def _fixed_day(match: re.Match[str], moment: Moment) -> str | None:
    """A holiday, the middle of a month, or the end of a month or year."""
    year = moment.today.year
    if match["holiday"]:
        new = match["holiday"].startswith("new")
        if new and "eve" not in match["holiday"] and match["word"] == "before":
            return f"{year + 1}-01-01"
        day = "12-31" if new else "12-24" if "eve" in match["holiday"] else "12-25"
        return f"{year}-{day}"
    if match["mid"]:
        month = MONTHS.get(match["mid"], 0)
        return f"{year + (month < moment.today.month)}-{month:02}-15" if month else None
    if match["end"] in {None, "year", "month"}:
        return f"end of {match['end'] or 'year'}"
    if (named := _named(str(match["end"]), moment, far=True)) is None:
        return None
    year, month = map(int, named.split("-"))
    return f"{named}-{monthrange(year, month)[1]}"


def _is_date(pieces: list[str]) -> bool:
    """Whether words name a month, and nothing but a day, its weekday and a year beside it."""
    named = (
        piece in MONTHS or piece[:1].isdecimal() or piece in {"the", "of"} or (not place and piece in WEEKDAYS)
        for place, piece in enumerate(pieces)
    )
    return not MONTHS.keys().isdisjoint(pieces) and all(named)


def _named(words: str, moment: Moment, *, far: bool = False, before: bool = False) -> str | None:
    """A day or month to come; None for what is past, or no day: `by domain`, `by 31 december` asked in June."""
    pieces = words.split()
    if not _is_date(pieces):
        return None
    month = next(MONTHS[piece] for piece in pieces if piece in MONTHS)
    day = next(
        (int(re.sub(r"\D", "", piece)) for piece in pieces if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", piece)), None
    )
    year = next((int(piece) for piece in pieces if re.fullmatch(r"20\d\d", piece)), None)
    today = moment.today
    past = (month, day or 31) < (today.month, today.day)
    found = year or today.year + past
    if before and not day and not year and not far and month == today.month:
        return None  # `before november`, said in november
    if found > today.year + 1 or (past and month > 2 and not (far or year)):  # noqa: PLR2004 - `by june` in November is long past or far off
        return None
    said = WEEKDAYS.get(pieces[0])
    if said is not None and (not day or _weekday(found, month, day) != said):
        return None  # `by monday 11 december`, which is a Friday
    return f"{found}-{month:02}-{day:02}" if day else f"{found}-{month:02}"


def _weekday(year: int, month: int, day: int) -> int | None:
    """Which day of the week it is; None for a day that no calendar has."""
    return weekday(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
