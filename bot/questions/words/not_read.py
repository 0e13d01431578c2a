"""What to say of a sentence that is no question: the words without a place, and what may be meant, whole.

Of one in another language than English: which one, and what works in it.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.questions.words.nearly import says_which, stands_among, stands_beside
from bot.questions.words.order import DESPITE, puts_in_order
from bot.questions.words.outcome import DOES, Declined, NotRead, done_at_once
from bot.questions.words.recognition.parts import DENIES, UNKNOWN, Found
from bot.questions.words.recognition.persons import is_with_a_thing
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.recognition.vocabulary import Language, Vocabulary
from bot.questions.words.rules import Rule, fill, fitting, is_turned, subjects, tags_of

_PLACES = frozenset({"at", "in"})  # behind these stands no person
_NO_DENIAL = positions().none | {"but", "non", "without"}  # "tried but failed", "no failures today?"
_CAN_LEAVE_OUT = "only a result or a cause, of failures, of who is stuck, of a trend or a comparison."
_OF_WHAT = 'I leave out "{}" only beside what it is left out of, as in what I suggest.'
_NOT_BESIDE_THAT = (
    'I leave out "{}", as in `failures cause:-onprem` and `result:-blocked`, but know no question of all these words.'
)
_DENIED = 'I cannot list what "{}" names: I list what stands in the reports, and not who is missing there.'
_EACH_IS_SHOWN = frozenset({"by.day", "by.hour"})  # with those of which there is none
_ENGLISH = "I understand only English and short commands like `status dana@contoso.com` or `failures 7d`"
_ONCE = ("code", "by")
_NOT_OFFERED = frozenset({"person", "tenants", "digest", "every", "subscribed", "alert", "export", "will", "no_code"})
_ASKING = frozenset({"who", "many", "what", "why", "how", "when", "where", "by", "list_of", "anyone", "most"})
_STATES = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "we've",
        "you've",
        "they've",
        "does",
        "needs",
        "requires",
        "contains",
    }
)
_MOST_OFFERED = 3
_BOUNDS = frozenset({"until", "till", "through", "since", "from", "starting", "beginning", "before", "after"})
_NO_BOUNDS = " A digest has no first and no last day: `unsubscribe NUMBER` ends it."
_MOST_UNKNOWN = 2
_WEIGH = DENIES | {"weighty", "only", "aside", "number", "most", "more_of", "when", "still", "come_back", "unit"}
_ASKED_ALONE = frozenset(
    {"failures", "stuck", "reset", "registered", "unregistered", "incidents", "result", "recovered"}
)
_DONE_AT_ONCE = frozenset({"digest", "unsubscribe"})  # and so not offered without a word that was said
Offers = dict[str, tuple[Rule, tuple[Found, ...]]]  # of each question its row, and what it leaves out
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
    alone = _alone(sentence, unknown)
    if len(alone) > 1:
        return which(sentence, alone)
    asks = f" {either(alone)}" if alone else ""
    return NotRead(_said(sentence, unknown), f"{_sentence(sentence, unknown)}{asks}", alone)


def which(sentence: Sentence, choices: tuple[str, ...]) -> NotRead:
    """Ask which of several questions is meant, or whether one is."""
    return NotRead((sentence.text,), either(choices), choices, understood=True)


def either(choices: tuple[str, ...]) -> str:
    """The question back: which of the choices is meant."""
    return f"Do you mean {' or '.join(f'`{choice}`' for choice in choices)}?"


def together(sentence: Sentence, all_offers: Offers, unlikely: Collection[str]) -> Declined | NotRead | None:
    """Say that no question takes all of it, and offer those that take some, each with what it leaves out.

    Last come the `unlikely`, which such words hardly ever ask.

    None where too much is not known, or nothing of it is the subject of a question.
    """
    unknown = [part for part in sentence.found if UNKNOWN in part.tags]
    ordered = tuple(part for part in sentence.of("sequence") if puts_in_order(sentence, part))
    if ordered and not unknown and not sentence.of("person"):
        return not_narrowed(sentence, ordered, "")
    too_little = len(unknown) > _MOST_UNKNOWN or (bool(unknown) and not _is_asked(sentence))
    too_little |= bool(unknown and sentence.of("future"))  # of which no report tells
    offers = {} if ordered or too_little else _nearest(all_offers, unlikely)
    if not offers:
        return None
    first, *others = offers
    if not offers[first]:
        return which(sentence, (first, *others))
    if unknown:
        says = f"{_sentence(sentence, unknown)} {leaving(sentence, offers)}"
        return NotRead(_said(sentence, unknown), says, tuple(offers), leaves_out=True)
    says = f"I find no question that takes all of that: {leaving(sentence, offers)}"
    return Declined("together", says, first, tuple(others))


def _is_asked(sentence: Sentence) -> bool:
    """Whether a word asks, or it begins with what it is about: `failures of the kiosk`, `kiosk failures`.

    Else it may state something, as `the request was denied` does, and no question without its words is meant.
    """
    words = {*sentence.words}
    asks = words & (positions().asks - _STATES) or sentence.words[0] in positions().asks
    if asks or _ASKING & sentence.tags() or "?" in sentence.text:
        return True
    first = next((part for part in sentence.found if "idle" not in part.tags), sentence.found[0])
    of_many = any(word.endswith("s") for word in sentence.words[first.stop : first.stop + 1])
    begins = UNKNOWN not in first.tags or of_many or bool(sentence.of("window"))
    return begins and not _STATES & words


def only_subject(sentence: Sentence, offers: Offers) -> tuple[Rule, str, tuple[Found, ...]] | None:
    """The question of the one subject that is named, and what it leaves out: nothing that is another or turns it."""
    if len(offers) != 1:
        return None
    [(command, (rule, lost))] = offers.items()
    if rule.kind in DOES:  # nothing is done that drops a word
        return None
    return (rule, command, lost) if all(_is_beside(rule.kind, sentence, part) for part in lost) else None


def _is_beside(kind: str, sentence: Sentence, part: Found) -> bool:
    """Whether a part that a question leaves out can be left aside: how many calls there were, or who is in a hurry."""
    if UNKNOWN in part.tags:
        return stands_beside(kind, sentence, part)
    if part.has("number"):
        return any(other.start == part.stop and other.has("aside") for other in sentence.found)
    if "idle" not in part.tags or says_which(sentence, part):
        return False
    return part.has("aside") or (part.has("weighty") and stands_among(kind, sentence, (part,)))


def _nearest(all_offers: Offers, unlikely: Collection[str]) -> dict[str, tuple[Found, ...]]:
    """The offers that leave out the least, first the one that does; the unlikely behind the others."""
    offers = {command: lost for command, (_, lost) in all_offers.items()}
    fewest = min(map(len, offers.values()), default=0)
    near = [command for command, lost in offers.items() if len(lost) <= fewest + 1]
    near.sort(key=lambda one: (one in unlikely, len(offers[one])))
    return {command: offers[command] for command in near[:_MOST_OFFERED]}


def offers_of(sentence: Sentence, known: Collection[str]) -> Offers:
    """The question of each subject, with its row and what it leaves out."""
    offers: Offers = {}
    done = bool(sentence.tags() & _NOT_OFFERED)  # of what is done by itself only the deed is offered
    if done and _STATES & {*sentence.words}:
        return offers
    amounts = [part for part in sentence.of("number") if sentence.words[part.start - 1] not in positions().of_a_list]
    amounts = amounts if "most" not in sentence.tags() else []  # "the two tries" are no top 2
    counted = replace(sentence, found=tuple(part for part in sentence.found if part not in amounts))
    for variant in _variants(counted):
        tags = tags_of(variant)
        for rule in subjects():
            if done != (rule.kind in DOES) or rule.kind not in known:
                continue
            if not rule.fits(tags) or not rule.in_order(variant):
                continue
            ranks = " by " in rule.means or ("by" in rule.braces and bool(variant.of("by")))  # the largest stands first
            lost = tuple(
                part
                for part in sentence.found
                if part not in variant.found or (_is_lost(rule, part) and not (ranks and part.has("most")))
            )
            kept = [part for part in variant.found if part not in lost and "idle" not in part.tags]
            if lost and rule.kind in _DONE_AT_ONCE:
                continue
            if not is_denied(lost, kept) and not any(part.has("compare") for part in lost):
                for command in fill(rule, variant):
                    offers.setdefault(command, (rule, lost))
    return offers


def _variants(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence with but one of what a question takes once: an error, a breakdown, a span of time."""
    for tag in _ONCE:
        parts = sentence.of(tag)
        if len({part.value or part.tags for part in parts}) > 1 and not (tag == "window" and sentence.of("compare")):
            for kept in parts:
                found = tuple(part for part in sentence.found if part is kept or part not in parts)
                yield from _variants(replace(sentence, found=found))
            return
    yield sentence


