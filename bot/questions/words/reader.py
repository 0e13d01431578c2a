"""From free words to the question they mean, as one would type it; every word has its place, or is named."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeGuard

from bot.questions.codes import is_correlation
from bot.questions.dates.windows import take_window
from bot.questions.filters import KEYS
from bot.questions.likely import is_likely_another, kinds_near
from bot.questions.plan_options import OPTIONS
from bot.questions.words.callers import asked_by, is_of_page, of_nobody_named, of_somebody, says_to_reader, without_list
from bot.questions.words.cannot import of_kind, refusal, said_beside
from bot.questions.words.clauses import (
    Reader,
    asking_sentences,
    beside,
    has_times_apart,
    order_beside,
    ordered_last,
    taken_back,
    two_questions,
)
from bot.questions.words.deeds import may_stand_beside, not_ordered, wants_signs
from bot.questions.words.nearly import stands_among, stands_beside, without_idle_words
from bot.questions.words.not_read import (
    DOES,
    Offers,
    denied,
    foreign,
    left_out,
    not_in_plan,
    not_narrowed,
    not_read,
    offers_of,
    only_subject,
    together,
    which,
)
from bot.questions.words.notes import notes, with_aside
from bot.questions.words.outcome import NOT_TAKEN, Declined, NotRead, Outcome, Read
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.persons import asks_who, begins_clause, with_person, without_unknown
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Recognition, Sentence
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
from bot.questions.words.two_at_once import of_both
from bot.questions.words.unheeded import THANKS, lost_of_plan, named, refused

_FORMATS = {"csv": "csv", "parquet": "parquet", "excel": "csv", "xlsx": "csv", "spreadsheet": "csv"}
_CLASSIC = frozenset({"classic", "old", "legacy"})  # "in the old format"
_TO_DO = frozenset({"you", "me", "us"})  # "can you export it"
_WISHES = _TO_DO | {"i", "we"}
_EVERYBODY = frozenset({"users", "people", "everyone", "everybody", "accounts", "employees"})
_MAY_THEY = frozenset({"can", "could", "may", "might"})  # "can viewers export"
_ONE_FORMAT = "I do not hand over two files at once: ask for the one `as csv`, then for the other `as parquet`."
_OPENED_BY_EXCEL = "a CSV file, which Excel opens"
_TO_WHO_ASKS = "the file goes only to who asks for it"
_GIVES_TO = re.compile(
    r"\b(?:send|give|hand|forward|e?-?mail|pass|share)"
    r"(?: (?:it|them|this|that|these|those|over|on|the|file|list|csv|export|results?|rows|data))+ to$"
)
_NEEDS_IT = re.compile(
    r"(?:needs?|wants?|wanted|asked for|is waiting for) (?:it|them|this|that|the (?:list|file|csv))(?!\S)"
)
_LISTED_ROWS = frozenset({"failures", "stuck", "resets", "registrations", "rollout"})  # exported, and of many
_OF_A_TOPIC = frozenset({"me", "us", "to", "the", "a", "of", "question", "command", "word", "term", "topic"})
_EXPLAIN = frozenset({"explain", "mean", "means", "describe"})
_NO_TOPICS = frozenset({"why", "fix", "help"})
DOUBTFUL = "I am not sure what is asked."
_TYPED_FIRST = frozenset({"time", "resets", "registrations", "rollout", "cutoffs", "funnel", "incidents", "odd"})
_NOT_TYPED = frozenset({"failures", "stuck"})
_THAT_FAILED = frozenset({"that", "which", "failed", "failing"})  # "resets that failed"
_NO_QUESTION = "I find no question that takes all of that."
_BOTH = 2
_FEW_WORDS = 3
_MOST_BESIDE = 4  # unknown words
_AGAINST = frozenset({"before", "after", "since", "than", "as", "like"})
_LISTED = frozenset({"stuck", "failures", "registered", "result.blocked"})  # `stuck longer than dana`
_IT_IS = frozenset({"it", "it's", "that", "that's", "this", "is", "was", "'s", "but", "no", "sorry"})
_HELD = frozenset({"anyone", "who", "everybody", "changed", "persons", "myself"})
_OVER = frozenset({"recovered", "succeeded", "reset", "got", "made", "registered"})
_CALLS = frozenset(
    {"ping", "notify", "alert", "message", "dm", "text", "remind", "follow", "watch", "once", "soon", "lmk"}
)
_LEAVE_OUT = frozenset({"failures", "trend", "compare"})
_OF_PEOPLE = frozenset({"who", "persons", "everybody", "many", "unnamed", "others"})
_FAILED = frozenset({"failed", "fail", "fails", "failing"})
_TAKES_NOTHING = frozenset({"digest"})
_NOW = frozenset({"today", "this morning"})  # of a digest: the one that would be posted now
_ASKED_HOW = frozenset(
    {"subscribe", "unsubscribe", "digest", "unfollow"}
)  # how it is done orders nothing for all of it
_MAY_I = frozenset({"idle", "myself", "status"})  # "am i allowed to export"
_ENDS = frozenset({"unfollow", "hush", "to_follow"})  # a status is not told instead
_ENDINGS = ("stop", "end", "cancel")  # of what, the sentence before says
_HOW_SHE_IS = frozenset({"stuck", "failures"})  # why somebody is to be followed
_CORRELATION_ID = frozenset({"correlation", "id"})
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
_ALL_ROWS = frozenset({"trend", "attempts", "resets"})


def read(text: str, recognition: Recognition, known: Collection[str]) -> Outcome:
    """What a sentence means. `known` are the names of the questions that have an answer.

    Raises ParseError for a filter or a date that cannot be meant so.
    """
    reader = Reader(
        lambda clause: with_person(recognition.read(clause), recognition),
        lambda sentence: _plain(sentence, recognition, known),
    )
    sentence = without_what_is_said_anyway(reader.words(text))
    if not sentence.tags() & {"person", "helped", "window"}:  # what came of something done needs no day
        for part in sentence.of("vague"):
            alone = _of_asking_sentence(text, reader, recognition, known)
            if isinstance(alone, Read) and alone.command == "data":  # which needs no time
                return alone
            take_window(tuple(part.value.split()), recognition.moment)  # which asks back
    outcome = (
        says_to_reader(sentence, recognition)
        or _declined(sentence, recognition, known)
        or _order_beside(text, recognition, known)
        or (has_times_apart(sentence) and _of_asking_sentence(text, reader, recognition, known))
        or _how_to_ask(sentence, reader, known)
        or _of_topic(sentence, known)
        or taken_back(sentence, reader)
        or two_questions(sentence, reader)
        or ordered_last(text, reader)
        or _in_two_formats(sentence)
        or _export(sentence, reader)
        or reader.meaning(sentence)
    )
    if not isinstance(outcome, Read):
        outcome = _of_asking_sentence(text, reader, recognition, known) or outcome
    outcome = _in_part(outcome, sentence, recognition, known)
    if isinstance(outcome, Read):
        outcome = _of_causes(outcome, sentence, recognition)
    outcome = asked_by(sentence, outcome, reader.words, lambda asked: read(asked, recognition, known))
    outcome = without_list(outcome, sentence, recognition)
    if not isinstance(outcome, Read):
        return _without_unlikely(outcome, sentence, known)
    if outcome.command.startswith("subscribe ") and (lost := lost_of_plan(sentence)):
        return not_in_plan(sentence, outcome.command, lost)
    if _is_of_another_than_typed(outcome, sentence):
        return NotRead((text,), _NO_QUESTION)
    if is_likely_another(outcome.command.partition(" ")[0], outcome.clause or sentence):
        return _doubted(outcome, sentence, reader, recognition, known)
    return _followed_too(outcome, sentence) or with_aside(outcome, sentence)


def _followed_too(outcome: Read, sentence: Sentence) -> NotRead | None:
    """Asked back where somebody is to be followed, and asked about as well: one of the two would be dropped."""
    kind, _, who = outcome.command.partition(" ")
    orders = sentence.of("to_follow")
    does_it = any(part.stop == orders[0].start for part in sentence.of("person")) if orders else True
    if does_it or kind not in {"status", "why", "follow"}:  # `did thea follow the steps`
        return None
    asked = any("idle" not in part.tags and part.stop <= orders[0].start for part in sentence.of("status"))
    return which(sentence, (f"status {who}", f"follow {who}")) if asked or kind != "follow" else None


def _doubted(
    outcome: Read, sentence: Sentence, reader: Reader, recognition: Recognition, known: Collection[str]
) -> Read | NotRead:
    """What such words mostly mean: the question of the sentence that asks, or asked back; what a page says is read."""
    alone = _of_asking_sentence(sentence.text, reader, recognition, known)
    if isinstance(alone, Read) and alone.command.partition(" ")[0] in kinds_near(sentence):
        return alone
    if is_of_page(sentence, recognition):
        return with_aside(outcome, sentence)
    return NotRead((sentence.text,), DOUBTFUL, (outcome.command,), doubtful=True)


def _order_beside(text: str, recognition: Recognition, known: Collection[str]) -> Declined | NotRead | None:
    """The no to a deed that is ordered beside a question, which is offered; None where it orders none."""
    if not (clauses := order_beside(text)):
        return None
    asked, order = clauses
    ordered, question = read(order, recognition, known), read(asked, recognition, known)
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


def _of_asking_sentence(text: str, reader: Reader, recognition: Recognition, known: Collection[str]) -> Outcome | None:
    """The question that one sentence is as a whole, where the others only tell: these are named."""
    for asked, others in asking_sentences(text, reader):
        outcome, sentence = read(asked, recognition, known), reader.words(asked)
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
        return _is_certain(sentence)
    kind = outcome.command.partition(" ")[0]
    if kind == "help":
        return "you" in sentence.words and sentence.words[0] not in THANKS
    blocked_now = kind == "stuck" and bool(sentence.of("at_present"))
    return kind == "export" or blocked_now or is_named(kind, tags_of(sentence))


def _does(outcome: Outcome) -> TypeGuard[Read]:
    """Whether it is done for all of a channel: not beside another sentence before it is pressed."""
    return isinstance(outcome, Read) and outcome.command.partition(" ")[0] in DOES - {"follow", "unfollow"}


def _is_certain(sentence: Sentence) -> bool:
    """Whether somebody is named for certain."""
    return any("guess" not in part.tags for part in sentence.of("person"))


def _is_of_another_than_typed(outcome: Read, sentence: Sentence) -> bool:
    """Whether a sentence begins with one question's name and is read as failures or who is stuck: `time on-prem`."""
    named = sentence.words[0] in _TYPED_FIRST and _THAT_FAILED.isdisjoint(sentence.words[1:3])
    return named and outcome.command.partition(" ")[0] in _NOT_TYPED and outcome.clause is None


