"""From the words typed in Slack or on a terminal to the question they mean; nothing is guessed in silence."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import Catalogue
from bot.questions.days import Moment
from bot.questions.form import Context
from bot.questions.forms import NAMED
from bot.questions.freetext import CODE, FAILED, rewrite, without_courtesy
from bot.questions.parse_error import Unclear, nearest
from bot.questions.person_words import is_person, read_person
from bot.questions.question import Fix, FreelyWorded, Help, Misunderstood, Question, Status
from bot.questions.text import LONGEST, LONGEST_RAW, join, normalise, split

_CODE = re.compile(rf"{CODE}(?!\w)", re.IGNORECASE)
_FAILED = frozenset({"failed", "fail"})  # may mean the result Failed or every failure: which is said
_PART = re.compile(r"(?:\d|[a-z]+:|(?:since|from|last|past|this|today|yesterday|by|top|all)$)", re.IGNORECASE)
_SHORTEST_SENTENCE = 20
_LONGEST_WORD = 60


def parse(text: str, *, now: datetime, zone: ZoneInfo, catalogue: Catalogue) -> Question:
    """The question, or a Misunderstood that names the word and shows a form that works; never an exception."""
    plain = normalise(text[: LONGEST_RAW + 1])
    if len(text) > LONGEST_RAW or len(plain) > LONGEST:
        sentence = f"A question has at most {LONGEST} characters, and this one has {max(len(text), len(plain))}."
        return Misunderstood(plain[:LONGEST], _shortened(plain), sentence, "help")
    moment = Moment(now.astimezone(UTC), zone)
    context = Context(moment, catalogue, lambda words: _ask(words, context))
    words = re.sub(r"^<@[A-Z0-9]+>[,:]? (?=\S)", "", plain)
    try:
        return _ask(words, context)
    except Unclear as unclear:
        return _misunderstood(words, unclear, context)


def _ask(text: str, context: Context) -> Question:
    """Read a question: a pasted detail, a name with its words, free words, a person or a code alone."""
    if len(text) >= _SHORTEST_SENTENCE and context.catalogue.match(text):
        return Fix(text)
    text = without_courtesy(text)
    tokens = split(text)
    if not tokens:
        return Help()
    name = tokens[0].casefold()
    if form := NAMED.get(name):
        try:
            question = form.read(text[len(text.split(" ", 1)[0]) :].strip(), context)
            return _interpreted(question, join(("failures", *tokens[1:])), FAILED) if name in _FAILED else question
        except Unclear:
            if (free := _free(text, context)) is None:
                raise
            return free
    return _free(text, context) or _alone(text, tokens, context)


def _free(text: str, context: Context) -> Question | None:
    """The question that free words mean, with what they were taken for."""
    rewritten = rewrite(text)
    if rewritten is None:
        return None
    canonical, note = rewritten
    name, _, rest = canonical.partition(" ")
    return _interpreted(NAMED[name].read(rest.strip(), context), canonical, note)


def _interpreted(question: Question, canonical: str, note: str) -> Question:
    """The question with what it was taken for, where it has room for that."""
    if not isinstance(question, FreelyWorded):
        return question
    words = join(split(canonical))
    return replace(question, interpretation=f"{words} ({note})" if note else words)


def _alone(text: str, tokens: tuple[str, ...], context: Context) -> Question:
    """A person, a code or a sentence of the report with nothing that says what to do with it."""
    if len(tokens) == 1 and is_person(tokens[0]):
        return Status(read_person(tokens))
    if _CODE.match(text) or _names_reference(tokens, context) or context.catalogue.texts.within(text):
        return Fix(text)
    first = tokens[0]
    if is_person(first):
        raise Unclear(tokens[1], f"I do not understand {tokens[1]} behind {first}.", [""])
    as_failures = [f"failures {first}"]
    names = [*as_failures, *nearest(first, NAMED)] if _PART.match(first) else [*nearest(first, NAMED), *as_failures]
    instead = [*names, f"status {first}" if len(tokens) == 1 else "failures"]
    raise Unclear(first, f"No question begins with {first}.", instead)


def _names_reference(tokens: tuple[str, ...], context: Context) -> bool:
    """Whether a single word is the key of a detail or the name of an error: `ADPasswordPolicyError`."""
    word = tokens[0].casefold()
    names = (reference.name.casefold() for reference in context.catalogue.references.values())
    return len(tokens) == 1 and (word in context.catalogue.details or word in names)


def _misunderstood(text: str, unclear: Unclear, context: Context) -> Misunderstood:
    sentence = unclear.sentence.replace(unclear.word, _shortened(unclear.word))
    return Misunderstood(text, _shortened(unclear.word), sentence, _suggestion(text, unclear, context))


def _suggestion(text: str, unclear: Unclear, context: Context) -> str:
    """The first replacement that makes a question which works, or the words without this one; else an example."""
    tokens = split(text)
    for instead in (*unclear.instead, ""):
        candidate = _replaced(join(tokens), unclear.word, instead)
        if candidate and _works(candidate, context):
            return candidate
    form = NAMED.get(split(without_courtesy(text))[0].casefold())
    return form.examples[0] if form else "help"


def _replaced(text: str, word: str, instead: str) -> str:
    """The text with one word changed; the last place counts, where words repeat."""
    places = [*re.finditer(rf"(?<!\S){re.escape(word)}(?!\S)", text, re.IGNORECASE)]
    places = places or [*re.finditer(re.escape(word), text, re.IGNORECASE)]
    if not places:
        return ""
    return " ".join(f"{text[: places[-1].start()]}{instead}{text[places[-1].end() :]}".split())


def _works(text: str, context: Context) -> bool:
    try:
        return len(text) <= LONGEST and not isinstance(_ask(text, context), Help)
    except Unclear:
        return False


def _shortened(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}..."
