"""From free words to the question they mean, as one would type it; every word has its place, or is named."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.questions.dates.calendar import MONTHS, WEEKDAYS
from bot.questions.dates.windows import take_window
from bot.questions.likely import is_likely_another, kinds_near
from bot.questions.parse_error import ParseError
from bot.questions.words.callers import of_somebody
from bot.questions.words.cannot import of_kind, refusal, said_beside
from bot.questions.words.codes import is_correlation
from bot.questions.words.languages import foreign
from bot.questions.words.nearly import stands_among, stands_beside, without_idle_words
from bot.questions.words.not_read import (
    Offers,
    denied,
    either,
    left_out,
    not_narrowed,
    not_read,
    offers_of,
    only_subject,
    together,
)
from bot.questions.words.outcome import Declined, NotRead, Outcome, Read
from bot.questions.words.parts import UNKNOWN, Found
from bot.questions.words.persons import with_person, without_unknown
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Recognition, Sentence
from bot.questions.words.rules import (
    Rule,
    causes_of,
    fill,
    fitting,
    is_named,
    is_turned,
    tags_of,
    without_what_is_said_anyway,
)
from bot.questions.words.said_beside import (
    TIMES,
    clauses,
    is_courtesy,
    keeps_its_time,
    may_state,
    one_question,
    only_says_why,
    stands_alone,
    tells,
)
from bot.questions.words.two_at_once import of_both
from bot.questions.words.unheeded import named, refused

_FORMATS = {"csv": "csv", "parquet": "parquet", "excel": "csv", "xlsx": "csv", "spreadsheet": "csv"}
_OPENED_BY_EXCEL = "a CSV file, which Excel opens"
_BLOCK = "a block in force has a line Blocked until there; without one the loaded reports know of none"
_SAID_OF_SOMEBODY = {  # what to add where one of each of these stands beside a name
    ("cause.no_license|cause.not_in_group",): (
        "no report lists licenses or groups; a status says whether a reset failed for want of one"
    ),
    ("result.blocked|stuck|block_length", "age|when|time_to"): _BLOCK,
    ("result.blocked", "still"): _BLOCK,
    ("blocked_until",): _BLOCK,
    ("use", "method|methods"): "an attempt tells its method only where the report does",
    ("signs",): "what looks suspicious is listed for everybody, in odd",
    ("cutoffs",): "where what is registered will be too little, a line says from when on",
}
DOUBTFUL = "I am not sure what is asked."
_NOT_TAKEN = frozenset({"together", "leaving out"})
_BOTH = 2
_MOST_BESIDE = 4  # unknown words
# "who tried and failed" is one question; so is "thanks, and who is stuck".
_NO_OTHER_QUESTION = frozenset({"trend", "help"})
_JOINED = re.compile(
    r"(?:\?|;|,)?\s+(?:and|also|plus)\s+(?:also\s+)?(?!never|not|don't|didn't|then|the\s+same)(?=\S+\s+\S)|[?;]\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_APART = re.compile(r"[?;.!]\s+(?:and |also |plus |ok |so )*(?=\S+\s+\S)|,?\s+also\s+(?=\S+\s+\S)", re.IGNORECASE)
_SAME_QUESTION = re.compile(
    r"(?:since|until|till) when|(?:by )?whom?(?: (?:did|made|changed|caused|was behind|gave))?"
    r"(?: (?:it|that|this|them|those|(?:wh\w+|the) reasons?))?\W*",
    re.IGNORECASE,
)
# "only have calls and will lose reset": of the same people; "and will everybody be registered" is a question
_GOES_ON = re.compile(
    r"(?:(?:will|would) (?:also |still |then |not )*(?:lose|be|fail|get)|needs?|has to|have to|must)(?!\S)",
    re.IGNORECASE,
)
_TAKES_NOTHING = frozenset({"digest"})
_NOW = frozenset({"today", "this morning"})  # of a digest: the one that would be posted now
_DOES = frozenset({"subscribe", "unsubscribe", "follow", "unfollow", "digest"})
_LISTS = frozenset({"list", "name", "names"})  # before people: they are asked for, and not how many
_NAMED = frozenset({"role", "domain", "tenant", "customer", "method", "cause", "sign", "no", "without"})  # their names
_ENDS = frozenset({"unfollow", "hush"})  # a status is not told instead
_MOST_ASKED = 5  # people of one sentence
_NOT_OF_A_PERSON = frozenset({"weighty", "lowered", "use", "most", "than"})
_MORE_THAN_ONE = frozenset(
    {"policy", "changed", "digest", "digests", "export", "tenants", "compare", "rate", "follow", "unfollow", "alert"}
    | {"subscribed", "unsubscribe", "mine", "overview", "others", "only", "not", "who", "every", "help", "loaded"}
    | {"filtering", "dating", "data", "stop", "coverage", "registered", "target", "preview", "post_now", "domain"}
)
_NOT_OF_AN_ERROR = frozenset(
    {"person", "window", "many", "who", "by", "failures", "attempts", "stuck", "reset", "others", "still", "since"}
    | {"export", "digest", "unknown_details", "map", "not", "cannot", "only", "leaving_out", "number", "foreign"}
)
_THE_LAST = {
    f"the last {unit}": (unit, days) for unit, days in (("week", 7), ("month", 30), ("quarter", 90), ("year", 365))
}
_TENANT = frozenset({"tenant", "customer", "client"})
_CALENDAR = "the calendar {} before this one; `{}d` is up to now"
_WEEKEND = "the weekend that is not over; `last weekend` is the one before"
_ALL_ROWS = frozenset({"trend", "attempts", "resets"})
_NAMES_PEOPLE = frozenset({"stuck", "rollout", "cutoffs", "registrations", "odd"})


def read(text: str, recognition: Recognition, known: Collection[str]) -> Outcome:
    """What a sentence means. `known` are the names of the questions that have an answer.

    Raises ParseError for a filter or a date that cannot be meant so.
    """
    sentence = without_what_is_said_anyway(with_person(recognition.read(text), recognition))
    if not sentence.tags() & {"person", "helped", "window"}:  # what came of something done needs no day
        for part in sentence.of("vague"):
            take_window(tuple(part.value.split()), recognition.moment)  # which asks back
    outcome = (
        _declined(sentence, recognition, known)
        or (_beside_statement(text, recognition, known, dated=True) if may_state(sentence) else None)
        or _how_to_ask(sentence, recognition, known)
        or _two_questions(sentence, recognition, known)
        or _of_one_and_all(sentence, recognition, known)
        or _export(sentence, recognition, known)
        or _plain(sentence, recognition, known)
    )
    if isinstance(outcome, NotRead) and not outcome.suggestions:
        outcome = _beside_statement(text, recognition, known) or outcome
    if isinstance(outcome, NotRead):
        outcome = _beside_unknown(sentence, known) or outcome
    if isinstance(outcome, NotRead) and not outcome.suggestions:
        offers = offers_of(sentence, known)
        outcome = _of_subject(sentence, offers, known) or together(sentence, offers) or outcome
    if isinstance(outcome, NotRead) or (isinstance(outcome, Declined) and outcome.key in _NOT_TAKEN):
        outcome = _beside_other_sentences(text, recognition, known) or outcome
    if isinstance(outcome, Read):
        outcome = _of_causes(outcome, sentence, recognition)
    if not isinstance(outcome, Read):
        return _without_unlikely(outcome, sentence, known)
    if is_likely_another(outcome.command.partition(" ")[0], outcome.clause or sentence):
        return NotRead((text,), DOUBTFUL, (outcome.command,), doubtful=True)
    return _with_aside(outcome, sentence) if outcome.aside else outcome


def _beside_other_sentences(text: str, recognition: Recognition, known: Collection[str]) -> Read | None:
    """The one question of several sentences, where no question takes all: what the others tell is named."""
    if not (parts := one_question(text)):
        return None
    asked, others = parts
    try:
        sentence, *beside = (with_person(recognition.read(each), recognition) for each in (asked, *others))
    except ParseError:  # half of a date or a plan
        return None
    if not all(map(tells, beside)):
        return None
    outcome = _plain(sentence, recognition, known)
    if not isinstance(outcome, Read) or not stands_alone(sentence, outcome.command):
        return None
    if not is_named(outcome.command.partition(" ")[0], tags_of(sentence)):
        return None
    return _beside(outcome, sentence, others)


def _without_unlikely(outcome: Declined | NotRead, sentence: Sentence, known: Collection[str]) -> Declined | NotRead:
    """What was not read, without a suggestion that leaves words out where such words mostly ask another question."""
    if isinstance(outcome, Declined):
        suggested = outcome.suggestion if outcome.key in _NOT_TAKEN else None
    else:
        suggested = outcome.suggestions[0] if outcome.leaves_out else None
    if not suggested or not kinds_near(sentence) or not is_likely_another(suggested.partition(" ")[0], sentence):
        return outcome
    if sentence.of(UNKNOWN):
        return replace(not_read(sentence, known), suggestions=())
    return NotRead((sentence.text,), "I find no question that takes all of that.")


def _of_causes(outcome: Read, sentence: Sentence, recognition: Recognition) -> Read | NotRead:
    """The fix of the cause that is named, where no document has the words themselves; of several, which is meant."""
    kind, _, asked = outcome.command.partition(" ")
    if kind != "fix" or sentence.of("code") or recognition.catalogue.find(asked) or not (causes := causes_of(sentence)):
        return outcome
    commands = tuple(f"fix {cause}" for cause in causes)
    if len(commands) > 1:
        return NotRead((sentence.text,), either(commands), commands)
    return replace(outcome, command=commands[0], aside=(*outcome.aside, *sentence.of(UNKNOWN)))


def _beside_statement(
    text: str, recognition: Recognition, known: Collection[str], *, dated: bool = False
) -> Read | None:
    """The one clause that is a question, where the others only say why it is asked: these are named."""
    said: list[tuple[str, Sentence]] = []
    asked: list[Sentence] = []
    for clause in clauses(text):
        try:
            sentence = with_person(recognition.read(clause), recognition)
        except ParseError:  # half of a date or a plan
            return None
        if only_says_why(sentence, dated=dated):
            said.append((clause, sentence))
        elif not is_courtesy(sentence):
            asked.append(sentence)
        if len(asked) > 1:
            return None
    if not asked or not said or (dated and not any(TIMES & statement.tags() for _, statement in said)):
        return None
    [sentence] = asked
    outcome = _plain(sentence, recognition, known)
    if (
        not isinstance(outcome, Read)
        or not stands_alone(sentence, outcome.command)
        or not all(keeps_its_time(statement, sentence, outcome.command) for _, statement in said)
    ):
        return None
    return _beside(outcome, sentence, tuple(clause for clause, _ in said))


def _beside(outcome: Read, sentence: Sentence, others: tuple[str, ...]) -> Read:
    """The question of one sentence, with a note of what the others say."""
    whole = _with_aside(outcome, sentence) if outcome.aside else outcome
    aside = "left aside: " + ", ".join(f'"{other}"' for other in others)
    return replace(whole, note="; ".join(filter(None, (aside, whole.note))), aside=(), clause=sentence)


def _with_aside(outcome: Read, sentence: Sentence) -> Read:
    """The question with a note of what it does not take up, known or not."""
    unknown = [part for part in outcome.aside if UNKNOWN in part.tags]
    known = [part for part in outcome.aside if part not in unknown]
    notes = (_named("not understood", sentence, unknown), _named("left aside", sentence, known), outcome.note)
    return replace(outcome, note="; ".join(filter(None, notes)))


def _named(how: str, sentence: Sentence, parts: list[Found]) -> str:
    """The parts in the order of the sentence, words in a row as one."""
    runs: list[Found] = []
    for part in sorted(parts, key=lambda part: part.start):
        if runs and part.start <= runs[-1].stop:
            runs[-1] = replace(runs[-1], stop=max(part.stop, runs[-1].stop))
        else:
            runs.append(part)
    words = ", ".join(dict.fromkeys(f'"{sentence.said(run)}"' for run in runs))
    return f"{how}: {words}" if words else ""


def _declined(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Declined | None:
    """What is not done, whatever else the sentence says."""
    codes = sentence.of("code")
    if codes and all(is_correlation(part.value) for part in codes):
        return Declined("support code", of_kind("support code"), _status_of(sentence))
    if refused := refusal(sentence, known, recognition.vocabulary):
        return Declined(*refused)
    if any(is_turned(sentence, part) for part in sentence.of("person")):
        return left_out(sentence)
    return _several(sentence) or denied(sentence, "failures")


def _how_to_ask(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Read | None:
    """The help on the question that the other words mean: `which command shows who is stuck`."""
    asking = {place for part in sentence.of("how_asked") for place in range(part.start, part.stop)}
    if not asking:
        return None
    rest = [word for place, word in enumerate(sentence.typed) if place not in asking]
    if not rest or all("idle" in part.tags for part in sentence.found if part.start not in asking):
        return Read("help")
    about = next((word.casefold() for word in rest if word.casefold() in known), None)
    outcome = about or _plain(with_person(recognition.read(" ".join(rest)), recognition), recognition, known)
    kind = outcome.command.partition(" ")[0] if isinstance(outcome, Read) else about
    return Read(f"help {kind}") if kind else None


def _two_questions(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> NotRead | None:
    """Two questions in one sentence about nobody: each is offered, as none answers both."""
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
    ):
        return None  # one thing: `reset and register a new phone`
    if any(sentence.words[part.start - 1] == "and" and is_turned(sentence, part) for part in sentence.of("filter")):
        return None  # left out both: `except license and on prem`
    windows = [part.value for part in sentence.of("window")]
    if len(windows) == _BOTH and sentence.tags() & {"compare", "than"}:
        return None  # `compare this week and last week`
    if len(windows) == 1:  # said once, and meant for both
        halves = [half if windows[0] in half.casefold() else f"{half} {windows[0]}" for half in halves]
    read_as = [_plain(with_person(recognition.read(half), recognition), recognition, known) for half in halves]
    commands = tuple(dict.fromkeys(half.command for half in read_as if isinstance(half, Read)))
    kinds = {command.partition(" ")[0] for command in commands} - _NO_OTHER_QUESTION
    if len(kinds) < _BOTH:
        return None
    asked = " and ".join(f"`{command}`" for command in commands)
    return NotRead((sentence.text,), f"These are two questions, and I answer one at a time: {asked}.", commands)


def _of_one_and_all(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> NotRead | None:
    """A question about somebody, and another of its own about all: `is dana blocked; also who is stuck`."""
    halves = _APART.split(sentence.text, maxsplit=1) if sentence.of("person") else []
    if len(halves) != _BOTH:
        return None
    read = [with_person(recognition.read(half), recognition) for half in halves]
    if len([half for half in read if half.of("person")]) != 1:
        return None
    outcomes = [_plain(half, recognition, known) for half in read]
    commands = tuple(outcome.command for outcome in outcomes if isinstance(outcome, Read))
    of_all = next(half for half in read if not half.of("person"))
    alone = [command for command in commands if stands_alone(of_all, command)]
    if len(commands) != _BOTH or len(alone) != 1 or not is_named(alone[0].partition(" ")[0], tags_of(of_all)):
        return None
    asked = " and ".join(f"`{command}`" for command in commands)
    return NotRead((sentence.text,), f"These are two questions, and I answer one at a time: {asked}.", commands)


def _plain(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome:
    return (
        _by_rule(sentence, known)
        or left_out(sentence)
        or denied(sentence, "reset")
        or _about_somebody(sentence, recognition, known)
        or _beside_somebody(sentence)
        or _nearly(sentence, known)
        or _of_code(sentence)
        or foreign(sentence, recognition.vocabulary)
        or not_read(sentence, known)
    )


def _beside_unknown(sentence: Sentence, known: Collection[str]) -> Read | None:
    """The question of all known words, where no unknown one beside them can turn or narrow it: these are named."""
    unknown = sentence.of(UNKNOWN)
    if not unknown or len(unknown) > _MOST_BESIDE:
        return None
    outcome = _by_rule(replace(sentence, found=tuple(part for part in sentence.found if part not in unknown)), known)
    if not isinstance(outcome, Read):
        return None
    kind = outcome.command.partition(" ")[0]
    if not is_named(kind, tags_of(sentence)) or not all(stands_beside(kind, sentence, part) for part in unknown):
        return None
    return replace(outcome, aside=(*outcome.aside, *unknown))


def _of_code(sentence: Sentence) -> Read | None:
    """What the one error is that is named, where nothing is counted and nobody asked about: all else is left aside."""
    codes = sentence.of("code")
    if len({part.value for part in codes}) != 1 or tags_of(sentence) & _NOT_OF_AN_ERROR:
        return None
    aside = (part for part in sentence.found if not part.has("code") and not part.tags <= {"idle", "what_is", "what"})
    return Read(f"fix {codes[0].value}", aside=tuple(aside))


def _nearly(sentence: Sentence, known: Collection[str]) -> Read | None:
    """The question of all words but those that say nothing of their own: these are named."""
    rest = without_idle_words(sentence)
    outcome = _by_rule(rest, known) if rest else None
    if rest is None or not isinstance(outcome, Read) or outcome.command.partition(" ")[0] in _DOES:
        return None
    aside = (part for part in sentence.found if part not in rest.found)
    weighty = (part for part in aside if "idle" not in part.tags or part.has("aside"))
    return replace(outcome, aside=(*outcome.aside, *weighty))


def _by_rule(sentence: Sentence, known: Collection[str]) -> Outcome | None:
    """What the first row of the table that fits makes of a sentence."""
    tags = tags_of(sentence)
    for rule in fitting(tags):
        if rule.left_over(sentence) or not rule.in_order(sentence):
            continue
        if rule.kind == "status" and _ENDS & tags - rule.allowed:
            continue
        if not (commands := fill(rule, sentence)):
            continue
        command, *others = commands
        if rule.cannot:
            domain = "".join(map(sentence.said, sentence.of("domain")[:1]))
            return Declined(rule.kind, rule.cannot.replace("{domain}", domain), command, tuple(others))
        if declined := of_somebody(rule, sentence) or of_both(rule, sentence):
            return declined
        return _of_row(rule, commands, sentence, known)
    return None


def _of_row(rule: Rule, commands: tuple[str, ...], sentence: Sentence, known: Collection[str]) -> Outcome:
    """What the row that fits makes of a sentence: its question, unless a word that it would drop may not be dropped."""
    command, *others = (_with_names(command, sentence) for command in commands)
    weighty = (*refused(rule, sentence), *_unsaid(rule, sentence))
    if weighty and (others or not stands_among(rule.kind, sentence, weighty)):
        return not_narrowed(sentence, weighty, "" if others else command)
    if others:
        return NotRead((sentence.text,), either(commands), commands)
    if rule.kind not in known:
        return Declined(rule.kind, of_kind(rule.kind))
    outcome = _meant(rule, command, sentence)
    unread = (part for part in sentence.of(UNKNOWN) if rule.kind == "fix" and sentence.said(part) not in command)
    return replace(outcome, aside=(*outcome.aside, *weighty, *unread)) if isinstance(outcome, Read) else outcome


def _with_names(command: str, sentence: Sentence) -> str:
    """The command; failures of which somebody asks who are listed by person, unless by something else."""
    names = command.startswith("failures") and " by " not in command and _asks_who(sentence)
    return f"{command} by person" if names and "why" not in sentence.tags() else command


def _asks_who(sentence: Sentence) -> bool:
    """Whether a question begins with who: `who failed`, and not `failures of people who failed`, nor how many."""
    heavy = (part.start for part in sentence.found if "idle" not in part.tags and not part.has("window"))
    first = next(heavy, 0)
    if any(part.start < first for part in sentence.of("many")):
        return False
    people = (*sentence.of("persons")[:1], *sentence.of("everybody")[:1])
    listed = [part for part in people if _LISTS & {*sentence.words[: part.start]}]
    before = [sentence.words[place - 1] for place, word in enumerate(sentence.words) if word == "names"]
    named = bool(before) and before[0] not in _NAMED and not sentence.of("counts_only")
    return named or any(part.start < first for part in (*sentence.of("who")[:1], *listed))


def _of_subject(sentence: Sentence, offers: Offers, known: Collection[str]) -> Read | None:
    """The question of the one subject that is named, where no row takes all words: what it leaves out is named."""
    if not (found := only_subject(sentence, offers)):
        return None
    rule, command, lost = found
    outcome = _of_row(rule, (command,), sentence, known)
    return replace(outcome, aside=(*outcome.aside, *lost)) if isinstance(outcome, Read) else None


def _unsaid(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    """What would narrow a question that takes nothing, and so cannot be left aside: a digest of yesterday."""
    if rule.kind not in _TAKES_NOTHING:
        return ()
    return tuple(part for part in _not_taken_up(rule, sentence) if not part.has("aside"))


def _not_taken_up(rule: Rule, sentence: Sentence) -> tuple[Found, ...]:
    parts = named(rule, sentence)
    if rule.kind not in _TAKES_NOTHING:
        return parts
    return tuple(part for part in parts if part.value not in _NOW and not part.has("future"))


def _about_somebody(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Read | None:
    """The status of whoever is named for certain, though a word beside is not known: that is said."""
    rest = without_unknown(sentence)
    outcome = _plain(rest, recognition, known) if rest else None
    if not isinstance(outcome, Read) or not outcome.command.startswith("status "):
        return None
    unread = (part for part in sentence.found if rest and part not in rest.found)
    return replace(outcome, aside=(*outcome.aside, *unread))


def _beside_somebody(sentence: Sentence) -> Read | None:
    """The status of the one person named for certain, where all words are known and no question takes them together.

    It says all that is known of them; what it does not take up is named. Not beside what is about more than them.
    """
    persons = sentence.of("person")
    tags = tags_of(sentence)
    if len(persons) != 1 or "guess" in persons[0].tags or tags & (_MORE_THAN_ONE | {UNKNOWN}):
        return None
    weighty = [part for part in sentence.found if part.tags & _NOT_OF_A_PERSON or part.has("by") or part.has("number")]
    others = [part for part in sentence.found if "idle" not in part.tags and not part.has("person")]
    if not others:
        return None
    return Read(f"status {persons[0].value}", aside=(*(weighty or others), *sentence.of("aside")))


def _meant(rule: Rule, command: str, sentence: Sentence) -> Read | NotRead:
    """The question, and what to tell of how it was read; a slip or a question orders nothing."""
    notes = [rule.note] if rule.note and ("result:" not in command or " by person" in command) else []
    notes += _of_somebody(sentence) if rule.kind == "status" else []
    notes += [f'"{name}" is read as the person; for the month or day say "in {name}"' for name in _dated(sentence)]
    notes += [f'"{typed}" read as "{meant}"' for typed, meant in sentence.slips]
    notes += [f'"{name}" is read as the domain; `tenant:NAME` asks of a tenant' for name in _called_tenants(sentence)]
    if rule.kind == "rollout" and sentence.tags() & {"admins", "guests"} and "apart" not in rule.note:
        notes.append("of everybody: admins and guests stand apart there")
    notes += _of_what(command, sentence)
    notes += _of_a_method(command, sentence)
    if "window" in rule.braces:
        notes += [_CALENDAR.format(*unit) for part in sentence.of("window") if (unit := _THE_LAST.get(part.value))]
        notes += [_WEEKEND for part in sentence.of("goes_on") if part.value in {"the weekend", "weekend"}]
    if "window" in rule.braces and not sentence.of("window") and (days := _wanted_on(sentence)):
        notes.append(f"{days} is when it is wanted; no span of time is named, so it is the usual one")
    notes += [f"{day.title()} only where that day is one" for day in _usual_days(sentence) if rule.kind == "trend"]
    if rule.kind == "time" and sentence.of("weighty"):
        notes.append("the median, not the mean")
    names_people = rule.kind in _NAMES_PEOPLE or (command.startswith("resets") and "by person" in command)
    notes += ["the numbers stand first; whoever may see people has their names below"] * bool(
        names_people and sentence.of("counts_only")
    )
    if rule.kind == "status":
        said = " and ".join(f'"{sentence.said(window)}"' for window in sentence.of("window"))
        notes += [f"all attempts, not only those of {said}"] * bool(said)
        notes += said_beside(sentence)
    # "did you post the digest now" orders nothing; a preview may be asked for
    asks = "asks" in tags_of(sentence) and not command.startswith("digest preview")
    if rule.kind in _DOES and (sentence.slips or asks):
        return NotRead((sentence.text,), either((command,)), (command,))
    somebody = [part.value for part in sentence.of("person") if rule.kind == "fix" and "guess" not in part.tags]
    notes += [f"what is known of that person stands in `status {name}`" for name in somebody[:1]]
    return Read(command, "; ".join(notes), _not_taken_up(rule, sentence))


def _of_somebody(sentence: Sentence) -> list[str]:
    """What somebody's status tells of such words, or cannot tell."""
    rows = _SAID_OF_SOMEBODY.items()
    says = (said for needs, said in rows if all(any(map(sentence.of, need.split("|"))) for need in needs))
    return [*dict.fromkeys(says)]


