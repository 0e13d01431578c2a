"""What a caller says: of nobody named, and what a web page says to them, typed, pasted or passed on.

`user gets no code` is about one person, and no list of many answers it. A page asks nothing, whatever words it has of a
question: only what documents have of it is answered, or a cause that it is said to name.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.questions.text import split
from bot.questions.words.cannot import of_kind
from bot.questions.words.outcome import NOT_TAKEN, Declined, NotRead, Outcome, Read
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Names, Recognition, Sentence
from bot.questions.words.rules import Rule, cause_named, tags_of

_OF_MANY = frozenset({"failures", "registrations", "resets", "rollout", "stuck", "trend"})
_CALLER = re.compile(
    r"(?:how (?:do|can) i (?:tell|know|check|see|find out) (?:if|whether) )?"
    r"(?:(?:the|my|a|an|this|our|one|new|hi|hello) )*"
    r"(?:user|caller|employee|colleague|customer|person|guy|lady|gentleman|he|she"
    r"|(?:somebody|someone)(?= (?:from|in|at) )) (?:here )?"
    r"(?:(?:from|in|at) (?:the )?\S+ )?"
    r"(?:gets?|got|has|had|says?|said|sees?|saw|can't|cant|cannot|couldn't|is|was|tries|tried|clicks|clicked|pressed|keeps"
    r"|wants|needs|doesn't|didn't|isn't|wasn't|forgot|lost|never|types|typed|entered|enters|receives|received|still"
    r"|locked out|blocked out)(?!\S)"
)

_OF_OTHERS = frozenset({"window", "many", "stuck", "others"})
_ASKERS = frozenset({"i", "we", "you"})
_WHO = Declined(
    "help",
    "I do not know who that is: give me the user ID, or what the page says, and I say what is wrong.",
    "help fix",
)
_KEY = "the page's words"
_NOT_OF_PAGE = frozenset({"most", "code", "digest", "loaded", "export", "follow", "unfollow", "typed", "map", "triage"})
_ASKED_BESIDE = frozenset({"window", "who", "many", "by", "everybody", "digest", "export", "typed"})
_OF_ONE_FAULT = ("fix ", "help")
_QUOTED = re.compile(r'"([^"]+ [^"]+)"')

# `user sees: too many attempts`, `sorry, too many attempts`, `fix too many attempts`
_SHOWN = re.compile(
    r"\b(?:sees|saw|gets|got|reads|hears|says|shows|message|error|page|screen)(?: me| us)?\s*:\s"
    r"|^(?:sorry|unfortunately|fix|explain)\b",
    re.IGNORECASE,
)


def of_somebody(rule: Rule, sentence: Sentence) -> Declined | Read | None:
    """Ask who it is, where a question about many would answer what is asked about one; tell a cause that is named."""
    if rule.kind not in _OF_MANY or not _CALLER.match(" ".join(sentence.words)):
        return None
    causes = sentence.of("cause")
    if len(causes) == 1 and not sentence.tags() & {"window", "many", "others", "digest", "not"}:
        about = cause_named(causes) or sentence.said(causes[0])
        return Read(f"fix {about}", "whom it is about is not said: `status` of their user ID says more")
    return _WHO


def of_nobody_named(sentence: Sentence) -> Declined | None:
    """Ask who it is, where somebody is spoken of and no question takes the words: `user cannot reset`."""
    asked = sentence.tags() & _OF_OTHERS or {*sentence.words} & _ASKERS
    return None if asked or not _CALLER.match(" ".join(sentence.words)) else _WHO


@dataclass(frozen=True, slots=True)
class _Pages:
    """The words and patterns of page.toml; each is explained there."""

    reader: frozenset[str]
    perhaps: frozenset[str]
    not_of_pages: frozenset[str]
    not_first: frozenset[str]
    states: frozenset[str]
    passed_to: frozenset[str]
    of_pages: re.Pattern[str]
    every: re.Pattern[str]
    to_bot: re.Pattern[str]
    to_reader: re.Pattern[str]
    of_access: re.Pattern[str]
    of_itself: re.Pattern[str]


@cache
def _pages() -> _Pages:
    """Read once."""
    table = tomllib.loads(files("bot.questions.words").joinpath("page.toml").read_text("utf-8"))
    words = {key: frozenset(text.split()) for key, text in table.items() if isinstance(text, str)}
    patterns = {key: re.compile(rf"\b(?:{'|'.join(each)})(?!\S)") for key, each in table.items() if key not in words}
    asks = words["asker"] | words["asks"] | words["of_bot"]
    perhaps = words["reader"] | words["perhaps"]
    return _Pages(words["reader"], perhaps, asks, words["not_first"], words["states"], words["passed_to"], **patterns)


def says_to_reader(sentence: Sentence, recognition: Recognition) -> Declined | Read | None:
    """What to answer to a sentence that is a page's own; None where somebody asks something with it."""
    search, text = recognition.catalogue.search, _quoted(sentence)
    if _names_somebody(sentence, recognition.names):
        return None
    shown = search.is_mark(text) or ((text != sentence.text or _SHOWN.search(sentence.text)) and search.on_page(text))
    if shown and not sentence.tags() & _ASKED_BESIDE:
        return Read(f"fix {text}")
    if '"' in sentence.text or not _is_own(sentence):
        return None
    said_of = sentence.of("page_says")
    if any(part.has("cause.throttled") for part in said_of):
        return Read("fix throttled")
    passed_on = any(not part.has("cause") for part in said_of)
    if passed_on and (sentence.of("cause") or sentence.tags() & _ASKED_BESIDE):
        return None
    return Read(f"fix {text}") if search.on_page(text) else _unknown()


