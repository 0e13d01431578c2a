"""What the Home tab of a person shows: who is stuck, what is theirs to look after, this week, and how fresh it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.analysis.answers import GroupBy
from bot.analysis.failures import FailuresAnswer, failures
from bot.analysis.people.usual_day import usual_day
from bot.analysis.stuck import StuckAnswer, stuck
from bot.digests.decision import DecisionKind, Decisions, key_of
from bot.digests.stuck import as_decided
from bot.knowledge.catalogue import Catalogue
from bot.privacy import Role
from bot.questions.dates.calendar import Moment
from bot.questions.dates.windows import default_window
from bot.render.views.home import HomeFacts, MyCase
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.service.answers.digest_questions import DigestQuestions
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.service.ports import KeptQuestion

_SOURCES = (ReportKind.RESET, ReportKind.REGISTRATION, ReportKind.ROSTER)  # an audit log brings rows of these
_MINE = (DecisionKind.ASSIGNED, DecisionKind.ACKNOWLEDGED)


def home_facts(
    asker: Asker,
    snapshot: Snapshot,
    catalogue: Catalogue,
    digests: DigestQuestions | None,
    now: datetime,
    keep: Callable[[KeptQuestion], str],
) -> HomeFacts:
    """The facts that this person's role shows them: numbers from viewers on, people for those who may see them.

    `keep` keeps the question behind the buttons of cases.
    """
    numbers = asker.role >= Role.VIEWER
    answer, decisions = _stuck(snapshot, catalogue, digests, now) if numbers else (None, {})
    return HomeFacts(
        covered=tuple(_sources(snapshot, now)),
        stuck=answer,
        mine=_with_buttons(tuple(_mine(answer, decisions, asker)), asker, now, keep)
        if answer and sees_people(asker)
        else (),
        day=usual_day(snapshot, now=now, zone=asker.zone) if numbers else None,
        week=_week(asker, snapshot, catalogue, now) if numbers else None,
        digests=digests.listed(asker) if digests else None,
        of_my_channels=digests.of_my_channels(asker) if digests else (),
        writes_to_people=digests.writes_to_people(asker) if digests else None,
    )


def _stuck(
    snapshot: Snapshot, catalogue: Catalogue, digests: DigestQuestions | None, now: datetime
) -> tuple[StuckAnswer, Decisions]:
    answer = stuck(snapshot, catalogue=catalogue, now=now)
    return as_decided(answer, digests.decisions.about, catalogue, now) if digests else (answer, {})


def _mine(answer: StuckAnswer, decisions: Decisions, asker: Asker) -> Iterator[MyCase]:
    """The open cases that were assigned to this person, or that they said they look at; whole causes, too."""
    ours = {key: one for key, one in decisions.items() if one.kind in _MINE and asker.id == (one.to or one.by)}
    causes = {key.cause for key in ours}
    for group in answer.groups:
        if group.cause.key not in causes:
            continue
        whole = next((one for key, one in ours.items() if key.cause == group.cause.key and not key.user), None)
        if whole:
            yield MyCase(group.cause, group.people, None, whole)
        for case in group.cases:
            decision = ours.get(key_of(case))
            if decision:
                yield MyCase(group.cause, 1, case, decision)


def _with_buttons(
    mine: tuple[MyCase, ...], asker: Asker, now: datetime, keep: Callable[[KeptQuestion], str]
) -> tuple[MyCase, ...]:
    if not any(one.case for one in mine):
        return mine
    token = keep(KeptQuestion("stuck", asker.id, now))
    return tuple(
        replace(one, value=f"{token}|{one.cause.key}|{one.case.opened_position}") if one.case else one for one in mine
    )


def _week(asker: Asker, snapshot: Snapshot, catalogue: Catalogue, now: datetime) -> FailuresAnswer:
    window = default_window(Moment(now, asker.zone)).window
    return failures(snapshot, window, by=GroupBy.DAY, catalogue=catalogue, now=now, zone=asker.zone)


def _sources(snapshot: Snapshot, now: datetime) -> Iterator[Coverage]:
    """What each kind of report covers; that of resets also where nothing is loaded."""
    for kind in _SOURCES:
        found = coverage(snapshot, kind, None, now)
        if found.rows or kind is ReportKind.RESET:
            yield found
