"""What to tell of how a sentence was read: what words were taken for, what an answer lacks or leaves aside."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.questions.dates.calendar import MONTHS, WEEKDAYS
from bot.questions.words.cannot import said_beside
from bot.questions.words.outcome import Read
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.persons import asks_who
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule

_BLOCK = "a block in force has a line Blocked until there; without one the loaded reports know of none"
_TOO_LITTLE = "who will have too little left once a method ends has a line of it there; all of them stand in `cutoffs`"
_ROLE = "an admin account or its role has a line there where the loaded data says so"
_SAID_OF_SOMEBODY = {  # what to add where one of each of these stands beside a name
    ("cause.no_license|cause.not_in_group",): (
        "no report lists licenses or groups; a status says whether a reset failed for want of one"
    ),
    ("result.blocked|stuck|block_length", "age|when|time_to"): _BLOCK,
    ("result.blocked", "still"): _BLOCK,
    ("blocked_until",): _BLOCK,
    ("use", "method|methods"): "an attempt tells its method only where the report does",
    ("by_admin", "reset|changed"): "a reset by an admin stands there where it ended a case",
    ("admins|by.role|named_role",): _ROLE,
    ("guests",): "whether somebody is a guest has no line of its own there",
    ("signs",): "what looks suspicious is listed for everybody, in odd",
    ("cutoffs",): _TOO_LITTLE,
    ("rollout|reset", "will", "window"): _TOO_LITTLE,
    ("funnel", "method|methods", "will|when|future|window"): _TOO_LITTLE,  # `will mia lose her method`
}
_THE_LAST = {
    f"the last {unit}": (unit, days) for unit, days in (("week", 7), ("month", 30), ("quarter", 90), ("year", 365))
}
READ_AS_DOMAIN = "is read as the domain"  # where a tenant was spoken of
_TENANT = frozenset({"tenant", "customer", "client"})
OF_FAILURES = "of failed attempts, with the success rate; how many reset stands in `resets`"
_CALENDAR = "the calendar {} before this one; `{}d` is up to now"
_WEEKEND = "the weekend that is not over; `last weekend` is the one before"
ASKED_TO_REGISTER = frozenset(  # that people were asked to register: no report has it
    {"campaign", "campaigns", "reminder", "reminders", "mail", "mails", "email", "mailing", "newsletter"}
    | {"poster", "posters"}
)
_NAMES_PEOPLE = frozenset({"stuck", "rollout", "cutoffs", "registrations", "odd"})


def notes(rule: Rule, command: str, sentence: Sentence) -> Iterator[str]:
    """What to tell beside the answer to the question that a row of the table makes of a sentence, in the order said."""
    if rule.note and ("result:" not in command or " by person" in command):
        yield rule.note
    if rule.kind == "status":
        yield from _of_somebody(sentence)
    yield from _taken_for(sentence)
    yield from _of_what(rule, command, sentence)
    yield from _of_a_method(command, sentence)
    if rule.takes_a_window:
        yield from _of_time(sentence)
    yield from _of_a_list(rule, command, sentence)
    if rule.kind == "status":
        if said := " and ".join(f'"{sentence.said(window)}"' for window in sentence.of("window")):
            yield f"all attempts, not only those of {said}"
        yield from said_beside(sentence)
    if rule.kind == "fix" and (named := [part for part in sentence.of("person") if "guess" not in part.tags]):
        yield f"what is known of that person stands in `status {named[0].value}`"


def _taken_for(sentence: Sentence) -> Iterator[str]:
    """What words were read as that may be something else."""
    for name in _dated(sentence):
        yield f'"{name}" is read as the person; for the month or day say "in {name}"'
    for typed, meant in sentence.slips:
        yield f'"{typed}" read as "{meant}"'
    for name in _called_tenants(sentence):
        yield f'"{name}" {READ_AS_DOMAIN}'


def _of_a_list(rule: Rule, command: str, sentence: Sentence) -> Iterator[str]:
    """What stands in an answer about many, where another might be looked for."""
    if rule.kind == "trend":
        yield from (f"{day.title()} only where that day is one" for day in _usual_days(sentence))
        if sentence.of("as_usual") and sentence.of("rate"):
            yield "of how many people failed; of the rate it says how it went, and not what is usual"
    if rule.kind == "time" and sentence.of("weighty"):
        yield "the median, not the mean"
    names_people = rule.kind in _NAMES_PEOPLE or (command.startswith("resets") and "by person" in command)
    if names_people and sentence.of("counts_only"):
        yield "the numbers stand first; whoever may see people has their names below"


def with_aside(outcome: Read, sentence: Sentence) -> Read:
    """The question with a note of what it does not take up, known or not."""
    if not outcome.aside:
        return outcome
    unknown = [part for part in outcome.aside if UNKNOWN in part.tags]
    known = [part for part in outcome.aside if part not in unknown]
    notes = (_named("not understood", sentence, unknown), _named("left aside", sentence, known), outcome.note)
    return replace(outcome, note="; ".join(filter(None, notes)))


def _named(how: str, sentence: Sentence, parts: list[Found]) -> str:
    """The parts in the order of the sentence, words in a row as one."""
    runs: list[Found] = []
    for part in sorted(parts, key=lambda part: part.start):
        if runs and part.start <= runs[-1].stop:
            runs[-1] = replace(runs[-1], stop=max(part.stop, runs[-1].stop))
        else:
            runs.append(part)
    words = ", ".join(dict.fromkeys(f'"{sentence.said(run)}"' for run in runs))
    return f"{how}: {words}" if words else ""


def _of_somebody(sentence: Sentence) -> list[str]:
    """What somebody's status tells of such words, or cannot tell."""
    rows = _SAID_OF_SOMEBODY.items()
    says = (said for needs, said in rows if all(any(map(sentence.of, need.split("|"))) for need in needs))
    return [*dict.fromkeys(said for said in says if said != _ROLE or not sentence.of("by_admin"))]


