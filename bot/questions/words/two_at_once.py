"""Two things that happened and are asked for at once: `blocked or abandoned`, `registered and reset`.

The second may be a clause that says something of the first: `admins who failed`, `suspicious after people registered`.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.questions.words.order import DESPITE
from bot.questions.words.outcome import Declined
from bot.questions.words.recognition.parts import Found
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule, can_leave_out, is_turned

_ONE_EVENT = frozenset({"failures", "resets", "registrations", "stuck", "rollout"})
_EVENTS = ("failures", "result", "reset", "success", "registered", "stuck", "recovered")
_ALIKE = ({"reset", "success"}, {"result", "stuck"}, {"failures", "stuck"})
_NARROWING = frozenset({"result", "cause", "method", "domain"})
_ONLY_OF = frozenset({"filter", "admins", "guests"})  # which that list would leave out
_LEFT = frozenset({"result.abandoned", "result.cancelled"})
_JOINS = frozenset({"and", "or", "but", "&", "then", "total"})  # `total blocked, total failed`
_BEGINS = frozenset(
    {"who", "that", "which", "whose", "whom", "because", "if", "whether", "when", "whenever", "unless", "although"}
    | {"though", "once", "despite", "without", "where", "while", "before", "after", "since", "until", "till"}
    | {"and", "or", "but", "plus", "during", "then"}
)
_OF_A_CLAUSE = frozenset(
    {"failures", "reset", "success", "registered", "unregistered", "stuck", "recovered", "changed", "rollout"}
    | {"cannot", "incidents", "odd"}
)
_THOSE_WHO = re.compile(
    r"\b(?:of|did|do|have|has|are|is|were|was) (?:those|(?:the )?(?:people|users|ones)|every(?:one|body)|anyone)"
    r" (?:who|that)\b"
)
_UP_TO = frozenset({"until", "till", "before"})
_RECOVERED = frozenset({"recovered", "success", "reset"})  # up to then `time` measures


def of_both(rule: Rule, sentence: Sentence) -> Declined | None:
    """Say no to two things at once; where both are ways to fail, a list has each apart."""
    if (parts := _joined(rule, sentence)) is None:
        return None
    first, second = (sentence.said(part) for part in parts)
    says = f'I answer about "{first}" and about "{second}" apart, not about both together.'
    if not all(part.has("failures") or part.has("result") for part in parts) or sentence.tags() & {"person", "stuck"}:
        return Declined("two at once", says)
    window = "".join(part.value for part in sentence.of("window"))
    others = any(part not in parts and part.has_any(_ONLY_OF) for part in sentence.found)
    return Declined("two at once", says, None if others else " ".join(f"failures {window} by result".split()))


def _joined(rule: Rule, sentence: Sentence) -> tuple[Found, Found] | None:
    """Two things that happened, of which a question would take up one; None where it takes both, or one is said."""
    if rule.kind not in _ONE_EVENT or "by.result" in rule.means or rule.others:  # both are offered
        return None
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    for first, second in pairwise(heavy):
        between = {*sentence.words[first.stop : second.start]}
        events = [next((event for event in _EVENTS if part.has(event)), "") for part in (first, second)]
        if "or" in between and _narrow_apart(first, second):
            return first, second
        results = {tag for part in (first, second) for tag in part.tags if tag.startswith("result.")}
        differ = events[0] != events[1] or len(results) > 1
        # "started a reset and did not finish" is one thing
        left = events == ["reset", "result"] and results <= _LEFT and "or" not in between
        if is_turned(sentence, second) and can_leave_out(rule, sentence, second):
            continue  # "who failed but was not blocked"
        if between & _JOINS and all(events) and differ and not left and {*events} not in _ALIKE:
            return first, second
    return None


def _narrow_apart(first: Found, second: Found) -> bool:
    """Whether two parts narrow in different ways, so that a question would be narrowed by both: `blocked or by sms`."""
    ways = [{tag.partition(".")[0] for tag in part.tags} & _NARROWING for part in (first, second)]
    return all(ways) and ways[0].isdisjoint(ways[1])


def clauses(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """The clauses of which a question only tolerates what happens in them: with the word that begins them.

    A span of time or a breakdown between does not make them one: `who reset last week although they had registered`.
    """
    heavy = [part for part in sentence.found if "idle" not in part.tags and not part.has_any(("window", "by"))]
    found = []
    for before, part in pairwise(heavy):
        begins = _begin(sentence, before, part)
        if begins is None or (rule.kind == "time" and _is_measured(sentence, begins, before, part)):
            continue
        if before.has("registered") and part.has("unregistered"):
            continue  # of one list: "how far is registration, and who is missing"
        if rule.kind == "failures" and part.has("reset") and any(no.stop == part.start for no in sentence.of("cannot")):
            continue  # "everyone at contoso who couldn't reset" failed
        if _is_only_tolerated(rule, part) or (sentence.words[begins] in DESPITE and _happens(part)):
            found.append(replace(part, start=begins))
        elif _is_only_tolerated(rule, before) and _happens(part) and not _is_one_reset(sentence, heavy, before, part):
            found.append(before)
    return tuple(found) or _of_those(rule, sentence, heavy)


def _is_measured(sentence: Sentence, begins: int, before: Found, part: Found) -> bool:
    """Whether a clause is one of the ends of what `time` measures: `until they reset`, `back in after failing`."""
    if sentence.words[begins] in _UP_TO:
        return bool(part.tags & _RECOVERED)
    return (
        sentence.words[begins] == "after"
        and bool(before.tags & (_RECOVERED | {"time_to"}))
        and part.has_any(("failures", "result", "cause"))
    )


def _of_those(rule: Rule, sentence: Sentence, heavy: list[Found]) -> tuple[Found, ...]:
    """What some are asked of whom it is said, too: `how many of those who failed registered`."""
    if not _THOSE_WHO.search(" ".join(sentence.words)):
        return ()
    events = [part for part in heavy if _happens(part)]
    tolerated = tuple(part for part in events if _is_only_tolerated(rule, part))
    return tolerated if len(events) > 1 else ()


def _happens(part: Found) -> bool:
    return bool(_OF_A_CLAUSE & part.tags) or part.has("filter")


def _is_one_reset(sentence: Sentence, heavy: list[Found], reset: Found, part: Found) -> bool:
    """Whether it is the reset that failed: `cannot reset because`, `resets that failed`, `start a reset and quit`."""
    failed = any(other.start < reset.start and other.has("failures") for other in heavy)
    failed |= any(other.start < reset.start for other in sentence.of("cannot"))
    between = {*sentence.words[reset.stop : part.start]}
    noun = sentence.words[reset.start - 1 : reset.start] not in {("who",), ("they",)}
    fails = noun and between & {"that", "which"} and (part.has("failures") or part.has("result"))
    return reset.has("reset") and bool(failed or fails or part.tags & _LEFT)


def _is_only_tolerated(rule: Rule, part: Found) -> bool:
    events = _OF_A_CLAUSE & part.tags
    return bool(events) and rule.kind not in events and not part.has_any(rule.taken)


def _begin(sentence: Sentence, before: Found, part: Found) -> int | None:
    words = sentence.words[before.stop : part.start]
    return next((before.stop + place for place, word in enumerate(words) if word in _BEGINS), None)
