"""The row of the question about one person. Why somebody was in a digest is among the digests' rows."""

from dataclasses import replace
from typing import Final

from bot.analysis import rows_behind
from bot.analysis.status import PersonStatus, StatusAnswer, status, with_burst
from bot.privacy import Visibility
from bot.questions import question as q
from bot.render.answers import own_status
from bot.render.answers import status as status_message
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import mask
from bot.render.lines import runbook
from bot.service.answers.answerer import Answerer, Audience, Display, Request


def _subject(asked: q.Status, answer: StatusAnswer | None) -> str | None:
    return answer.user if isinstance(answer, PersonStatus) else asked.person


def _ask(asked: q.Status, request: Request) -> StatusAnswer:
    snapshot, catalogue, now = request.snapshot, request.catalogue, request.now
    answer = status(snapshot, asked.person or "", matching=request.matching, catalogue=catalogue, now=now)
    zone, budget = request.asker.zone, request.incident_budget
    return with_burst(answer, snapshot, catalogue=catalogue, now=now, zone=zone, budget=budget)


def _message(answer: StatusAnswer, to: Display) -> Message:
    """Say "you" to the person it is about."""
    if isinstance(answer, PersonStatus) and to.show is Visibility.MASKED:
        answer = replace(answer, shown=mask(answer.shown), also=tuple(map(mask, answer.also)))
    elif isinstance(answer, PersonStatus) and answer.user == to.you:
        return own_status.message(answer, zone=to.zone, token=to.token)
    named = isinstance(answer, PersonStatus) and to.show is Visibility.NAMES
    page = to.page_of(answer.user) if isinstance(answer, PersonStatus) and named else ""
    return status_message.message(answer, zone=to.zone, token=to.token, runbook=_runbook(answer, to), page=page)


def _all_rows(answer: StatusAnswer, to: Display) -> tuple[list[str], int] | None:
    if isinstance(answer, PersonStatus) and answer.user == to.you:
        return own_status.all_rows(answer, zone=to.zone)
    return status_message.all_rows(answer, zone=to.zone, runbook=_runbook(answer, to))


def _runbook(answer: StatusAnswer, to: Display) -> list[str]:
    case = answer.case if isinstance(answer, PersonStatus) else None
    return runbook.of_case(to.own, case, to.catalogue, to.zone)


STATUS: Final[Answerer[q.Status, StatusAnswer]] = Answerer(
    ask=_ask,
    message=_message,
    audience=Audience.ASKER,
    subject=_subject,
    all_rows=_all_rows,
    export_rows=lambda asked, request: rows_behind.attempts_of(
        request.snapshot, asked.person or "", matching=request.matching, catalogue=request.catalogue, now=request.now
    ),
    cacheable=False,
    asked_again=True,
)
