"""Answers rendered as their rows in the table of questions render them."""

from datetime import UTC, tzinfo
from typing import Any

from bot.analysis.cases.unknown_details import UnknownAnswer
from bot.analysis.changes import ChangesAnswer
from bot.analysis.compare import CompareAnswer
from bot.analysis.data import DataAnswer
from bot.analysis.digest import DigestAnswer
from bot.analysis.failures import FailuresAnswer
from bot.analysis.fleet.fleet import FleetAnswer
from bot.analysis.incident_list import IncidentsAnswer
from bot.analysis.journeys.funnel import FunnelAnswer
from bot.analysis.journeys.helped import HelpedAnswer
from bot.analysis.journeys.time_taken import TimeAnswer
from bot.analysis.odd import OddAnswer
from bot.analysis.registrations import RegistrationsAnswer
from bot.analysis.resets import ResetsAnswer
from bot.analysis.rollout import RolloutAnswer
from bot.analysis.roster.cutoffs import CutoffsAnswer
from bot.analysis.status import NobodyFound, PersonStatus, SeveralPeople
from bot.analysis.stuck import StuckAnswer
from bot.analysis.trend import TrendAnswer
from bot.analysis.why import NotInDigest, WhyAnswer
from bot.digests.decision import Decisions
from bot.digests.follow import Followed, Unfollowed
from bot.knowledge.catalogue import load
from bot.knowledge.search import FixAnswer
from bot.privacy import Visibility
from bot.questions.question import Cannot, Misunderstood
from bot.questions.question_type import HelpAnswer
from bot.render.answers.export import ExportFile
from bot.render.blocks.message import Block, Message
from bot.render.cases.triage import TriageAnswer
from bot.render.cases.unknown_details import Mapped
from bot.render.views import answer_modals
from bot.service.answers.answerer import Answerer, Display
from bot.service.answers.digest_rows import DIGEST, FOLLOW, UNFOLLOW, WHY
from bot.service.answers.document_rows import CANNOT, FIX, HELP, MISUNDERSTOOD
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
from bot.service.answers.table import EXPORT
from bot.service.answers.unknown_rows import MAP, TRIAGE, UNKNOWN

ROWS: dict[type[Any], Answerer[Any, Any]] = {
    PersonStatus: STATUS,
    FleetAnswer: FLEET,
    SeveralPeople: STATUS,
    NobodyFound: STATUS,
    FailuresAnswer: FAILURES,
    ResetsAnswer: RESETS,
    IncidentsAnswer: INCIDENTS,
    ChangesAnswer: CHANGES,
    OddAnswer: ODD,
    FunnelAnswer: FUNNEL,
    TimeAnswer: TIME,
    HelpedAnswer: HELPED,
    RegistrationsAnswer: REGISTRATIONS,
    StuckAnswer: STUCK,
    TrendAnswer: TREND,
    CompareAnswer: COMPARE,
    DataAnswer: DATA,
    UnknownAnswer: UNKNOWN,
    Mapped: MAP,
    TriageAnswer: TRIAGE,
    RolloutAnswer: ROLLOUT,
    CutoffsAnswer: CUTOFFS,
    FixAnswer: FIX,
    HelpAnswer: HELP,
    Misunderstood: MISUNDERSTOOD,
    Cannot: CANNOT,
    ExportFile: EXPORT,
    DigestAnswer: DIGEST,
    WhyAnswer: WHY,
    Followed: FOLLOW,
    Unfollowed: UNFOLLOW,
    NotInDigest: WHY,
}


def shown(
    answer: object,
    *,
    zone: tzinfo = UTC,
    token: str | None = None,
    show: Visibility = Visibility.NAMES,
    decisions: Decisions | None = None,
) -> Message:
    """The message of an answer."""
    return ROWS[type(answer)].message(answer, Display(zone, show, load(), token, decisions))


def opened(answer: object, *, zone: tzinfo = UTC, show: Visibility = Visibility.NAMES) -> Block:
    """The view behind its `Show all`."""
    all_rows = ROWS[type(answer)].all_rows
    assert all_rows, answer
    rows = all_rows(answer, Display(zone, show, load(), None, None))
    assert rows, answer
    return answer_modals.show_all(*rows, title="All")
