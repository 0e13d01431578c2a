"""Deeds said in words, as one would type them: whole, or not at all. Nothing is done until somebody presses them."""

import re
from collections.abc import Collection

from bot.analysis.cases.sign_reviews import SignKey
from bot.questions.words.outcome import Declined
from bot.questions.words.parts import Found
from bot.questions.words.positions import positions
from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import cause_named
from bot.questions.words.sign_deeds import BEFORE, BEHIND

_SIGN = re.compile("|".join(rf"\b{key}(?=s?\b)" for key in sorted(SignKey, key=len, reverse=True)))
_TO = "(?:as|to|under|into|onto)"
_CODE = r"(?:(?:the|error|code|detail) )*(?P<code>u[0-9a-f]{5})"  # by which `unknown` lists a detail
_MAPS = tuple(
    re.compile(rf"{BEFORE}{order} (?P<cause>\S+(?: \S+)*?){BEHIND}")
    for order in (
        rf"(?:map|count|treat|file|classify|book|label|register|put) {_CODE} {_TO}",
        rf"(?:call|label) {_CODE}",
        rf"(?:give|assign|add) {_CODE} the cause",
        rf"{_CODE} (?:should|must|has to|needs to) (?:count|be (?:mapped|counted|treated|filed|classified)) {_TO}",
    )
)
_TROUBLES = ("problem", "issue", "error", "failure")
_OF_A_CAUSE = frozenset({"a", "an", "the", "cause", *_TROUBLES})
_URGENT = (
    r"(?:(?:(?:the|new) )*(?:(?:urgent|attack|security) )+signs|(?:urgent )?signs of (?:an )?attacks?"
    r"|something (?:that |which )?(?:smells|looks) like an attack|an? (?:(?:urgent|attack|security) )+sign)"
)
_HERE = r"(?:(?:straight|right|directly) )?(?:(?:in|into|to) )?(?:here|this (?:chat|room|channel))"
_AT_ONCE = r"(?: (?:at once|immediately|instantly|right away|straight away|asap))?"
_WISH = "(?:(?:i|we) (?:want|need) |(?:post|send|put|write|deliver) )?"
_TELL = "(?:tell|alert|notify|warn|inform) (?:us|this channel|(?:the people|everybody|everyone) here)(?: here)?"
_OF = "(?:about|of|when|whenever|if|as soon as|once)(?: there is| there's)?"
_AN_ATTACK = "(?:an attack|attacks|(?:we are|we're|somebody is|someone is) (?:under attack|attacking us))"
_SHOWS = rf"(?: (?:comes?|shows?|pops|turns) up| appears?| shows?)?{_AT_ONCE}"
_WANTS = tuple(
    re.compile(rf"{BEFORE}{order}{BEHIND}")
    for order in (
        rf"{_WISH}{_URGENT}(?: posted| sent)?{_AT_ONCE} {_HERE}{_AT_ONCE}",
        rf"{_TELL}{_AT_ONCE} {_OF} (?:{_URGENT}|{_AN_ATTACK}){_SHOWS}",
    )
)
_DEEDS = re.compile(r"(?:unsubscribe|unfollow|follow|digest now)\b")
_TURNING = ("not", "cannot", "leaving_out", "only")
_TURNS = frozenset({"but", "if", "unless", "without", "who", "whose", "whom", "which", "happens"})
_ASKED = frozenset({"who", "why", "what", "when", "is", "are", "was", "were", "did", "has", "have"})  # not `should i`
_STATED = re.compile(r"\b(?:i|we|you) never\b")
_HIDES = ("counts_only", "masked")
_NAMES = (
    "I do not change what names a digest has: its subscription says so for every post, with `show:names`, `show:masked`"
    " or `show:counts`."
)


def as_typed(key: str, sentence: Sentence) -> str | None:
    """What to type for a cause that a detail is given, in a row of this key.

    None where a word is of anything but the detail, the one cause and courtesy.
    """
    if key not in {"mapping", "own cause"} or "?" in sentence.text:
        return None
    said = _said(sentence)
    order = next((found for pattern in _MAPS if (found := pattern.fullmatch(said))), None)
    if order is None:
        return None
    start, stop = (len(said[: order.start("cause")].split()), len(said[: order.end("cause")].split()))
    parts = [part for part in sentence.found if part.start < stop and start < part.stop]
    if order["cause"].startswith(("no ", "not ")) and order["cause"].endswith(_TROUBLES):  # `as no licence problem`
        return None
    said_of_it = (part for part in parts if not cause_named((part,)))
    of_it = all(_OF_A_CAUSE.issuperset(sentence.words[part.start : part.stop]) for part in said_of_it)
    cause = cause_named(parts)
    return f"map {order['code']} to {cause}" if of_it and cause else None


def wants_signs(sentence: Sentence) -> bool:
    """Whether the urgent signs are wanted in the channel that it is said in, at once, and nothing else is."""
    return "?" not in sentence.text and any(pattern.fullmatch(_said(sentence)) for pattern in _WANTS)


def not_ordered(command: str, taken: Collection[str], sentence: Sentence) -> Declined | None:
    """No to a deed beside which a word denies, limits or asks, that the deed does not take up; None for a plain order.

    `taken` are the tags of the words that the deed is made of.
    """
    kind = command.partition(" ")[0]
    if kind == "digest" and any(map(sentence.of, _HIDES)):
        return Declined("names in a digest", _NAMES, "help subscribe")
    if not _DEEDS.match(command):
        return None
    turns = next((part for part in sentence.found if part.tags.isdisjoint(taken) and _turns(sentence, part)), None)
    first = next((word for word in sentence.words if word not in positions().courtesy), "")
    stated = _STATED.search(" ".join(sentence.words))
    said = sentence.said(turns) if turns else first if first in _ASKED else stated and stated[0]
    if not said:
        return None
    return Declined("no order", f'I did nothing: with "{said}" in it that is no plain order.', f"help {kind}")


def _turns(sentence: Sentence, part: Found) -> bool:
    return any(map(part.has, _TURNING)) or not _TURNS.isdisjoint(sentence.words[part.start : part.stop])


def sign_of(words: str) -> str:
    """The sign of `odd` that is named; "" for none or several."""
    said = set(_SIGN.findall(words))
    return said.pop() if len(said) == 1 else ""


def _said(sentence: Sentence) -> str:
    return " ".join(sentence.typed).casefold()
