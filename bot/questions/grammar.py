"""From the words typed in Slack or on a terminal to the question they mean; nothing is guessed in silence."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import Catalogue
from bot.questions.all_tenants import tenants_named, without_tenant, without_tenants
from bot.questions.dates.calendar import MONTHS, WEEKDAYS, Moment
from bot.questions.misunderstood import misunderstood, shortened
from bot.questions.parse_error import NoPlaceError, ParseError, SaidTwiceError
from bot.questions.person_words import is_person, read_person
from bot.questions.question import (
    Cannot,
    Digest,
    Export,
    Failures,
    Fix,
    Follow,
    FreelyWorded,
    Help,
    Helped,
    Map,
    Misunderstood,
    Question,
    Status,
    Subscribe,
    Triage,
    Unfollow,
    Unsubscribe,
    Why,
)
from bot.questions.question_type import Context, QuestionType
from bot.questions.question_types import NAMED
from bot.questions.text import LONGEST, LONGEST_RAW, join, normalise, split
from bot.questions.words.not_read import either
from bot.questions.words.notes import READ_AS_DOMAIN
from bot.questions.words.outcome import NOT_TAKEN, Declined, NotRead, Read
from bot.questions.words.reader import read
from bot.questions.words.recognition.persons import with_person
from bot.questions.words.recognition.recognise import Names, NoNames, Recognition
from bot.questions.words.recognition.sentence import TAG_QUESTION
from bot.questions.words.recognition.spans import without_what
from bot.questions.words.recognition.vocabulary import vocabulary

_FAILED = frozenset({"failed", "fail"})
_OF_A_TENANT = frozenset(
    {
        "data",
        "rollout",
        "registrations",
        "cutoffs",
        "failures",
        "stuck",
        "trend",
        "compare",
        "resets",
        "incidents",
        "odd",
    }
    | {"changes", "funnel", "time", "helped", "unknown", "export"}
)
_COUNTS = re.compile(  # who met it; not who mends it
    r"(?:who(?! (?:acts|fixes|has|must|should|can|could|do|does|on earth|is responsible))|which (?!cause|step|fix)"
    r"|how (?:many|often)|since when|when|did|does|has|do|have)\b",
    re.IGNORECASE,
)
_SHORTEST_SENTENCE = 20
_FEWEST_WORDS = 6  # of a sentence of the report within a longer text; fewer may be anybody's own words
_COMMAND = re.compile(r"^/?@?sspr:? (?!(?:(?:error|code|number|no|nr)\W*)*\d)(?=\S)", re.IGNORECASE)
# The bot's own, where somebody else is named behind it; what wakes the bot is taken off before.
_MENTION = re.compile(r"^<@[A-Z0-9]+>[,:]? (?=.*@)")
_SHORT_YEAR = re.compile(r"(?<=[a-z]) '(\d\d)(?!\S)")  # november '26


def parse(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    catalogue: Catalogue,
    names: Names | None = None,
    tenant: Collection[str] = (),
    others: Callable[[], bool] = bool,
) -> Question:
    """The question, or a Misunderstood that names the word and shows a form that works; never an exception.

    `names` knows who is loaded, so that a name is told from a word; without it only addresses and places tell.
    `tenant` is what the tenant is called whose data it is asked of, where there are several; `others` whether whoever
    asks may ask of another: nobody else is told that there are any.
    """
    plain = normalise(text[: LONGEST_RAW + 1])
    if len(text) > LONGEST_RAW or len(plain) > LONGEST:
        sentence = f"A question has at most {LONGEST} characters, and this one has {max(len(text), len(plain))}."
        return Misunderstood(plain[:LONGEST], shortened(plain), sentence, "help")
    moment = Moment(now.astimezone(UTC), zone)
    context = Context(moment, catalogue, _ask, names or NoNames())
    words = _SHORT_YEAR.sub(r" 20\1", _COMMAND.sub("", _MENTION.sub("", plain)))
    question = (_of_its_tenant(words, context, tenant) if tenant else None) or _question(words, context)
    hinted = _with_tenants(question) if tenant else question
    return hinted if hinted is question or others() else question


def _question(words: str, context: Context) -> Question:
    try:
        return _ask(words, context)
    except ParseError as error:
        return _of_all_tenants(words, context) or misunderstood(words, error, context)


def _of_its_tenant(words: str, context: Context, tenant: Collection[str]) -> Question | None:
    """What is asked about the tenant by its name, all its domains together; None where it is not named so.

    No name is left out of what may be about a person of that name, or does something.
    """
    said = tenants_named(words, tenant)
    rest = without_tenant(words, tenant)
    if len(said) != 1 or not rest or any(context.names.person(name) for name in said):
        return None
    try:
        question = _ask(rest, context)
    except ParseError:
        return None
    if question.kind not in _OF_A_TENANT or not isinstance(question, FreelyWorded):
        return None
    note = "; ".join(filter(None, (f"of the tenant {next(iter(said))}", question.note)))
    return _interpreted(question, question.read_as or rest, note)


def _with_tenants(question: Question) -> Question:
    """The question; what is narrowed to a domain says how it is asked of a tenant."""
    if isinstance(question, FreelyWorded) and question.note.count(READ_AS_DOMAIN) == 1:
        note = question.note.replace(READ_AS_DOMAIN, f"{READ_AS_DOMAIN}; `tenant:NAME` asks of a tenant")
        return _interpreted(question, question.read_as, note)
    return question


def read_command(text: str, *, now: datetime, zone: ZoneInfo, catalogue: Catalogue) -> Question:
    """The question of a text that begins with its name, with no free words in it. Raises ParseError."""
    plain = normalise(text[: LONGEST_RAW + 1])
    if len(plain) > LONGEST:
        raise ParseError(plain, f"A question has at most {LONGEST} characters, and this one has more.")
    context = Context(Moment(now.astimezone(UTC), zone), catalogue, _ask)
    name, _, rest = plain.partition(" ")
    return NAMED[name].read(rest, context)


def _ask(text: str, context: Context) -> Question:
    """Read a question: a pasted detail, an address alone, a name with its words, free words."""
    tokens = split(text)
    if not tokens:
        return Help()
    if len(text) >= _SHORTEST_SENTENCE and _is_documented(text, context.catalogue):
        if offered := _of_whom(text, context):
            raise ParseError(text, either(offered), offered, known=True, whole=True)
        return Fix(text)
    if len(tokens) == 1 and is_person(tokens[0]):
        return Status(read_person(tokens))
    kind = NAMED.get(tokens[0].casefold())
    question = _typed(kind, text, tokens, context) if kind else _free(text, context)
    if kind and isinstance(question, Why) and _is_no_name(tokens[1:], context):
        return _free(text, context)
    if kind and isinstance(question, Fix) and not context.catalogue.find(question.text):
        return _of_no_error(text, question, context)
    return question


def _of_no_error(text: str, question: Fix, context: Context) -> Question:
    """What is asked with a question's name about what is no error: `explain ada's status`, `fix ada's account`."""
    try:
        free = _free(text, context)
    except ParseError:
        return question
    most = isinstance(free, Failures) and free.top  # `fix for the most common error today`
    return free if most or isinstance(free, Status | Why | Cannot | Help | Helped) else question


