"""From an answer to its message: which renderer shows what."""

from datetime import tzinfo

from bot.analysis import answers as a
from bot.knowledge.catalogue import Catalogue
from bot.questions import question as q
from bot.questions.help import HelpAnswer
from bot.render import data, digest, failures, fix, help, misunderstood, registrations, status, stuck, trend  # noqa: A004
from bot.render.message import Message
from bot.service.asking import FixAnswer


def show(question: q.Question, answer: object, catalogue: Catalogue, zone: tzinfo, token: str | None) -> Message:
    """The message of an answer. Messages made elsewhere (digests, subscriptions) pass through."""
    match answer:
        case Message():
            return answer
        case HelpAnswer():
            return help.message(answer)
        case q.Misunderstood():
            return misunderstood.message(answer)
        case FixAnswer():
            return fix.message(answer, known=catalogue, token=token)
        case a.PersonStatus() | a.SeveralPeople() | a.NobodyFound():
            return status.message(answer, zone=zone, token=token)
        case a.FailuresAnswer():
            return failures.message(answer, zone=zone, token=token)
        case a.RegistrationsAnswer():
            return registrations.message(answer, zone=zone, token=token)
        case a.StuckAnswer():
            return stuck.message(answer, zone=zone, token=token)
        case a.TrendAnswer():
            return trend.trend(answer, zone=zone, token=token)
        case a.CompareAnswer():
            return trend.compare(answer, zone=zone, token=token)
        case a.DataAnswer():
            return data.message(answer, zone=zone, token=token)
        case a.DigestAnswer():
            return digest.preview(answer, zone=zone)
    raise AssertionError(question)
