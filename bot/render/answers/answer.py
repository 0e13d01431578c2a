"""Any answer of the analysis as a message."""

from datetime import tzinfo

from bot.analysis.compare import CompareAnswer
from bot.analysis.data import DataAnswer
from bot.analysis.failures import FailuresAnswer
from bot.analysis.registrations import RegistrationsAnswer
from bot.analysis.rollout import RolloutAnswer
from bot.analysis.status import NobodyFound, PersonStatus, SeveralPeople
from bot.analysis.stuck import StuckAnswer
from bot.analysis.trend import TrendAnswer
from bot.digests.decision import Decisions
from bot.privacy import Visibility
from bot.render.answers import data, failures, registrations, rollout, status, stuck, trend
from bot.render.blocks.message import Message

Answer = (
    PersonStatus
    | SeveralPeople
    | NobodyFound
    | FailuresAnswer
    | RegistrationsAnswer
    | StuckAnswer
    | TrendAnswer
    | CompareAnswer
    | DataAnswer
    | RolloutAnswer
)


def message(
    answer: Answer,
    *,
    zone: tzinfo,
    token: str | None = None,
    show: Visibility = Visibility.NAMES,
    decisions: Decisions | None = None,
) -> Message:
    """The message for an answer; `token` names the kept answer for its buttons, None means no buttons."""
    match answer:
        case PersonStatus() | SeveralPeople() | NobodyFound():
            told = status.message(answer, zone=zone, token=token)
        case FailuresAnswer():
            told = failures.message(answer, zone=zone, token=token, show=show)
        case RegistrationsAnswer():
            told = registrations.message(answer, zone=zone, token=token, show=show)
        case StuckAnswer():
            told = stuck.message(answer, zone=zone, token=token, show=show, decisions=decisions)
        case TrendAnswer():
            told = trend.trend(answer, zone=zone, token=token)
        case CompareAnswer():
            told = trend.compare(answer, zone=zone, token=token)
        case DataAnswer():
            told = data.message(answer, zone=zone, token=token)
        case RolloutAnswer():
            told = rollout.message(answer, zone=zone, token=token, show=show)
    return told