def _typed(kind: QuestionType, text: str, tokens: tuple[str, ...], context: Context) -> Question:
    """A question by its name; where its words do not fit they may be free words that happen to begin so."""
    try:
        question = kind.read(text[len(text.split(" ", 1)[0]) :].strip(), context)
    except ParseError as error:
        if remembered := _remembered(kind, text, context):
            return remembered
        elsewhere = kind.name == "time" and error.word.startswith("by ")  # freely read it is no question of time
        if kind.name == "subscribe":
            raise _offered(text, context, error) from None
        if isinstance(error, SaidTwiceError):
            return _of_both(text, context, error)
        if (error.known and "only" not in tokens) or elsewhere:  # `yesterday, only after 6pm`
            raise
        asks = kind.name == "why" and len(tokens) > len(("why", "PERSON"))  # for a reason, and of no digest
        return _free(text, context, None if asks else error)
    if text.endswith("?") and _does(question):
        asked = join(split(TAG_QUESTION.sub("", text)))
        raise ParseError(text, either((asked,)), [asked], known=True, whole=True)
    if tokens[0].casefold() == "explain" and isinstance(question, Fix):
        question = _explained(text, question, context)
    if tokens[0].casefold() in _FAILED:
        return _interpreted(question, join(("failures", *tokens[1:])), "")
    dated = [word for word in tokens[1:] if word.casefold() in {*MONTHS, *WEEKDAYS} and context.names.person(word)]
    if dated and not isinstance(question, Status | Why | Follow | Unfollow | Fix):
        note = f'"{dated[0]}" is read as the time; for the person say "status {dated[0]}"'
        return _interpreted(question, text, note)
    return question


