"""What a reader of words comes to: a question, an honest no, or the words it could not place."""

import re
from dataclasses import dataclass

from bot.questions.words.recognition.parts import Found
from bot.questions.words.recognition.recognise import Sentence

DOES = frozenset({"subscribe", "unsubscribe", "follow", "unfollow", "digest"})  # more than tell, but for a preview
_AT_ONCE = re.compile(r"(unsubscribe|unfollow|follow|digest(?= now))\b")
NO_QUESTION = "I find no question that takes all of that."
NOT_TAKEN = frozenset({"together", "leaving out"})  # what is declined as no question takes all of it


@dataclass(frozen=True, slots=True)
class Read:
    """The question as one would type it, and what to add when that is told.

    `aside` are the parts of the sentence that it does not take up; `note` names them once the whole is read. `clause`
    is what asks, where the rest only says why.
    """

    command: str
    note: str = ""
    aside: tuple[Found, ...] = ()
    clause: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """Understood, and not done here: what, the sentence that says so, and a question that helps.

    `leaves_out` says that the suggestion leaves out what is declined.
    """

    key: str
    says: str
    suggestion: str | None = None
    choices: tuple[str, ...] = ()
    leaves_out: bool = False

    @property
    def sentence(self) -> str:
        """What is not done, and what the suggestion does not do either."""
        return f"{self.says} What I suggest leaves it out." if self.leaves_out else self.says


@dataclass(frozen=True, slots=True)
class NotRead:
    """The words that have no place, what is wrong, and questions made of all that was recognised.

    `leaves_out` says that each of these leaves a word out, which the sentence names; `understood` that the sentence
    asks back what all of it means; `doubtful` that all was read, and that such words mostly ask something else.
    """

    words: tuple[str, ...]
    sentence: str
    suggestions: tuple[str, ...] = ()
    leaves_out: bool = False
    understood: bool = False
    doubtful: bool = False


Outcome = Read | Declined | NotRead


def done_at_once(command: str) -> str:
    """The deed that is done as soon as a command is read, `unfollow` of `unfollow dana`; "" for any other."""
    found = _AT_ONCE.match(command)
    return found[1] if found else ""
