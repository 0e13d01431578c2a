"""Two things that happened and are asked for at once: `blocked or abandoned`, `registered and reset`."""

from itertools import pairwise

from bot.questions.words.outcome import Declined
from bot.questions.words.parts import Found
from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import Rule

_ONE_EVENT = frozenset({"failures", "resets", "registrations", "stuck", "rollout"})
_EVENTS = ("failures", "result", "reset", "success", "registered", "stuck", "recovered")
_ALIKE = ({"reset", "success"}, {"result", "stuck"}, {"failures", "stuck"})
_LEFT = frozenset({"result.abandoned", "result.cancelled"})
_JOINS = frozenset({"and", "or", "but", "&", "then"})


def of_both(rule: Rule, sentence: Sentence) -> Declined | None:
    """Say no to two things at once; where both are ways to fail, a list has each apart."""
    if (parts := _joined(rule, sentence)) is None:
        return None
    first, second = (sentence.said(part) for part in parts)
    says = f'I answer about "{first}" and about "{second}" apart, not about both together.'
    if not all(part.has("failures") or part.has("result") for part in parts) or sentence.tags() & {"person", "stuck"}:
        return Declined("two at once", says)
    window = "".join(part.value for part in sentence.of("window"))
    others = any(part not in parts and part.has("filter") for part in sentence.found)
    return Declined("two at once", says, None if others else " ".join(f"failures {window} by result".split()))


def _joined(rule: Rule, sentence: Sentence) -> tuple[Found, Found] | None:
    """Two things that happened, of which a question would take up one; None where it takes both, or one is said."""
    if rule.kind not in _ONE_EVENT or "by.result" in rule.means:
        return None
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    for first, second in pairwise(heavy):
        between = {*sentence.words[first.stop : second.start]}
        events = [next((event for event in _EVENTS if part.has(event)), "") for part in (first, second)]
        results = {tag for part in (first, second) for tag in part.tags if tag.startswith("result.")}
        differ = events[0] != events[1] or len(results) > 1
        left = events == ["reset", "result"] and results <= _LEFT  # "started a reset and did not finish"
        if between & _JOINS and all(events) and differ and not left and {*events} not in _ALIKE:
            return first, second
    return None