def _and_who(sentence: Sentence) -> bool:
    """Whether who it was is asked for beside something else: `which domain failed most, and who`."""
    return any(sentence.words[part.start - 1] == "and" for part in sentence.of("who") if part.start)


def _ways_of_a_mobile(sentence: Sentence) -> frozenset[str]:
    """The words for a text message and for a call that are said of a mobile phone."""
    said = {word for part in sentence.of("method.mobile_phone") for word in sentence.words[part.start : part.stop]}
    return (positions().spoken | positions().written) & said


def _of_what(rule: Rule, command: str, sentence: Sentence) -> Iterator[str]:
    """Of whom or what an answer is, and where people stand that a list by method does not name."""
    tags = sentence.tags()
    if rule.kind == "rollout" and tags & {"admins", "guests"} and "apart" not in rule.note:
        yield f"{'of everybody: ' * ('domain:' not in command)}admins and guests stand apart there"
    if command.startswith("compare") and tags & {"reset", "success"}:
        yield OF_FAILURES
    if command.startswith("compare") and {"outages", "incidents"} & {*sentence.words}:
        yield "of failed attempts; what many failed for at once stands in `incidents`"
    if "done" in rule.braces and sentence.of("one_day"):
        yield f"`compare {command.removeprefix('helped ')}` holds the time from then on against as long before"
    if rule.kind == "helped" and ASKED_TO_REGISTER & {*sentence.words}:
        yield f"who registered then stands in `{' '.join(('registrations', *command.split()[1:]))}`"
    if command.startswith("trend") and asks_who(sentence):
        yield "who they are stands in `failures by person` and `resets by person`"
    if (
        re.match(r"failures .*by (?!person)", command)
        and "why" not in tags
        and (asks_who(sentence) or _and_who(sentence))
    ):
        yield "who they are stands in `failures by person`"


def _of_a_method(command: str, sentence: Sentence) -> Iterator[str]:
    """What a filter of a method has besides what was named, or has not."""
    ways = _ways_of_a_mobile(sentence) if "method:mobile_phone" in command else frozenset()
    if ways:
        yield "the reports have SMS and calls as one method, Mobile Phone"
    if ways & positions().spoken:
        yield "calls to an office phone are a method of their own, `method:office_phone`"
    if "method:app_code" in command and "code" not in " ".join(sentence.words):
        yield "codes of an app alone; its notifications are a method of their own, `method:app_notification`"


def _called_tenants(sentence: Sentence) -> Iterator[str]:
    """Domains beside which a tenant is spoken of: `tenant contoso`."""
    for part in sentence.of("domain"):
        beside = (*sentence.words[max(part.start - 1, 0) : part.start], *sentence.words[part.stop : part.stop + 1])
        if not _TENANT.isdisjoint(beside):
            yield sentence.said(part)


def _of_time(sentence: Sentence) -> Iterator[str]:
    """Which days a span is, where others may be meant by it."""
    for window in sentence.of("window"):
        if window.value in _THE_LAST:
            yield _CALENDAR.format(*_THE_LAST[window.value])
    for window in sentence.of("goes_on"):
        if window.value in {"the weekend", "weekend"}:
            yield _WEEKEND
    if not sentence.of("window") and (days := _wanted_on(sentence)):
        yield f"{days} is when it is wanted; no span of time is named, so it is the usual one"


def _usual_days(sentence: Sentence) -> list[str]:
    """Weekdays that something is held against: `than a usual sunday`."""
    said = {word for part in sentence.of("as_usual") for word in sentence.words[part.start : part.stop]}
    return sorted(said & {*WEEKDAYS})


def _wanted_on(sentence: Sentence) -> str:
    """The days of an occasion: `for the board on thursday`."""
    said = (word for part in sentence.of("aside.occasion") for word in sentence.words[part.start : part.stop])
    return " and ".join(word.title() for word in dict.fromkeys(said) if word in {*WEEKDAYS})


def _dated(sentence: Sentence) -> list[str]:
    """Persons whose names are months or weekdays, too."""
    return [part.value for part in sentence.of("person") if part.value.casefold() in {*MONTHS, *WEEKDAYS}]
