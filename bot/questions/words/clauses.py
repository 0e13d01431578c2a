"""A text of several clauses: one that asks, beside others that only tell, or two questions.

`the boss wants a number: who is registered`: the question is read alone, and the statement is named. It must be a
clause of its own of which no question could take a word, and the question must not point back to it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.questions.parse_error import ParseError
from bot.questions.words.notes import with_aside
from bot.questions.words.outcome import NotRead, Outcome, Read
from bot.questions.words.parts import ASKS, DENIES, MAY_NARROW, NARROWS, ORDERS, UNKNOWN
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import is_named, is_turned, tags_of

_ENDS = re.compile(r"(?<=[\w)'\"])(?:[.:;!?]+|,|\s+[-\u2013]+)\s+(?=\S)")
_MOST = 4  # clauses
_FEWEST_WORDS = 3
_STATES = frozenset(
    {"i", "we", "he", "she", "they", "it", "is", "are", "was", "were", "has", "have", "had", "got", "says", "said"}
    | {
        "wants",
        "want",
        "need",
        "needs",
        "asked",
        "asks",
        "keeps",
        "i'm",
        "we're",
        "it's",
        "i've",
        "we've",
        "he's",
        "she's",
        "they're",
        "i'll",
        "we'll",
        "i'd",
    }
)
_POINTS_BACK = frozenset(
    {
        "it",
        "those",
        "them",
        "then",
        "there",
        "too",
        "same",
        "he",
        "she",
        "him",
        "her",
        "his",
        "afterwards",
        "so",
        "such",
    }
)
_ANSWERS_ALONE = frozenset(
    {"failures", "resets", "registrations", "stuck", "rollout", "trend", "compare", "funnel", "time", "cutoffs"}
    | {"incidents", "odd", "changes", "helped", "data", "unknown", "export"}
)
_WEIGHS = DENIES | {"only", "sequence", "than", "guess", "weighty"}
_WISHES = frozenset({"want", "need", "like", "see", "know", "show", "get"})
_NO_STATEMENT = frozenset(
    {"in", "on", "at", "from", "since", "after", "before", "during", "until", "till", "between", "for", "by", "with"}
    | {
        "without",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "can",
        "show",
        "list",
    }
    | {"give", "get", "count", "within", "over"}
)
_BEGIN_STATEMENTS = frozenset(
    {"i", "i'm", "i've", "we", "we're", "we've", "he", "she", "they", "it", "my", "our", "his", "her", "their", "the"}
    | {"a", "an", "this", "that", "there", "someone", "somebody", "two", "three", "several", "many", "people"}
)
# What a statement may hold of the question itself, but for when something was.
_OF_THE_QUESTION = (NARROWS | ASKS | ORDERS | {"guess", "since_what"}) - {"window", "clock", "target", "number"}
_FEWEST_OF_A_STATEMENT = 4  # words
_SENTENCES = re.compile(r"(?<=[.!?])(?<!\bvs\.)(?<!\bincl\.)(?<!\bapprox\.)\s+", re.IGNORECASE)
_PARTS = re.compile(  # where a sentence ends, says why, or goes on about whoever asks
    _SENTENCES.pattern
    + r"|,\s+(?=because (?:i|we|my|our|two|three|several|someone|somebody|people|it)\b)"
    + r"|,\s+(?=so (?:please|can|could|would|will|who|what|which|how|is|are|did|do|does)\b)"
    + r"|,\s+(?=(?:i|i'm|i've|i'd|i'll|we|we're|we've|s?he|s?he's|they|they're|my|our|that's|it's|it|apparently)\s)"
    + r"|,?\s+(?=or (?:is|are|was|were|should|am|do|did) (?:that|it|this|i|we|s?he|they|you)\b)",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"(?:(?:please|pls|just|so|then|can you|could you) )*(?:show|give|list|get|send)\b", re.IGNORECASE)
_ASKS_FOR = re.compile(
    r"(?:(?:so|and|then|ok|okay|also|now) )*(?:please|pls|plz|(?:can|could|would|will) (?:you|we|i))\b", re.IGNORECASE
)
_BEGIN_TELLING = frozenset(  # what somebody says of themselves
    {"i", "i'm", "i've", "i'll", "we", "we're", "we've", "we'll", "it's", "feels", "seems", "looks", "sounds", "easier"}
)
_STATES_A_CONDITION = frozenset({"need", "want", "wanted", "must", "should", "like", "say", "mean", "prefer", "care"})
_OF_THOSE = frozenset({"those", "ones", "everyone", "everybody", "from", "till", "until"})
_WANTS_TO_SEE = re.compile(r"(?:(?:i|we|just) )*want(?:ed)? to (?:see|know|check) (?:if|whether)\b", re.IGNORECASE)
_IS_FOR = re.compile(  # what somebody does with an answer: no word of it is part of the question
    r"(?:(?:\b(?:i|we|they|s?he)(?:'d| would)?(?: just)?|\bwould|\band) (?:like|love|wanted|want|need|have|plan|hope)"
    r" (?:(?:him|her|them|somebody|someone) )?to|\b(?:i|we|they|he|she)(?:'d| would) rather)"
    r" (?!(?:also )?(?:see|have|get|include|exclude|only|just|look|focus|limit|restrict|filter|count|compare|show|list"
    r"|break|split)\b|know (?!if\b|whether\b))",
    re.IGNORECASE,
)
_SUFFICES = frozenset(
    {"enough", "plenty", "do", "fine", "suffice", "suffices", "ok", "okay", "mean", "thinking", "say", "take"}
)
_OF_A_SPAN = frozenset(
    {"is", "are", "will", "would", "should", "be", "of", "history", "data", "for", "me", "us", "the", "just", "surely"}
)
_TELLERS = frozenset(
    {"i", "we", "he", "she", "they", "it", "that", "this", "there", "my", "our", "his", "her", "their", "its", "the"}
    | {
        "a",
        "an",
        "someone",
        "somebody",
        "nobody",
        "everybody",
        "everyone",
        "two",
        "three",
        "several",
        "many",
        "some",
        "people",
    }
)
_WOULD = frozenset({"i'd", "we'd", "he'd", "she'd", "they'd", "would"})
_SUBORDINATE = frozenset({"before", "apparently", "since", "because", "as", "otherwise", "so", "then", "and", "but"})
_WANTS = re.compile(  # "I mean the berlin office" narrows; "we need it at noon" says why
    r"(?:i|we)(?:'d)?(?: only| just| really| would)*"
    r" (?:mean|meant|want|need|like|care|(?:am|are) (?:after|interested))\b"
    r"(?! (?:to|it|this|that|a|one|an|them to|(?:some|every)(?:body|one) to)\b)",
    re.IGNORECASE,
)
_SAYS_WHICH = re.compile(  # of those asked about: "they're in munich"
    r"they(?:'re| (?:all )?(?:are|were|sit|work|live|belong|have|had|use|used))\b", re.IGNORECASE
)
_NEVER_ADDED = NARROWS | ORDERS | {"compare"}
_NOT_SAID_OF_US = MAY_NARROW | {"failures", "stuck", "registered", "unregistered", "rollout", "resets"}
_NARROW = NARROWS | DENIES | {"export", "sequence", "still", "admins", "guests"}
_MAY_NARROW = MAY_NARROW | ASKS | ORDERS | {"than", "guess", "weighty", "compare"}
_TIMES = frozenset({"window", "future", "target"})
_OF_NOW = frozenset({"stuck", "rollout", "cutoffs", "data", "subscriptions"})
_SAYS_LITTLE = frozenset(
    {"status", "changed", "recovered", "works", "tenants", "direction", "happened", "news", "anyone", "persons", "have"}
)


_BOTH = 2
# "who tried and failed" is one question; so is "thanks, and who is stuck".
_NO_OTHER_QUESTION = frozenset({"trend", "help"})
_JOINED = re.compile(
    r"(?:\?|;|,)?\s+(?:and|also|plus)\s+(?:also\s+)?(?!never|not|don't|didn't|then|the\s+same)(?=\S+\s+\S)|[?;]\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_APART = re.compile(r"[?;.!]\s+(?:and |also |plus |ok |so )*(?=\S+\s+\S)|,?\s+also\s+(?=\S+\s+\S)", re.IGNORECASE)
_SAME_QUESTION = re.compile(
    r"(?:since|until|till) when|(?:by )?whom?(?: (?:did|made|changed|caused|was behind|gave))?"
    r"(?: (?:it|that|this|them|those|(?:wh\w+|the) reasons?))?\W*"
    r"|(?:(?:which|what) (?:data|methods?) )(?:did|do|have|has) they (?:give|given|register|registered)\W*",
    re.IGNORECASE,
)
# "only have calls and will lose reset": of the same people; "and will everybody be registered" is a question
_GOES_ON = re.compile(
    r"(?:(?:will|would) (?:also |still |then |not )*(?:lose|be|fail|get)|needs?|has to|have to|must)(?!\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a clause is read: its words, which raises ParseError for half a date or a plan, and what they mean alone."""

    words: Callable[[str], Sentence]
    meaning: Callable[[Sentence], Outcome]


