"""Two questions in one text: the first is answered, or each offered; one that no sentence asks, and one beside a no."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.questions.parse_error import ParseError
from bot.questions.words.clauses import (
    ANSWERS_ALONE,
    CLAUSES,
    MOST,
    ONLY_ASKS,
    SAME_QUESTION,
    SENTENCES,
    TIMES,
    Reader,
    beside,
    points_back,
    stands_alone,
    states,
)
from bot.questions.words.not_read import which
from bot.questions.words.outcome import Declined, NotRead, Outcome, Read
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.rules import is_named, is_turned, tags_of
from bot.questions.words.unheeded import ASKS_WHETHER

_SAID_BEFORE = frozenset({"compare", "helped", "status", "why", "follow", "unfollow"})  # and who, before
_BOTH = 2
_BESIDE_A_NO = ANSWERS_ALONE | {"fix", "status"}
_ASK_TOO = frozenset({"how", "had", "can", "will", "when"})
_OF_BOTH = frozenset({"than", "compare", "direction", "more_of", "before_it", "finished", "last_time"})
_OF_THE_FIRST = frozenset({"it", "they", "them", "those", "these", "that", "this", "already", "affected"})
_SOME = frozenset({"there", "any", "all", "anything"})
_MAY_BE_OF_BOTH = TIMES | {"domain"}
_FEWEST_WORDS = 3
_JOINS_DOMAINS = frozenset(
    {"and", "or", "vs", "vs.", "versus", "against", "&", "/", "at", "compared", "to", "with", "both"}
)
# "who tried and failed" is one question; so is "thanks, and who is stuck".
_NO_OTHER_QUESTION = frozenset({"trend", "help"})
_JOINED = re.compile(
    r"(?:\?|;|,)?\s+(?:and|also|plus)\s+(?:also\s+)?(?!never|not|don't|didn't|then|the\s+same)(?=\S+\s+\S)|[?;]\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_TOO = re.compile(  # `failures last week, resets too`; `failures last week. Also resets.`
    r"[,.;]\s+(?:and\s+)?(?=[^,.;?]*\s(?:too|as well|also)\W*$)|[,.;?]\s+(?:also|plus),?\s+(?=\S)", re.IGNORECASE
)
_SAYS_TOO = re.compile(r",?\s+(?:too|as well|also)\W*$", re.IGNORECASE)
_THEN_WHO = re.compile(  # `we had an outage on monday, who failed?`
    r"(?<=\w),\s+(?=(?:who|how many)\s+\S)", re.IGNORECASE
)
HAD = re.compile(r"(?:(?:we|they) (?:had|saw)|there (?:was|were)) (?:an?|the|some|several|two|three)\b", re.IGNORECASE)
_APART = re.compile(r"[?;.!]\s+(?:and |also |plus |ok |so )*(?=\S+\s+\S)|,?\s+also\s+(?=\S+\s+\S)", re.IGNORECASE)
# "only have calls and will lose reset": of the same people; "and will everybody be registered" is a question
_GOES_ON = re.compile(
    r"(?:(?:will|would) (?:also |still |then |not )*(?:lose|be|fail|get)|needs?|has to|have to|must)(?!\S)",
    re.IGNORECASE,
)


def asked_otherwise(text: str, outcome: Read, reader: Reader) -> NotRead | None:
    """Asked back: a question that no sentence asks, where the last one asks another of its own.

    `customers complain about sms. how many failed?` is of all tenants as a whole, for its first word.
    """
    kind, (*before, last) = outcome.command.partition(" ")[0], SENTENCES.split(text.strip())
    asks = any(each.endswith("?") or each.split()[0].casefold() in positions().asks for each in before)
    if outcome.clause or not before or asks or kind in _SAID_BEFORE or '"' in text:
        return None
    try:
        alone, sentence = reader.read(last), reader.words(last)
    except ParseError:
        return None  # which it asks of a half that the whole has said: `between 8 and 10?`
    if not isinstance(alone, Read) or not is_named(alone.command.partition(" ")[0], tags_of(sentence)):
        return None
    if alone.command.startswith(f"{kind} ") or alone.command == kind:
        return None
    return which(reader.words(text), (alone.command, outcome.command))


def two_questions(sentence: Sentence, reader: Reader) -> Read | NotRead | None:
    """Two questions in one sentence: the first is answered and the other named; both are offered if it may be one."""
    return _about_nobody(sentence, reader) or _of_an_error(sentence, reader) or _of_one_and_all(sentence, reader)


def _about_nobody(sentence: Sentence, reader: Reader) -> Read | NotRead | None:
    """Two that are about nobody."""
    halves = _halves(sentence)
    if (
        len(halves) < _BOTH
        or SAME_QUESTION.fullmatch(halves[1])
        or _GOES_ON.match(halves[1])
        or any(map(ONLY_ASKS.match, halves))
        or sentence.tags() & {"person", "export", "meaning", "chart", "triaged_why"}
    ):
        return None
    if (
        _joins_domains(sentence)
        or any(
            _JOINED.search(sentence.said(part))
            for part in sentence.found
            if "idle" not in part.tags or part.has("aside")
        )
        or any(sentence.words[part.start - 1] == "and" and is_turned(sentence, part) for part in sentence.of("filter"))
    ):
        return None  # one thing: `reset and register a new phone`; left out both: `except license and on prem`
    windows = [part.value for part in sentence.of("window")]
    if len(windows) == _BOTH and sentence.tags() & {"compare", "than"}:
        return None  # `compare this week and last week`
    apart = halves
    if len(windows) == 1:  # said once, and meant for both
        halves = [half if windows[0] in half.casefold() else f"{half} {windows[0]}" for half in halves]
    domains = {(sentence.said(part), part.value) for part in sentence.of("domain")}
    if len(domains) == 1:  # so is a domain
        [(said, value)] = domains
        halves = [half if said.casefold() in half.casefold() else f"{half} {value}" for half in halves]
    try:
        read = [reader.words(half) for half in halves]
        read_as = [
            Read(" ".join(half.words)) if _is_typed(half) else reader.meaning(half)  # `time, funnel, last month`
            for half, alone in zip(read, map(reader.words, apart), strict=True)
            if not half.of("person")  # a guess, as the whole names nobody
            if _says_something(alone) or _is_typed(alone)  # not `would like to call them`
        ]
    except ParseError:
        return None  # the half of the day is said, or not needed, in the whole alone: `on monday and thursday at 9`
    commands = tuple(dict.fromkeys(half.command for half in read_as if isinstance(half, Read)))
    other = {*()} if _TOO.search(sentence.text) else _NO_OTHER_QUESTION  # `failures, and trend as well`
    kinds = {command.partition(" ")[0] for command in commands} - other
    stated = "helped" in kinds and sentence.words[0] in positions().subject  # `we changed it, did it help`
    if len(kinds) < _BOTH or stated or "subscribe" in kinds:  # a plan names its filters, and what is posted when
        return None
    lent = halves[0] != apart[0]  # what the second half says, which may be of that alone
    return (None if lent else _first_of(read, read_as)) or _each(sentence, commands)


def _says_something(half: Sentence) -> bool:
    return any("idle" not in part.tags for part in half.found)


def _first_of(halves: list[Sentence], read_as: list[Outcome]) -> Read | None:
    """The first of two questions that each begin as one, the other named: `who is stuck, and are there incidents`.

    None where the second holds one against another, or is about those of the first: `and who of them is still stuck`.
    """
    if len(halves) != _BOTH or len(read_as) != _BOTH or not all(map(_asks, halves)):
        return None
    first, second = halves
    if second.has_any(_OF_BOTH) or not _OF_THE_FIRST.isdisjoint(second.words):
        return None
    return _first_of_two(read_as, first, second)


def _first_of_two(read_as: list[Outcome], asked: Sentence, second: Sentence) -> Read | None:
    first, other = read_as
    if not isinstance(first, Read) or not isinstance(other, Read):
        return None
    kind = other.command.partition(" ")[0]
    alone = is_named(kind, tags_of(second)) and stands_alone(second, other.command)
    if second.of("person") or alone:
        note = f"the first of two questions; the other is `{other.command}`"
    else:
        note = f'left aside: "{second.text}"'
    return replace(first, note="; ".join(filter(None, (note, first.note))), clause=asked)


def _asks(half: Sentence) -> bool:
    """Whether it begins as a question of its own: `did it help`, and not `is still stuck`, which goes on about whom."""
    if half.words[0] in ASKS_WHETHER:
        subject = half.words[1]
        return subject in positions().subject | positions().before_a_noun | _SOME or subject.endswith("s")
    return half.words[0].partition("'")[0] in positions().asks | _ASK_TOO or half.words[:2] == ("since", "when")


def with_one_about_it(sentence: Sentence, reader: Reader) -> Read | None:
    """The first of two questions, the other about what that asks: `who changed it on the 18th, and did that help`."""
    halves = _JOINED.split(sentence.text.rstrip(" .?!"), maxsplit=1)
    if len(halves) != _BOTH or sentence.of("person") or SAME_QUESTION.fullmatch(halves[1]):
        return None
    try:
        first, second = map(reader.words, halves)
        outcome = reader.read(halves[0])
    except ParseError:
        return None
    asks = _asks(first) and _asks(second) and points_back(second)
    if not asks or not second.of("direction") or not isinstance(outcome, Read):
        return None
    return beside(outcome, first, (second.text,)) if stands_alone(first, outcome.command) else None


def _is_typed(half: Sentence) -> bool:
    """Whether a half is the name of a question as one types it, with a span of time or a domain: `time last month`."""
    named = bool(half.words) and half.words[0] in ANSWERS_ALONE
    return named and all(part.start == 0 or part.value for part in half.found)


def _joins_domains(sentence: Sentence) -> bool:
    """Whether what joins two domains would be cut: `contoso and fabrikam side by side`."""
    first = next(iter(sentence.of("domain")), None)
    joined = first and sentence.words[first.stop : first.stop + 1] == ("and",)
    return bool(first and joined and any(other.start == first.stop + 1 for other in sentence.of("domain")))


def _halves(sentence: Sentence) -> list[str]:
    """A text cut where a second question may begin: `and`, `too`, names in a row, `who` behind what is told."""
    parts = sentence.text.rstrip(" .?!").split(", ")
    names = [part for part in parts if part.casefold() in ANSWERS_ALONE]
    if len(names) == _BOTH and len(parts) - len(names) == len(sentence.of("window")):
        return names
    if len(parts) == _BOTH and names == parts[1:]:  # `failures last week, resets`
        return parts
    for pattern in (_TOO, _JOINED, *[_THEN_WHO] * bool(HAD.match(sentence.text))):
        halves = pattern.split(sentence.text, maxsplit=1)
        if len(halves) == _BOTH:
            return [halves[0], _SAYS_TOO.sub("", halves[1])]
    return halves


def _of_one_and_all(sentence: Sentence, reader: Reader) -> Read | NotRead | None:
    """A question about somebody, and another of its own about all: `is dana blocked; also who is stuck`.

    Where of somebody is only told why it is asked, the question about all is answered.
    """
    halves = _APART.split(sentence.text, maxsplit=1) if sentence.of("person") else []
    if len(halves) != _BOTH:
        return None
    read = [reader.words(half) for half in halves]
    if len([half for half in read if half.of("person")]) != 1:
        return None
    outcomes = [reader.meaning(half) for half in read]
    commands = tuple(outcome.command for outcome in outcomes if isinstance(outcome, Read))
    of_all = next(half for half in read if not half.of("person"))
    alone = [command for command in commands if stands_alone(of_all, command)]
    if len(commands) != _BOTH or len(alone) != 1 or not is_named(alone[0].partition(" ")[0], tags_of(of_all)):
        return None
    tells = states(read[1]) or (read[1].found[0].has("person") and not sentence.text.rstrip().endswith("?"))
    if _asks(read[0]) and of_all is read[0] and tells:
        return _first_of_two(outcomes, of_all, read[1])
    return _each(sentence, commands)


def _of_an_error(sentence: Sentence, reader: Reader) -> NotRead | None:
    """What an error is, and who met it: `what does SSPR_0014 mean? how many had it last week?`."""
    codes, halves = sentence.of("code"), SENTENCES.split(sentence.text.strip())
    if len(codes) != 1 or len(halves) != _BOTH:
        return None
    first, second = (reader.words(half) for half in halves)
    if second.of("code") or not second.tags() & {"many", "who", "window"}:
        return None
    asked = reader.meaning(first)
    met = reader.meaning(reader.words(re.sub(r"\b(?:it|that|this)\b", codes[0].value, halves[1])))
    command = met.command if isinstance(met, Read) else met.suggestion if isinstance(met, Declined) else None
    if not isinstance(asked, Read) or not command or command.startswith("fix"):
        return None
    return _each(sentence, (asked.command, command))


def of_each_domain(sentence: Sentence, reader: Reader) -> NotRead | None:
    """A question of two domains that takes one: `how many are stuck at contoso and fabrikam` is offered of each."""
    domains = sentence.of("domain")
    if len(domains) != _BOTH or len({part.value for part in domains}) != _BOTH or sentence.of("person"):
        return None
    first, second = domains
    between = sentence.words[first.stop : second.start]
    if not {*between} <= _JOINS_DOMAINS or any(is_turned(sentence, part) for part in domains):
        return None
    apart = (part for part in (*sentence.of("compare"), *sentence.of("each_apart")) if part.start >= first.stop)
    dropped = {place for part in apart for place in range(part.start, part.stop)}
    dropped |= {*range(first.stop, second.start)}
    commands: list[str] = []
    for other in (second, first):
        places = dropped.union(range(other.start, other.stop))
        one = reader.words(" ".join(word for place, word in enumerate(sentence.typed) if place not in places))
        outcome = reader.meaning(one)
        if not isinstance(outcome, Read) or "domain:" not in outcome.command or outcome.command.startswith("subscribe"):
            return None
        commands.append(outcome.command)
    return _each(sentence, tuple(commands))


def _each(sentence: Sentence, commands: tuple[str, ...]) -> NotRead:
    asked = " and ".join(f"`{command}`" for command in commands)
    says = f"These are two questions, and I answer one at a time: {asked}."
    return NotRead((sentence.text,), says, commands, understood=True)


def with_question_beside(
    declined: Declined, sentence: Sentence, reader: Reader, is_declined: Callable[[Sentence], bool]
) -> Declined | NotRead:
    """The no, with the question of the other clauses as what helps: `write to users: what is the fix for throttled`.

    Where the clause only tells, the question is asked back without the no. `is_declined` says of which clauses it is.
    """
    clauses = [clause for each in CLAUSES.split(sentence.text.strip()) if (clause := each.rstrip(" .!?"))]
    if not 1 < len(clauses) <= MOST:
        return declined
    try:
        read = [reader.words(clause) for clause in clauses]
        said = [each for each in read if is_declined(each)]
        command = _asked(", ".join(each.text for each in read if each not in said), reader) if said else ""
    except ParseError:
        return declined
    if not command or any(each.tags() & _MAY_BE_OF_BOTH or len(each.words) < _FEWEST_WORDS for each in said):
        return declined
    if all(map(states, said)) and not any(_says_which(each) for each in said):
        return which(sentence, (command,))
    if any(each.of("person") for each in said):
        return replace(declined, choices=(command,))
    return replace(declined, suggestion=command)


def _says_which(clause: Sentence) -> bool:
    """Whether a clause may say of whom it is asked: `it is the sales team only`, `we have students only`."""
    return clause.has_any({"only", "failures"}) or clause.words[0].partition("'")[0] in {"it", "they", "those", "these"}


def _asked(text: str, reader: Reader) -> str:
    """The question that clauses are without the others: they ask, name what they ask about, and do not point back."""
    asked = reader.words(text) if text else None
    if asked is None or asked.words[0].partition("'")[0] not in positions().asks | _ASK_TOO or points_back(asked):
        return ""
    question = reader.read(text)
    if not isinstance(question, Read):
        return ""
    kind = question.command.partition(" ")[0]
    return question.command if kind in _BESIDE_A_NO and is_named(kind, tags_of(asked)) else ""
