"""The rows of the questions about the way through the reset page."""

from typing import Final

from bot.analysis import rows_behind
from bot.analysis.journeys.funnel import FunnelAnswer, funnel
from bot.analysis.journeys.time_taken import TimeAnswer, time_taken
from bot.questions import question as q
from bot.render.journeys import funnel as funnel_message
from bot.render.journeys import time_taken as time_message
from bot.service.answers.answerer import Answerer, Audience, nobody

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