def beside_statement(text: str, reader: Reader, *, dated: bool = False) -> Read | None:
    """The clauses that are a question, where the others only say why it is asked: these are named.

    `dated`: one of them says when something was.
    """
    try:
        read = [(clause, reader.words(clause)) for clause in _clauses(text)]
        said = [(clause, sentence) for clause, sentence in read if _only_says_why(sentence, dated=dated)]
        asks = [(clause, each) for clause, each in read if (clause, each) not in said and not _is_courtesy(each)]
        if not asks or not said or (dated and not any(_TIMES & sentence.tags() for _, sentence in said)):
            return None
        asked = asks[0][1] if len(asks) == 1 else reader.words(", ".join(clause for clause, _ in asks))
    except ParseError:
        return None
    outcome = _alone(asked, reader)
    if outcome and len(asks) > 1 and (outcome.aside or UNKNOWN in asked.tags()):
        return None  # a clause of it may tell, too
    if not outcome or not all(_keeps_its_time(statement, asked, outcome.command) for _, statement in said):
        return None
    return beside(outcome, asked, tuple(clause for clause, _ in said))


def beside_sentences(text: str, reader: Reader) -> Read | None:
    """The one sentence that ends as a question, where the others only tell: these are named."""
    parts = _SENTENCES.split(text.strip())
    asked = [part for part in parts if part.endswith("?")]
    if len(asked) != 1 or not 1 < len(parts) <= _MOST:
        return None
    others = tuple(part.rstrip(" .!") for part in parts if part is not asked[0])
    try:
        sentence, *rest = (reader.words(each) for each in (asked[0].rstrip(" ?"), *others))
    except ParseError:
        return None
    outcome = _alone(sentence, reader) if all(map(_tells, rest)) else None
    if not outcome or not is_named(outcome.command.partition(" ")[0], tags_of(sentence)):
        return None
    return beside(outcome, sentence, others)


