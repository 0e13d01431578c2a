"""A text of several clauses: one that asks, beside others that only tell.

`the boss wants a number: who is registered`: the question is read alone, and the statement is named. It must be a
clause of its own that narrows nothing and orders nothing, and the question must not point back to it.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from bot.questions.parse_error import ParseError
from bot.questions.words.not_read import which
from bot.questions.words.notes import with_aside
from bot.questions.words.outcome import NotRead, Outcome, Read
from bot.questions.words.recognition.parts import DENIES, MAY_NARROW, NARROWS, ORDERS, UNKNOWN, Found
from bot.questions.words.recognition.positions import positions
from bot.questions.words.recognition.recognise import Sentence
from bot.questions.words.recognition.sentence import CORRECTED, GREETING

MOST = 4  # clauses
_FEWEST_WORDS = 3
_STATES = frozenset(
    {"i", "we", "he", "she", "they", "it", "is", "are", "was", "were", "has", "have", "had", "got"}
    | {"says", "said", "wants", "want", "need", "needs", "asked", "asks", "keeps", "i'm", "we're", "it's"}
    | {"i've", "we've", "he's", "she's", "they're", "i'll", "we'll", "i'd"}
)
_IS = frozenset({"is", "are", "was", "were"})
_POINTS_BACK = frozenset(
    {"it", "those", "them", "then", "there", "too", "same", "he", "she", "him", "her", "his"}
    | {"afterwards", "so", "such"}
)
ANSWERS_ALONE = frozenset(
    {"failures", "resets", "registrations", "stuck", "rollout", "trend", "compare", "funnel", "time", "cutoffs"}
    | {"incidents", "odd", "changes", "helped", "data", "unknown", "export"}
)
_THERE_IS = re.compile(  # "how many resets were there" points to no place
    r"\b(?:(?:is|are|was|were|been|has|have) there|there (?:is|are|was|were|has|have|will|'s|been)|there's)\b",
    re.IGNORECASE,
)
SENTENCES = re.compile(r"(?<=[.!?])(?<!\bvs\.)(?<!\bincl\.)(?<!\bapprox\.)(?<!\be\.g\.)(?<!\bi\.e\.)\s+", re.IGNORECASE)
_STOPS = r"|(?<=[\w)'\"])[:;]\s+|\s+[-\u2013]+\s+"
_PARTS = re.compile(  # where a sentence ends, says why, or goes on about whoever asks
    SENTENCES.pattern
    + _STOPS
    + r"|,\s+(?=because (?:i|we|my|our|two|three|several|someone|somebody|people|it)\b)"
    + r"|,\s+(?=so (?:please|can|could|would|will|who|what|which|how|is|are|did|do|does)\b)"
    + r"|,\s+(?=(?:i|i'm|i've|i'd|i'll|we|we're|we've|s?he|s?he's|they|they're|my|our|that's|it's|it|apparently)\s)"
    + r"|,?\s+(?=or (?:is|are|was|were|should|am|do|did) (?:that|it|this|i|we|s?he|they|you)\b)",
    re.IGNORECASE,
)
CLAUSES = re.compile(SENTENCES.pattern + _STOPS + r"|,\s+", re.IGNORECASE)
_ORDERS = re.compile(r"(?:(?:please|pls|just|so|then|can you|could you) )*(?:show|give|list|get|send)\b", re.IGNORECASE)
_STATES_A_CONDITION = frozenset({"need", "want", "wanted", "must", "should", "like", "say", "mean", "prefer", "care"})
_TO_BE_DONE = re.compile(  # nothing that shows something to whoever asks
    r"(?:(?:please|pls|plz|kindly|just|now|so|then|and|also|(?:can|could|would) you) )*"
    r"(?P<deed>(?:unlock|unblock|reset|enable|disable|delete|remove|mute|unmute|snooze|close|reopen|assign|escalate|cancel"
    r"|call|ring|tell|inform|notify|warn|block|register|open"
    r"|(?:take|stop|end|add|put)(?= (?:her|him|them|it|all)\b)"
    r"|(?:publish|post|send|give|e?mail|text)(?!.* to (?:me|us)\b)) (?!me\b|us\b)"
    r"(?:her|him|them|it|this|that|those|these|all|everybody|everyone|the|my|our|their|his|an?)\b.*)"
    r"|(?:please|pls|plz|kindly) (?:unlock|unblock|mute|close|reopen|snooze|escalate)[.!]*$",
    re.IGNORECASE,
)
_IS_FOR = re.compile(  # what somebody does with an answer: no word of it is part of the question
    r"(?:(?:\b(?:i|we|they|s?he)(?:'d| would| should| do not| don't)?(?: just)?|\bwould|\band)"
    r" (?:like|love|wanted|want|need|have|plan|hope)"
    r" (?:(?:him|her|them|somebody|someone|everybody|everyone|(?:the|my|our) \w+) )?to"
    r"|\b(?:i|we|they|he|she)(?:'d| would) rather"
    r"|^(?:just )?(?:want|wanted|need|needed|have|got|trying|hoping|going) to"
    r"|^(?:the |our |my )?\w+(?: \w+)? (?:wants?|needs?|has|have) to"
    r"|^(?:i|we) (?:do not|don't|dont) want to show(?= (?:old|stale|wrong|false|bad)\b)"
    r"|^(?:i|we) (?:need|want) (?:it|this|that|them|these|those)(?= (?:for|in|at) )"
    r"|^(?:i|we)(?:'ll|'d| will| would| shall)(?: then| gladly| also)*"
    r"(?= (?!keep|leave|drop|skip)\w+ (?:it|them|those)\b))"
    r" (?!(?:also )?(?:see (?!if\b|whether\b)|have(?! an? (?:\w+ )?(?:word|chat|talk))"
    r"|get|include|exclude|only|just|look|focus|limit|restrict|filter"
    r"|count|skip|ignore|leave|drop|omit|find|compare|show|list|break|split"
    r"|check(?! (?:it|them|this|that)(?: (?:before|first|myself)\b|[.!]*$)))\b"
    r"|know (?!if\b|whether\b))",
    re.IGNORECASE,
)
_SUFFICES = frozenset(
    {"enough", "plenty", "do", "fine", "suffice", "suffices", "ok", "okay", "mean", "thinking", "say", "take", "need"}
)
_TOP = re.compile(  # "the top five are enough"
    r"(?:(?:just|only|maybe) )?(?:the )?(?:top|first) \w+(?: ones)? (?:(?:is|are|will be|would be)"
    r" (?:(?:quite|more than) )?(?:enough|fine|plenty|ok|okay|sufficient)"
    r"|(?:will|would|should) (?:do|suffice)|suffices?)"
    r"(?: for (?:me|us|now))?",
    re.IGNORECASE,
)
_OF_A_SPAN = frozenset(
    {"is", "are", "will", "would", "should", "be", "of", "history", "data", "for", "me", "us", "the", "just", "surely"}
    | {"i", "we", "only"}
)
_TELLERS = frozenset(
    {
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "that",
        "thats",
        "this",
        "those",
        "these",
        "there",
        "my",
        "our",
        "his",
        "her",
    }
    | {"their", "its", "the", "a", "an", "someone", "somebody", "nobody", "everybody", "everyone", "two", "three"}
    | {"several", "feels", "seems", "looks", "sounds", "following", "got", "planning", "suddenly"}
)
ONLY_ASKS = re.compile(  # why it is asked, before or after: "asking for a friend", "quick one before lunch"
    r"(?:(?:i'm|i am|we're|we are|just|only|simply|merely|was) )*(?:asking|curious|wondering|checking|kidding)\b"
    r"(?! (?:who|what|which|how|if(?! (?:it|that) (?:is|was|were|could)\b)|whether(?! to\b)|about|when|why|where|on"
    r"|the)\b)"
    r"|(?:(?:an?|one|another|just|only|quick|small|short|stupid|silly|simple|last|final|little|more|very) )+"
    r"(?:one|question|thing|favou?r|check|request|ask)\b|call me \w+\b(?! (?:when|once|if|as soon)\b)"
    r"|too (?:much|many) \w+(?= ?$)|sorry (?:for|to|that)\b|not sure (?:if|whether)\b"
    r"|nobody(?: else)? (?:should|must|may|needs to|has to) (?:see|know)\b"
    r"|(?:all|everything|it)(?: all| always)? worked (?:before|until then|fine)\b"
    r"|(?:the |our )?phones? (?:is|are|keeps?|started) ringing\b"
    r"|(?:just |i |we |already )*(?:had|got|getting) (?:\S+ ){0,4}?"
    r"(?:calls?|callers?|tickets?|complaints?|people|users?)\b"
    r"|(?:the |our )?(?:helpdesk|help desk|service ?desk|hotline) (?:had|got|gets)\b"
    r"|(?:(?:a|the|my|this|one) )?(?:caller|user|colleague|customer|lady|man) (?:says|claims|swears|insists|thinks)\b"
    r"|(?:users|people|callers|colleagues|customers|folks|employees|staff) (?:keep|kept|tell|told|say|said|complain"
    r"|complained|claim|claimed|think|call|called|phone|phoned|are (?:telling|saying|complaining|calling|phoning))\b",
    re.IGNORECASE,
)
_WHETHER_TO = re.compile(r"\bwhether (?:or not )?to\b", re.IGNORECASE)  # "we're wondering whether to drop voice calls"
_FOR_EXAMPLE = re.compile(r"(?:e\.?g\b|for (?:example|instance)\b|such as\b)", re.IGNORECASE)
_SUPPOSES = re.compile(  # "could be a bot probing", "sim swap worries", "ms changed something i think"
    r"(?!.*\b(?:who|whom|whose|what|which|how|when|where|why)\b)"
    r"(?:(?:(?:it|this|that|there) )?(?:might|could|may|would) (?:(?:well|also|just|easily) )?be\b"
    r"(?! (?:at (?:least|most)|more|fewer|only)\b)"
    r"|(?:(?:and|but) )?(?:i|we) (?:suspect|guess|bet|suppose|assume)\b(?! that)"
    r"|(?:an? |the )?(?:attacker|bot|hacker|intruder)s? (?:would|could|might|may)\b"
    r"|.*\b(?:(?:worries|concerns|fears)|(?:i|we) (?:think|guess|believe|suppose|assume|suspect|fear))$)",
    re.IGNORECASE,
)
_WE_DID = re.compile(  # "i walked two people through it at 9": of what the asker did nothing narrows but whom and when
    r"(?:i|we)(?:'ve| have| had)?(?: just| already| also)? (?:walked|talked|helped|told|called|phoned|changed|switched"
    r"|moved|assigned|gave|given|bought|restarted|rebooted|fixed|patched|updated|upgraded|installed|imported|loaded|removed|added"
    r"|got|sent|spoke|unlocked|showed|explained|trained|promised|reminded|mailed)\b",
    re.IGNORECASE,
)
_HEARD_SO = re.compile(
    r"(?:i|we)(?:'ve| have|'d| had)?(?: also)?(?: been| was| were)? (?:told|heard|read)\b", re.IGNORECASE
)
_GOES_ON = frozenset(  # with the question: "only contoso please"
    {"only", "just", "not", "no", "but", "except", "excluding", "including", "incl", "also", "by", "per", "for", "in"}
    | {"at", "on", "with", "without", "of", "from", "since", "and", "or", "then", "mostly", "mainly", "especially"}
    | {"particularly", "ideally", "preferably", "sorted", "split", "grouped", "last", "this", "next", "top", "all"}
    | {"same", "both", "each", "every", "please", "if", "when", "until", "before", "after", "because"}
)
_SAYS_LITTLE = frozenset({"idle", "who", "many", "persons", "aside", "aside.call", "unnamed", "somebody", "caller"})
_SENT_BY_US = frozenset(
    {"before", "because", "as", "since", "so", "when", "while", "once", "after"}
)  # "before i send it"
_AS_AGREED = {("as", word) for word in ("agreed", "discussed", "mentioned", "promised", "said")}
_ASK_TOO = frozenset({"when", "how", "which", "can", "could", "would", "will", "may", "show", "list", "give"})
_WOULD = frozenset({"i'd", "we'd", "he'd", "she'd", "they'd", "would"})
_SUBORDINATE = frozenset({"before", "apparently", "since", "because", "as", "otherwise", "so", "then", "and", "but"})
_WANTS = re.compile(  # "I mean the berlin office" narrows; "we need it at noon" says why
    r"(?:i|we)(?:'d|'m|'re| am| are)?(?: only| just| really| would)*"
    r" (?:mean|meant|want|need|like|care|after|interested|(?:talking|asking|speaking) (?:about|of))\b"
    r"(?! (?:to|it|this|that|a|one|an|them to|(?:some|every)(?:body|one) to|(?:the|my|our) \w+ to)\b)",
    re.IGNORECASE,
)
_SAYS_WHICH = re.compile(  # of those asked about: "they're in munich"
    r"(?:it|this|that)(?:'s| is)? (?:not |only )?(?:about|for) |(?:i|we)(?:'re|'m| are| am) (?:not|only|all|just) "
    r"|th(?:ey|ose)(?:'re| (?:all )?(?:are|were|sit|work|live|belong|have|had|use|used))\b"
    r"(?! (?:with the \S+ team|being|already|known|handled)\b)"
    r"(?! (?:the|my|our|an?|another) (?:\w+ )?(?:calls?|tickets?|cases?|numbers|figures|matter|story|topic)\b)",
    re.IGNORECASE,
)
_NEVER_ADDED = NARROWS | ORDERS | {"compare"}
_NOT_SAID_OF_US = MAY_NARROW | {"failures", "stuck", "registered", "unregistered", "rollout", "resets"}
TIMES = frozenset({"window", "future", "target"})
_PRESENT = frozenset({"at_present", "now"})
_COMPARES = frozenset({"compare", "compares", "comparing", "compared", "against", "versus", "beside"})
_PAST = frozenset({"was", "were", "been"})
_BOTH = 2
_TAKES_BACK = re.compile(
    r"(?<=[\w)])(?:[,.;:]|\s-+)\s+(?P<said>(?:(?:no|sorry|oops|wait|i mean|i meant|or rather|rather|scratch that"
    r"|make (?:it|that))\b[,.:]?\s+)+(?P<instead>\S.*))$",
    re.IGNORECASE,
)
_SAID_ONCE = ("window", "domain", "result", "cause", "method", "by", "number", "clock")
_HAPPENED = frozenset({"failures", "result", "reset", "success", "registered", "unregistered", "stuck", "recovered"})
SAME_QUESTION = re.compile(
    r"(?:since|until|till) when|(?:at )?(?:what|which) times?|how often"
    r"|(?:by )?whom?(?: (?:did|made|changed|caused|was behind|gave))?"
    r"(?: (?:it|that|this|them|those|(?:wh\w+|the) reasons?))?\W*"
    r"|what (?:exactly )?(?:did|has|have) (?:they|he|she|it) (?:exactly )?(?:changed?|done?|did)\W*"
    r"|(?:(?:which|what) (?:data|methods?) )(?:did|do|have|has) they (?:give|given|register|registered)\W*",
    re.IGNORECASE,
)


class Reader:
    """How a clause is read: its words, what these mean alone, and what all of it means as a text of its own.

    `words` and `read` raise ParseError for half a date or a plan. A clause is come to in several ways and read once;
    nothing here points back to the reader, so that none is left to the garbage collector.
    """

    def __init__(
        self,
        words: Callable[[str], Sentence],
        meaning: Callable[[Sentence], Outcome],
        whole: Callable[[str, "Reader"], Outcome],
    ) -> None:
        self._words, self._whole, self.meaning = words, whole, meaning
        self._known_words: dict[str, Sentence] = {}
        self._read: dict[str, Outcome] = {}

    def words(self, clause: str) -> Sentence:
        """The words of a clause, with what they are known to be."""
        if clause not in self._known_words:
            self._known_words[clause] = self._words(clause)
        return self._known_words[clause]

    def read(self, text: str) -> Outcome:
        """What all of a text means."""
        if text not in self._read:
            self._read[text] = self._whole(text, self)
        return self._read[text]


def asking_sentences(text: str, reader: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The one sentence that asks, and the others, where these only say why it is asked or what is done with the answer.

    What narrows any question is none of theirs; what puts in order, holds against or denies is of what they tell.
    A span of time that "would do" is the question's. A text may be cut in two ways: the likelier comes first.
    """
    for ends, is_aside in ((_PARTS, states), (CLAUSES, states), (SENTENCES, _only_tells)):
        if asking := _asking(ends.split(GREETING.sub("", text.strip())), reader, is_aside):
            yield asking


