"""The rows of the questions about the way through the reset page."""

from collections.abc import Iterator
from typing import Final

from bot.analysis import rows_behind
from bot.analysis.journeys.funnel import FunnelAnswer, funnel
from bot.analysis.journeys.helped import Act, HelpedAnswer, helped
from bot.analysis.journeys.time_taken import TimeAnswer, time_taken
from bot.digests.decision import DecisionKind
from bot.questions import question as q
from bot.render.journeys import funnel as funnel_message
from bot.render.journeys import helped as helped_message
from bot.render.journeys import time_taken as time_message
from bot.service.answers.answerer import Answerer, Audience, Request, nobody

FUNNEL: Final[Answerer[q.Funnel, FunnelAnswer]] = Answerer(
    ask=lambda asked, request: funnel(
        request.snapshot, asked.window, by=asked.by, filters=asked.filters, now=request.now, zone=request.asker.zone
    ),
    message=lambda answer, to: funnel_message.message(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, _: funnel_message.all_rows(answer),
    export_rows=lambda asked, request: rows_behind.attempts(
        request.snapshot, asked.window, asked.filters, catalogue=request.catalogue, now=request.now
    ),
    cacheable=True,
    asked_again=True,
)

TIME: Final[Answerer[q.Time, TimeAnswer]] = Answerer(
    ask=lambda asked, request: time_taken(
        request.snapshot,
        asked.window,
        by=asked.by,
        filters=asked.filters,
        catalogue=request.catalogue,
        now=request.now,
    ),
    message=lambda answer, to: time_message.message(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, _: time_message.all_rows(answer),
    export_rows=None,
    cacheable=True,
    asked_again=True,
)

_DECIDED: Final = (DecisionKind.ACKNOWLEDGED, DecisionKind.ASSIGNED, DecisionKind.CLOSED)


def _acts(request: Request) -> Iterator[Act]:
    """The decisions that somebody took a case, or held it for settled; a snooze does nothing about it."""
    decisions = request.digest_questions.decisions.every() if request.digest_questions else ()
    for one in decisions:
        if one.kind in _DECIDED:
            yield Act(str(one.kind), one.at, one.case.user, one.case.cause)


HELPED: Final[Answerer[q.Helped, HelpedAnswer]] = Answerer(
    ask=lambda asked, request: helped(
        request.snapshot, asked.window, _acts(request), catalogue=request.catalogue, now=request.now
    ),
    message=lambda answer, to: helped_message.message(answer, zone=to.zone, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, to: helped_message.all_rows(answer, zone=to.zone),
    export_rows=None,
    cacheable=False,  # decisions are in it
    asked_again=True,
)