def first_clause(text: str, reader: Reader) -> tuple[str, tuple[str, ...]] | None:
    """The first clause, and the others, where these tell something and surely neither narrow it nor ask again."""
    clauses = _clauses(text)
    try:
        read = [reader.words(clause) for clause in clauses]
    except ParseError:
        return None
    if not read or len(read[0].words) < _FEWEST_WORDS:
        return None
    of_somebody = bool(read[0].of("person"))  # of whom no time is asked
    return (clauses[0], clauses[1:]) if all(_only_tells(each, of_somebody) for each in read[1:]) else None


def asking_sentence(text: str, reader: Reader) -> tuple[str, tuple[str, ...]] | None:
    """The one sentence that asks, and the others, where these only say why it is asked or what is done with the answer.

    What narrows any question is none of theirs; what puts in order, holds against or denies is of what they tell.
    A span of time that "would do" is the question's.
    """
    parts = _PARTS.split(text.strip())
    if not 1 < len(parts) <= _MOST:
        return None
    try:
        whole = [reader.words(part.rstrip(" .!?").removeprefix("so ")) for part in parts]
    except ParseError:
        return None
    read = [each for each in whole if not _is_courtesy(each)]
    found = [each for each in read if _is_beside(each, read)]
    if len(found) != 1:
        return None
    asked = found[0]
    others = [each for each in read if each is not asked]
    spans = [*filter(None, map(_span, others))]
    if len(spans) > 1 or (spans and asked.of("window")):
        return None
    return " ".join((asked.text, *spans)), tuple(each.text for each in others if not _span(each))