def _only_tells(sentence: Sentence) -> bool:
    """Whether a sentence of its own neither asks, orders nor goes on with the question: `plant in york complained`."""
    words = sentence.words
    if states(sentence):
        return True
    return (
        len(words) >= _FEWEST_WORDS
        and words[0].partition("'")[0] not in positions().asks | _ASK_TOO | _GOES_ON
        and _STATES_A_CONDITION.isdisjoint(words)
        and not any(form.match(sentence.text) for form in (_WANTS, _SAYS_WHICH, _ORDERS, _TO_BE_DONE))
        and all(UNKNOWN in part.tags or part.tags <= _SAYS_LITTLE for part in sentence.found)
    )


def _asking(
    parts: list[str], reader: Reader, is_aside: Callable[[Sentence], bool]
) -> tuple[str, tuple[str, ...]] | None:
    if not 1 < len(parts) <= MOST:
        return None
    try:
        whole = [reader.words(part.rstrip(" .!?").removeprefix("so ")) for part in parts if part.strip(" .!?")]
        read = _joined([each for each in whole if not _is_courtesy(each)], reader, is_aside)
    except ParseError:
        return None
    found = [each for each in read if _is_beside(each, read, is_aside)]
    if len(found) != 1 or len(read) == 1:
        return None
    asked = found[0]
    others = [each for each in read if each is not asked]
    spans = [*filter(None, map(_span, others))]
    known = {"number", "export"} if spans and spans[0].startswith("top ") else {"window"}
    if len(spans) > 1 or (spans and asked.has_any(known)):
        return None
    return " ".join((asked.text, *spans)), tuple(each.text for each in others if not _span(each))


