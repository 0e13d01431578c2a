"""Reminders of cases that stay open: every week for three weeks, and when a snooze has ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.analysis.answers import Case
from bot.analysis.cases.case_list import CaseList
from bot.digests.decision import DecisionHistory, DecisionKind, cause_key_of, key_of
from bot.knowledge.catalogue import Cause

REMIND_AFTER = timedelta(days=7)
REMINDERS = 3  # the last one says that it is


@dataclass(frozen=True, slots=True)
class Reminder:
    """Cases that have been open for `number` times `every` by now; with a number of 0 those whose snooze has ended."""

    cases: tuple[Case, ...]
    number: int = 0
    last: int = 0
    every: timedelta = timedelta()


def reminders(
    still_open: Mapping[Cause, CaseList], history: DecisionHistory, since: datetime | None, now: datetime
) -> Iterator[Reminder]:
    """Find the cases that have been open for another week since the last digest, and those whose snooze has ended."""
    if since is None:
        return
    for number in range(1, REMINDERS + 1):
        ago = number * REMIND_AFTER
        old = tuple(case for cases in still_open.values() for case in cases.opened(since - ago, now - ago))
        yield Reminder(old, number, REMINDERS, REMIND_AFTER)
    newest = (made[-1] for users in history.by_cause.values() for made in users.values())
    over = {
        one.case
        for one in newest
        if one.kind is DecisionKind.SNOOZED and one.until is not None and since < one.until <= now
    }
    causes = {key.cause for key in over}
    cases = (case for cause, those in still_open.items() if cause.key in causes for case in those)
    yield Reminder(tuple(case for case in cases if key_of(case) in over or cause_key_of(case) in over))
