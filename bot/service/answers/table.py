"""The table of questions: each kind has one row, which says how it is answered and who may see that."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, assert_never, get_args, get_type_hints

from bot.later import later_import
from bot.questions import question as q
from bot.service.answers.answerer import Answerer, Audience, Display, Request

if TYPE_CHECKING:
    from bot.analysis import rows_behind, status
    from bot.render.answers import export as export_message
    from bot.render.blocks.message import Message
    from bot.service.answers import (
        digest_rows,
        document_rows,
        export,
        fleet_rows,
        journey_rows,
        number_rows,
        person_rows,
        unknown_rows,
    )
else:  # a question imports what answers it
    rows_behind = later_import("bot.analysis.rows_behind")
    status = later_import("bot.analysis.status")
    export_message = later_import("bot.render.answers.export")
    digest_rows = later_import("bot.service.answers.digest_rows")
    document_rows = later_import("bot.service.answers.document_rows")
    export = later_import("bot.service.answers.export")
    fleet_rows = later_import("bot.service.answers.fleet_rows")
    journey_rows = later_import("bot.service.answers.journey_rows")
    number_rows = later_import("bot.service.answers.number_rows")
    person_rows = later_import("bot.service.answers.person_rows")
    unknown_rows = later_import("bot.service.answers.unknown_rows")

_ROWS: Final = (
    "number_rows", "person_rows", "journey_rows", "digest_rows", "document_rows", "unknown_rows", "fleet_rows",
)  # fmt: skip


def answerer(question: q.Question) -> Answerer[Any, Any]:  # noqa: C901, PLR0911, PLR0912 - one arm a question
    """The row of a question. A question without a row does not type-check, nor does one with the row of another."""
    match question:
        case q.Help():
            return document_rows.HELP.row_of(question)
        case q.Status():
            return person_rows.STATUS.row_of(question)
        case q.Failures():
            return number_rows.FAILURES.row_of(question)
        case q.FailedPeople():
            return number_rows.FAILED_PEOPLE.row_of(question)
        case q.Resets():
            return number_rows.RESETS.row_of(question)
        case q.Incidents():
            return number_rows.INCIDENTS.row_of(question)
        case q.Odd():
            return number_rows.ODD.row_of(question)
        case q.Triage():
            return unknown_rows.TRIAGE.row_of(question)
        case q.Changes():
            return number_rows.CHANGES.row_of(question)
        case q.Funnel():
            return journey_rows.FUNNEL.row_of(question)
        case q.Time():
            return journey_rows.TIME.row_of(question)
        case q.Helped():
            return journey_rows.HELPED.row_of(question)
        case q.Registrations():
            return number_rows.REGISTRATIONS.row_of(question)
        case q.Fix():
            return document_rows.FIX.row_of(question)
        case q.Stuck():
            return number_rows.STUCK.row_of(question)
        case q.Unknown():
            return unknown_rows.UNKNOWN.row_of(question)
        case q.Map():
            return unknown_rows.MAP.row_of(question)
        case q.Trend():
            return number_rows.TREND.row_of(question)
        case q.Compare():
            return number_rows.COMPARE.row_of(question)
        case q.Data():
            return number_rows.DATA.row_of(question)
        case q.Fleet():
            return fleet_rows.FLEET.row_of(question)
        case q.Rollout():
            return number_rows.ROLLOUT.row_of(question)
        case q.Cutoffs():
            return number_rows.CUTOFFS.row_of(question)
        case q.Export():
            return EXPORT.row_of(question)
        case q.Digest():
            return digest_rows.DIGEST.row_of(question)
        case q.Why():
            return digest_rows.WHY.row_of(question)
        case q.Follow():
            return digest_rows.FOLLOW.row_of(question)
        case q.Unfollow():
            return digest_rows.UNFOLLOW.row_of(question)
        case q.Subscribe():
            return digest_rows.SUBSCRIBE.row_of(question)
        case q.Unsubscribe():
            return digest_rows.UNSUBSCRIBE.row_of(question)
        case q.Subscriptions():
            return digest_rows.SUBSCRIPTIONS.row_of(question)
        case q.Misunderstood():
            return document_rows.MISUNDERSTOOD.row_of(question)
        case q.Cannot():
            return document_rows.CANNOT.row_of(question)
    assert_never(question)


def answer_type(kind: str) -> Any:
    """The type of the answers to a kind of question, as its row declares it."""
    for rows in _ROWS:
        for hint in get_type_hints(import_module(f"bot.service.answers.{rows}")).values():
            declared = get_args(hint)[0] if get_args(hint) else hint
            question, *answer = get_args(declared) or (None,)
            if getattr(question, "kind", None) and question.__dataclass_fields__["kind"].default == kind:
                return answer[0]
    raise KeyError(kind)


def _export(asked: q.Export, request: Request) -> export_message.ExportFile | q.Misunderstood | status.StatusAnswer:
    """The rows behind another question as a file; what `status` says where it is not clear who is meant."""
    rows_of = answerer(asked.question).export_rows
    if rows_of is None:
        raise AssertionError(asked.question)  # the grammar reads no such question
    found = rows_of(asked.question, request)
    return export.export(asked, found, request.now) if isinstance(found, rows_behind.RowsBehind) else found


def _export_message(answer: export_message.ExportFile | q.Misunderstood | status.StatusAnswer, to: Display) -> Message:
    match answer:
        case export_message.ExportFile():
            return export_message.message(answer)
        case q.Misunderstood():
            return document_rows.MISUNDERSTOOD.message(answer, to)
        case _:
            return person_rows.STATUS.message(answer, to)


def _export_subject(asked: q.Export, _answer: object) -> str | None:
    return answerer(asked.question).subject(asked.question, None)


EXPORT: Final[Answerer[q.Export, export_message.ExportFile | q.Misunderstood | status.StatusAnswer]] = Answerer(
    ask=_export,
    message=_export_message,
    audience=Audience.ASKER,
    subject=_export_subject,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=True,
)