def _does(question: Question) -> bool:
    """Whether it does something: a question mark behind it makes that a question, and is asked back."""
    if isinstance(question, Unsubscribe):
        return question.which is not None
    if isinstance(question, Map | Triage):
        return bool(question.code if isinstance(question, Map) else question.said)
    return isinstance(question, Follow | Unfollow | Subscribe) or (isinstance(question, Digest) and question.now)


def _explained(text: str, question: Fix, context: Context) -> Question:
    """What free words make of what no document has: `explain the sign two methods`; else that it has not.

    Of what one has, the help on a question that is named: `explain time to me`.
    """
    found = context.catalogue.find(question.text)
    if found and NAMED.keys().isdisjoint(question.text.casefold().split()):
        return question
    try:
        free = _free(text, context)
    except ParseError:
        return question
    return free if isinstance(free, Help) or not found else question


def _of_both(text: str, context: Context, error: ParseError) -> Question:
    """What free words make of two spans of time or two breakdowns; raises the error where they make nothing."""
    try:
        return _free(text, context)
    except ParseError:
        raise error from None


def _is_no_name(tokens: tuple[str, ...], context: Context) -> bool:
    """Whether what stands behind `why` is nobody's name: a question's own word, as `why stuck`, or `why is that`."""
    if any(map(context.names.person, tokens)):
        return False
    parts = [vocabulary().longest((token.casefold().rstrip("?!."),), 0) for token in tokens]
    if len(tokens) == 1:
        return parts[0] is not None and "idle" not in parts[0].tags
    return all(part is not None and "idle" in part.tags for part in parts)


def _remembered(kind: QuestionType, text: str, context: Context) -> Question | None:
    """The question of a day said by what happened then, which is named: `changes since the outage on monday`."""
    found = without_what(text)
    if found is None:
        return None
    try:
        question = kind.read(found[0].partition(" ")[2].strip(), context)
    except ParseError:
        return None
    return _interpreted(question, found[0], f'left aside: "{found[1]}"')


def _offered(text: str, context: Context, error: ParseError) -> ParseError:
    """What is wrong with the words of a digest, with the digest that they may mean: it is offered, never set up."""
    recognition = Recognition(vocabulary(), context.catalogue, context.moment, context.names)
    try:
        outcome = read(text, recognition, NAMED)
    except ParseError:
        return error
    command = outcome.command if isinstance(outcome, Read) else "".join(_suggested(outcome)[:1])
    unread = isinstance(error, NoPlaceError)  # else it says more: `there is no time 25:00`
    if unread and isinstance(outcome, Declined) and outcome.key not in NOT_TAKEN:
        return ParseError(error.word, outcome.sentence, filter(None, (outcome.suggestion,)), whole=True)
    if error.known or not command.startswith("subscribe ") or not (unread or isinstance(outcome, Read)):
        return error
    sentence = either((command,)) if isinstance(outcome, Read) else outcome.sentence
    offered = ParseError(error.word, sentence, (command,), whole=True)
    offered.understood = isinstance(outcome, Read)
    return offered


def _suggested(outcome: Declined | NotRead) -> tuple[str, ...]:
    return outcome.suggestions if isinstance(outcome, NotRead) else (outcome.suggestion or "",)


def _is_documented(text: str, catalogue: Catalogue) -> bool:
    """Whether a text is, or has in it, a sentence of the report or of the reset page."""
    first = text.split(" ", 1)[0].casefold()
    if '"' in text and _COUNTS.match(text):
        return False  # who saw it, or how many
    short = first in NAMED or '"' in text or text.count(" ") + 1 < _FEWEST_WORDS
    within = () if short else catalogue.texts.within(text)
    long = any(len(detail.text.partition(".")[0].split()) >= _FEWEST_WORDS for detail in within)
    return long or catalogue.match(text) is not None or catalogue.is_read_aloud(text)