def _joined(read: list[Sentence], reader: Reader, is_aside: Callable[[Sentence], bool]) -> list[Sentence]:
    """The clauses, with those that ask and stand in a row as one: `who is stuck, but leave out the blocked ones`."""
    asks = [
        place
        for place, each in enumerate(read)
        if not _span(each) and not any(_adds_nothing(each, other, is_aside) for other in read)
    ]
    if len(asks) < _BOTH or asks[-1] - asks[0] != len(asks) - 1:
        return read
    whole = reader.words(", ".join(each.text for each in read[asks[0] : asks[-1] + 1]))
    return [*read[: asks[0]], whole, *read[asks[-1] + 1 :]]


def order_beside(text: str) -> tuple[str, str] | None:
    """The other clauses, and the deed that one behind the first orders: `why is mia blocked? Please unblock her`."""
    clauses = CLAUSES.split(text.strip())
    if len(clauses) > MOST:
        return None
    for place, clause in enumerate(clauses[1:], 1):
        if match := _TO_BE_DONE.match(clause):
            asked = ", ".join(clauses[:place] + clauses[place + 1 :])
            return asked, clause[max(match.start("deed"), 0) :].rstrip(" .!?")
    return None


def guesses(text: str) -> bool:
    """Whether a sentence behind the first only guesses what is behind it: `failures today. could be an attack?`."""
    return any(map(_SUPPOSES.match, SENTENCES.split(text.strip())[1:]))


