"""From a question to the frozen answer that analysis gives."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.analysis.answers import Coverage, RegistrationsAnswer, StuckAnswer
from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.digest import preview
from bot.analysis.failures import failures
from bot.analysis.registrations import registrations
from bot.analysis.status import status
from bot.analysis.stuck import stuck
from bot.analysis.trend import trend
from bot.knowledge.catalogue import Catalogue, Finding
from bot.questions import question as q
from bot.questions.help import help_for
from bot.reports.coverage import coverage
from bot.reports.snapshot import Snapshot
from bot.reports.window import everything
from bot.service.asker import Asker
from bot.service.permission import sees_people


@dataclass(frozen=True, slots=True)
class FixAnswer:
    """What the documents know about a text: one finding, several to choose from, or none."""

    asked: str
    found: tuple[Finding, ...]
    near: tuple[str, ...]


def ask(question: q.Question, snapshot: Snapshot, catalogue: Catalogue, asker: Asker, now: datetime) -> object:
    """The answer value of a question; `status` must name its person by now. Digest deeds are not answered here."""
    given = {"catalogue": catalogue, "now": now}
    local = {**given, "zone": asker.zone}
    match question:
        case q.Help(topic=topic):
            return help_for(topic)
        case q.Fix(text=text):
            return FixAnswer(text, found := catalogue.find(text), () if found else catalogue.near(text))
        case q.Status(person=person):
            return status(snapshot, person or "", **given)
        case q.Failures(window=window, by=by, filters=filters, top=top):
            return failures(snapshot, window, by=by, filters=filters, top=top, **local)
        case q.Registrations(window=window, by=by):
            found = registrations(snapshot, window, by=by, now=now, zone=asker.zone)
            return found if sees_people(asker) else without_people(found)
        case q.Stuck(filters=filters):
            found = stuck(snapshot, filters=filters, **given)
            return found if sees_people(asker) else without_people(found)
        case q.Trend(window=window, filters=filters):
            return trend(snapshot, window, filters=filters, **local)
        case q.Compare(window=window, previous=previous, filters=filters):
            return compare(snapshot, window, previous, filters=filters, **given)
        case q.Data():
            return data(snapshot, now=now)
        case q.Digest(window=window):
            return preview(snapshot, window, **local)
        case q.Misunderstood():
            return question
    raise AssertionError(question)


def without_people(answer: RegistrationsAnswer | StuckAnswer) -> RegistrationsAnswer | StuckAnswer:
    """The numbers of an answer, for those who may not see names."""
    if isinstance(answer, StuckAnswer):
        return replace(answer, groups=tuple(replace(group, cases=()) for group in answer.groups))
    at_newest = answer.at_newest and replace(answer.at_newest, newest=())
    return replace(answer, newest=(), at_newest=at_newest)


def coverage_of(answer: object, snapshot: Snapshot, now: datetime) -> Coverage:
    """What an answer rests on; for answers that are not about rows, what is loaded."""
    found = getattr(answer, "coverage", None)
    return found if isinstance(found, Coverage) else coverage(snapshot, "attempts", everything(now=now), now)