def _of_whom(text: str, context: Context) -> tuple[str, ...]:
    """Both that may be meant where somebody is named before a sentence in quotes: `why does dana get "..."`."""
    before, quote, rest = text.partition('"')
    shown = rest.rstrip('"?!. ')
    if not quote or not before.strip() or '"' in shown or before.split()[0].casefold() in NAMED.keys() - {"why"}:
        return ()
    recognition = Recognition(vocabulary(), context.catalogue, context.moment, context.names)
    persons = {part.value for part in with_person(recognition.read(before), recognition).of("person")}
    loaded = [name for name in persons if "@" in name or context.names.person(name)]
    return (f"status {loaded[0]}", f"fix {shown}") if len(loaded) == 1 else ()


def _free(text: str, context: Context, error: ParseError | None = None) -> Question:
    """The question that free words mean, with what they were taken for; raises ParseError where they mean none.

    `error` is what was wrong with them as a typed question; it counts where free words say no more.
    """
    recognition = Recognition(vocabulary(), context.catalogue, context.moment, context.names)
    try:
        outcome = read(text, recognition, NAMED)
    except ParseError as wrong:
        raise (error if error and error.instead else wrong) from None
    if isinstance(outcome, Declined):
        said = (outcome.key, outcome.sentence, outcome.suggestion, outcome.choices)
        return Cannot(text, *said)
    if isinstance(outcome, Read):
        name, _, rest = outcome.command.partition(" ")
        return _interpreted(NAMED[name].read(rest, context), outcome.command, outcome.note)
    if _names_reference(text, context):
        return Fix(text)
    raise _not_read(text, outcome, error) from None  # never held by a name here: its traceback holds this frame


def _not_read(text: str, outcome: NotRead, error: ParseError | None) -> ParseError:
    """What is wrong with free words, or with them as a typed question where that says more."""
    if error and (outcome.leaves_out or not outcome.suggestions):
        says_more = error.instead and not isinstance(error, NoPlaceError)
        if not (says_more or _is_unknown(error.word, outcome)):
            instead = outcome.suggestions or error.instead
            error = ParseError(error.word, outcome.sentence, instead, whole=outcome.leaves_out)
    else:
        word = outcome.words[0] if outcome.words else text
        error = ParseError(word, outcome.sentence, outcome.suggestions, whole=True)
    error.unread = not outcome.suggestions
    error.understood = outcome.understood
    error.doubtful = outcome.doubtful
    return error


def _is_unknown(word: str, outcome: NotRead) -> bool:
    """Whether the reader of words does not know a word either; where it does, something else is wrong."""
    unknown = {token for words in outcome.words for token in words.casefold().split()}
    return not unknown.isdisjoint(word.casefold().split())


def _of_all_tenants(text: str, context: Context) -> Question | None:
    """What `fleet` says to a question that is asked about all tenants; None where it is no plain question."""
    rest = None if text.casefold().startswith("fleet") else without_tenants(text)
    try:
        asked = _ask(rest, context) if rest else Help()
        typed = rest is not None and rest.split(" ")[0].casefold() == asked.kind
        if isinstance(asked, Help | Export) or not (typed or _plainly(asked) == _plainly(_ask(asked.kind, context))):
            return None
    except ParseError:
        return None
    command = f"fleet {rest if typed else asked.kind}"
    try:
        question = NAMED["fleet"].read(command.partition(" ")[2], context)
        noted = not typed and isinstance(asked, FreelyWorded) and asked.note
        return None if noted else _interpreted(question, command, "")  # a note is of one tenant's answer
    except ParseError as error:
        return misunderstood(text, error, context)


def _plainly(question: Question) -> Question:
    return replace(question, interpretation="", note="") if isinstance(question, FreelyWorded) else question


def _interpreted(question: Question, command: str, note: str) -> Question:
    """The question with what it was taken for, where it has room for that."""
    if not isinstance(question, FreelyWorded):
        return question
    words = join(split(command))
    return replace(question, interpretation=f"{words} ({note})" if note else words, note=note)


def _names_reference(text: str, context: Context) -> bool:
    """Whether a single word is the key of a detail or the name of an error: `ADPasswordPolicyError`."""
    word = text.casefold()
    names = (reference.name.casefold() for reference in context.catalogue.references.values())
    return " " not in word and (word in context.catalogue.details or word in names)
