"""What a caller says: of nobody named, and what a web page says to them, typed, pasted or passed on; and who only asks.

`user gets no code` is about one person, and no list of many answers it. Who is named and only asks, tells or helps is
not whom it is about: `noor asks who is stuck`; but who speaks of themselves is: `erik asks why he is blocked`. A page
asks nothing, whatever words it has of a question: only what documents have of it is answered, or a cause that it is
said to name.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.questions.text import split
from bot.questions.words.cannot import of_kind
from bot.questions.words.clauses import Reader, beside
from bot.questions.words.not_read import which
from bot.questions.words.outcome import NOT_TAKEN, Declined, NotRead, Outcome, Read
from bot.questions.words.recognition.parts import UNKNOWN
from bot.questions.words.recognition.persons import is_named_by
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Names, Recognition, Sentence
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
    r"|locked out|blocked out|locked|blocked|pw|ran out|can|could|hung|'s)(?!\S)"
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


_NAME = r"(?P<name>[^\W\d_][\w.@-]*)"
_ROLE = r"(?:team ?lead|manager|boss|chief|lead|supervisor|director|colleague|coworker|assistant|secretary|deputy"
_ROLE += r"|co-worker|teammate|predecessor|replacement|sister|brother|husband|wife|son|daughter|mum|dad)"
_BEFORE_NAME = rf"(?:(?:hi|hello|hey|so|well|ok|my|our|the|an?|{_ROLE}|c[a-z]{{1,2}}o)[, ] ?)*"
_SAYS = "(?:says?|said|(?:tells?|told) (?:me|us)|mentioned|thinks|claims|reported)"
_WANTS = "(?:wants?|wanted|would like|needs?|needed)"
_ASKS = rf"(?:asks?|asked|(?:is|was) asking|wonders?|wondered|{_WANTS} to know)"
_WHEN = r"(?: (?:me|us|again|just|now|earlier|yesterday|today|this morning|this afternoon|last night))*"
_VERB = rf"(?:(?:just|also|now|already|only) )?(?:(?P<asks>{_ASKS})|(?P<wants>{_WANTS})|{_SAYS}){_WHEN}"
_JOIN = "(?:[,:]| -)? (?:(?:that|about|for|whether|if|to (?:see|get|have)) )?"
_HELPED = "(?:helped|taught|showed|trained|reminded|called|pinged|wrote)"
_ASKS_OF_ALL = r"(?=(?:who|which|what|how|are|is there|any|show|list|give)\b)"
# Whoever is named only asks, and the rest is what they ask.
_BESIDE = tuple(
    re.compile(rf"(?P<side>{said}(?P<rest>\S+ .+)", re.IGNORECASE)
    for said in (
        rf"{_BEFORE_NAME}{_NAME}(?:'s {_ROLE})?(?: (?:from|of|in|at) (?:the )?[\w-]+| here)? {_VERB}){_JOIN}",
        rf"{_BEFORE_NAME}{_NAME} (?:is (?:my|our|the|a) [\w ]+|called|phoned)[,.;] (?:he|she|they) {_VERB}){_JOIN}",
        rf"(?P<asks>as) {_NAME} {_SAYS}{_WHEN}),? ",
        rf"(?P<asks>(?:with |many |best |kind )*(?:greetings|regards) from) {_NAME})[,:.!] ",
        rf"(?P<asks>(?:together|along) with) {_NAME},? (?:i|we) (?:look|go|work)(?:ed|ing)?(?: at| on| through)) ",
        rf"(?P<asks>(?:sorry,? |no,? )?not) {_NAME})[,.;:] ",
        rf"(?P<asks>on behalf of|according to) {_NAME})[,:]? ",
        rf"(?P<asks>){_BEFORE_NAME}{_NAME} {_HELPED} (?:me|us)\b[^,.;!?]*)[,.;!] (?:(?:but|and|so) )?{_ASKS_OF_ALL}",
    )
)
_BEGIN_ASKING = positions().asks | {"how"}
_OF_BESIDE = re.compile(  # asked of all that names somebody, as it is quick
    rf"\b(?:{_SAYS}|{_WANTS}|{_ASKS}|{_HELPED}|greetings|regards|with|behalf|according)\b"
    r"|^(?:sorry,? |no,? )?not\b",
    re.IGNORECASE,
)
_NOT_NAMED = re.compile(
    rf"{_NAME}'s {_ROLE}\b(?! (?:called|phoned|wrote|mailed|reported|came|complained|is (?:on|here|my|calling)))",
    re.IGNORECASE,
)
_MINE = re.compile(
    rf"\b(?:for|is|are|was|can|reset|about|of|why) my {_ROLE}\b", re.IGNORECASE
)  # and not `my manager says i am blocked`
# Whoever is named only told it to a caller: `says dana told him he is blocked`.
_TELLS = re.compile(
    rf"\b{_SAYS} (?:that )?{_NAME} (?:told|helped|asked|advised) (?:him|them|her (?:that|she|he|to))\b", re.IGNORECASE
)
_OF_THEM = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself", "he's", "she's"})
_OF_ASKER = frozenset({"i", "i'm", "my", "me"})
_THEY = frozenset({"they", "them", "their"})
_POINTS_BACK = _THEY | {"else", "same", "too"}
_MANY = frozenset({"who", "many", "everybody", "persons", "others", "by"})
_OF_ALL = _OF_MANY - {"failures", "registrations", "resets"} | {"odd", "incidents", "changes", "compare", "cutoffs"}
_OF_ALL |= {"unknown", "funnel", "data", "helped", "time", "fleet"}
_COUNTED = frozenset({"failures", "resets", "registrations", "attempts"})
_SEVERAL = _COUNTED | {"errors", "problems", "numbers", "figures"}


_OF_WHAT_FAILS = frozenset({"it", "it's", "its"})


def asked_by(sentence: Sentence, outcome: Outcome, reader: Reader) -> Outcome:
    """The question that whoever is named only asks or tells, with that named; asked back where it may be about them."""
    if not _may_be_of_them(outcome, sentence):
        return outcome
    if isinstance(outcome, Read) and outcome.command == "status me" and _MINE.search(sentence.text):
        return _WHO
    if not _OF_BESIDE.search(sentence.text):
        return _WHO if isinstance(outcome, Read) and _is_not_named(sentence) else outcome
    found = next(filter(None, (each.match(sentence.text.strip()) for each in _BESIDE)), None)
    if not found or not is_named_by(sentence, found["name"]):
        passed_on = isinstance(outcome, Read) and (_is_not_named(sentence) or _TELLS.search(sentence.text))
        return _WHO if passed_on and len(sentence.of("person")) == 1 else outcome
    rest = reader.words(found["rest"])
    wants = bool(found.groupdict().get("wants"))
    asks = wants or found["asks"] is not None or found["rest"].endswith("?") or rest.words[0] in _BEGIN_ASKING
    of_asker = not rest.of("person") and {*rest.words} & (_OF_THEM | _OF_ASKER)
    of_them = rest.words[0] in _OF_WHAT_FAILS or is_named_by(rest, found["name"])  # `erik says it's broken?`: for them
    if not asks or of_asker or of_them:
        return outcome
    return _of_rest(sentence, outcome, found["side"], rest, reader.read(found["rest"]), wants=wants) or outcome


def _of_rest(
    sentence: Sentence, outcome: Outcome, side: str, rest: Sentence, read: Outcome, *, wants: bool
) -> Outcome | None:
    """What is asked, alone where that is surely about all, else beside the status; None where it says nothing."""
    if isinstance(read, Read):
        commands: tuple[str, ...] = (read.command,)
    elif isinstance(read, NotRead):
        commands = read.suggestions
    else:
        commands = (*filter(None, (read.suggestion,)), *read.choices)
    sure = any(_is_of_all(command, rest, wants=wants) for command in commands)
    if sure and isinstance(read, Read) and not {*rest.words} & (_POINTS_BACK - (_THEY if rest.of("who") else set())):
        return beside(read, rest, (side,))
    doubt = sure or bool(rest.of("window") and rest.of("cause"))
    return which(sentence, (outcome.command, *commands)) if doubt and commands and isinstance(outcome, Read) else None


def _may_be_of_them(outcome: Outcome, sentence: Sentence) -> bool:
    """Whether it is read as the status of whoever is named, or not at all."""
    if isinstance(outcome, Read):
        return outcome.command.startswith(("status ", "export status "))
    if isinstance(outcome, Declined):
        return outcome.key == "several people"
    return not outcome.understood and bool(sentence.of("person") or sentence.of(UNKNOWN))


def _is_not_named(sentence: Sentence) -> bool:
    """Whether it is about somebody of whom only the colleague is named."""
    if "'s" not in sentence.words or _OF_THEM & {*sentence.words}:
        return False
    found = _NOT_NAMED.search(sentence.text)
    return found is not None and is_named_by(sentence, found["name"])


def _is_of_all(command: str, sentence: Sentence, *, wants: bool) -> bool:
    """Whether a question is surely not about whoever asks it: `dana wants a reset` and `needs a license` are."""
    kind, _, behind = command.partition(" ")
    kind = behind.partition(" ")[0] if kind == "export" else kind
    if sentence.of("person"):
        return kind == "status" and all("guess" not in part.tags for part in sentence.of("person"))
    if sentence.tags() & _MANY or _SEVERAL & {*sentence.words}:
        return kind in _OF_ALL | _COUNTED
    return not wants and kind in _OF_ALL


def of_somebody(rule: Rule, sentence: Sentence) -> Declined | Read | None:
    """Ask who it is, where a question about many would answer what is asked about one; tell a cause that is named."""
    if rule.kind not in _OF_MANY | {"digest"} or not _CALLER.match(" ".join(sentence.words)) or "who" in sentence.words:
        return None
    causes = sentence.of("cause")
    if len(causes) == 1 and not sentence.tags() & {"window", "many", "others", "digest", "not"}:
        about = cause_named(causes) or sentence.said(causes[0])
        return Read(f"fix {about}", "whom it is about is not said: `status` of their user ID says more")
    return _WHO


def of_nobody_named(sentence: Sentence) -> Declined | None:
    """Ask who it is, where somebody is spoken of and no question takes the words: `user cannot reset`."""
    asked = sentence.tags() & _OF_OTHERS or {*sentence.words} & (_ASKERS | {"who"})
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