def _is_lost(rule: Rule, part: Found) -> bool:
    """Whether a question leaves out a part that says something."""
    weighs = "idle" not in part.tags or part.has_any(_WEIGH)
    return weighs and not part.has_any(rule.allowed)


def is_denied(lost: tuple[Found, ...], kept: list[Found]) -> bool:
    """Whether a denial that is left out stands before what is taken: without it a question would be the opposite."""
    denials = [part.start for part in lost if part.has_any(DENIES)]
    return any(start < part.start for start in denials for part in kept)


def leaving(sentence: Sentence, offers: dict[str, tuple[Found, ...]]) -> str:
    """What each of some questions leaves out."""
    said = {one: " and ".join(f'"{sentence.said(part)}"' for part in lost) for one, lost in offers.items()}
    return f"{'; '.join(f'`{command}` leaves out {words}' for command, words in said.items())}."


def not_in_plan(sentence: Sentence, command: str, lost: tuple[Found, ...]) -> NotRead:
    """Offer a digest whose plan leaves words out, and name them: it is not set up before somebody presses it."""
    if done := next((part for part in lost if part.has("result")), None):
        says = f'I set up no digest by that: I cannot tell what "{sentence.said(done)}" does to it.'
        return NotRead((sentence.text,), says, ("help subscribe",))
    bounded = any(sentence.words[part.start] in _BOUNDS for part in lost)
    says = leaving(sentence, {command: lost}) + _NO_BOUNDS * bounded
    return NotRead((sentence.text,), says, (command,), leaves_out=True)