def _and_who(sentence: Sentence) -> bool:
    """Whether who it was is asked for beside something else: `which domain failed most, and who`."""
    return any(sentence.words[part.start - 1] == "and" for part in sentence.of("who") if part.start)


def _is_of_calls_or_messages(sentence: Sentence) -> bool:
    """Whether a text message or a call is named, of which the reports tell neither from the other."""
    parts = sentence.of("method.mobile_phone")
    said = {word for part in parts for word in sentence.words[part.start : part.stop]}
    return bool(said & (positions().spoken | positions().written))


def _of_what(command: str, sentence: Sentence) -> Iterator[str]:
    """Of what a comparison is, and where people stand that a list by method does not name."""
    tags = sentence.tags()
    if command.startswith("compare") and tags & {"reset", "success"}:
        yield "of failed attempts, with the success rate; how many reset stands in `resets`"
    if command.startswith("compare") and {"outages", "incidents"} & {*sentence.words}:
        yield "of failed attempts; what many failed for at once stands in `incidents`"
    if (
        re.match(r"failures .*by (?!person)", command)
        and "why" not in tags
        and (_asks_who(sentence) or _and_who(sentence))
    ):
        yield "who they are stands in `failures by person`"


def _of_a_method(command: str, sentence: Sentence) -> Iterator[str]:
    """What a filter of a method has besides what was named, or has not."""
    if "method:mobile_phone" in command and _is_of_calls_or_messages(sentence):
        yield "the reports have SMS and calls as one method, Mobile Phone"
    if "method:app_code" in command and "code" not in " ".join(sentence.words):
        yield "codes of an app alone; its notifications are a method of their own, `method:app_notification`"