def has_times_apart(sentence: Sentence) -> bool:
    """Whether a text says two times, of which one may be that of what it tells: asked before it is read as a whole."""
    times = sum(part.has_any(TIMES) for part in sentence.found)
    return times > 1 or bool(times and sentence.tags() & _PRESENT)


def _is_beside(asked: Sentence, sentences: list[Sentence], is_aside: Callable[[Sentence], bool]) -> bool:
    """Whether a sentence asks, and no other of them does, nor narrows it, nor is what it points back to."""
    place = sentences.index(asked)
    if (is_aside(asked) and not _narrows(asked)) or (place and points_back(asked)):
        return False
    if SAME_QUESTION.fullmatch(asked.text):
        return False  # "until when"
    if not asked.tags() & {"person", *_PRESENT} and any(
        UNKNOWN in each.tags() and (TIMES & each.tags() or _PAST & {*each.words}) for each in sentences[:place]
    ):
        return False  # what is not known may be new since then, and be what is asked about
    return all(each is asked or _adds_nothing(each, asked, is_aside) or _span(each) for each in sentences)


def _span(sentence: Sentence) -> str:
    """The time, or how many, that a sentence only says will do: `thirty days would be plenty`; empty for any other."""
    windows, numbers = sentence.of("window"), sentence.of("number")
    if _TOP.fullmatch(sentence.text) and len(numbers) == 1:
        return f"top {sentence.said(numbers[0])}"
    units = [unit for unit in sentence.of("unit") if any(number.stop == unit.start for number in numbers)]
    if len(windows or units) != 1:
        return ""
    first, last = (windows[0], windows[0]) if windows else (numbers[0], units[0])
    words = {*sentence.words[: first.start], *sentence.words[last.stop :]}
    if not words & _SUFFICES or not words <= _SUFFICES | _OF_A_SPAN:
        return ""
    return sentence.said(windows[0]) if windows else f"last {sentence.said(numbers[0])} {sentence.said(units[0])}"


