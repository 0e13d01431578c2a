"""From an answer to its message: which renderer shows what, and whether it names people."""

from bot.analysis.digest import DigestAnswer
from bot.analysis.why import NotTold, WhyAnswer
from bot.digests.decision import Decisions
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.search import FixAnswer
from bot.privacy import Visibility
from bot.questions.form import HelpAnswer
from bot.questions.question import Misunderstood
from bot.render.answers import answer as answers
from bot.render.answers import export, fix, help, misunderstood, why  # noqa: A004 - the question's own name
from bot.render.blocks.message import Message
from bot.render.digests import first_message
from bot.render.digests.settings import Setting
from bot.service.asker import Asker
from bot.service.authorization import sees_people


def show(
    answer: object, catalogue: Catalogue, asker: Asker, token: str | None, decisions: Decisions | None = None
) -> Message:
    """The message of an answer. Messages made elsewhere (subscriptions, digests) pass through."""
    match answer:
        case Message():
            told = answer
        case HelpAnswer():
            told = help.message(answer)
        case Misunderstood():
            told = misunderstood.message(answer)
        case FixAnswer():
            told = fix.message(answer, known=catalogue, token=token)
        case export.ExportFile():
            told = export.message(answer)
        case WhyAnswer() | NotTold():
            return why.message(answer, zone=asker.zone)
        case DigestAnswer():
            told = first_message.message(answer, Setting(asker.zone, detail_for(asker), note="Preview")).first
        case _ if isinstance(answer, answers.Answer):
            told = answers.message(answer, zone=asker.zone, token=token, show=detail_for(asker), decisions=decisions)
        case _:
            raise AssertionError(answer)
    return told


def detail_for(asker: Asker) -> Visibility:
    """Names for the helpdesk, numbers for everybody else."""
    return Visibility.NAMES if sees_people(asker) else Visibility.COUNTS