def _is_beside(asked: Sentence, sentences: list[Sentence]) -> bool:
    """Whether a sentence asks, and no other of them does, nor narrows it, nor is what it points back to."""
    place = sentences.index(asked)
    if _adds_nothing(asked, asked) or (place and _POINTS_BACK & {*asked.words}):
        return False
    if any(UNKNOWN in each.tags() and _TIMES & each.tags() for each in sentences[:place]):
        return False  # what is not known may be new on that day, and be what is asked about
    return all(each is asked or _adds_nothing(each, asked) or _span(each) for each in sentences)


def _span(sentence: Sentence) -> str:
    """The time that a sentence only says will do: `thirty days would be plenty`; empty for any other."""
    windows, numbers = sentence.of("window"), sentence.of("number")
    units = [unit for unit in sentence.of("unit") if any(number.stop == unit.start for number in numbers)]
    if len(windows or units) != 1:
        return ""
    first, last = (windows[0], windows[0]) if windows else (numbers[0], units[0])
    words = {*sentence.words[: first.start], *sentence.words[last.stop :]}
    if not words & _SUFFICES or not words <= _SUFFICES | _OF_A_SPAN:
        return ""
    return sentence.said(windows[0]) if windows else f"last {sentence.said(numbers[0])} {sentence.said(units[0])}"


def _adds_nothing(sentence: Sentence, asked: Sentence) -> bool:
    """Whether a sentence tells something, and holds no word by which a question is narrowed or a deed ordered."""
    words = sentence.words
    is_for = _IS_FOR.search(sentence.text) is not None
    first = words[0].partition("'")[0]
    begins = first in _TELLERS or (
        len(words) > 1 and (words[1] in _STATES or (first in _SUBORDINATE and words[1] in _TELLERS))
    )
    if len(words) < _FEWEST_WORDS or _WANTS.match(sentence.text) or _SAYS_WHICH.match(sentence.text):
        return False
    if words[0] != "or" and (not begins or words[0] in positions().asks or _ORDERS.match(sentence.text)):
        return False
    wishes = {word for before, word in pairwise(words) if word != "like" or before in _WOULD} - {"say"}
    if not is_for and words[0] != "or" and not _STATES_A_CONDITION.isdisjoint(wishes):
        return False
    tags = _NEVER_ADDED if is_for or asked.of("person") else _NEVER_ADDED | _NOT_SAID_OF_US
    taken = {"window"} if asked.of("person") or asked.of("window") else set()
    if asked.of("export"):
        taken.add("export")
    if words[0] == "or":  # "or is that just me"
        taken.add("only")
    parts = [part for part in sentence.found if not (part.has("compare") and "idle" in part.tags)]
    return not any(part.has_any(tags - taken) for part in parts)


def _only_tells(sentence: Sentence, of_somebody: bool) -> bool:
    tells = _WANTS_TO_SEE.match(sentence.text) is not None
    if _ASKS_FOR.match(sentence.text):
        return False
    if not tells and (sentence.words[0] == "they're" or not _STATES_A_CONDITION.isdisjoint(sentence.words)):
        return False
    tells |= sentence.words[0] in _BEGIN_TELLING
    narrows = sentence.has_any((_NARROW if tells else _NARROW | _MAY_NARROW) - ({"window"} if of_somebody else set()))
    return len(sentence.words) >= _FEWEST_WORDS and not narrows and sentence.words[0] not in positions().asks


def ordered_last(text: str, reader: Reader) -> Read | None:
    """What the last sentence orders, where those before only say why: `is sms worse? show me failures by method`.

    A question before it must be none that is read alone, and name nothing but what is asked about.
    """
    *before, last = _SENTENCES.split(text.strip())
    if not 1 <= len(before) < _MOST or not _ORDERS.match(last):
        return None
    try:
        sentence, *others = (reader.words(each.rstrip(" .!?")) for each in (last, *before))
        whys = all(
            _asks_why(other, reader) if each.endswith("?") else _only_tells(other, of_somebody=False)
            for each, other in zip(before, others, strict=True)
        )
    except ParseError:
        return None
    outcome = _alone(sentence, reader)
    if not outcome or outcome.aside or UNKNOWN in sentence.tags() or not whys:
        return None
    return beside(outcome, sentence, tuple(each.rstrip(" .!") for each in before))