def _adds_nothing(sentence: Sentence, asked: Sentence, is_aside: Callable[[Sentence], bool]) -> bool:
    """Whether a sentence tells something, and holds no word by which a question is narrowed or a deed ordered."""
    if _FOR_EXAMPLE.match(sentence.text):
        return not sentence.has_any(DENIES | NARROWS - {"clock", "number"})
    if not is_aside(sentence):
        return False
    apart = bool(TIMES & sentence.tags() and TIMES & asked.tags()) or bool(asked.of("person"))
    taken = {*TIMES} if asked.tags() & {"person", "myself", "loaded", *_PRESENT, *TIMES} else set()
    if asked.of("export"):
        taken.add("export")
    if asked.tags() & {"subscribed", "digests"}:
        taken.add("subscribed")
    if asked.has_any({"clock", "post_now"}):  # "post the digest now, the meeting starts in five"
        taken |= {"clock", "number"}
    if asked.of("person") and all(_is_one_of(part, asked) for part in sentence.of("person")):
        taken.add("person")  # "erik says he did not do it: what is with erik@contoso.com"
    if asked.of("person") and asked.has_any({"follow", "to_follow"}):  # "follow dana, i gave her the licence"
        taken |= {"cause", "method", "result"}
    return not _narrows(sentence, taken, everything=apart)


