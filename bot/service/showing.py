"""From an answer to its message: which renderer shows what, and whether it names people."""

from bot.analysis.answers import DigestAnswer
from bot.knowledge.catalogue import Catalogue
from bot.questions.form import HelpAnswer
from bot.questions.question import Misunderstood
from bot.render import answer as answers
from bot.render import digest, fix, help, misunderstood  # noqa: A004 - the question's own name
from bot.render.digest_setting import Setting
from bot.render.message import Message
from bot.render.people import Show
from bot.service.asker import Asker
from bot.service.asking import FixAnswer
from bot.service.permission import sees_people


def show(answer: object, catalogue: Catalogue, asker: Asker, token: str | None) -> Message:
    """The message of an answer. Messages made elsewhere (subscriptions, digests) pass through."""
    match answer:
        case Message():
            return answer
        case HelpAnswer():
            return help.message(answer)
        case Misunderstood():
            return misunderstood.message(answer)
        case FixAnswer():
            return fix.message(answer, known=catalogue, token=token)
        case DigestAnswer():
            return digest.message(answer, Setting(asker.zone, detail_for(asker), note="Preview")).first
    if isinstance(answer, answers.Answer):
        return answers.message(answer, zone=asker.zone, token=token, show=detail_for(asker))
    raise AssertionError(answer)


def detail_for(asker: Asker) -> Show:
    """Names for the helpdesk, numbers for everybody else."""
    return Show.NAMES if sees_people(asker) else Show.COUNTS