def _asks_why(sentence: Sentence, reader: Reader) -> bool:
    """Whether a question is read as none, and narrows nothing but by what the order behind it tells apart."""
    return not sentence.has_any(_NARROW) and not isinstance(reader.meaning(sentence), Read)


def two_questions(sentence: Sentence, reader: Reader) -> NotRead | None:
    """Two questions in one sentence: each is offered, as none answers both."""
    return _about_nobody(sentence, reader) or _of_one_and_all(sentence, reader)


def _about_nobody(sentence: Sentence, reader: Reader) -> NotRead | None:
    """Two that are about nobody."""
    halves = _JOINED.split(sentence.text, maxsplit=1)
    if (
        len(halves) < _BOTH
        or _SAME_QUESTION.fullmatch(halves[1])
        or _GOES_ON.match(halves[1])
        or sentence.tags() & {"person", "export", "meaning", "chart", "triaged_why"}
    ):
        return None
    if any(
        _JOINED.search(sentence.said(part)) for part in sentence.found if "idle" not in part.tags or part.has("aside")
    ) or any(sentence.words[part.start - 1] == "and" and is_turned(sentence, part) for part in sentence.of("filter")):
        return None  # one thing: `reset and register a new phone`; left out both: `except license and on prem`
    windows = [part.value for part in sentence.of("window")]
    if len(windows) == _BOTH and sentence.tags() & {"compare", "than"}:
        return None  # `compare this week and last week`
    if len(windows) == 1:  # said once, and meant for both
        halves = [half if windows[0] in half.casefold() else f"{half} {windows[0]}" for half in halves]
    try:
        read_as = [reader.meaning(reader.words(half)) for half in halves]
    except ParseError:
        return None  # the half of the day is said, or not needed, in the whole alone: `on monday and thursday at 9`
    commands = tuple(dict.fromkeys(half.command for half in read_as if isinstance(half, Read)))
    kinds = {command.partition(" ")[0] for command in commands} - _NO_OTHER_QUESTION
    stated = "helped" in kinds and sentence.words[0] in positions().subject  # `we changed it, did it help`
    if len(kinds) < _BOTH or stated:
        return None
    return _each(sentence, commands)


def _of_one_and_all(sentence: Sentence, reader: Reader) -> NotRead | None:
    """A question about somebody, and another of its own about all: `is dana blocked; also who is stuck`."""
    halves = _APART.split(sentence.text, maxsplit=1) if sentence.of("person") else []
    if len(halves) != _BOTH:
        return None
    read = [reader.words(half) for half in halves]
    if len([half for half in read if half.of("person")]) != 1:
        return None
    outcomes = [reader.meaning(half) for half in read]
    commands = tuple(outcome.command for outcome in outcomes if isinstance(outcome, Read))
    of_all = next(half for half in read if not half.of("person"))
    alone = [command for command in commands if _stands_alone(of_all, command)]
    if len(commands) != _BOTH or len(alone) != 1 or not is_named(alone[0].partition(" ")[0], tags_of(of_all)):
        return None
    return _each(sentence, commands)


def _each(sentence: Sentence, commands: tuple[str, ...]) -> NotRead:
    asked = " and ".join(f"`{command}`" for command in commands)
    says = f"These are two questions, and I answer one at a time: {asked}."
    return NotRead((sentence.text,), says, commands, understood=True)


def _alone(sentence: Sentence, reader: Reader) -> Read | None:
    """The question that a clause is, where it does not need what was said before it."""
    outcome = reader.meaning(sentence)
    return outcome if isinstance(outcome, Read) and _stands_alone(sentence, outcome.command) else None