def _is_one_of(person: Found, asked: Sentence) -> bool:
    """Whether a sentence asks about somebody who is named here, too, by their address or a part of it."""
    return any(person.value.casefold() in other.value.casefold() for other in asked.of("person"))


def states(sentence: Sentence) -> bool:
    """Whether a sentence has the form of a statement that wishes for nothing of a list."""
    start = next((part.stop for part in sentence.of("window") if not part.start), 0)  # "since thursday we get"
    words = sentence.words[start:]
    if all(part.has("aside.occasion") for part in sentence.found):
        return True
    if len(words) < _FEWEST_WORDS or _WANTS.match(sentence.text) or _SAYS_WHICH.match(sentence.text):
        return False
    if words[0] == "or":
        return True
    if _SUPPOSES.match(sentence.text):
        return True
    is_for = _IS_FOR.search(sentence.text) is not None
    first = words[0].partition("'")[0]
    if (
        words[0] in positions().asks
        or first in _ASK_TOO
        or _ORDERS.match(sentence.text)
        or _TO_BE_DONE.match(sentence.text)
    ):
        return False
    begins = first in _TELLERS or words[:2] in _AS_AGREED
    begins |= ONLY_ASKS.match(sentence.text) is not None
    begins |= words[2] in _IS and positions().asks.isdisjoint(words[:2])  # "internal audit is in the house"
    begins |= words[1] in _STATES - {"got", "has", "have", "had"} or (first in _SUBORDINATE and words[1] in _TELLERS)
    wishes = {word for before, word in pairwise(words) if word != "like" or before in _WOULD} - {"say"}
    if _HEARD_SO.match(sentence.text):  # "that they should not"
        wishes -= {"should", "must", "need"}
    return is_for or (begins and _STATES_A_CONDITION.isdisjoint(wishes))