def _called_tenants(sentence: Sentence) -> Iterator[str]:
    """Domains beside which a tenant is spoken of: `tenant contoso`."""
    for part in sentence.of("domain"):
        beside = (*sentence.words[max(part.start - 1, 0) : part.start], *sentence.words[part.stop : part.stop + 1])
        if not _TENANT.isdisjoint(beside):
            yield sentence.said(part)


def _usual_days(sentence: Sentence) -> list[str]:
    """Weekdays that something is held against: `than a usual sunday`."""
    said = {word for part in sentence.of("as_usual") for word in sentence.words[part.start : part.stop]}
    return sorted(said & {*WEEKDAYS})


def _wanted_on(sentence: Sentence) -> str:
    """The days of an occasion: `for the board on thursday`."""
    said = (word for part in sentence.of("aside.occasion") for word in sentence.words[part.start : part.stop])
    return " and ".join(word.title() for word in dict.fromkeys(said) if word in {*WEEKDAYS})


def _dated(sentence: Sentence) -> list[str]:
    """Persons whose names are months or weekdays, too."""
    return [part.value for part in sentence.of("person") if part.value.casefold() in {*MONTHS, *WEEKDAYS}]


def _status_of(sentence: Sentence) -> str | None:
    """The question about whoever is named; None for nobody."""
    return next((f"status {part.value}" for part in sentence.of("person")), None)