def beside(outcome: Read, sentence: Sentence, others: tuple[str, ...]) -> Read:
    """The question of one clause, with a note of what the others say."""
    whole = with_aside(outcome, sentence)
    aside = "left aside: " + ", ".join(f'"{other}"' for other in others)
    return replace(whole, note="; ".join(filter(None, (aside, whole.note))), aside=(), clause=sentence)


def may_state(sentence: Sentence) -> bool:
    """Whether a clause may tell when something was: asked before any clause is read."""
    if not _TIMES & sentence.tags() or "person" in sentence.tags():
        return False
    return bool(_STATES & {*sentence.words}) or any(
        UNKNOWN in part.tags or part.has("aside") for part in sentence.found
    )


def _clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text of two to four; none for others."""
    parts = tuple(part.rstrip(" .!?") for part in _ENDS.split(text) if part.strip())
    return parts if 1 < len(parts) <= _MOST else ()


def _stands_alone(sentence: Sentence, command: str) -> bool:
    """Whether a clause is a whole question, which does not need what was said before it."""
    idle = (part for part in sentence.found if "idle" in part.tags or UNKNOWN in part.tags)
    words = {sentence.said(part).casefold() for part in idle}  # "so far" is none of them
    return command.partition(" ")[0] in _ANSWERS_ALONE and not words & _POINTS_BACK and sentence.words[-1] != "that"


def _is_courtesy(sentence: Sentence) -> bool:
    """Whether a clause says nothing at all: `hi team`."""
    return all("idle" in part.tags and part.tags <= {"idle", "help"} for part in sentence.found)


def _keeps_its_time(said: Sentence, asked: Sentence, command: str) -> bool:
    """Whether the time of a statement is surely not that of the question: it has its own, or is of now.

    What is not known may have been new on that day, and be what is asked about on another.
    """
    if command.partition(" ")[0] in _OF_NOW or not _TIMES & said.tags():
        return True
    return bool(_TIMES & asked.tags()) and bool(_STATES & {*said.words} or UNKNOWN not in said.tags())


def _only_says_why(sentence: Sentence, *, dated: bool = False) -> bool:
    """Whether a clause states something of which no question takes a word.

    `dated`: it may say when; told of us, it may then be about what a question is about, too: `we had an outage`.
    """
    if len(sentence.words) < _FEWEST_WORDS or (dated and sentence.has_any(_OF_THE_QUESTION)):
        return False
    if not _STATES & {*sentence.words} and not (dated and _is_of_nothing_asked(sentence)):
        return False
    if _WANTS.match(sentence.text) or _ASKS_FOR.match(sentence.text):
        return False
    words = {*sentence.words}
    if sentence.words[0] == "they're" or (words & (_STATES_A_CONDITION | {"i'd"}) and words & _OF_THOSE):
        return False  # who failed, "I need everyone from berlin"
    about_us = dated and sentence.words[0] in _BEGIN_STATEMENTS and not _WISHES & {*sentence.words}
    return all(
        not part.tags & _WEIGHS
        and (
            about_us
            or UNKNOWN in part.tags
            or "idle" in part.tags
            or part.has("aside")
            or part.tags <= _SAYS_LITTLE
            or (dated and part.has_any(_TIMES))
        )
        for part in sentence.found
    )


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence tells what happened, with no word that the question beside it may be of."""
    if UNKNOWN in sentence.tags() and _TIMES & sentence.tags():
        return False  # what is not known may be new on that day, and be what is asked about
    begins = len(sentence.words) >= _FEWEST_OF_A_STATEMENT and sentence.words[0] in _BEGIN_STATEMENTS
    if _WANTS.match(sentence.text) or (
        (_TIMES | {"unit"}) & sentence.tags() and not _SUFFICES.isdisjoint(sentence.words)
    ):
        return False
    return begins and not sentence.has_any(_OF_THE_QUESTION)


def _is_of_nothing_asked(sentence: Sentence) -> bool:
    """Whether a clause tells something that no question is about: `marketing moves office in january`."""
    if sentence.words[0] in _BEGIN_STATEMENTS:
        return True
    own_words = any(UNKNOWN in part.tags or part.has("aside") for part in sentence.found)
    return own_words and sentence.words[0] not in _NO_STATEMENT
