"""Somebody who is not named: `user gets no code` is about one person, and no list of many answers it."""

import re

from bot.questions.words.outcome import Declined, Read
from bot.questions.words.recognise import Sentence
from bot.questions.words.rules import Rule, cause_named

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


def of_somebody(rule: Rule, sentence: Sentence) -> Declined | Read | None:
    """Ask who it is, where a question about many would answer what is asked about one; tell a cause that is named."""
    if rule.kind not in _OF_MANY or not _CALLER.match(" ".join(sentence.words)):
        return None
    causes = sentence.of("cause")
    if len(causes) == 1 and not sentence.tags() & {"window", "many", "others", "digest", "not"}:
        about = cause_named(causes) or sentence.said(causes[0])
        return Read(f"fix {about}", "whom it is about is not said: `status` of their user ID says more")
    return Declined(
        "help",
        "I do not know who that is: give me the user ID, or what the page says, and I say what is wrong.",
        "help fix",
    )
