"""Answers although a word of the question has no place in them: it must surely be asked, and each such word is named.

A list has what is asked for among the rest, so it may leave out what says which of it; it must surely be asked for
(`likely`). A number without a word that narrows it would be of something else: it leaves out only known words that do
not. Of a group of people that no report tells apart, a list is of everybody, and a number is offered beside the no.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.questions.likely import is_surely, surely
from bot.questions.parse_error import ParseError
from bot.questions.words.by_rule import with_names
from bot.questions.words.cannot import said_at
from bot.questions.words.clauses import ANSWERS_ALONE, SENTENCES, Reader
from bot.questions.words.nearly import LISTS, says_which, stands_beside
from bot.questions.words.not_read import offers_of
from bot.questions.words.notes import notes
from bot.questions.words.order import puts_in_order
from bot.questions.words.outcome import DOES, NOT_TAKEN, Declined, NotRead, Read
from bot.questions.words.recognition.parts import DENIES, MAY_NARROW, NARROWS, ORDERS, UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule, fill, fitting, is_turned, subjects, tags_of
from bot.questions.words.somebody import is_certain
from bot.questions.words.unheeded import NOBODY, named, refused

_HOLDS = LISTS - {"fix", "why", "fleet"}
_NEEDED = frozenset(  # another time, somebody, or a question of its own
    {"window", "future", "target", "person", "since", "sequence", "code", "unsubscribe", "failures", "stuck", "reset"}
    | {"registered", "unregistered", "recovered", "result", "page_says", "incidents", "aside"}
)
_HELD_BY = {"odd": frozenset({"reset"})}  # of which each of its signs is
_NEEDS_ALL = DOES | {"compare", "status", "why", "fix", "help", "triage", "map", "export"}  # of these every word counts
_NOT_LEFT_OUT = (
    (NARROWS | MAY_NARROW | DENIES | ORDERS)
    | {
        "compare",
        "than",
        "before_it",
        "will",
        "signs",
        "each_apart",
        "methods",
        "causes",
        "reasons",
        "last_time",
        "goes_on",
        "future",
    }
    | {"come_back", "as_usual"}
)
_ASKS = frozenset(  # something of its own
    {"failures", "stuck", "reset", "registered", "unregistered", "incidents", "recovered", "cutoffs", "funnel"}
    | {"rollout", "changed", "policy", "helped", "success", "rate", "time_to", "odd"}
)
_NARROWS_A_NUMBER = re.compile(
    r"\b(?:once|others?|another|else|rest|remaining|except|but|fewer|less|only|since|after|before|until|till|between|during"
    r"|from|morning|afternoon|evening|night|noon|hours|days|weeks|months)\b"
)
_GROUPS = "departments"  # the key of the no
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
    """The status of whoever is named, which tells all that is known of them, beside words that are not known."""
    unknown = sentence.of(UNKNOWN)
    rest = replace(sentence, found=tuple(part for part in sentence.found if part not in unknown))
    owned = any(sentence.words[part.start - 1] == "'s" for part in unknown if part.start)  # of which nothing is known
    if not unknown or owned or not is_certain(sentence) or not is_surely("status", sentence):
        return None
    outcome = reader.meaning(rest)
    if not isinstance(outcome, Read) or not outcome.command.startswith("status "):
        return None
    return replace(outcome, aside=(*outcome.aside, *unknown))


def surely_asked(outcome: Declined | NotRead, sentence: Sentence, known: Collection[str]) -> Read | None:
    """`at which time of day do most blocks happen` is `failures by hour result:blocked`, and "day" is named."""
    is_other = outcome.key not in NOT_TAKEN if isinstance(outcome, Declined) else outcome.understood
    if (
        is_other
        or len(SENTENCES.split(sentence.text.strip())) > 1
        or sentence.of("person")
        or any(is_turned(sentence, part) for part in sentence.of("filter"))
    ):
        return None
    kind = surely(sentence)
    if kind not in known or kind in _NEEDS_ALL:
        return None
    found = [
        each for each in _readings(kind, sentence) if all(_can_be_left_out(kind, sentence, part) for part in each[2])
    ]
    if not found:
        return None
    rule, command, lost = min(found, key=lambda each: len(each[2]))
    beside = named(rule, sentence)
    if any(_narrows(kind, sentence.said(part)) for part in beside):
        return None
    command = with_names(command, sentence)
    return Read(command, "; ".join(notes(rule, command, sentence)), tuple(dict.fromkeys((*beside, *lost))))


def _readings(kind: str, sentence: Sentence) -> Iterator[tuple[Rule, str, tuple[Found, ...]]]:
    """Each row of a kind that fits, the one question that it makes, and the parts that it leaves out."""
    tags = tags_of(sentence)
    for rule in (*fitting(tags), *(rule for rule in subjects() if rule.fits(tags))):
        if rule.kind == kind and not rule.cannot and rule.in_order(sentence):
            commands = fill(rule, sentence)
            if len(commands) == 1:
                yield rule, commands[0], (*rule.left_over(sentence), *refused(rule, sentence))


def _can_be_left_out(kind: str, sentence: Sentence, part: Found) -> bool:
    if UNKNOWN in part.tags:
        return stands_beside(kind, sentence, part)
    words = sentence.said(part).casefold()
    if (part.has("sequence") and puts_in_order(sentence, part)) or words in NOBODY:
        return False
    if _narrows(kind, words) or (kind not in LISTS and says_which(sentence, part)):
        return False
    kept = _NOT_LEFT_OUT - {"part_of_day"} if kind in LISTS else _NOT_LEFT_OUT  # each line has its time
    inside = [part, *(other for other in sentence.found if part.start <= other.start < part.stop)]
    return not any(each.has_any(kept) or ("idle" not in each.tags and each.has_any(_ASKS)) for each in inside)


def _narrows(kind: str, words: str) -> bool:
    """Whether words that are left out are of a smaller number, or of another one: `other reason`, `the same week`."""
    return kind not in LISTS and _NARROWS_A_NUMBER.search(words.casefold()) is not None


def of_everybody(declined: Declined, sentence: Sentence, reader: Reader) -> Read | Declined | NotRead | None:
    """`which teachers are not registered` is `rollout`, of everybody; of a number the no, with that of everybody.

    None where groups are to be told apart, or it is no question without the group.
    """
    group, text = _without_group(sentence) if declined.key == _GROUPS else ("", "")
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
    return replace(outcome, note="; ".join(filter(None, (note, outcome.note))), aside=())


def _without_group(sentence: Sentence) -> tuple[str, str]:
    """The words for a group of people, and the text with `people` in their place; "" where groups are told apart."""
    place = said_at(_GROUPS, sentence)
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