def is_of_page(sentence: Sentence, recognition: Recognition) -> bool:
    """Whether a page says it, or somebody tells what a page says."""
    return _is_passed_on(sentence, recognition) or _is_own(sentence)


def without_list(outcome: Outcome, sentence: Sentence, recognition: Recognition) -> Outcome:
    """What was read of a page that is told on: its fix, or an honest no where that would count or list something."""
    if not _is_passed_on(sentence, recognition):
        return outcome
    if isinstance(outcome, Declined) and outcome.key not in NOT_TAKEN and outcome.sentence != of_kind(_KEY):
        return outcome
    if isinstance(outcome, NotRead) and outcome.understood:
        return outcome
    if isinstance(outcome, Read) and (outcome.command.startswith(_OF_ONE_FAULT) or _is_status(outcome, sentence)):
        return outcome
    text = _quoted(sentence)
    return Read(f"fix {text}") if recognition.catalogue.search.on_page(text) else _unknown()


def _quoted(sentence: Sentence) -> str:
    found = _QUOTED.search(sentence.text) if '"' in sentence.text else None
    return found[1] if found else sentence.text


def _is_status(outcome: Read, sentence: Sentence) -> bool:
    """Whether it is that of a name: with a capital, as `incorrect` of `the password is incorrect` has none."""
    return outcome.command.startswith("status ") and any(part.value[:1].isupper() for part in sentence.of("person"))


def _is_passed_on(sentence: Sentence, recognition: Recognition) -> bool:
    """Whether somebody tells what a page says, to whom or on which, and asks for nobody: `it tells her that`."""
    says = sentence.of("page_says")
    if not says and '"' not in sentence.text:  # most of what is asked
        return False
    tags = tags_of(sentence)
    if tags & _ASKED_BESIDE or _names_somebody(sentence, recognition.names):
        return False
    whom = any("idle" in part.tags for part in says) or bool(_pages().passed_to & {*sentence.words})
    return "quoted" in tags or (bool(says) and whom)


def _unknown() -> Declined:
    return Declined(_KEY, of_kind(_KEY), "help fix")


def _names_somebody(sentence: Sentence, names: Names) -> bool:
    """Whether somebody is named for certain: `incorrect` of `your password is incorrect` is nobody."""
    return any("@" in part.value or names.person(part.value) for part in sentence.of("person"))


def _is_own(sentence: Sentence) -> bool:
    pages = _pages()
    if pages.perhaps.isdisjoint(sentence.words):  # most of what is asked
        return False
    said = pages.of_pages.sub("", " ".join(split(_SHOWN.split(sentence.text.casefold())[-1])))
    if pages.every.search(said):  # which says the same of every cause: what is behind because tells
        said = said.partition(" because ")[2]
    words = {*said.split()}
    first = next((word for word in said.split() if word not in positions().courtesy), "")
    if words & pages.not_of_pages or first in pages.not_first:
        return False
    if sentence.tags() & _NOT_OF_PAGE:
        return False
    if words & pages.reader:
        if not words & (pages.states | pages.reader - {"your"}):
            return False
        return not pages.to_bot.search(said) and bool(pages.to_reader.search(said) and pages.of_access.search(said))
    return not sentence.of("window") and not sentence.of("domain") and pages.of_itself.match(said) is not None
