"""The table of questions: each kind has one row, which says how it is answered and who may see that."""

from typing import Any, Final, assert_never, get_args, get_type_hints

from bot.analysis.rows_behind import RowsBehind
from bot.analysis.status import StatusAnswer
from bot.questions import question as q
from bot.render.answers import export as export_message
from bot.render.answers.export import ExportFile
from bot.render.blocks.message import Message
from bot.service.answers import (
    digest_rows,
    document_rows,
    fleet_rows,
    journey_rows,
    number_rows,
    person_rows,
    unknown_rows,
)
from bot.service.answers.answerer import Answerer, Audience, Display, Request
from bot.service.answers.digest_rows import DIGEST, FOLLOW, SUBSCRIBE, SUBSCRIPTIONS, UNFOLLOW, UNSUBSCRIBE, WHY
from bot.service.answers.document_rows import CANNOT, FIX, HELP, MISUNDERSTOOD
from bot.service.answers.export import export
from bot.service.answers.fleet_rows import FLEET
from bot.service.answers.journey_rows import FUNNEL, HELPED, TIME
from bot.service.answers.number_rows import (
    CHANGES,
    COMPARE,
    CUTOFFS,
    DATA,
    FAILURES,
    INCIDENTS,
    ODD,
    REGISTRATIONS,
    RESETS,
    ROLLOUT,
    STUCK,
    TREND,
)
from bot.service.answers.person_rows import STATUS
from bot.service.answers.unknown_rows import MAP, TRIAGE, UNKNOWN


def answerer(question: q.Question) -> Answerer[Any, Any]:  # noqa: C901, PLR0911, PLR0912 - one arm a question
    """The row of a question. A question without a row does not type-check, nor does one with the row of another."""
    match question:
        case q.Help():
            return HELP.row_of(question)
        case q.Status():
            return STATUS.row_of(question)
        case q.Failures():
            return FAILURES.row_of(question)
        case q.Resets():
            return RESETS.row_of(question)
        case q.Incidents():
            return INCIDENTS.row_of(question)
        case q.Odd():
            return ODD.row_of(question)
        case q.Triage():
            return TRIAGE.row_of(question)
        case q.Changes():
            return CHANGES.row_of(question)
        case q.Funnel():
            return FUNNEL.row_of(question)
        case q.Time():
            return TIME.row_of(question)
        case q.Helped():
            return HELPED.row_of(question)
        case q.Registrations():
            return REGISTRATIONS.row_of(question)
        case q.Fix():
            return FIX.row_of(question)
        case q.Stuck():
            return STUCK.row_of(question)
        case q.Unknown():
            return UNKNOWN.row_of(question)
        case q.Map():
            return MAP.row_of(question)
        case q.Trend():
            return TREND.row_of(question)
        case q.Compare():
            return COMPARE.row_of(question)
        case q.Data():
            return DATA.row_of(question)
        case q.Fleet():
            return FLEET.row_of(question)
        case q.Rollout():
            return ROLLOUT.row_of(question)
        case q.Cutoffs():
            return CUTOFFS.row_of(question)
        case q.Export():
            return EXPORT.row_of(question)
        case q.Digest():
            return DIGEST.row_of(question)
        case q.Why():
            return WHY.row_of(question)
        case q.Follow():
            return FOLLOW.row_of(question)
        case q.Unfollow():
            return UNFOLLOW.row_of(question)
        case q.Subscribe():
            return SUBSCRIBE.row_of(question)
        case q.Unsubscribe():
            return UNSUBSCRIBE.row_of(question)
        case q.Subscriptions():
            return SUBSCRIPTIONS.row_of(question)
        case q.Misunderstood():
            return MISUNDERSTOOD.row_of(question)
        case q.Cannot():
            return CANNOT.row_of(question)
    assert_never(question)


def answer_type(kind: str) -> Any:
    """The type of the answers to a kind of question, as its row declares it."""
    for rows in (number_rows, person_rows, journey_rows, digest_rows, document_rows, unknown_rows, fleet_rows):
        for hint in get_type_hints(rows).values():
            declared = get_args(hint)[0] if get_args(hint) else hint
            question, *answer = get_args(declared) or (None,)
            if getattr(question, "kind", None) and question.__dataclass_fields__["kind"].default == kind:
                return answer[0]
    raise KeyError(kind)


def _export(asked: q.Export, request: Request) -> ExportFile | q.Misunderstood | StatusAnswer:
    """The rows behind another question as a file; what `status` says where it is not clear who is meant."""
    rows_of = answerer(asked.question).export_rows
    if rows_of is None:
        raise AssertionError(asked.question)  # the grammar reads no such question
    found = rows_of(asked.question, request)
    return export(asked, found, request.now) if isinstance(found, RowsBehind) else found


def _export_message(answer: ExportFile | q.Misunderstood | StatusAnswer, to: Display) -> Message:
    match answer:
        case ExportFile():
            return export_message.message(answer)
        case q.Misunderstood():
            return MISUNDERSTOOD.message(answer, to)
        case _:
            return STATUS.message(answer, to)


def _export_subject(asked: q.Export, _answer: object) -> str | None:
    return answerer(asked.question).subject(asked.question, None)


EXPORT: Final[Answerer[q.Export, ExportFile | q.Misunderstood | StatusAnswer]] = Answerer(
    ask=_export,
    message=_export_message,
    audience=Audience.ASKER,
    subject=_export_subject,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=True,
)