def left_out(sentence: Sentence) -> Declined | None:
    """Say no to what leaves something out: no filter does, but a breakdown shows it apart from the rest."""
    turned = [
        part
        for part in (*sentence.of("filter"), *sentence.of("person"), *sentence.of("stuck"))
        if is_turned(sentence, part)
    ]
    if not turned or (sentence.of("person") and not any(part.has("person") for part in turned)):
        return None  # beside somebody it only says how they are: `mia isn't blocked any longer`
    if filters := _of_nothing(sentence, turned):
        return Declined("leaving out", _OF_WHAT.format(sentence.said(turned[0])), f"failures {filters}")
    both = _two_of_a_kind(sentence)
    said = sentence.said(turned[0])
    can = turned[0].has("cause") or turned[0].has("result")
    says = both or (_NOT_BESIDE_THAT.format(said) if can else f'I cannot leave out "{said}" here: {_CAN_LEAVE_OUT}')
    by = next((name for name in _APART if turned[0].has(name)), None)
    if turned[0].has("cause") and "stuck" in sentence.tags() and not both:
        return Declined("leaving out", f"{says} Each cause stands apart in the list of who is stuck.", "stuck")
    several = len(sentence.of("filter")) > 1  # a list by what is left out would drop the others
    if several or "stuck" in sentence.tags() or not sentence.tags() & {"failures", "attempts"} or not by:
        return Declined("leaving out", says)
    window = "".join(part.value for part in sentence.of("window"))
    says += " What it names stands apart from the rest in the list that I suggest."
    return Declined("leaving out", says, " ".join(f"failures {window} by {by}".split()))


def _two_of_a_kind(sentence: Sentence) -> str:
    """What to say of two causes, results or methods in one question; "" for one."""
    for family in ("cause", "result", "method"):
        said = dict.fromkeys(map(sentence.said, sentence.of(family)))
        if len(said) > 1:
            both = " and ".join(f'"{words}"' for words in said)
            return f"I cannot take {both} at once: one {family} at a time, left out or alone."
    return ""


def _of_nothing(sentence: Sentence, turned: list[Found]) -> str:
    """`result:-cancelled` of `and without the cancelled ones`, where nothing else is said; "" else."""
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    tags = sorted(tag for tag in turned[0].tags if tag.partition(".")[0] in {"result", "cause"} and "." in tag)
    if len(turned) != 1 or len(tags) != 1 or heavy != turned or sentence.tags() & {"who", "many", "anyone"}:
        return ""
    family, _, value = tags[0].partition(".")
    return f"{family}:-{value}"