def _narrows(sentence: Sentence, taken: Collection[str] = (), *, everything: bool = False) -> bool:
    """Whether a statement holds a word that is of the question: but for what is `taken`, by a question of its own."""
    if sentence.of("window") and not _COMPARES.isdisjoint(sentence.words):
        return True
    tags = _NEVER_ADDED
    if not everything:
        tags |= {"admins", "guests"} if _IS_FOR.search(sentence.text) else _NOT_SAID_OF_US
    if sentence.words[0] == "or":  # "or is that just me"
        tags, taken = tags | {"others"}, {*taken, "only"}
        if {"those", "these"} & {*sentence.words[2:3]}:  # "or were those failures something else"
            tags -= {"failures"}
    if sentence.words[0] in _SENT_BY_US and sentence.words[1] in _TELLERS:
        tags -= {"send"}
    if _WHETHER_TO.search(sentence.text):
        tags -= {"filter"}
    if _WE_DID.match(sentence.text):
        tags -= {"number", "clock", "cause", "filter"}
    if ONLY_ASKS.match(sentence.text):
        tags -= {"alert", "every", "by", "number", "clock"}  # "users keep telling me", "people call every day"
    parts = [part for part in sentence.found if "guess" not in part.tags and not _is_just_now(sentence, part)]
    parts = [part for part in parts if not (part.has("compare") and "idle" in part.tags)]
    parts = parts[1:] if parts and parts[0].has("number") else parts  # "two colleagues told me"
    return any(part.has_any(tags - {*taken} - ({"filter"} if "idle" in part.tags else set())) for part in parts)


def _is_just_now(sentence: Sentence, part: Found) -> bool:
    """Whether `just` says that it was a moment ago: `i just got in`, `she has just called`; it narrows nothing."""
    before = sentence.words[part.start - 1] if part.start else ""
    return sentence.words[part.start : part.stop] == ("just",) and before in _STATES | {"have", "you", "we"}


