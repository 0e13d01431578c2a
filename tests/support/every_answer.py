"""Whatever can be asked of a snapshot, asked as the bot asks it, and told as plain values that compare."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from bot.analysis.answers import GroupBy
from bot.analysis.digest import digest
from bot.analysis.journeys import funnel
from bot.analysis.people.person_search import Matching
from bot.analysis.resets import BY
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions import question as q
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window, last
from bot.service.answers.answerer import Request
from bot.service.answers.table import answerer
from bot.service.asker import Asker

_WINDOWS: Final = (timedelta(days=7), timedelta(days=30))
_ASKER: Final = Asker("U0ME", Role.HELPDESK, None, ZoneInfo("Europe/Berlin"))
# These read no snapshot, or write, or ask another question.
_OTHERS: Final = {
    q.Help, q.Triage, q.Fix, q.Map, q.Fleet, q.Subscribe, q.Unsubscribe, q.Subscriptions, q.Why, q.Follow, q.Unfollow,
    q.Export, q.Misunderstood, q.Cannot,
}  # fmt: skip


def every_answer(snapshot: Snapshot, now: datetime, since: int) -> dict[str, Any]:
    """By question: its answer; and the digests of everything, and of what is behind a position of the ledger."""
    request = Request(snapshot, load(), _ASKER, now, Matching.WORDS, digest_questions=None, whole=True)
    asked = _questions(snapshot, now)
    assert {type(one) for one in asked} | _OTHERS == {*get_args(q.Question)}
    told = {str(one): _plain(answerer(one).ask(one, request)) for one in asked}
    for position in {0, since}:
        made = digest(
            snapshot, from_position=position, to_position=snapshot.position, since=None, baseline=not position,
            catalogue=load(), now=now, zone=_ASKER.zone,
        )  # fmt: skip
        told[f"digest from {position}"] = _plain(made)
    return told


def _questions(snapshot: Snapshot, now: datetime) -> list[q.Question]:
    asked: list[q.Question] = [q.Stuck(), q.Rollout(), q.Cutoffs(), q.Data()]
    asked += [q.Status(user) for user in ("no one", *snapshot.people.keys)]
    for number, window in enumerate(last(length, now=now) for length in _WINDOWS):
        asked += [q.Failures(window, by) for by in (*GroupBy,)[number::2]]
        asked += [q.Resets(window, by) for by in BY[number::2]]
        asked += [q.Funnel(window, by) for by in funnel.BY[number::2]]
        asked += [q.Registrations(window, ("method", "day")[number]), q.Time(window, ("cause", "method")[number])]
        asked += [one(window) for one in _OF_A_WINDOW]
        asked += [q.Compare(window, window.previous())]
    return asked


_OF_A_WINDOW: Final = (q.FailedPeople, q.Incidents, q.Odd, q.Changes, q.Helped, q.Unknown, q.Trend, q.Digest)


def _plain(value: Any) -> Any:
    """Every field to the last value; lists that are made as they are read are read."""
    if is_dataclass(value) and not isinstance(value, type | Window | Sequence):
        return type(value).__name__, {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value
