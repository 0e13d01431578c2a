"""From a question to the frozen answer that analysis gives."""

from datetime import datetime

from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.digest import preview
from bot.analysis.failures import failures, without_people
from bot.analysis.registrations import registrations
from bot.analysis.rollout import rollout
from bot.analysis.status import status
from bot.analysis.stuck import stuck
from bot.analysis.trend import trend
from bot.knowledge.catalogue import Catalogue
from bot.questions import question as q
from bot.questions.help_topics import help_for
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.service.answers.export import export
from bot.service.asker import Asker
from bot.service.authorization import sees_people


def ask(  # noqa: C901, PLR0911, PLR0912 - one arm a question, so that a new one is one arm more
    question: q.Question, snapshot: Snapshot, catalogue: Catalogue, asker: Asker, now: datetime
) -> object:
    """The answer value of a question; `status` must name its person by now. Digest deeds are not answered here."""
    match question:
        case q.Help(topic=topic):
            return help_for(topic)
        case q.Fix(text=text):
            return catalogue.fix(text)
        case q.Status(person=person):
            return status(snapshot, person or "", catalogue=catalogue, now=now)
        case q.Failures(window=window, by=by, filters=filters, top=top):
            counted = failures(
                snapshot, window, by=by, filters=filters, top=top, catalogue=catalogue, now=now, zone=asker.zone
            )
            return counted if sees_people(asker) else without_people(counted)
        case q.Registrations(window=window, by=by):
            return registrations(snapshot, window, by=by, now=now, zone=asker.zone)
        case q.Stuck(filters=filters):
            return stuck(snapshot, filters=filters, catalogue=catalogue, now=now)
        case q.Trend(window=window, filters=filters):
            return trend(snapshot, window, filters=filters, now=now, zone=asker.zone)
        case q.Compare(window=window, previous=previous, filters=filters):
            return compare(snapshot, window, previous, filters=filters, catalogue=catalogue, now=now)
        case q.Data():
            return data(snapshot, now=now)
        case q.Rollout(target=target):
            return rollout(snapshot, target, now=now)
        case q.Export():
            return export(question, snapshot, catalogue, now)
        case q.Digest(window=window):
            return preview(snapshot, window, catalogue=catalogue, now=now, zone=asker.zone)
        case q.Misunderstood():
            return question
    raise AssertionError(question)


def coverage_of(answer: object, snapshot: Snapshot, now: datetime) -> Coverage:
    """What an answer rests on; for answers that are not about rows, what is loaded."""
    found = getattr(answer, "coverage", None)
    return found if isinstance(found, Coverage) else coverage(snapshot, ReportKind.RESET, None, now)
