"""What a kind of question is: its words, who may ask it, examples, and the function that reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.knowledge.catalogue import Catalogue
from bot.privacy import Role
from bot.questions.dates.calendar import Moment
from bot.questions.question import Question
from bot.questions.words.recognition.recognise import Names, NoNames


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader of a question may look at besides its words."""

    moment: Moment
    catalogue: Catalogue
    ask: Callable[[str, "Context"], Question]  # reads a question within a question; raises ParseError
    names: Names = NoNames()  # noqa: RUF009 - frozen, and of no state


Read = Callable[[str, Context], Question]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What help knows about: a kind of question, or a part that many questions share."""

    name: str  # the word it is called by; of a question, also its kind
    usage: str
    sentence: str
    who: Role  # the least that may ask; everybody may ask about themselves
    examples: tuple[str, ...]
    also: tuple[str, ...] = ()  # other words for the name
    free: tuple[str, ...] = ()  # examples in free words
    signs: tuple[tuple[str, str], ...] = ()  # what its answer tells apart, each with what it means


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that programs may ask as well; its name and its arguments come from the usage."""

    when: str  # in which situation to ask it, and what its numbers mean
    empty: str  # what it means that there is nothing to show
    sentence: str = ""  # what it answers, where the question's own sentence says more
    usage: str = ""  # the part of the question's usage that only reads, where that is not all of it


@dataclass(frozen=True, slots=True)
class NoTool:
    """A question that is left to people."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionType(Topic):
    """One kind of question. Help, the grammar and the tools for programs all come from it."""

    read: Read = field(repr=False)
    tool: Tool | NoTool = field(repr=False, metadata={"json": False})


@dataclass(frozen=True, slots=True)
class HelpAnswer:
    """What help shows: every kind of question, or the one topic asked for; none when there is no such topic."""

    topic: str | None
    forms: tuple[Topic, ...]
    topics: tuple[str, ...]  # every topic there is
    suggestion: str | None = None  # the nearest topic, when there is none of that name
    role: Role = Role.ADMIN  # of whoever asks
