"""A text that goes on from a question asked before, of which nothing is remembered: `and yesterday?`, `why is that?`.

What it names narrows some question and is none of its own, or it only points back. It is said so, with what it may be
as a whole; never is another question answered in silence.
"""

import re

from bot.questions.words.clauses import Reader
from bot.questions.words.outcome import DOES, Declined, NotRead, Outcome, Read
from bot.questions.words.recognition.parts import UNKNOWN, Found
from bot.questions.words.recognition.recognise import Sentence

_SAYS = "I do not carry on from what was asked before: please ask it as a whole"
_POLITE = r"^(?:(?:ok|okay|thanks|thank you|thx|great|good|nice|cool|hm+|well|no|yes|right|sorry|so)\b[,.!;: ]+)*"
_GOES_ON = re.compile(
    _POLITE + r"(?:(?:(?:and|but|then|now|also|or|what about|how about|again|only|just|rather|instead|not(?= \w+,)"
    r"|(?:the |do (?:the )?)?same(?: (?:thing|question|list|again))?|i (?:mean|meant)|(?:can|could) you do)[, ]+)+)",
    re.IGNORECASE,
)
_NARROWING = frozenset({"window", "domain", "by", "admins", "guests", "before_it", "before_week", "sequence", "only"})
_TURNED_OR_NARROWED = _NARROWING | {"result", "cause", "method", "leaving_out", "not", "others"}
_ASKING = frozenset({"who", "many", "what", "why", "how", "when", "where", "anyone", "list_of", "compare", "than"})
_THEM = "(?:they|them|those|these|that|it|this|him|her)"
_ASKS_OF_THEM = (
    rf"why(?: (?:is|are|was|were|did|do|does))?(?: {_THEM})?(?: (?:so(?: (?:many|few|much|high|low|long))?|happen))?",
    rf"who (?:are|were|is|was) {_THEM}(?: (?:\d+|few|two|three|four|five))?(?: (?:people|users|ones|guys))?(?: all)?",
    rf"(?:which|what) ones?(?: (?:are|were) {_THEM})?",
    rf"(?:how many|who|which) of {_THEM}(?: (?:is|are|was|were) .*)?",
    rf"(?:repeat|explain) {_THEM}|what (?:should|can|do) (?:i|we) do about {_THEM}",
    r"what about (?:him|her|them|those|these|the others|the rest)",
    r"(?:since|until|till) when|where|when|how (?:so|come|long)",
    rf"(?:show|list|name|give|break down)(?: me| us)? {_THEM}(?: all)?(?: (?:by|per|at|of|for|with|without|from) .*)?",
    rf"who (?:are|were|is|was) {_THEM}(?: (?:people|users|ones))? (?:at|in|from|with) .*",
    r"since then,? .*",  # with no day before it
    r"(?:sort|order|group|split) (?:it|them|that|those|these)(?: (?:by|after|up|down|into|to)\b.*)?",
    (
        r"(?:(?:show|list|give|see|get|have|tell) )?(?:(?:me|us) )?(?:a (?:bit|little) )?(?:more|the rest|the others"
        rf"|(?:the )?next(?: (?:\d+|ten|five|twenty|page|ones))?|(?:more|further) (?:details?|of {_THEM})"
        r"|(?:(?:all|the|their) )+(?:names|details))"
    ),
)
_POINTS_BACK = re.compile(
    rf"{_POLITE}(?:(?:and|but|please|pls|(?:can|could|would) (?:you|i)|i (?:want|need)(?: to)?) )*"
    rf"(?:{'|'.join(_ASKS_OF_THEM)})(?: please| pls| then| exactly| again)*[?.!\s]*$",
    re.IGNORECASE,
)


def goes_on(sentence: Sentence, reader: Reader) -> NotRead | None:
    """What to say of a text that is no question without the one before it; None for one of its own."""
    if sentence.words[1:] and _POINTS_BACK.match(sentence.text) and not sentence.of("person"):
        return NotRead((sentence.text,), f"{_SAYS}.", ("help",), understood=True)
    begun = _GOES_ON.match(sentence.text)
    if not begun:
        return None
    rest = reader.words(sentence.text[begun.end() :].rstrip(" ?.!"))
    ones = rest.words[-1:] == ("ones",) and not rest.has_any(_ASKING)  # "and the blocked ones"
    if not ones and not (any(part.has_any(_NARROWING) for part in rest.found) and all(map(_only_narrows, rest.found))):
        return None
    if begun[0].strip(" ,").casefold() in {"only", "just"} and sum(map(_narrows_alone, rest.found)) > 1:
        return None  # `only contoso.com, by method, two weeks`: as one types it
    outcome = reader.read(rest.text)
    if isinstance(outcome, Declined) and outcome.key == "leaving out" and outcome.suggestion:
        return None  # `and without the cancelled ones`: which says how it is asked
    offered = _as_a_whole(outcome)
    like = " or ".join(f"`{command}`" for command in offered)
    says = f"{_SAYS}{', like ' * bool(like)}{like}."
    return NotRead((sentence.text,), says, offered or ("help",), understood=True)


def _as_a_whole(outcome: Outcome) -> tuple[str, ...]:
    """The questions that the words may be by themselves, none of which does anything."""
    if isinstance(outcome, NotRead):
        offered = outcome.suggestions
    else:
        command = outcome.command if isinstance(outcome, Read) else outcome.suggestion
        offered = (command,) if command else ()
    return tuple(each for each in offered if each.partition(" ")[0] not in DOES | {"help"})


def _narrows_alone(part: Found) -> bool:
    return part.has_any(_NARROWING - {"only"})


def _only_narrows(part: Found) -> bool:
    """Whether a part says of which, and not what is asked."""
    if UNKNOWN in part.tags:
        return False
    return part.has_any(_TURNED_OR_NARROWED) or ("idle" in part.tags and not part.has_any(_ASKING))