def not_narrowed(sentence: Sentence, weighty: tuple[Found, ...], command: str) -> Declined:
    """Say no to a word that narrows a question or turns it round; what only narrows is left out of what is offered."""
    said = " and ".join(f'"{sentence.said(part)}"' for part in weighty)
    if any(part.has_any(DENIES) or sentence.said(part).casefold() == "but" for part in weighty):
        return Declined(
            "leaving out", f"I cannot tell what {said} takes away here, and answer no question that leaves it out."
        )
    if any(part.has("sequence") for part in weighty):
        return Declined("leaving out", f"I cannot tell what {said} puts in order here, and answer nothing without it.")
    of_another = any("idle" not in part.tags and part.has_any(_ASKED_ALONE) for part in weighty)
    says = f"No question of mine takes {said}{' together with the rest' * of_another}."
    if done := done_at_once(command):
        return Declined("leaving out", f"{says} I did nothing.", f"help {done}")
    of_others = " top " in command or command.startswith("compare ")  # other sides, held against each other
    moved = {"if", "before"} & {*sentence.words} and any(part.has("will") or part.has("last_time") for part in weighty)
    moved = moved or "instead of" in " ".join(sentence.words)  # without it, just that would be asked about
    moved = moved or any(sentence.words[part.start] in DESPITE for part in weighty)  # nor is that asked
    if not command or of_others or moved or any(part.has("signs") for part in weighty):
        return Declined("leaving out", says)
    return Declined("leaving out", says, command, leaves_out=True)


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
        if word in positions().negation - _NO_DENIAL or (people and word in positions().none | {"without"}):
            return Declined("leaving out", _DENIED.format(f"{word} {sentence.said(part)}"))
    return None


def _alone(sentence: Sentence, unknown: list[Found]) -> tuple[str, ...]:
    """A name alone is a person's or an error's, a span of time alone one of failures: suggested, as nothing says so."""
    heavy = [part for part in sentence.found if "idle" not in part.tags]
    if len(sentence.found) == 1 and unknown and unknown[0].value.isalpha():
        kind = "fix" if unknown[0].value.casefold().endswith("error") else "status"
        return (f"{kind} {unknown[0].value}",)
    if len(heavy) == 1 and "status" in heavy[0].tags and sentence.said(heavy[0]).casefold() == "status":
        return ("failures 24h by cause", "status me")
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
        or is_with_a_thing(sentence.words, unknown.start)
        or (before == "from" and {*people} & positions().kind_of_people)
        or {*sentence.words[unknown.stop : unknown.stop + 1]} & positions().kind_of_people
    ):
        return ()
    somebody = () if before in _PLACES else (f"status {unknown.value}",)
    tried = Found(frozenset({"filter", "domain"}), unknown.start, unknown.stop, f"domain:{unknown.value.casefold()}")
    found = tuple(tried if part is unknown else part for part in sentence.found)
    whole = Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    tags = tags_of(whole)
    if tags & DENIES:  # which a filter would be the opposite of
        return somebody
    for rule in fitting(tags):
        if rule.cannot or rule.kind not in known or rule.left_over(whole):
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


def foreign(sentence: Sentence, vocabulary: Vocabulary) -> Declined | None:
    """One line that says what works, where the words are those of another language; None where they are not.

    A language is known by its file's own words, never by likeness; letters that English lacks tell that it is another.
    """
    languages = _languages(sentence, vocabulary)
    if not languages and not _is_strange(sentence):
        return None
    if not languages and all(part.value.isascii() for part in sentence.of(UNKNOWN)):
        return Declined("language", f"I do not know {_unknown(sentence)}: {_ENGLISH}.", _status_of(sentence))
    short = ", ".join(f"in {language.name} short ones like `{language.example}`" for language in languages)
    short = f"; {short}" if short else ""
    return Declined("language", f"{_ENGLISH}{short}.", _status_of(sentence))


def _status_of(sentence: Sentence) -> str | None:
    return next((f"status {part.value}" for part in sentence.of("person")), None)


def _unknown(sentence: Sentence) -> str:
    return ", ".join(map(sentence.said, sentence.of(UNKNOWN)))


def _languages(sentence: Sentence, vocabulary: Vocabulary) -> list[Language]:
    """The language that has most of the words, where one tells that it is not English; several for a tie."""
    said = {*sentence.words}
    if all(language.marks.isdisjoint(said) for language in vocabulary.languages):
        return []
    counted = [(len(language.words & said), language) for language in vocabulary.languages if language.marks]
    most = max(count for count, _ in counted)
    return [language for count, language in counted if count == most]


def _is_strange(sentence: Sentence) -> bool:
    """Whether unknown words have letters that English lacks, or are more than those that are known and say nothing."""
    unknown = [part.value for part in sentence.of(UNKNOWN) if part.value.isalpha()]
    known = [part for part in sentence.found if UNKNOWN not in part.tags and not part.has("person")]
    all_idle = all("idle" in part.tags for part in known)
    return any(not word.isascii() for word in unknown) or (all_idle and len(unknown) > max(1, len(known)))
