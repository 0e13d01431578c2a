"""The rows of the questions about what people here say: of details that no document lists, and of signs."""

from typing import Final

from bot.analysis.cases.unknown_details import UnknownAnswer, unknown
from bot.errors import RefusedError
from bot.questions import question as q
from bot.render.cases import triage as triage_message
from bot.render.cases import unknown_details as unknown_message
from bot.render.cases.triage import TriageAnswer
from bot.render.cases.unknown_details import Mapped
from bot.service.answers.answerer import Answerer, Audience, Request, nobody

UNKNOWN: Final[Answerer[q.Unknown, UnknownAnswer]] = Answerer(
    ask=lambda asked, request: unknown(request.snapshot, asked.window, catalogue=request.catalogue, now=request.now),
    message=lambda answer, to: unknown_message.message(answer, zone=to.zone, role=to.role, token=to.token),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=lambda answer, to: unknown_message.all_rows(answer, zone=to.zone),
    export_rows=None,
    cacheable=False,  # admins read more
    asked_again=True,
)


def _map(asked: q.Map, request: Request) -> Mapped:
    if not asked.code:
        return request.unknown_details.listed() if request.unknown_details else Mapped(None, "", 0)
    if request.unknown_details is None:
        raise RefusedError("No cause can be given here.")
    return request.unknown_details.give(request.asker, asked.code, asked.cause)


MAP: Final[Answerer[q.Map, Mapped]] = Answerer(
    ask=_map,
    message=lambda answer, _: unknown_message.mapped(answer),
    audience=Audience.ASKER,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)


def _triage(asked: q.Triage, request: Request) -> TriageAnswer:
    if asked.sign is None or asked.said is None:
        return request.triage.listed() if request.triage else TriageAnswer(None, ())
    if request.triage is None:
        raise RefusedError("Nothing can be said of a sign here.")
    return request.triage.review(request.asker, asked.sign, asked.said, asked.until, asked.reason)


TRIAGE: Final[Answerer[q.Triage, TriageAnswer]] = Answerer(
    ask=_triage,
    message=lambda answer, to: triage_message.message(answer, zone=to.zone),
    audience=Audience.ASKER,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)
