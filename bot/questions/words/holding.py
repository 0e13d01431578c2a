"""Answers although a word of the question has no place in them: it must surely be asked, and each such word is named.

A list has what is asked for among the rest, so it may leave out what says which of it; it must surely be asked for
(`likely`). A number leaves out what is no other time, filter, side, measure or question. Of a group of people that no
report tells apart, a list is of everybody, and a number is offered beside the no.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.questions.likely import is_surely, surely
from bot.questions.parse_error import ParseError
from bot.questions.words.by_rule import with_names
from bot.questions.words.cannot import said_at
from bot.questions.words.clauses import ANSWERS_ALONE, Reader
from bot.questions.words.nearly import LISTS, may_turn, says_which, stands_beside
from bot.questions.words.not_read import is_denied, offers_of
from bot.questions.words.notes import notes
from bot.questions.words.outcome import DOES, NOT_TAKEN, Declined, NotRead, Read
from bot.questions.words.recognition.parts import DENIES, ORDERS, UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule, fill, fitting, is_turned, subjects, tags_of
from bot.questions.words.somebody import is_certain
from bot.questions.words.unheeded import named, refused

_HOLDS = LISTS - {"fix", "why", "fleet"}
_NEEDED = frozenset(  # another time, somebody, or a question of its own
    {"window", "future", "target", "person", "since", "sequence", "code", "unsubscribe", "failures", "stuck", "reset"}
    | {"registered", "unregistered", "recovered", "result", "page_says", "incidents", "aside"}
)
_HELD_BY = {"odd": frozenset({"reset"})}  # of which each of its signs is
_NEEDS_ALL = DOES | {"compare", "status", "why", "fix", "help", "triage", "map", "export"}  # of these every word counts
_GROUPS = frozenset({"departments", "newcomers"})  # the keys of the nos
_APART = frozenset(  # `which department`, `teachers or students`, `how did my team do`
    {"which", "what", "by", "per", "each", "every", "between", "whole", "than", "vs", "versus", "or"}
)
_KIND = re.compile(
    r"\b(?:dep(?:artmen)?ts?|divisions?|business units?|cost cent(?:er|re)s?|locations?|sites?|branch\w*|titles?)\b"
)
_UNIT = re.compile(r"(?:team|school|store|shop|ward|unit|class|group|office|plant|floor|hospital|clinic)e?s$")
_WHERE = re.compile(r"\b(?:in|at|of|from|for|on|with)(?:\s+(?:the|all|a|an|those|these|this))*\s+$", re.IGNORECASE)
_ONLY_SAID = re.compile(r'(?:left aside|not understood): [^;]*"[^"]*\bpeople\b')
_OF_PEOPLE = frozenset({"stuck", "rollout"})  # each by name
_COUNTED = frozenset({"many", "rate", "everybody", "only"})  # a number, whoever is listed below it
_BOTH = 2
_OF_A_STATUS = frozenset({"status", "failures", "stuck", "reset", "registered", "happened", "advice"})
_NO_STATUS = frozenset({"code", "tenants", "helped", "compare", "than", "others", "window2"})
_SAID_OF_ALL = LISTS | _OF_PEOPLE | {"helped", "time", "funnel"}  # no number that a word left aside would make another
_HARD = frozenset(
    {"person", "result", "cause", "method", "domain", "code", "window", "admins", "guests", "export", "send", "digest"}
    | {"subscribed", "follow", "unfollow", "alert", "compare", "than", "only", "leaving_out", "by", "target", "future"}
    | {"tenants", "others", "causes", "reasons", "methods"}
)
_APART_FROM = frozenset(  # questions of their own
    {"rollout", "incidents", "cutoffs", "funnel", "helped", "policy", "changed", "registered", "unregistered", "data"}
    | {"odd", "direction", "success", "recovered", "come_back"}
)
_ABOUT = {  # but of these the question is anyway
    "rollout": frozenset({"rollout", "registered", "unregistered", "policy", "direction", "success", "recovered"}),
    "registrations": frozenset({"rollout", "registered"}),
    "resets": frozenset({"success"}),
    "time": frozenset({"success", "recovered", "direction"}),
    "trend": frozenset({"success", "direction"}),
    "odd": frozenset({"odd", "success", "direction"}),
    "cutoffs": frozenset({"cutoffs", "rollout", "registered", "unregistered"}),
    "helped": frozenset({"helped", "policy", "changed", "registered", "success", "recovered", "direction"}),
    "digest": frozenset({"digest", "future"}),
    "changes": frozenset({"policy", "changed", "success", "admins", "others", "methods"}),
    "funnel": frozenset({"funnel", "method", "methods", "causes", "cause", "result"}),  # it has each
    "incidents": frozenset({"incidents", "direction", "odd"}),
}
_OTHER_SIDE = re.compile(r"\b(?:others?|another|else|rest|remaining|except|but|last)\b")
_WHOEVER = frozenset({"they", "he", "she", "we", "it", "people", "users", "somebody", "finally", "the", "their", "day"})
_LONG = frozenset({"days", "weeks", "months", "hours", "times", "methods", "reasons", "or"})  # `30 days of history`
_WHOSE = frozenset({"by", "of", "per", "via", "using"})  # `resets by nurse`
_TAKES_AWAY = frozenset(
    {"skip", "omit", "hide", "ignore", "drop", "suppress", "subtract", "minus", "exclude", "leave"}
    | {"skipped", "omitted", "hidden", "ignored", "dropped", "suppressed", "excluded", "excluding", "left"}
)
_IN_TIME = frozenset({"before", "after", "since", "until", "during", "under", "over"})
_NUMBERS = frozenset({"time", "funnel", "helped"})  # of all, though no word beside them makes another number
_CLAUSES = re.compile(r"[,.;:?!]+\s+|\s+-+\s+")
_MEASURES = re.compile(  # what makes another number of it
    r"\b(?:used to|calculated|computed|measured|derived|second|third|first|average|mean|median|max(?:imum)?"
    r"|min(?:imum|utes?)?|consecutive\w*|in a row|combined|permanent\w*|normal|before the"
    r"|(?:week|month|day) (?:before|after)"
    r"|week(?:day|end)s?|(?:mon|tues|wednes|thurs|fri|satur|sun)days|nights?|working hours"
    r"|at (?:least|most) (?:\d|two|three|four|five|ten))\b"
)


def list_that_holds_it(
    outcome: Declined | NotRead, sentence: Sentence, reader: Reader, known: Collection[str]
) -> Read | None:
    """The list in which what is asked for stands; None for a number, an order, or where another may be meant."""
    is_other = outcome.key not in NOT_TAKEN if isinstance(outcome, Declined) else outcome.understood
    if is_other or sentence.has_any(ORDERS):
        return None
    if sentence.of("person"):
        return _status(sentence, reader)
    offers = offers_of(sentence, known)
    held = {command: lost for command, (rule, lost) in offers.items() if lost and _holds(rule.kind, sentence, lost)}
    command = min(held, key=lambda each: len(held[each]), default="")
    return Read(command, aside=held[command]) if command else None


def _holds(kind: str, sentence: Sentence, lost: Collection[Found]) -> bool:
    """Whether a list has what is asked for, and the words that it leaves out only say which of it that is."""
    needed = _NEEDED - _HELD_BY.get(kind, frozenset())
    return (
        kind in _HOLDS
        and not any(part.has_any(needed) for part in lost)
        and all(stands_beside(kind, sentence, part) for part in lost if UNKNOWN in part.tags)
        and is_surely(kind, sentence)
    )


def _status(sentence: Sentence, reader: Reader) -> Read | None:
    """The status of whoever is named, which tells all that is known of them, beside words that have no place in it."""
    persons, unknown = sentence.of("person"), sentence.of(UNKNOWN)
    owned = any(sentence.words[part.start - 1] == "'s" for part in unknown if part.start)  # of which nothing is known
    if owned or not is_certain(sentence) or not is_surely("status", sentence):
        return None
    outcome = reader.meaning(replace(sentence, found=tuple(part for part in sentence.found if part not in unknown)))
    if isinstance(outcome, Read):
        of_it = unknown and outcome.command.startswith("status ")
        return replace(outcome, aside=(*outcome.aside, *unknown)) if of_it else None
    said = {"idle", "person", *_OF_A_STATUS}
    left = tuple(part for part in sentence.found if said.isdisjoint(part.named()))
    another = len({part.value for part in persons}) > 1 or any(part.has_any(_NO_STATUS) for part in left)
    return None if another else Read(f"status {persons[0].value}", aside=left)


def surely_asked(outcome: Declined | NotRead, sentence: Sentence, known: Collection[str]) -> Read | None:
    """`at which time of day do most blocks happen` is `failures by hour result:blocked`, and "day" is named."""
    is_other = outcome.key not in NOT_TAKEN if isinstance(outcome, Declined) else outcome.understood
    if is_other or sentence.of("person") or any(is_turned(sentence, part) for part in sentence.of("filter")):
        return None
    kind = surely(sentence, _SAID_OF_ALL)
    if kind == "help" and isinstance(outcome, NotRead):
        return Read(kind)
    if kind not in known or (kind in _NEEDS_ALL and kind != "digest"):
        return None
    found = _freely(kind, sentence)
    return found if found and (kind != "digest" or found.command == "digest preview") else None


def _freely(kind: str, sentence: Sentence) -> Read | None:
    """The question with all that it takes, and every other word named: no other time, filter, side or question."""
    amounts = [part for part in sentence.of("number") if sentence.words[part.start - 1] not in positions().of_a_list]
    counted = replace(sentence, found=tuple(part for part in sentence.found if part not in amounts))
    best: tuple[str, str, tuple[Found, ...]] | None = None
    for rule, filled, lost in _readings(kind, counted):
        command = with_names(filled, sentence)
        left = tuple(dict.fromkeys((*named(rule, sentence), *lost, *amounts)))
        kept = [part for part in counted.found if part not in left and "idle" not in part.tags]
        beside = [part for part in left if part not in lost and part not in amounts]
        if (best and len(left) >= len(best[2])) or any(_says_when(kind, part) for part in beside):
            continue
        if any(_is_hard(kind, sentence, part, kept) for part in (*lost, *amounts)):
            continue
        if not _turns(command, sentence, left, kept):
            best = command, "; ".join(notes(rule, command, sentence)), left
    return Read(*best) if best else None


def _says_when(kind: str, part: Found) -> bool:
    return kind not in _SAID_OF_ALL and part.has_any({"future", "target", "window", "unit", "age"})


def _is_hard(kind: str, sentence: Sentence, part: Found, kept: list[Found]) -> bool:
    """Whether a part may be whom or when it is asked of, or a question of its own."""
    if UNKNOWN in part.tags:
        return _is_hard_unknown(kind, sentence, part, kept)
    hard = (_HARD | _APART_FROM) - _ABOUT.get(kind, frozenset())
    return (
        not hard.isdisjoint(part.named())
        or (part.has("sequence") and _is_in_order(kind, sentence, part, kept))
        or _is_another_number(kind, sentence, part)
    )


def _is_hard_unknown(kind: str, sentence: Sentence, part: Found, kept: list[Found]) -> bool:
    """Whether a word that is not known may turn the question, or say which or when."""
    in_time = not _IN_TIME.isdisjoint(sentence.words[max(part.start - 2, 0) : part.start])
    at_a_filter = any(other.has("filter") and _are_beside(part, other) for other in kept)  # `hide on prem`
    if may_turn(sentence, part) or in_time or at_a_filter:
        return True
    if kind in _NUMBERS:
        of_people = not positions().kind_of_people.isdisjoint(sentence.words[part.stop : part.stop + 1])
        return of_people or says_which(sentence, part)
    return kind not in _SAID_OF_ALL and _is_among(sentence, part, kept)


def _is_in_order(kind: str, sentence: Sentence, part: Found, kept: list[Found]) -> bool:
    """Whether a word of order points back, or has something behind it: `after they had registered`."""
    words = sentence.words[part.start : part.stop]
    points_back = words[-1] in {"that", "then", "this"}
    near = (other for other in kept if part.stop <= other.start <= part.stop + _BOTH)
    orders = kind != "time" and any(not other.has("domain") for other in near)
    return points_back or orders or (kind not in _HOLDS | {"helped"} and not {*words[1:]} <= _WHOEVER)


def _is_another_number(kind: str, sentence: Sentence, part: Found) -> bool:
    """Whether a part makes another number of the one that is asked for: `second`, `at night`, `3 times`, `by nurse`."""
    if kind in LISTS:
        return False
    before, behind = sentence.words[: part.start], sentence.words[part.stop : part.stop + 1]
    whose = part.has("weighty") and not _WHOSE.isdisjoint(before[-1:])
    counted = sentence.words[part.stop - 1] in {"times", "methods", "reasons"}
    long = (counted or (part.has("number") and not _LONG.isdisjoint(behind))) and "who" not in sentence.words
    return (
        (kind not in _SAID_OF_ALL and (whose or long))
        or part.has_any({"part_of_day", "clock"})
        or (kind != "funnel" and _MEASURES.search(sentence.said(part).casefold()) is not None)
    )


def _are_beside(part: Found, other: Found) -> bool:
    return 0 <= other.start - part.stop <= 1 or 0 <= part.start - other.stop <= 1


def _is_among(sentence: Sentence, unknown: Found, kept: list[Found]) -> bool:
    """Whether an unknown word stands in one clause with what is asked, of which it may say which."""
    clauses = _CLAUSES.split(sentence.text)
    of_it = [clause for clause in clauses if sentence.said(unknown) in clause]
    return not of_it or any(sentence.said(part) in clause for clause in of_it for part in kept)


def _turns(command: str, sentence: Sentence, left: Collection[Found], kept: list[Found]) -> bool:
    """Whether what is left aside turns a question round, says which time, or tells of what narrows it."""
    denies, kind = any(part.has_any(DENIES) for part in left), command.partition(" ")[0]
    return (
        is_denied(tuple(left), kept)
        or "but" in sentence.words
        or (any(part.has("filter") for part in kept) and not _TAKES_AWAY.isdisjoint(sentence.words))
        or (denies and " top " in command)
        or (bool(DENIES & sentence.tags()) and any(part.has("stop") for part in left))
        or (kind not in LISTS and any(_OTHER_SIDE.search(sentence.said(part).casefold()) for part in left))
        or any(part.stop == other.start and _is_bare(other) for part in left for other in kept)
        or any(part.start == other.stop and _tells_of(sentence, part, other) for part in left for other in kept)
    )


def _is_bare(part: Found) -> bool:
    """Whether a time is told by its kind alone, as in `the thanksgiving weekend`."""
    return part.has("window") and part.value in {"weekend", "week", "month", "morning", "evening", "night", "day"}


def _tells_of(sentence: Sentence, part: Found, filtered: Found) -> bool:
    return filtered.has("filter") and sentence.words[part.start] in {"is", "was", "are", "were", "has", "works"}


def _readings(kind: str, sentence: Sentence) -> Iterator[tuple[Rule, str, tuple[Found, ...]]]:
    """Each row of a kind that fits, the one question that it makes, and the parts that it leaves out."""
    tags = tags_of(sentence)
    for rule in (*fitting(tags), *(rule for rule in subjects() if rule.fits(tags))):
        if rule.kind == kind and not rule.cannot and rule.in_order(sentence):
            commands = fill(rule, sentence)
            if len(commands) == 1:
                yield rule, commands[0], (*rule.left_over(sentence), *refused(rule, sentence))


def of_everybody(declined: Declined, sentence: Sentence, reader: Reader) -> Read | Declined | NotRead | None:
    """`which teachers are not registered` is `rollout`, of everybody; of a number the no, with that of everybody.

    None where groups are to be told apart, or it is no question without the group.
    """
    group, text = _without_group(declined.key, sentence) if declined.key in _GROUPS else ("", "")
    try:
        outcome = reader.read(text) if text else None
    except ParseError:
        return None
    if isinstance(outcome, NotRead) and outcome.doubtful:
        return outcome
    if not isinstance(outcome, Read) or (_ONLY_SAID.search(outcome.note) and " since " not in outcome.command):
        return None
    kind = outcome.command.partition(" ")[0]
    if kind not in ANSWERS_ALONE:
        return None
    if kind not in _HOLDS | _OF_PEOPLE or sentence.has_any(_COUNTED) or "all" in sentence.words:
        return replace(declined, says=f"{declined.says} What I suggest is of everybody.", suggestion=outcome.command)
    note = f'of everybody: no report tells who is of "{group}"'
    asked = outcome.clause or reader.words(text)
    return replace(outcome, note="; ".join(filter(None, (note, outcome.note))), aside=(), clause=asked)


def _without_group(key: str, sentence: Sentence) -> tuple[str, str]:
    """The words for a group of people, and the text with `people` in their place; "" where groups are told apart."""
    place = said_at(key, sentence)
    if place is None:
        return "", ""
    group = sentence.words[place[0] : place[1]]
    beside = {*sentence.words[max(place[0] - _BOTH, 0) : place[1] + 1]}
    if group[-1].endswith(("s", "staff", "people")) and not _UNIT.search(group[-1]):  # "which teachers" are people
        beside -= {"which", "what"}
    found = re.search(r"\W+".join(map(re.escape, group)), sentence.text, re.IGNORECASE)
    ours = group[-1].startswith("team") and not beside.isdisjoint({"my", "our"})  # who works with whoever asks
    denied = not (positions().negation | positions().without | {"no", "except", "minus"}).isdisjoint(beside)
    if not found or ours or denied or beside & _APART or _KIND.search(" ".join(group)):
        return "", ""
    before, behind = sentence.text[: found.start()], sentence.text[found.end() :]
    where = _WHERE.search(before)
    text = f"{before[: where.start()]}{behind}" if where else f"{before}people{behind}"
    return found[0], " ".join(text.split())