def _several(sentence: Sentence) -> Declined | None:
    names = list({part.value.casefold(): part.value for part in sentence.of("person")}.values())
    if len(names) < _BOTH:
        return None
    first, *others = (f"status {name}" for name in names[:_MOST_ASKED])
    asked = ", then ".join(f"`{question}`" for question in (first, *others))
    return Declined("several people", f"I answer about one person at a time only: {asked}.", first, tuple(others))


def _wants_excel(words: Collection[str]) -> bool:
    return not {"xlsx", "excel", "spreadsheet"}.isdisjoint(words)


def _export(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome | None:
    """The rows behind a question: what is left when the words of exporting are gone is that question."""
    parts = sentence.of("export")
    if not parts:
        return None
    words = [word for part in parts for word in sentence.words[part.start : part.stop]]
    kind = next((_FORMATS[word] for word in words if word in _FORMATS), "csv") + " classic" * ("classic" in words)
    rows = not {"rows", "data", "attempts"}.isdisjoint(words)
    found = tuple(part for part in sentence.found if "export" not in part.tags)
    rest = Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    if all("idle" in part.tags or part.has("window") for part in found) and not rest.of("signs"):
        window = "".join(part.value for part in rest.of("window"))
        command = " ".join(f"export {'attempts' if rows else 'failures'} {window} as {kind}".split())
        unnamed = "" if "attempts" in words else "no list was named"
        note = "; ".join(filter(None, (unnamed, _OPENED_BY_EXCEL * _wants_excel(words))))
        return Read(command, note, aside=(*rest.of("aside"), *rest.of("counts_only")))
    inner = _plain(rest, recognition, known)
    if not isinstance(inner, Read):
        return inner
    name, _, behind = inner.command.partition(" ")
    name = "attempts" if name in _ALL_ROWS and name != "resets" else name
    notes = (inner.note, _OPENED_BY_EXCEL * _wants_excel(words))
    command = " ".join(f"export {name} {behind} as {kind}".split())
    return Read(command, "; ".join(filter(None, notes)), aside=(*inner.aside, *sentence.of("counts_only")))
