"""From free words to the question they mean, as one would type it; every word has its place, or is named."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeGuard

from bot.questions.codes import is_correlation
from bot.questions.dates.windows import take_window
from bot.questions.filters import KEYS
from bot.questions.likely import is_likely_another, is_surely, is_unlikely, kinds_near
from bot.questions.plan_options import OPTIONS
from bot.questions.words.by_rule import beside_unknown, by_rule, nearly, of_subject
from bot.questions.words.callers import asked_by, is_of_page, of_nobody_named, says_to_reader, without_list
from bot.questions.words.cannot import of_kind, refusal
from bot.questions.words.clauses import (
    Reader,
    asking_sentences,
    beside,
    guesses,
    has_times_apart,
    order_beside,
    ordered_last,
    taken_back,
    time_of_a_reason,
)
from bot.questions.words.deeds import may_stand_beside
from bot.questions.words.exports import exported, in_two_formats
from bot.questions.words.follow_ups import goes_on
from bot.questions.words.holding import list_that_holds_it, of_everybody, surely_asked
from bot.questions.words.not_read import (
    denied,
    foreign,
    left_out,
    not_in_plan,
    not_read,
    offers_of,
    together,
    which,
)
from bot.questions.words.notes import with_aside
from bot.questions.words.outcome import DOES, NO_QUESTION, NOT_TAKEN, Declined, NotRead, Outcome, Read
from bot.questions.words.recognition.parts import UNKNOWN
from bot.questions.words.recognition.persons import with_person, without_unknown
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Recognition, Sentence
from bot.questions.words.rules import (
    causes_of,
    is_named,
    is_turned,
    tags_of,
    without_asking_which_domain,
    without_what_is_said_anyway,
)
from bot.questions.words.since_change import around_a_day, since_change, trend_named
from bot.questions.words.somebody import beside_somebody, followed_too, is_certain, not_about, several, status_of
from bot.questions.words.two_questions import (
    asked_otherwise,
    of_each_domain,
    two_questions,
    with_one_about_it,
    with_question_beside,
)
from bot.questions.words.unheeded import THANKS, lost_of_plan

_OF_A_TOPIC = frozenset(
    {"me", "us", "to", "the", "a", "of", "question", "command", "word", "term", "topic", "thing", "stuff", "beginner"}
    | {"newbie", "newcomer", "new", "colleague", "trainee", "my", "boss", "in", "simple", "words", "plain", "english"}
)
_EXPLAIN = frozenset({"explain", "mean", "means", "describe"})
_DIFFERENCE = frozenset({"difference", "differences", "differ", "differs"})  # from what is not known: no fix says it
_NO_TOPICS = frozenset({"why", "fix", "help"})
_WITH_A_NAME = re.compile(
    r"what (?:(?:can|could) (?:you|i|we) do with (?:the )?(\S+?)|does (\S+) (?:cover|include))"
    r" ?(?:\? (?:only|just) [^?.!]+ or (?:also )?[^?.!]+)?\??",
    re.IGNORECASE,
)
DOUBTFUL = "I am not sure what is asked."
_TYPED_FIRST = frozenset({"time", "resets", "registrations", "rollout", "cutoffs", "funnel", "incidents", "odd"})
_NOT_TYPED = frozenset({"failures", "stuck"})
_THAT_FAILED = frozenset({"that", "which", "failed", "failing"})  # "resets that failed"
_COMPARED_TO = re.compile(
    r"(?!.* (?:with|vs\.?|versus|against|and|from|between) )"
    r"(?P<one>.*\bcompare[sd]? \S+(?: \S+){0,3}?) to (?P<other>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_BY_WORDS = DOES | {"export", "triage", "map"}  # the help on these is what they may ask for
_BOTH = 2
_FEW_WORDS = 3
_WISHES = frozenset(
    {"want", "wants", "wanted", "need", "needs", "needed", "like", "ask", "asks", "asked", "know", "must", "should"}
)
_IS_SET_UP = re.compile(r"(?:we|i)(?: already| now| currently)* (?:get|have|receive|got)\b", re.IGNORECASE)
_ENDINGS = ("stop", "end", "cancel")  # of what, the sentence before says
_NOTE_IT = re.compile(r"(?:(?:and|so|please) )*(?:count|note|remember|file|book|record|treat)\b", re.IGNORECASE)
_OF_A_LIST = {"failed": "failures", "failing": "failures", "registered": "registrations"}  # `between stuck and failed`
_CORRELATION_ID = frozenset({"correlation", "id"})
_NOT_OF_AN_ERROR = frozenset(
    {"person", "window", "many", "who", "by", "failures", "attempts", "stuck", "reset", "others", "still", "since"}
    | {"export", "digest", "unknown_details", "map", "not", "cannot", "only", "leaving_out", "number", "foreign"}
)


def read(text: str, recognition: Recognition, known: Collection[str]) -> Outcome:
    """What a sentence means. `known` are the names of the questions that have an answer.

    Raises ParseError for a filter or a date that cannot be meant so.
    """
    reader = Reader(
        lambda clause: with_person(recognition.read(clause), recognition),
        lambda sentence: _plain(sentence, recognition, known),
        lambda clause, reader: _whole(clause, reader, recognition, known),
    )
    return reader.read(_against(text))


def _against(text: str) -> str:
    """The text with what is compared to another held against it: `compare november to october` is no span."""
    match = _COMPARED_TO.match(text)
    return f"{match['one']} with {match['other']}" if match else text


def _whole(text: str, reader: Reader, recognition: Recognition, known: Collection[str]) -> Outcome:
    """What a text or a clause of it means."""
    sentence = without_asking_which_domain(without_what_is_said_anyway(reader.words(text)))
    if not sentence.tags() & {"person", "helped", "window"}:  # what came of something done needs no day
        for part in sentence.of("vague"):
            alone = _of_asking_sentence(text, reader)
            if isinstance(alone, Read) and alone.command == "data":  # which needs no time
                return alone
            take_window(tuple(part.value.split()), recognition.moment)  # which asks back
    outcome = (
        says_to_reader(sentence, recognition)
        or goes_on(sentence, reader)
        or _declined_unless_beside(sentence, reader, recognition, known)
        or _order_beside(text, reader)
        or since_change(sentence, reader)
        or around_a_day(sentence.text, reader, recognition.moment)
        or trend_named(text, reader)
        or ((has_times_apart(sentence) or guesses(text)) and _of_asking_sentence(text, reader))
        or _how_to_ask(sentence, reader, known)
        or _of_topic(sentence, known)
        or taken_back(sentence, reader)
        or two_questions(sentence, reader)
        or ordered_last(text, reader)
        or in_two_formats(sentence)
        or exported(sentence, reader)
        or reader.meaning(sentence)
    )
    if not isinstance(outcome, Read):
        alone = _of_asking_sentence(text, reader) or of_each_domain(sentence, reader)
        outcome = alone or with_one_about_it(sentence, reader) or outcome
    outcome = _in_part(outcome, sentence, recognition, known)
    if isinstance(outcome, Read):
        outcome = _of_causes(outcome, sentence, recognition)
    outcome = asked_by(sentence, outcome, reader)
    outcome = without_list(outcome, sentence, recognition)
    if not isinstance(outcome, Read):
        held = list_that_holds_it(outcome, sentence, reader, known) or surely_asked(outcome, sentence, known)
        return with_aside(held, sentence) if held else _without_unlikely(outcome, sentence, known)
    if outcome.command.startswith("subscribe ") and (no_plan := _not_subscribed(outcome.command, sentence)):
        return no_plan
    if _is_of_another_than_typed(outcome, sentence):
        return NotRead((text,), NO_QUESTION)
    kind, _, topic = outcome.command.partition(" ")
    if not (kind == "help" and topic in _NOT_BY_WORDS) and is_likely_another(kind, outcome.clause or sentence):
        return _doubted(outcome, sentence, reader, recognition)
    other = asked_otherwise(text, outcome, reader) or followed_too(outcome, sentence)
    other = other or time_of_a_reason(text, outcome, reader)
    return other or with_aside(outcome, sentence)


def _not_subscribed(command: str, sentence: Sentence) -> NotRead | None:
    """What is not taken into a plan; asked back where it may be told of one that is: `we get a digest daily at 9`."""
    if lost := lost_of_plan(sentence):
        return not_in_plan(sentence, command, lost)
    return which(sentence, ("subscriptions", command)) if _IS_SET_UP.match(sentence.text) else None


def _doubted(outcome: Read, sentence: Sentence, reader: Reader, recognition: Recognition) -> Read | NotRead:
    """What such words mostly mean: the question of the sentence that asks, or asked back; what a page says is read."""
    alone = _of_asking_sentence(sentence.text, reader)
    if isinstance(alone, Read) and alone.command.partition(" ")[0] in kinds_near(sentence):
        return alone
    kind, _, text = outcome.command.partition(" ")
    if is_of_page(sentence, recognition) or (kind == "fix" and recognition.catalogue.find(text)):
        return with_aside(outcome, sentence)
    offered = (alone.command, outcome.command) if isinstance(alone, Read) else (outcome.command,)
    return NotRead((sentence.text,), DOUBTFUL, tuple(dict.fromkeys(offered)), doubtful=True)


def _order_beside(text: str, reader: Reader) -> Declined | NotRead | None:
    """The no to a deed that is ordered beside a question, which is offered; None where it orders none."""
    if not (clauses := order_beside(text)):
        return None
    asked, order = clauses
    ordered, question = reader.read(order), reader.read(asked)
    if not isinstance(question, Read) or question.command == "help" or order in question.command:
        return None
    if question.command.partition(" ")[0] in DOES and not question.command.endswith("preview"):
        return None  # one deed: `we need digest 2 no more, please end it`
    if isinstance(ordered, Declined) and ordered.key not in NOT_TAKEN and not order.casefold().startswith(_ENDINGS):
        return replace(ordered, suggestion=question.command)
    if isinstance(ordered, Read) and not _does(ordered):
        return None
    offered = (question.command, *((ordered.command,) if isinstance(ordered, Read) else ()))
    alone = ": order it alone" * isinstance(ordered, Read)
    return NotRead((order,), f'I did nothing for "{order}"{alone}.', offered, understood=True)


def _of_asking_sentence(text: str, reader: Reader) -> Outcome | None:
    """The question that one sentence is as a whole, where the others only tell: these are named."""
    for asked, others in asking_sentences(text, reader):
        outcome, sentence = reader.read(asked), reader.words(asked)
        if _does(outcome):
            return which(reader.words(text), (outcome.command,))
        if isinstance(outcome, Read) and outcome.clause is None and _is_whole(outcome, sentence, others):
            outcome = replace(outcome, aside=())  # which its note has
            return beside(outcome, sentence, others) if others else outcome
    return None


def _is_whole(outcome: Read, sentence: Sentence, others: tuple[str, ...]) -> bool:
    """Whether a sentence names what it is about, so that no other beside it is needed."""
    if not may_stand_beside(outcome.command, others):
        return False
    if sentence.of("person"):
        return is_certain(sentence)
    kind = outcome.command.partition(" ")[0]
    if kind == "fix" and any(map(_NOTE_IT.match, others)):  # `SSPR_0099 is the connector, count it there`
        return False
    if kind == "help":
        return "you" in sentence.words and sentence.words[0] not in THANKS
    blocked_now = kind == "stuck" and sentence.has_any({"at_present", "now"})
    return kind == "export" or blocked_now or is_named(kind, tags_of(sentence)) or is_surely(kind, sentence)


def _does(outcome: Outcome) -> TypeGuard[Read]:
    """Whether it is done for all of a channel: not beside another sentence before it is pressed."""
    return isinstance(outcome, Read) and outcome.command.partition(" ")[0] in DOES - {"follow", "unfollow"}


def _is_of_another_than_typed(outcome: Read, sentence: Sentence) -> bool:
    """Whether a sentence begins with one question's name and is read as failures or who is stuck: `time on-prem`.

    Or a trend as where people leave: `trend for phone calls`.
    """
    named = sentence.words[0] in _TYPED_FIRST and _THAT_FAILED.isdisjoint(sentence.words[1:3])
    kind = outcome.command.partition(" ")[0]
    is_other = (named and kind in _NOT_TYPED) or (sentence.words[0] == "trend" and kind == "funnel")
    return is_other and outcome.clause is None


def _in_part(outcome: Outcome, sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome:
    """The question of a part of what is not read as a whole, where the rest surely does not change it."""
    if isinstance(outcome, NotRead) and outcome.understood:
        return outcome
    if isinstance(outcome, NotRead):
        outcome = beside_unknown(sentence, known) or outcome
    if isinstance(outcome, NotRead) and not outcome.suggestions:
        offers = offers_of(sentence, known)
        unlikely = {command for command, (rule, _) in offers.items() if is_unlikely(rule.kind, sentence)}
        outcome = of_subject(sentence, offers, known) or together(sentence, offers, unlikely) or outcome
    if isinstance(outcome, NotRead) and not outcome.suggestions:
        outcome = of_nobody_named(sentence) or _documented(sentence, recognition) or outcome
    return outcome


def _without_unlikely(outcome: Declined | NotRead, sentence: Sentence, known: Collection[str]) -> Declined | NotRead:
    """What was not read, without a suggestion that leaves words out where such words mostly ask another question."""
    offers: tuple[str, ...] = ()
    if isinstance(outcome, NotRead):
        offers = outcome.suggestions if outcome.leaves_out else ()
    elif outcome.suggestion and (outcome.leaves_out or outcome.key == "together"):
        offers = (outcome.suggestion, *outcome.choices)
    kinds = {offer.partition(" ")[0] for offer in offers}
    if not kinds or kinds & DOES or not all(is_unlikely(kind, sentence) for kind in kinds):
        return outcome
    if isinstance(outcome, Declined) and outcome.leaves_out:
        return replace(outcome, suggestion=None, leaves_out=False)
    if sentence.of(UNKNOWN):
        return replace(not_read(sentence, known), suggestions=())
    return NotRead((sentence.text,), NO_QUESTION)


def _documented(sentence: Sentence, recognition: Recognition) -> NotRead | None:
    """Ask whether a fix is meant: of a code of which a caller reads the end, or of a few words that a document has."""
    codes = [f"SSPR_{part.value.zfill(4)}" for part in sentence.of("no_code")]
    alone = len(sentence.words) <= _FEW_WORDS and not sentence.of("code")
    texts = codes or [sentence.text] * alone
    return next((which(sentence, (f"fix {text}",)) for text in texts if recognition.catalogue.find(text)), None)


def _of_topic(sentence: Sentence, known: Collection[str]) -> Read | None:
    """The help on a question whose name is to be explained, as `explain the question time`; None where more is said."""
    found = _WITH_A_NAME.fullmatch(sentence.text)
    if found and (name := (found[1] or found[2]).casefold()) in {*known} - _NO_TOPICS:
        return Read(f"help {name}")
    if _EXPLAIN.isdisjoint(sentence.words):
        return None
    said = {place for part in sentence.of("meaning") for place in range(part.start, part.stop)}
    rest = {word for place, word in enumerate(sentence.words) if place not in said} - _OF_A_TOPIC - positions().courtesy
    names = rest & {*known} - _NO_TOPICS
    return Read(f"help {names.pop()}") if len(rest) == len(names) == 1 else None


def _of_causes(outcome: Read, sentence: Sentence, recognition: Recognition) -> Read | NotRead:
    """The fix of the cause that is named, where no document has the words themselves; of several, which is meant."""
    kind, _, asked = outcome.command.partition(" ")
    if kind != "fix" or sentence.of("code") or recognition.catalogue.find(asked) or not (causes := causes_of(sentence)):
        return outcome
    commands = tuple(f"fix {cause}" for cause in causes)
    if len(commands) > 1 or (sentence.of(UNKNOWN) and not _DIFFERENCE.isdisjoint(sentence.words)):
        return which(sentence, commands)
    return replace(outcome, command=commands[0], aside=(*outcome.aside, *sentence.of(UNKNOWN)))


def _declined(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome | None:
    """What is not done, whatever else the sentence says, or not before it is pressed."""
    codes = sentence.of("code")
    if all(is_correlation(part.value) for part in codes) and (codes or {*sentence.words} >= _CORRELATION_ID):
        return Declined("support code", of_kind("support code"), status_of(sentence))
    if refused := refusal(sentence, known, recognition.vocabulary, recognition.moment):
        return refused
    if any(is_turned(sentence, part) for part in sentence.of("person")):
        return left_out(sentence)
    return not_about(sentence) or several(sentence) or denied(sentence, "failures")


def _declined_unless_beside(
    sentence: Sentence, reader: Reader, recognition: Recognition, known: Collection[str]
) -> Outcome | None:
    """What is not done; the question of one clause, where only another, that tells, has the words of it."""
    declined = _declined(sentence, recognition, known)
    if not isinstance(declined, Declined):
        return declined
    if declined.key in NOT_TAKEN:
        return _of_asking_sentence(sentence.text, reader) or declined
    wished = any(
        _WISHES & {*reader.words(other).words}
        for _, others in asking_sentences(sentence.text, reader)
        for other in others
    )
    alone = None if wished else _of_asking_sentence(sentence.text, reader)
    if isinstance(alone, Read):
        return alone
    if of_all := of_everybody(declined, sentence, reader):
        return of_all

    def is_declined(clause: Sentence) -> bool:
        other = refusal(clause, known, recognition.vocabulary, recognition.moment)
        return isinstance(other, Declined) and other.key == declined.key

    return with_question_beside(declined, sentence, reader, is_declined)


def _how_to_ask(sentence: Sentence, reader: Reader, known: Collection[str]) -> Read | NotRead | None:
    """The help on the question that the other words mean: `which command shows who is stuck`."""
    asking = {place for part in sentence.of("how_asked") for place in range(part.start, part.stop)}
    if not asking:
        return None
    rest = [word for place, word in enumerate(sentence.typed) if place not in asking]
    names = [*dict.fromkeys(filter(None, (_named(word.casefold(), known) for word in rest)))]
    if not rest or all("idle" in part.tags for part in sentence.found if part.start not in asking):
        return Read(f"help {names[0]}" if len(names) == 1 and names[0] not in _NO_TOPICS else "help")
    if len(names) == _BOTH and [word for word in rest if _named(word.casefold(), known) is None] == ["and"]:
        return which(sentence, tuple(f"help {name}" for name in names))
    about = next(iter(names), None)
    outcome = about or reader.meaning(reader.words(" ".join(rest)))
    kind = outcome.command.partition(" ")[0] if isinstance(outcome, Read) else about
    return Read(f"help {kind}") if kind else None


def _named(word: str, known: Collection[str]) -> str | None:
    """The question that a word names, also as several or as what is done: `digests`, `subscribing`, `mapping`.

    An option of a digest, as it is typed, names that; a filter all of them.
    """
    key, colon, _ = word.partition(":")
    if colon and key in OPTIONS.keys() | {*KEYS}:
        return "subscribe" if key in OPTIONS else "filters"
    word = _OF_A_LIST.get(word, word)
    stem = re.fullmatch(r"(.+?)(?:s|e|p?ing)?", word)
    return word if word in known else next((name for name in known if stem and name.removesuffix("e") == stem[1]), None)


def _plain(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome:
    return (
        by_rule(sentence, known)
        or left_out(sentence)
        or denied(sentence, "reset")
        or _about_somebody(sentence, recognition, known)
        or beside_somebody(sentence)
        or nearly(sentence, known)
        or _of_code(sentence)
        or foreign(sentence, recognition.vocabulary)
        or not_read(sentence, known)
    )


def _of_code(sentence: Sentence) -> Read | None:
    """What the one error is that is named, where nothing is counted and nobody asked about: all else is left aside."""
    codes = sentence.of("code")
    if len({part.value for part in codes}) != 1 or tags_of(sentence) & _NOT_OF_AN_ERROR:
        return None
    aside = (part for part in sentence.found if not part.has("code") and not part.tags <= {"idle", "what_is", "what"})
    return Read(f"fix {codes[0].value}", aside=tuple(aside))


def _about_somebody(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Read | None:
    """The status of whoever is named for certain, though a word beside is not known: that is said."""
    rest = without_unknown(sentence)
    outcome = _plain(rest, recognition, known) if rest else None
    if not isinstance(outcome, Read) or not outcome.command.startswith(("status ", "why ")):
        return None
    unread = (part for part in sentence.found if rest and part not in rest.found)
    return replace(outcome, aside=(*outcome.aside, *unread))
