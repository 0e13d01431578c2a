"""What can be done with an answer besides reading it: who is behind its numbers, and its rows as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.later import later_import
from bot.questions import question as q
from bot.render.blocks.compose import EXPORT, WHO
from bot.service.answers.table import answerer
from bot.service.asker import Asker
from bot.service.authorization import refused, sees_people

if TYPE_CHECKING:
    from bot.analysis import failures
    from bot.render.answers import failures as failures_message
else:  # each is wanted by few questions
    failures = later_import("bot.analysis.failures")
    failures_message = later_import("bot.render.answers.failures")


def offers(question: q.Question, answer: object, asker: Asker) -> tuple[str, ...]:
    """The buttons that this answer has besides its own, for this asker."""
    return tuple(_offers(question, answer, asker))


def _offers(question: q.Question, answer: object, asker: Asker) -> Iterator[str]:
    if isinstance(question, q.Failures) and sees_people(asker) and _has_rows(answer):
        yield WHO
    if not isinstance(question, q.Exportable) or answerer(question).export_rows is None:
        return
    if not refused(q.Export(question), asker):
        yield EXPORT


def _has_rows(answer: object) -> bool:
    return isinstance(answer, failures.FailuresAnswer) and bool(failures_message.not_empty(answer).itemised)