def _in_part(outcome: Outcome, sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Outcome:
    """The question of a part of what is not read as a whole, where the rest surely does not change it."""
    if isinstance(outcome, NotRead) and outcome.understood:
        return outcome
    if isinstance(outcome, NotRead):
        outcome = _beside_unknown(sentence, known) or outcome
    if isinstance(outcome, NotRead) and not outcome.suggestions:
        offers = offers_of(sentence, known)
        outcome = _of_subject(sentence, offers, known) or together(sentence, offers) or outcome
    if isinstance(outcome, NotRead) and not outcome.suggestions:
        outcome = of_nobody_named(sentence) or _documented(sentence, recognition) or outcome
    return outcome


def _without_unlikely(outcome: Declined | NotRead, sentence: Sentence, known: Collection[str]) -> Declined | NotRead:
    """What was not read, without a suggestion that leaves words out where such words mostly ask another question."""
    if isinstance(outcome, Declined):
        suggested = outcome.suggestion if outcome.key in NOT_TAKEN else None
    else:
        suggested = outcome.suggestions[0] if outcome.leaves_out else None
    if (
        not suggested
        or suggested.partition(" ")[0] in DOES
        or not kinds_near(sentence)
        or not is_likely_another(suggested.partition(" ")[0], sentence)
    ):
        return outcome
    if isinstance(outcome, Declined) and outcome.leaves_out:
        return replace(outcome, suggestion=None, leaves_out=False)
    if sentence.of(UNKNOWN):
        return replace(not_read(sentence, known), suggestions=())
    return NotRead((sentence.text,), _NO_QUESTION)


def _documented(sentence: Sentence, recognition: Recognition) -> NotRead | None:
    """Ask whether a fix is meant: of a code of which a caller reads the end, or of a few words that a document has."""
    codes = [f"SSPR_{part.value.zfill(4)}" for part in sentence.of("no_code")]
    alone = len(sentence.words) <= _FEW_WORDS and not sentence.of("code")
    texts = codes or [sentence.text] * alone
    return next((which(sentence, (f"fix {text}",)) for text in texts if recognition.catalogue.find(text)), None)


def _of_topic(sentence: Sentence, known: Collection[str]) -> Read | None:
    """The help on a question whose name is to be explained: `explain the question time`; None where more is said."""
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
    if len(commands) > 1:
        return which(sentence, commands)
    return replace(outcome, command=commands[0], aside=(*outcome.aside, *sentence.of(UNKNOWN)))


def _declined(sentence: Sentence, recognition: Recognition, known: Collection[str]) -> Declined | NotRead | None:
    """What is not done, whatever else the sentence says, or not before it is pressed."""
    codes = sentence.of("code")
    if all(is_correlation(part.value) for part in codes) and (codes or {*sentence.words} >= _CORRELATION_ID):
        return Declined("support code", of_kind("support code"), _status_of(sentence))
    if refused := refusal(sentence, known, recognition.vocabulary, recognition.moment):
        return refused
    if any(is_turned(sentence, part) for part in sentence.of("person")):
        return left_out(sentence)
    return _not_about(sentence) or _several(sentence) or denied(sentence, "failures")


def _not_about(sentence: Sentence) -> NotRead | None:
    """No reading of whoever or whatever is named only to say what is not meant, or to hold something against it."""
    status = _status_of(sentence)
    words = ((part, sentence.words[part.start - 1]) for part in sentence.found if part.start)
    denied_first = any(
        before == "not" and (part.has("code") or (part.has("person") and _is_denied(sentence, part)))
        for part, before in words
    )
    if denied_first:
        return NotRead((sentence.text,), _NO_QUESTION, (status,) if status and sentence.of("code") else ())
    measured = status and any(_is_measure(sentence, part) for part in sentence.of("person"))
    return NotRead((sentence.text,), _NO_QUESTION, (status,)) if status and measured else None


def _is_denied(sentence: Sentence, person: Found) -> bool:
    """Whether nothing is said but that it is somebody else: `not dana`, `that is not dana`."""
    alone = all("idle" in part.tags for part in sentence.found if part is not person)
    return alone and {*sentence.words[: person.start - 1]} <= _IT_IS


def _is_measure(sentence: Sentence, person: Found) -> bool:
    """Whether others, or what changed, are held against somebody: `did anyone try before dana`, `as often as dana`."""
    before = [part for part in sentence.found if part.stop <= person.start]
    if not before or sentence.words[person.start - 1] not in _AGAINST or begins_clause(sentence, person):
        return False
    return not sentence.tags() & {"others", "same_as"} and any(
        part.tags & _HELD or (not part.start and part.tags & _LISTED) for part in before
    )


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
    stem = re.fullmatch(r"(.+?)(?:s|e|p?ing)?", word)
    return word if word in known else next((name for name in known if stem and name.removesuffix("e") == stem[1]), None)


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
    if rest is None or not isinstance(outcome, Read) or outcome.command.partition(" ")[0] in DOES:
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
        if command.startswith("subscribe odd") and wants_signs(sentence):
            return which(sentence, commands)
        if rule.cannot:
            domain = "".join(map(sentence.said, sentence.of("domain")[:1]))
            says = rule.cannot.replace("{domain}", domain)
            return Declined(rule.kind, says, command, tuple(others), of_domain=bool(domain))
        if declined := of_somebody(rule, sentence) or of_both(rule, sentence):
            return declined
        return _of_row(rule, commands, sentence, known)
    return None


def _of_row(rule: Rule, commands: tuple[str, ...], sentence: Sentence, known: Collection[str]) -> Outcome:
    """What the row that fits makes of a sentence: its question, unless a word that it would drop may not be dropped."""
    command, *others = commands = tuple(_with_names(each, sentence) for each in _either_way(rule, commands, sentence))
    weighty = (*refused(rule, sentence), *_unsaid(rule, sentence))
    if others and rule.kind == "follow" and all(part.tags & _HOW_SHE_IS for part in weighty):
        return which(sentence, commands)  # `dana is stuck, tell me when she has recovered`
    if weighty and (others or not stands_among(rule.kind, sentence, weighty)):
        unsure = bool(others) or rule.kind == "unsubscribe"  # the first of two is not number 2
        return not_narrowed(sentence, weighty, "" if unsure else command)
    if not others and (not_done := not_ordered(command, rule.allowed, sentence)):
        return not_done
    if others:
        return which(sentence, commands)
    if rule.kind not in known:
        return Declined(rule.kind, of_kind(rule.kind))
    outcome = _meant(rule, command, sentence)
    unread = (part for part in sentence.of(UNKNOWN) if rule.kind == "fix" and sentence.said(part) not in command)
    return replace(outcome, aside=(*outcome.aside, *weighty, *unread)) if isinstance(outcome, Read) else outcome


def _either_way(rule: Rule, commands: tuple[str, ...], sentence: Sentence) -> tuple[str, ...]:
    """What may be meant as well.

    `failures without license` are those for want of one, or all the others; who failed without one wanted it.
    """
    if rule.kind == "follow" and len(commands) == 1 and _is_over(sentence):
        return (*commands, f"status {commands[0].partition(' ')[2]}")
    if rule.kind not in _LEAVE_OUT or len(commands) > 1:
        return commands
    if not any(sentence.words[part.start] in positions().without for part in sentence.of("cause")):
        return commands
    if sentence.tags() & _OF_PEOPLE or {*sentence.words} & (positions().subject | _FAILED):
        return commands
    return (*commands, commands[0].replace("cause:", "cause:-"))


def _is_over(sentence: Sentence) -> bool:
    """Whether what is to be told may be over: `tell me when dana recovered`; not `ping me when dana recovered`."""
    behind = {word for part in sentence.of("person") for word in sentence.words[part.stop : part.stop + 1]}
    fails = any(map(sentence.of, ("result.blocked", "stuck", "failures")))  # `dana is blocked, tell me when it's over`
    return (fails or not behind.isdisjoint(_OVER)) and _CALLS.isdisjoint(
        [*sentence.words, *sentence.text.casefold().split()]
    )


def _with_names(command: str, sentence: Sentence) -> str:
    """The command; failures of which somebody asks who are listed by person, unless by something else."""
    if command.startswith("failures") and sentence.of("counts_only"):
        return command.removesuffix(" by person")
    names = command.startswith("failures") and " by " not in command and asks_who(sentence)
    return f"{command} by person" if names and "why" not in sentence.tags() else command


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
    if not isinstance(outcome, Read) or not outcome.command.startswith(("status ", "why ")):
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
    note = "; ".join(said_beside(sentence))
    return Read(f"status {persons[0].value}", note, aside=(*(weighty or others), *sentence.of("aside")))


def _meant(rule: Rule, command: str, sentence: Sentence) -> Read | NotRead:
    """The question, and what to tell of how it was read; a slip or a question orders nothing."""
    meant = Read(command, "; ".join(notes(rule, command, sentence)), _not_taken_up(rule, sentence))
    if rule.kind not in DOES:
        return meant
    # "did you post the digest now" orders nothing; a preview may be asked for
    asks = "asks" in tags_of(sentence) or (sentence.text.endswith("?") and "you" not in sentence.words)
    asks &= not command.startswith("digest preview")
    asks |= bool(sentence.of("how_to")) and rule.kind in _ASKED_HOW and "preview" not in command
    # a reason beside it is left aside: not before it is pressed
    asks |= (
        rule.kind in _ASKED_HOW
        and "preview" not in command
        and bool(sentence.of("aside.occasion"))
        and not sentence.of("person")
    )
    return which(sentence, (command,)) if sentence.slips or asks else meant


def _status_of(sentence: Sentence) -> str | None:
    """The question about whoever is named; None for nobody."""
    return next((f"status {part.value}" for part in sentence.of("person")), None)


def _several(sentence: Sentence) -> Declined | None:
    names = list({part.value.casefold(): part.value for part in sentence.of("person")}.values())
    if len(names) < _BOTH:
        return None
    first, *others = (f"status {name}" for name in names[:_MOST_ASKED])
    tags = tags_of(sentence)
    verb = "unfollow" if "unfollow" in tags else "follow" if "to_follow" in tags else ""
    if verb and not tags & {"not", "leaving_out", "asks"} and "but" not in sentence.words:
        asked = ", then ".join(f"`{verb} {name}`" for name in names[:_MOST_ASKED])
        says = f"I {verb} one person at a time, and did nothing yet: {asked}."
        return Declined(
            "several people", says, f"{verb} {names[0]}", tuple(f"{verb} {name}" for name in names[1:_MOST_ASKED])
        )
    asked = ", then ".join(f"`{question}`" for question in (first, *others))
    return Declined("several people", f"I answer about one person at a time only: {asked}.", first, tuple(others))


def _wants_excel(words: Collection[str]) -> bool:
    return not {"xlsx", "excel", "spreadsheet"}.isdisjoint(words)


def _is_of_exports(sentence: Sentence) -> bool:
    """Whether it asks about exports, and orders none: `what can be exported`, `can viewers export`."""
    said = {*sentence.words}
    return not said & (_TO_DO if "asks" in tags_of(sentence) else _WISHES) and (
        "asks" in tags_of(sentence) or sentence.words[0] in {"how", "can", "could"}
    )


def _of_exports(sentence: Sentence, rest: Sentence, *, whole: bool) -> Outcome | None:
    """The help on exports for what is asked about them, and which list is meant of `all users`; None for an order.

    `whole`: nothing besides says what is to be exported.
    """
    if sentence.words[0] == "am" and all(part.tags & _MAY_I for part in rest.found):
        return Read("help export")
    if sentence.words[0] in _MAY_THEY | {"help"} and not _WISHES & {*sentence.words}:
        aside = (part for part in rest.found if "idle" not in part.tags and not part.has("help"))
        return Read("help export", aside=tuple(aside))
    if whole and _is_of_exports(sentence):
        return Read("help export", aside=rest.of("aside"))
    if whole and _EVERYBODY & {*sentence.words} and not rest.of("window"):
        return which(sentence, ("export rollout", "export failures by person"))
    return None


def _in_two_formats(sentence: Sentence) -> Declined | None:
    """No to what is wanted `as csv and parquet`."""
    words = (word for part in sentence.of("export") for word in sentence.words[part.start : part.stop])
    both = len({_FORMATS[word] for word in words if word in _FORMATS}) > 1
    return Declined("formats", _ONE_FORMAT, "help export") if both else None


def _receiver(sentence: Sentence) -> Found | None:
    """Whoever is to get the file: `send it to erik`, `mia needs it`."""
    return next(
        (
            part
            for part in sentence.of("person")
            if _GIVES_TO.search(" ".join(sentence.words[: part.start]))
            or _NEEDS_IT.match(" ".join(sentence.words[part.stop :]))
        ),
        None,
    )


def _for_somebody(rest: Sentence, inner: Read, reader: Reader) -> tuple[str, ...]:
    """The list or what is known of somebody, either of which `export failures last week for erik` may mean."""
    persons = rest.of("person")
    for_whom = len(persons) == 1 and rest.words[persons[0].start - 1] == "for" and not rest.of("attempts")
    if not for_whom or not inner.command.startswith("status "):
        return ()
    listed = reader.meaning(replace(rest, found=tuple(part for part in rest.found if part not in persons)))
    if not isinstance(listed, Read) or listed.command.partition(" ")[0] not in _LISTED_ROWS:
        return ()
    return f"export {listed.command}", f"export {inner.command}"


def _export(sentence: Sentence, reader: Reader) -> Outcome | None:
    """The rows behind a question: what is left when the words of exporting are gone is that question."""
    parts = sentence.of("export")
    if not parts:
        return None
    words = [word for part in parts for word in sentence.words[part.start : part.stop]]
    kind = next((_FORMATS[word] for word in words if word in _FORMATS), "csv")
    kind += " classic" * bool(_CLASSIC & {*words})
    rows = not {"rows", "data", "attempts"}.isdisjoint(words) or bool(sentence.of("everything"))
    whom = _receiver(sentence)
    found = tuple(part for part in sentence.found if part.tags.isdisjoint({"export", "masked"}) and part is not whom)
    names = (
        *filter(None, (whom,)),
        *sentence.of("counts_only"),
        *sentence.of("masked"),
    )  # that are in an export all the same
    rest = Sentence(sentence.text, sentence.typed, sentence.words, found, sentence.slips)
    rows = rows or bool(rest.of("attempts"))
    whole = all("idle" in part.tags or part.has("window") or part.tags == {"attempts"} for part in found)
    whole &= not rest.of("signs")
    if about := _of_exports(sentence, rest, whole=whole):
        return about
    if whole:
        window = "".join(part.value for part in rest.of("window"))
        command = " ".join(f"export {'attempts' if rows else 'failures'} {window} as {kind}".split())
        unnamed = "" if "attempts" in words or rest.of("attempts") else "no list was named"
        note = "; ".join(filter(None, (unnamed, _OPENED_BY_EXCEL * _wants_excel(words), _TO_WHO_ASKS * bool(whom))))
        return Read(command, note, aside=(*rest.of("aside"), *names))
    inner = reader.meaning(rest)
    if not isinstance(inner, Read):
        return inner
    if choices := _for_somebody(rest, inner, reader):
        return which(sentence, choices)
    name, _, behind = inner.command.partition(" ")
    name = "attempts" if name in _ALL_ROWS and name != "resets" else name
    notes = (inner.note, _OPENED_BY_EXCEL * _wants_excel(words), _TO_WHO_ASKS * bool(whom))
    command = " ".join(f"export {name} {behind} as {kind}".split())
    return Read(command, "; ".join(filter(None, notes)), aside=(*inner.aside, *names))
