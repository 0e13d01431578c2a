"""Questions as tools for programs: the arguments come from the usage, and make the words that a person would type."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.knowledge.catalogue import Catalogue
from bot.privacy import Role
from bot.questions.filters import KEYS, OPEN, examples
from bot.questions.help_topics import GUIDES
from bot.questions.parse_error import ParseError, listed, nearest
from bot.questions.parts import MOST
from bot.questions.question_type import QuestionType, Tool
from bot.questions.question_types import QUESTION_TYPES
from bot.questions.text import LONGEST, join

Schema = dict[str, Any]
_SPELLING: Final = {guide.name: guide for guide in GUIDES}
_HEAD: Final = re.compile(r"[a-z ]*[a-z]")
_WORDLESS: Final = re.compile(r"[\[\]\s]*")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a tool takes: its name, a JSON schema, and the words in front of the value."""

    name: str
    schema: Schema
    before: str  # "by ", "result:", or nothing
    required: bool


@dataclass(frozen=True, slots=True)
class QuestionTool:
    """A question that programs may ask."""

    name: str
    kind: str  # of the question
    words: str  # the words that every such question begins with
    description: str
    arguments: tuple[Argument, ...]

    def input_schema(self) -> Schema:
        """Say what may be given, and that nothing else may."""
        return {
            "type": "object",
            "properties": {argument.name: argument.schema for argument in self.arguments},
            "required": [argument.name for argument in self.arguments if argument.required],
            "additionalProperties": False,
        }

    def command(self, given: Mapping[str, object]) -> str:
        """Write the question as a person would. Raises ParseError with a sentence for what does not fit."""
        taken = {argument.name: argument for argument in self.arguments}
        for name in given:
            if name not in taken:
                raise _unknown(str(name), self.name, tuple(taken))
        values = {name: value for name, value in given.items() if value is not None}
        for argument in self.arguments:
            if argument.required and argument.name not in values:
                raise ParseError(self.name, f"{self.name} needs {argument.name}.")
        words = [_words(one, values[one.name]) for one in self.arguments if one.name in values]
        return " ".join([self.words, *words])


def tools(catalogue: Catalogue) -> tuple[QuestionTool, ...]:
    """List the questions that programs may ask, in the order of the table."""
    return tuple(_tool(kind, kind.tool, catalogue) for kind in QUESTION_TYPES if isinstance(kind.tool, Tool))


def _tool(kind: QuestionType, tool: Tool, catalogue: Catalogue) -> QuestionTool:
    usage = tool.usage or kind.usage
    head = _HEAD.match(usage)
    words = head[0] if head else kind.name
    alone = "; everybody may ask about themselves" if "PERSON" in usage else ""
    who = "" if kind.who is Role.SELF else f" It takes the role {kind.who.value}{alone}."
    return QuestionTool(
        name=words.replace(" ", "_"),
        kind=kind.name,
        words=words,
        description=f"{tool.sentence or kind.sentence} {tool.when} {tool.empty}{who}",
        arguments=tuple(_arguments(usage[len(words) :], catalogue)),
    )


def _arguments(usage: str, catalogue: Catalogue) -> Iterator[Argument]:
    """Read the parts of a usage. A part that is not known here raises ValueError: the question cannot be a tool."""
    found: dict[int, list[Argument]] = {}
    left = usage
    for pattern, make in _PARTS:
        for match in pattern.finditer(left):
            required = usage[: match.start()].count("[") == usage[: match.start()].count("]")
            found[match.start()] = [
                Argument(name, schema, before, required) for name, schema, before in make(match, catalogue)
            ]
        left = pattern.sub(lambda match: " " * len(match[0]), left)
    if not _WORDLESS.fullmatch(left):
        raise ValueError(f"no argument of a tool is made from {left.strip()!r}")
    for at in sorted(found):
        yield from found[at]


Made = Iterator[tuple[str, Schema, str]]


def _text(description: str, **more: object) -> Schema:
    return {"type": "string", "description": description, "maxLength": LONGEST, **more}


def _window(match: re.Match[str], _: Catalogue) -> Made:
    word = match["word"] or ""
    guide = _SPELLING["windows"]
    name = {"with": "compare_with"}.get(word, "window")
    default = "" if name == "window" else " The span to compare with; the one before where it is not given."
    yield name, _text(f"{guide.usage}. {guide.sentence}{default}"), f"{word} " if word else ""


def _by(match: re.Match[str], _: Catalogue) -> Made:
    groups = match["groups"].split("|")
    yield "by", {"type": "string", "enum": groups, "description": "What to break it down by."}, "by "


def _filters(match: re.Match[str], catalogue: Catalogue) -> Made:
    keys = KEYS if match["keys"] is None else tuple(match["keys"].replace(":", "").split())
    for key in keys:
        known = examples(key, catalogue)
        what = f"Only attempts with this {key}, like {known[0]}."
        yield (
            key,
            _text(what) if key in OPEN else {"type": "string", "enum": list(known), "description": what},
            f"{key}:",
        )


def _top(_match: re.Match[str], _: Catalogue) -> Made:
    yield "top", {"type": "integer", "minimum": 1, "maximum": MOST, "description": "How many lines."}, "top "


def _date(match: re.Match[str], _: Catalogue) -> Made:
    yield "date", _text("A day to come, like 2027-02-01."), f"{match['word']} "


def _person(_match: re.Match[str], _: Catalogue) -> Made:
    yield "person", _text("A user ID or its beginning, or a Slack mention like <@U123>; without it, whoever asks."), ""


def _free(_match: re.Match[str], _: Catalogue) -> Made:
    yield "text", _text("The sentence, code or event number, as it was seen."), ""


_PARTS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Catalogue], Made]], ...]] = (
    (re.compile(r"(?:(?P<word>with|since) )?\bWINDOW\b"), _window),
    (re.compile(r"\bby (?P<groups>[a-z]+(?:\|[a-z]+)+)"), _by),
    (re.compile(r"\bFILTERS\b|(?P<keys>\b[a-z]+:(?: [a-z]+:)*)"), _filters),
    (re.compile(r"\btop N\b"), _top),
    (re.compile(r"\b(?P<word>to|by) DATE\b"), _date),
    (re.compile(r"\bPERSON\b"), _person),
    (re.compile(r"\bTEXT\b"), _free),
)


def _words(argument: Argument, value: object) -> str:
    """The words of one argument, quoted where a filter's blanks need it."""
    if argument.schema["type"] == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            raise ParseError(argument.name, f"{argument.name} is a whole number from 1 to {MOST}.")
        return f"{argument.before}{value}"
    if not isinstance(value, str) or not value.strip():
        raise ParseError(argument.name, f"{argument.name} is a text that is not empty.")
    if argument.before.endswith(":"):
        return join((f"{argument.before}{value.replace(chr(34), '')}",))
    return f"{argument.before}{value}"


def _unknown(name: str, tool: str, known: tuple[str, ...]) -> ParseError:
    """An argument that is misspelt would change the question without a word."""
    there = f"there {'is' if len(known) == 1 else 'are'} {listed(known)}" if known else "it takes none"
    meant = nearest(name, known, most=1)
    hint = f" Did you mean {meant[0]}?" if meant else ""
    return ParseError(name, f"{name[:40]} is no argument of {tool}; {there}.{hint}")
