"""From an answer to its message: which renderer shows what, and whether it names people."""

from bot.analysis.answers import DigestAnswer
from bot.analysis.why import NotTold, WhyAnswer
from bot.knowledge.catalogue import Catalogue
from bot.questions.form import HelpAnswer
from bot.questions.question import Misunderstood
from bot.render import answer as answers
from bot.render import digest, export, fix, help, misunderstood, why  # noqa: A004 - the question's own name
from bot.render.decision import Decisions
from bot.render.digest_setting import Setting
from bot.render.message import Message
from bot.render.people import Show
from bot.service.asker import Asker
from bot.service.asking import FixAnswer
from bot.service.permission import sees_people


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
            told = digest.message(answer, Setting(asker.zone, detail_for(asker), note="Preview")).first
        case _ if isinstance(answer, answers.Answer):
            told = answers.message(answer, zone=asker.zone, token=token, show=detail_for(asker), decisions=decisions)
        case _:
            raise AssertionError(answer)
    return told


def detail_for(asker: Asker) -> Show:
    """Names for the helpdesk, numbers for everybody else."""
    return Show.NAMES if sees_people(asker) else Show.COUNTS
