"""One person: status, why, follow, unfollow."""

from bot.questions.parse_error import ParseError
from bot.questions.person_words import is_person, read_person
from bot.questions.question import Follow, Question, Status, Unfollow, Why
from bot.questions.question_type import Context
from bot.questions.readers.tokens import IDLE
from bot.questions.text import join, split

_EVERYBODY = frozenset({"all", "everyone", "everybody", "them"})
_ALL = frozenset({"all", "everybody", "everyone", "anybody", "anyone"})
_ALL_FOLLOWED = IDLE | {"of", "them", "people", "that", "i", "follow", "am", "following"}  # they leave nobody out


def read_status(rest: str, context: Context) -> Question:
    """`status [PERSON]`."""
    person = read_person(split(rest))
    unlike = person and not is_person(person) and not context.names.person(person)
    if unlike and person and person.casefold() in _EVERYBODY:
        raise ParseError(rest, "A status is of one person.", ["stuck", "failures 24h by cause"], known=True, whole=True)
    if unlike and person and (domain := context.names.domain(person)):
        instead = [f"failures by cause domain:{domain}", f"stuck domain:{domain}"]
        raise ParseError(rest, f"{person} is a domain, and status is of a person.", instead, known=True, whole=True)
    return Status(person)


def read_why(rest: str, _: Context) -> Question:
    """`why PERSON`."""
    tokens = split(rest)
    if not tokens:
        raise ParseError("why", "why needs a person behind it.", ["why me"])
    return Why(read_person(tokens))


def read_follow(rest: str, _: Context) -> Question:
    """`follow PERSON`."""
    tokens = split(rest)
    if not tokens:
        raise ParseError("follow", "follow needs a person behind it.", ["stuck"])
    return Follow(read_person(tokens))


def read_unfollow(rest: str, _: Context) -> Question:
    """`unfollow`, or `unfollow PERSON`."""
    tokens = split(rest)
    if not tokens or tokens[0].casefold() not in _ALL:
        return Unfollow(read_person(tokens) if tokens else None)
    if not {token.casefold() for token in tokens[1:]} <= _ALL_FOLLOWED:
        behind = join(tokens[1:])
        sentence = (
            f"I ended nothing: unfollow takes one person, or ends all that you follow, and does not take {behind}."
        )
        raise ParseError(behind, sentence, known=True)
    return Unfollow()
