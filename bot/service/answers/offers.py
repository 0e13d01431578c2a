"""What can be done with an answer besides reading it: who is behind its numbers, and its rows as a file."""

from collections.abc import Iterator

from bot.analysis.failures import FailuresAnswer
from bot.questions import question as q
from bot.render.answers.failures import not_empty
from bot.render.blocks.compose import EXPORT, WHO
from bot.service.answers.table import answerer
from bot.service.asker import Asker
from bot.service.authorization import refused, sees_people


def offers(question: q.Question, answer: object, asker: Asker) -> tuple[str, ...]:
    """The buttons that this answer has besides its own, for this asker."""
    return tuple(_offers(question, answer, asker))


def _offers(question: q.Question, answer: object, asker: Asker) -> Iterator[str]:
    if isinstance(answer, FailuresAnswer) and sees_people(asker) and not_empty(answer).itemised:
        yield WHO
    if not isinstance(question, q.Exportable) or answerer(question).export_rows is None:
        return
    if not refused(q.Export(question), asker):
        yield EXPORT
