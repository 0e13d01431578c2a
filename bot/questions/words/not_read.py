"""What to say of a sentence that is no question: the words without a place, and what may be meant, whole."""

from collections.abc import Collection

from bot.questions.words.outcome import Declined, NotRead
from bot.questions.words.parts import UNKNOWN, Found
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import fill, is_turned, rules, tags_of

_PLACES = frozenset({"at", "in"})  # behind these stands no person
_NO_DENIAL = frozenset({"but", "no", "non", "without"})  # "tried but failed", "no failures today?"
_CAN_LEAVE_OUT = "only a result or a cause, of failures, of who is stuck, of a trend or a comparison."
_DENIED = 'I cannot list what "{}" names: I list what stands in the reports, and not who is missing there.'
_EACH_IS_SHOWN = frozenset({"by.day", "by.hour"})  # with those of which there is none
_APART = ("result", "cause", "method", "domain")


def not_read(sentence: Sentence, known: Collection[str]) -> NotRead:
    """Name the words without a place; suggest only what leaves none of the known ones out."""
    unknown = [part for part in sentence.found if UNKNOWN in part.tags]
    persons = [part for part in sentence.of("person") if "guess" not in part.tags]
    if persons and {"policy", "changed"} <= sentence.tags():
        return NotRead(_said(sentence, unknown), _sentence(sentence, unknown), ())
    if persons:
        return NotRead(_said(sentence, unknown), _sentence(sentence, unknown), (f"status {persons[0].value}",))
    if len(unknown) == 1 and (choices := _choices(sentence, unknown[0], known)):
        return NotRead(_said(sentence, unknown), f"{_sentence(sentence, unknown)} {either(choices)}", choices)
    return NotRead(_said(sentence, unknown), _sentence(sentence, unknown), _alone(sentence, unknown))


def either(choices: tuple[str, ...]) -> str:
    """The question back: which of the choices is meant."""
    return f"Do you mean {' or '.join(f'`{choice}`' for choice in choices)}?"


def left_out(sentence: Sentence) -> Declined | None:
    """Say no to what leaves something out: no filter does, but a breakdown shows it apart from the rest."""
    turned = [
        part
        for part in (*sentence.of("filter"), *sentence.of("person"), *sentence.of("stuck"))
        if is_turned(sentence, part)
    ]
    if not turned:
        return None
    says = f'I cannot leave out "{sentence.said(turned[0])}" here: {_CAN_LEAVE_OUT}'
    by = next((name for name in _APART if turned[0].has(name)), None)
    if turned[0].has("cause") and "stuck" in sentence.tags():
        return Declined("leaving out", f"{says} Each cause stands apart in the list of who is stuck.", "stuck")
    if "stuck" in sentence.tags() or not sentence.tags() & {"failures", "attempts"} or not by:
        return Declined("leaving out", says)
    window = "".join(part.value for part in sentence.of("window"))
    if len(sentence.of("filter")) > 1:  # a list by what is left out would drop the others
        return Declined("leaving out", says)
    says += " What it names stands apart from the rest in the list that I suggest."
    return Declined("leaving out", says, " ".join(f"failures {window} by {by}".split()))


def not_narrowed(sentence: Sentence, weighty: tuple[Found, ...], command: str) -> Declined:
    """Say no to a word that narrows a question or turns it round; what only narrows is left out of what is offered."""
    said = " and ".join(f'"{sentence.said(part)}"' for part in weighty)
    if any(part.has("not") or part.has("cannot") or part.has("leaving_out") for part in weighty):
        return Declined(
            "leaving out", f"I cannot tell what {said} takes away here, and answer no question that leaves it out."
        )
    if any(part.has("sequence") for part in weighty):
        return Declined("leaving out", f"I cannot tell what {said} puts in order here, and answer nothing without it.")
    says = f"No question of mine takes {said}."
    if not command or " top " in command or command.startswith("compare "):  # other sides, held against each other
        return Declined("leaving out", says)
    return Declined("leaving out", f"{says} What I suggest leaves it out.", command)


def denied(sentence: Sentence, tag: str) -> Declined | None:
    """Say no to who did not fail, or not reset: whoever did nothing stands in no row of a report."""
    if sentence.tags() & {"person", "why", "meaning"} or (tag == "reset" and "registered" in sentence.tags()):
        return None
    people = bool(sentence.tags() & {"who", "many"}) or any(
        part.has("by") for part in sentence.found if not part.tags & _EACH_IS_SHOWN
    )
    succeeded = bool(sentence.tags() & {"reset", "attempts"}) and "who" not in sentence.tags()
    for words in map(sentence.said, sentence.of("success")):
        if tag == "failures" and words.casefold().endswith(("fail", "failed")) and not succeeded:
            return Declined("leaving out", _DENIED.format(words))
    for part in sentence.of(tag):
        start = part.start - 1
        while start >= 0 and sentence.words[start] in positions().between:
            start -= 1
        word = sentence.words[start] if start >= 0 else ""
        if word in positions().negation - _NO_DENIAL or (people and word in {"no", "without"}):
            return Declined("leaving out", _DENIED.format(f"{word} {sentence.said(part)}"))
    return None


def _alone(sentence: Sentence, unknown: list[Found]) -> tuple[str, ...]:
    """A name alone is a person's, a span of time alone is one of failures: suggested, as nothing says so."""
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    if len(sentence.found) == 1 and unknown and unknown[0].value.isalpha():
        return (f"status {unknown[0].value}",)
    if len(heavy) == 1 and heavy[0].has("window"):
        return (f"failures {heavy[0].value}",)
    return ()


def _choices(sentence: Sentence, unknown: Found, known: Collection[str]) -> tuple[str, ...]:
    """Behind `for` or `at` stands a person or a domain: both readings are offered."""
    before = sentence.words[unknown.start - 1] if unknown.start else ""
    people = sentence.words[unknown.start - 2 : unknown.start - 1]
    if (
        not unknown.value[:1].isalpha()
        or before not in positions().person_or_domain
        or (before == "from" and {*people} & positions().kind_of_people)
    ):
        return ()
    somebody = () if before in _PLACES else (f"status {unknown.value}",)
    tried = Found(frozenset({"filter", "domain"}), unknown.start, unknown.stop, f"domain:{unknown.value.casefold()}")
    found = tuple(tried if part is unknown else part for part in sentence.found)
    whole = Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    tags = tags_of(whole)
    for rule in rules():
        if rule.cannot or not rule.fits(tags) or rule.kind not in known or rule.left_over(whole):
            continue
        if rule.in_order(whole) and (commands := fill(rule, whole)):
            return (*commands, *somebody)
    return somebody


def _said(sentence: Sentence, parts: list[Found]) -> tuple[str, ...]:
    return tuple(sentence.said(part) for part in parts)


def _sentence(sentence: Sentence, unknown: list[Found]) -> str:
    if not unknown:
        heavy = [sentence.said(part) for part in sentence.found if "idle" not in part.tags]
        return f"I know these words, but no question that they make together: {', '.join(heavy) or sentence.text}."
    named = ", ".join(sentence.said(part) for part in unknown[:5])
    return f"I do not know {named}."
