"""Words of order, and what stands behind them: `after a reminder`, `since then`, `before the block`."""

from dataclasses import replace

from bot.questions.words.recognition.parts import Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import Rule

UP_TO = frozenset({"until", "till"})
DESPITE = frozenset({"although", "though", "despite"})  # what is said behind these is never what is asked for
_ORDERS = UP_TO | {"before", "after", "since", "during", "while"}
_SAYS_LITTLE = frozenset({"idle", "aside", "sequence", "unnamed"})
_WHEN = frozenset({"window", "future", "target", "clock", "number", "part_of_day", "age", "age_limit"})


def puts_in_order(sentence: Sentence, part: Found) -> bool:
    """Whether something is said to be before, after or beside another thing: `resets after a block`; not a day."""
    if sentence.words[part.start : part.stop] == ("during",) and any(
        other.start == part.stop and other.has("window") for other in sentence.found
    ):
        return False  # "during november" is in it
    says = (other for other in sentence.found if "idle" not in other.tags or other.has("come_back"))
    heavy = [other for other in says if not other.tags & _WHEN]
    behind = [other for other in heavy if other.start >= part.stop]
    return bool(behind) and (len(heavy) > 1 or _is_since_an_incident(sentence, part, behind[0]))


def _is_since_an_incident(sentence: Sentence, part: Found, first: Found) -> bool:
    """Whether an incident is what it was since, and not what is asked for: `anything since the burst`."""
    articles = {*sentence.words[part.stop : first.start]} - {"the", "that", "this", "our", "last"}
    return sentence.words[part.start] == "since" and first.has("incidents") and not articles


def with_what_is_behind(rule: Rule, sentence: Sentence, part: Found) -> Found:
    """A word of order with the thing behind it that was not read: `after a reminder`; any other part as it is."""
    unread = behind(rule, sentence, part)
    return replace(part, stop=unread[-1].stop) if unread else part


def in_time(rule: Rule, sentence: Sentence, part: Found) -> Found | None:
    """`before she called`, `after the block`, or a bare `before`: all of it; None where a day is behind it."""
    if not {"before", "after", "since", "while", "during", "within"} & {*sentence.words[part.start : part.stop]}:
        return None
    rest = [other for other in sentence.found if other.start >= part.stop]
    if rest and rest[0].tags & _WHEN:
        return None
    last = next((other for other in rest if "idle" not in other.tags), None)
    if last is None and sentence.words[part.start] == "since":
        return None  # `has thea succeeded since`
    unread = behind(rule, sentence, part)
    return replace(part, stop=unread[-1].stop if unread else (last or part).stop)


def behind(rule: Rule, sentence: Sentence, part: Found) -> list[Found]:
    """What stands behind a word of order and was not read: `after a reminder`, `since then`; not `after a block`."""
    word = sentence.words[part.start]
    if not part.has("sequence") or "idle" not in part.tags or word == "then":
        return []
    if (rule.kind == "rollout" and word in UP_TO) or part.tags & {"and_then", "since_then"} & rule.heeded:
        return []
    rest = [other for other in sentence.found if other.start >= part.stop]
    said = [other for other in rest if not _is_before_a_noun(sentence, other)]
    if not said:
        return rest or [part]
    first, second = (said[0], said[1] if len(said) > 1 else None)
    if not _says_little(first):
        return []
    alone = second is None or _says_little(second) or second.start > first.stop or second.tags & _WHEN
    if not alone and second is not None and sentence.words[second.start] not in _ORDERS:
        return []
    return [other for other in rest if other.start <= first.start]


def _is_before_a_noun(sentence: Sentence, part: Found) -> bool:
    return "idle" in part.tags and sentence.words[part.stop - 1] in positions().before_a_noun


def _says_little(part: Found) -> bool:
    """Whether it need not be taken up; `call` may be a method or just any call."""
    return {tag.partition(".")[0] for tag in part.tags} <= _SAYS_LITTLE or ("idle" in part.tags and part.has("method"))