def ordered_last(text: str, reader: Reader) -> Read | None:
    """What the last sentence orders, where those before only say why: `is sms worse? show me failures by method`.

    A question before it must be none that is read alone, and name nothing but what is asked about.
    """
    *before, last = SENTENCES.split(text.strip())
    if not 1 <= len(before) < MOST or not _ORDERS.match(last):
        return None
    try:
        sentence, *others = (reader.words(each.rstrip(" .!?")) for each in (last, *before))
        whys = all(
            _asks_why(other, reader) if each.endswith("?") else _adds_nothing(other, sentence, states)
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
    return not sentence.has_any(_NEVER_ADDED) and not isinstance(reader.meaning(sentence), Read)


def time_of_a_reason(text: str, outcome: Read, reader: Reader) -> NotRead | None:
    """Asked back: a time of the sentence that tells why it is asked: `at what hour? I need people for december`."""
    parts = [part.rstrip(" .!?") for part in SENTENCES.split(text.strip())]
    if len(parts) != _BOTH or not any(map(_IS_FOR.search, parts)):
        return None
    try:
        read = [reader.words(part) for part in parts]
        reasons = [each for each in read if each.of("window") and states(each) and _IS_FOR.search(each.text)]
        asked = [each for each in read if not TIMES & each.tags() and not states(each)]
        alone = reader.read(asked[0].text) if len(reasons) == len(asked) == 1 else None
    except ParseError:
        return None
    if not isinstance(alone, Read) or alone.command == outcome.command:
        return None
    return which(reader.words(text), (alone.command, outcome.command))


def taken_back(sentence: Sentence, reader: Reader) -> NotRead | None:
    """Asked back: what is said in the place of a word before it, `at contoso, no, fabrikam`. None for a span of time.

    Neither of the two is read in silence.
    """
    found = _TAKES_BACK.search(sentence.text)
    if not found or CORRECTED.search(sentence.text):
        return None
    before, instead = reader.words(sentence.text[: found.start()]), reader.words(found["instead"].rstrip(" .!?"))
    pairs = [
        (old, new)
        for new in instead.found
        for old in before.found
        if any(old.has(tag) and new.has(tag) and before.said(old) != instead.said(new) for tag in _SAID_ONCE)
        or (_tells(old) and _tells(new) and not old.tags & new.tags)
    ]
    if not pairs:
        return None
    old, new = pairs[0]
    words = (*before.words[: old.start], *instead.words[new.start : new.stop], *before.words[old.stop :])
    outcome = reader.meaning(reader.words(" ".join(words)))
    if outcome == reader.meaning(reader.words(sentence.text)):
        return None
    if len(pairs) == 1 and isinstance(outcome, Read):
        return which(sentence, (outcome.command,))
    says = f'I am not sure what "{found["said"].rstrip(" .!?")}" takes back: please ask it once more, as a whole.'
    return NotRead((found["said"],), says, understood=True)


def _tells(part: Found) -> bool:
    return "idle" not in part.tags and part.has_any(_HAPPENED)


def _alone(sentence: Sentence, reader: Reader) -> Read | None:
    """The question that a clause is, where it does not need what was said before it."""
    outcome = reader.meaning(sentence)
    return outcome if isinstance(outcome, Read) and stands_alone(sentence, outcome.command) else None


def beside(outcome: Read, sentence: Sentence, others: tuple[str, ...]) -> Read:
    """The question of one clause, with a note of what the others say."""
    whole = with_aside(outcome, sentence)
    aside = "left aside: " + ", ".join(f'"{other}"' for other in others)
    return replace(whole, note="; ".join(filter(None, (aside, whole.note))), aside=(), clause=sentence)


def stands_alone(sentence: Sentence, command: str) -> bool:
    """Whether a clause is a whole question, which does not need what was said before it."""
    return command.partition(" ")[0] in ANSWERS_ALONE and not points_back(sentence)


def points_back(sentence: Sentence) -> bool:
    """Whether a clause is about what was said before it: `how many of them are registered`."""
    idle = (part for part in sentence.found if "idle" in part.tags or UNKNOWN in part.tags)
    words = {sentence.said(part).casefold() for part in idle}  # "so far" is none of them
    if _THERE_IS.search(sentence.text):
        words -= {"there"}
    return bool(words & _POINTS_BACK) or sentence.words[-1] == "that"


def _is_courtesy(sentence: Sentence) -> bool:
    """Whether a clause says nothing at all: `hi team`."""
    return all("idle" in part.tags and part.tags <= {"idle", "help"} for part in sentence.found)
