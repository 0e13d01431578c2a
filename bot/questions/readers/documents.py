"""What is documented or explained: help, fix, and what a detail counts as."""

import re

from bot.questions.codes import not_mapped, take_code
from bot.questions.parse_error import ParseError, nearest
from bot.questions.person_words import is_person
from bot.questions.question import Fix, Help, Map, Question
from bot.questions.question_type import Context
from bot.questions.readers.tokens import without
from bot.questions.text import join, split

_KIND_OF_TEXT = re.compile(r"^(?:the )?(?:cause|reason|detail|error|message|result):? ", re.IGNORECASE)


def read_help(rest: str, context: Context) -> Question:
    """`help [topic]`; an unknown topic is help's own business."""
    tokens = without(rest, {"me", "with", "on", "about", "please"})
    somebody = "with" in rest.casefold().split() and bool(tokens) and context.names.person(tokens[0])
    if len(tokens) > 1 or (tokens and is_person(tokens[0])) or somebody:
        raise ParseError(tokens[0], f"{tokens[0]} is no topic of help.")
    return Help(tokens[0].casefold() if tokens else None)


def read_fix(rest: str, context: Context) -> Question:
    """`fix TEXT`: any text, as it was written."""
    text = re.sub(r"^for ", "", rest).strip("\"' ")
    if not text:
        raise ParseError("fix", "fix needs a detail, a code or an event number behind it.", ["fix SSPR_0029"])
    bare = _KIND_OF_TEXT.sub("", text)
    if bare != text and not context.catalogue.find(text) and context.catalogue.find(bare):
        text = bare
    code = take_code(tuple(text.casefold().split()), 0, context.catalogue.references.__contains__)
    return Fix(code[0] if code and code[1] == len(text.split()) else text)


def read_map(rest: str, context: Context) -> Question:
    """`map CODE to CAUSE`, `map CODE to nothing`, or `map` alone."""
    tokens = split(rest.casefold())
    if not tokens:
        return Map()
    match = re.fullmatch(r"(u[0-9a-f]{5}) (?:to|as|is|=) (?:cause:)?(\w+)", join(tokens))
    if tokens[1:2] == ("to",) and tokens[0].startswith("sspr_"):
        raise ParseError(rest, not_mapped(tokens[0].upper()), ["unknown"], known=True, whole=True)
    if match is None:
        raise ParseError(rest, f"map takes the code of a detail and a cause, and {rest} is not that.", ["unknown"])
    if match[2] in {"nothing", "none", "unknown"}:
        return Map(match[1])
    if match[2] not in context.catalogue.causes:
        close = nearest(match[2], tuple(context.catalogue.causes))
        instead = [f"map {match[1]} to {one}" for one in close]
        raise ParseError(match[2], f"{match[2]} is no cause; `fix` shows the causes.", instead, known=True)
    return Map(match[1], match[2])
