"""The rows of the questions that are answered with numbers, and to the helpdesk with the people behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.knowledge.vocabulary import Result
from bot.later import later_import
from bot.questions import question as q
from bot.reports.origins import NO_ORIGINS
from bot.reports.window import Window
from bot.service.answers.answerer import Answerer, Audience, Request, nobody
from bot.service.authorization import sees_people

if TYPE_CHECKING:
    from bot.analysis import (
        changes,
        compare,
        data,
        failures,
        incident_list,
        odd,
        registrations,
        resets,
        rollout,
        rows_behind,
        stuck,
        trend,
    )
    from bot.analysis.roster import cutoffs, losing
    from bot.render.answers import changes as changes_message
    from bot.render.answers import cutoffs as cutoffs_message
    from bot.render.answers import data as data_message
    from bot.render.answers import failures as failures_message
    from bot.render.answers import incidents as incidents_message
    from bot.render.answers import odd as odd_message
    from bot.render.answers import registrations as registrations_message
    from bot.render.answers import resets as resets_message
    from bot.render.answers import rollout as rollout_message
    from bot.render.answers import stuck as stuck_message
    from bot.render.answers import trend as trend_message
else:  # a question imports what answers it
    changes = later_import("bot.analysis.changes")
    compare = later_import("bot.analysis.compare")
    cutoffs = later_import("bot.analysis.roster.cutoffs")
    data = later_import("bot.analysis.data")
    failures = later_import("bot.analysis.failures")
    incident_list = later_import("bot.analysis.incident_list")
    losing = later_import("bot.analysis.roster.losing")
    odd = later_import("bot.analysis.odd")
    registrations = later_import("bot.analysis.registrations")
    resets = later_import("bot.analysis.resets")
    rollout = later_import("bot.analysis.rollout")
    rows_behind = later_import("bot.analysis.rows_behind")
    stuck = later_import("bot.analysis.stuck")
    trend = later_import("bot.analysis.trend")
    changes_message = later_import("bot.render.answers.changes")
    cutoffs_message = later_import("bot.render.answers.cutoffs")
    data_message = later_import("bot.render.answers.data")
    failures_message = later_import("bot.render.answers.failures")
    incidents_message = later_import("bot.render.answers.incidents")
    odd_message = later_import("bot.render.answers.odd")
    registrations_message = later_import("bot.render.answers.registrations")
    resets_message = later_import("bot.render.answers.resets")
    rollout_message = later_import("bot.render.answers.rollout")
    stuck_message = later_import("bot.render.answers.stuck")
    trend_message = later_import("bot.render.answers.trend")


def _failures(asked: q.Failures, request: Request, *, names: bool = False) -> failures.FailuresAnswer:
    return failures.failures(
        request.snapshot,
        asked.window,
        by=asked.by,
        filters=asked.filters,
        top=asked.top,
        catalogue=request.catalogue,
        now=request.now,
        zone=request.asker.zone,
        names=(names or request.whole) and sees_people(request.asker),
    )


def _failed_people(asked: q.FailedPeople, request: Request) -> failures.FailuresAnswer:
    answer = _failures(q.Failures(asked.window, filters=asked.filters), request, names=True)
    newest = answer.at_newest and replace(answer.at_newest, who=answer.at_newest.who[: asked.top])
    return replace(answer, who=answer.who[: asked.top], at_newest=newest)


def _failed_rows(asked: q.Failures | q.FailedPeople, request: Request) -> rows_behind.RowsBehind:
    return rows_behind.failed_attempts(
        request.snapshot, asked.window, asked.filters, catalogue=request.catalogue, now=request.now
    )


FAILURES: Final[Answerer[q.Failures, failures.FailuresAnswer]] = Answerer(
    ask=_failures,
    message=lambda answer, to: failures_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, to: failures_message.all_rows(answer, zone=to.zone, show=to.show),
    export_rows=_failed_rows,
    cacheable=True,
    asked_again=True,
)

FAILED_PEOPLE: Final[Answerer[q.FailedPeople, failures.FailuresAnswer]] = Answerer(
    ask=_failed_people,
    message=lambda answer, to: failures_message.by_person(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: failures_message.all_people(answer, zone=to.zone, show=to.show),
    export_rows=_failed_rows,
    cacheable=True,
    asked_again=True,
)

RESETS: Final[Answerer[q.Resets, resets.ResetsAnswer]] = Answerer(
    ask=lambda asked, request: resets.resets(
        request.snapshot,
        asked.window,
        by=asked.by,
        filters=asked.filters,
        now=request.now,
        zone=request.asker.zone,
    ),
    message=lambda answer, to: resets_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: resets_message.all_rows(answer, zone=to.zone, show=to.show),
    export_rows=lambda asked, request: rows_behind.attempts(
        request.snapshot,
        asked.window,
        replace(asked.filters, result=str(Result.SUCCEEDED)),
        catalogue=request.catalogue,
        now=request.now,
    ),
    cacheable=True,
    asked_again=True,
)

INCIDENTS: Final[Answerer[q.Incidents, incident_list.IncidentsAnswer]] = Answerer(
    ask=lambda asked, request: incident_list.incident_list(
        request.snapshot,
        asked.window,
        filters=asked.filters,
        catalogue=request.catalogue,
        now=request.now,
        zone=request.asker.zone,
        budget=request.incident_budget,
    ),
    message=lambda answer, to: incidents_message.message(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, to: incidents_message.all_rows(answer, zone=to.zone),
    export_rows=None,
    cacheable=True,
    asked_again=True,
)


def _odd(asked: q.Odd, request: Request) -> odd.OddAnswer:
    triage = request.triage
    if triage is None:
        return odd.odd(request.snapshot, asked.window, filters=asked.filters, now=request.now, zone=request.asker.zone)
    answer = triage.find(request.snapshot, asked.window, request.asker, request.now, asked.filters)
    return odd.reviewed(answer, triage.store.all(), request.now, reasons=sees_people(request.asker))


def _odd_attempts(asked: q.Odd, request: Request) -> rows_behind.RowsBehind:
    snapshot, window = request.snapshot, asked.window
    return rows_behind.odd_attempts(
        snapshot,
        window,
        filters=asked.filters,
        catalogue=request.catalogue,
        now=request.now,
        zone=request.asker.zone,
        origins=request.triage.origins_of(snapshot, window, request.now) if request.triage else NO_ORIGINS,
    )


ODD: Final[Answerer[q.Odd, odd.OddAnswer]] = Answerer(
    ask=_odd,
    message=lambda answer, to: odd_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: odd_message.all_rows(answer, zone=to.zone, show=to.show),
    export_rows=_odd_attempts,
    cacheable=False,  # what is said of a sign counts at once
    asked_again=True,
)

CHANGES: Final[Answerer[q.Changes, changes.ChangesAnswer]] = Answerer(
    ask=lambda asked, request: changes.changes(request.snapshot, asked.window, now=request.now),
    message=lambda answer, to: changes_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: changes_message.all_rows(answer, zone=to.zone, show=to.show),
    export_rows=lambda asked, request: rows_behind.changes_of(
        changes.changes(request.snapshot, asked.window, now=request.now)
    ),
    cacheable=True,
    asked_again=True,
)

REGISTRATIONS: Final[Answerer[q.Registrations, registrations.RegistrationsAnswer]] = Answerer(
    ask=lambda asked, request: registrations.registrations(
        request.snapshot, asked.window, by=asked.by, filters=asked.filters, now=request.now, zone=request.asker.zone
    ),
    message=lambda answer, to: registrations_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: registrations_message.all_rows(answer, zone=to.zone, show=to.show),
    export_rows=lambda asked, request: rows_behind.registrations(
        request.snapshot, asked.window, asked.filters, now=request.now
    ),
    cacheable=True,
    asked_again=True,
)


def _stuck(asked: q.Stuck, request: Request) -> stuck.StuckAnswer:
    snapshot, catalogue, now = request.snapshot, request.catalogue, request.now
    answer = stuck.stuck(snapshot, filters=asked.filters, catalogue=catalogue, now=now)
    zone, budget = request.asker.zone, request.incident_budget
    return stuck.with_bursts(answer, snapshot, catalogue=catalogue, now=now, zone=zone, budget=budget)


STUCK: Final[Answerer[q.Stuck, stuck.StuckAnswer]] = Answerer(
    ask=_stuck,
    message=lambda answer, to: stuck_message.message(
        answer, zone=to.zone, token=to.token, show=to.show, decisions=to.decisions, own=to.own
    ),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: stuck_message.all_rows(answer, zone=to.zone, show=to.show, decisions=to.decisions),
    export_rows=lambda asked, request: rows_behind.open_cases(
        request.snapshot, asked.filters, catalogue=request.catalogue, now=request.now
    ),
    cacheable=True,
    asked_again=True,
)


def _all_attempts(asked: q.Trend, request: Request) -> rows_behind.RowsBehind:
    return rows_behind.attempts(
        request.snapshot, asked.window, asked.filters, catalogue=request.catalogue, now=request.now
    )


TREND: Final[Answerer[q.Trend, trend.TrendAnswer]] = Answerer(
    ask=lambda asked, request: trend.trend(
        request.snapshot,
        asked.window,
        filters=asked.filters,
        catalogue=request.catalogue,
        now=request.now,
        zone=request.asker.zone,
        budget=request.incident_budget,
    ),
    message=lambda answer, to: trend_message.trend(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=None,
    export_rows=_all_attempts,
    cacheable=True,
    asked_again=True,
)


def _compare(asked: q.Compare, request: Request) -> compare.CompareAnswer:
    return compare.compare(
        request.snapshot,
        asked.window,
        asked.previous,
        filters=asked.filters,
        catalogue=request.catalogue,
        now=request.now,
        zone=request.asker.zone,
        budget=request.incident_budget,
    )


def _attempts_of_both(asked: q.Compare, request: Request) -> rows_behind.RowsBehind:
    earlier, later = asked.previous, asked.window
    window = Window(min(earlier.start, later.start), max(earlier.end, later.end), "both windows")
    return rows_behind.attempts(request.snapshot, window, asked.filters, catalogue=request.catalogue, now=request.now)


COMPARE: Final[Answerer[q.Compare, compare.CompareAnswer]] = Answerer(
    ask=_compare,
    message=lambda answer, to: trend_message.compare(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=None,
    export_rows=_attempts_of_both,
    cacheable=True,
    asked_again=True,
)

ROLLOUT: Final[Answerer[q.Rollout, rollout.RolloutAnswer]] = Answerer(
    ask=lambda asked, request: replace(
        rollout.rollout(request.snapshot, asked.target, filters=asked.filters, now=request.now),
        ending=losing.losing(request.snapshot, asked.target, filters=asked.filters, catalogue=request.catalogue),
    ),
    message=lambda answer, to: rollout_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: rollout_message.all_rows(answer, show=to.show),
    export_rows=lambda asked, request: rows_behind.roster(request.snapshot, asked.filters, now=request.now),
    cacheable=False,
    asked_again=True,
)

CUTOFFS: Final[Answerer[q.Cutoffs, cutoffs.CutoffsAnswer]] = Answerer(
    ask=lambda asked, request: cutoffs.cutoffs(
        request.snapshot, asked.until, filters=asked.filters, catalogue=request.catalogue, now=request.now
    ),
    message=lambda answer, to: cutoffs_message.message(answer, zone=to.zone, token=to.token, show=to.show),
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=lambda answer, to: cutoffs_message.all_rows(answer, show=to.show),
    export_rows=lambda asked, request: rows_behind.cutoffs_of(
        cutoffs.cutoffs(
            request.snapshot, asked.until, filters=asked.filters, catalogue=request.catalogue, now=request.now
        )
    ),
    cacheable=False,
    asked_again=True,
)

DATA: Final[Answerer[q.Data, data.DataAnswer]] = Answerer(
    ask=lambda _, request: data.data(request.snapshot, now=request.now, failed=request.failed),
    message=lambda answer, to: data_message.message(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, to: data_message.all_rows(answer, zone=to.zone),
    export_rows=None,
    cacheable=False,
    asked_again=True,
)
