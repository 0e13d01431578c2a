"""Scores how free words are understood: rows of id, question, kind and expect, asked of a reader that knows four people.

`kind` holds the kinds that are right, joined by |; `misunderstood` among them says that no reading is right. `expect` are fields of the question as JSON, compared without letter
case, "a|b" for either; under kinds as keys, those of the kind that answered. Its own names are:
    filter   some filter has this value (`onprem` fits onprem_refused, `contoso` fits contoso.com)
    left_out some filter leaves this value out, in the same way
    person   dana fits dana@contoso.com; null is oneself
    text     of a fix: what was found, or the text asked about, letters and digits only
    says     of a cannot: a regular expression in its sentence
    instead  kinds that a cannot may suggest, besides help
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from bot.questions.question import Question
from bot.questions.words.reader import DOUBTFUL
from bot.questions.words.recognition.recognise import Names
from bot.render.formats.json_answer import to_json

FOLDER = Path(__file__).parents[1] / "data" / "phrasings"
SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)
REFUSALS = frozenset({"cannot", "misunderstood"})


class Loaded:
    """Who is in the report that the questions are asked of."""

    def person(self, word: str) -> bool:
        return word.casefold() in {"dana", "thea", "erik", "mia"}

    def domain(self, word: str) -> str | None:
        return "contoso.com" if word.casefold() in {"contoso", "contoso.com"} else None


@dataclass(frozen=True)
class Row:
    id: str
    text: str
    kinds: tuple[str, ...]
    expect: dict[str, Any]

    def of(self, kind: str) -> dict[str, Any]:
        """What is expected of an answer of this kind."""
        expect = self.expect.get(kind, {}) if self.expect and set(self.expect) <= set(self.kinds) else self.expect
        return expect if isinstance(expect, dict) else {}


def rows(name: str) -> list[Row]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines if line.strip()]
    return [Row(id_, text, tuple(kinds.split("|")), json.loads(expect)) for id_, text, kinds, expect in cells]


def asked(text: str, names: Names = Loaded()) -> Question:  # noqa: B008 - it has no state
    return parse(text, now=SATURDAY, zone=ZoneInfo("UTC"), catalogue=load(), names=names)


def verdict(row: Row) -> tuple[str, str]:
    """right, refused, misled (refused, and suggested something else) or wrong; and why.

    asked, where it asks back which of two is meant, and one of them is right.
    """
    question = to_json(asked(row.text))
    kind = question["kind"]
    if kind not in REFUSALS:
        wrong = misfits(row.of(kind), question) if kind in row.kinds else str(question)
        return ("wrong", f"{kind}: {wrong}") if wrong else ("right", kind)
    if kind == "misunderstood" and kind in row.kinds:
        return "right", question["sentence"]
    if question["sentence"].startswith(DOUBTFUL):
        offered = (question["suggestion"], *question["choices"])
        return ("asked" if any(_helps(row, one) for one in offered) else "misled"), question["sentence"]
    named = '` leaves out "' in question["sentence"]  # each suggestion says what it leaves out
    if (suggestion := question["suggestion"]) and not named and not _helps(row, suggestion):
        return "misled", f"{question['sentence']} -> {suggestion}"
    if (named and kind == "cannot" and REFUSALS & {*row.kinds}) or (
        kind == "cannot" and "cannot" in row.kinds and not misfits(row.of("cannot"), question)
    ):
        return "right", kind
    return "refused", question["sentence"]


def _helps(row: Row, suggestion: str) -> bool:
    """Whether a suggestion asks what was meant, or what a refusal may suggest."""
    question = to_json(asked(suggestion))
    kind = question["kind"]
    wanted = {name: value for name, value in row.of(kind).items() if name != "says"}
    if kind == "help" or (kind in row.kinds and not misfits(wanted, question)):
        return True
    return kind in str(row.of("cannot").get("instead", "")).split("|")


def misfits(expect: dict[str, Any], question: dict[str, Any]) -> str:
    """The first field that is not as expected; "" when all are."""
    for name, wanted in expect.items():
        if name != "instead" and not _fits(name, wanted, question):
            return f"{name} {question.get(name)!r} is not {wanted!r}"
    return ""


def _fits(name: str, wanted: Any, question: dict[str, Any]) -> bool:
    match name:
        case "filter":
            return any(_alike(name, wanted, value) for key, value in _filters(question) if "not_" not in key)
        case "left_out":
            return any(_alike("filter", wanted, value) for key, value in _filters(question) if "not_" in key)
        case "says":
            return re.search(wanted, question.get("sentence") or "", re.IGNORECASE) is not None
        case "text":
            found = [finding.key for finding in load().find(question["text"])]
            return any(_squeezed(each) in _squeezed(said) for said in (*found, question["text"]) for each in [wanted])
    return _same(name, wanted, question.get(name))


def _filters(question: dict[str, Any]) -> list[tuple[str, Any]]:
    return [*(question.get("filters") or {}).items()]


def _same(name: str, wanted: Any, got: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(_same(key, value, got.get(key)) for key, value in wanted.items())
    if isinstance(wanted, str):
        return _alike(name, wanted, got)
    return bool(got == wanted)


def _alike(name: str, wanted: str, got: Any) -> bool:
    said = str(got).casefold() if got is not None else ""
    choices = wanted.casefold().split("|")
    if name == "filter":
        return any(said == each or said.startswith((f"{each}.", f"{each}_")) for each in choices)
    if name == "person":
        return any(said == each or said.startswith(f"{each}@") for each in choices)
    return said in choices


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def figures(counted: Counter[str]) -> str:
    """One line: how many were right, asked back, refused, misled and wrong."""
    total = sum(counted.values())
    refused = counted["refused"] + counted["misled"]
    return (
        f"{total} questions: {counted['right']} right ({counted['right'] / total:.0%}), {counted['asked']} asked back, {refused} refused,"
        f" of these {counted['misled']} with a suggestion that misleads, {counted['wrong']} wrong answers"
    )
