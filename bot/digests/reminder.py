"""Reminders of cases that stay open: every week for three weeks, and when a snooze has ended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.analysis.answers import Case
from bot.digests.decision import Decision, DecisionKind, cause_key_of, key_of

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
    still_open: Sequence[Case], decisions: Iterable[Decision], since: datetime | None, now: datetime
) -> Iterator[Reminder]:
    """Find the cases that have been open for another week since the last digest, and those whose snooze has ended."""
    if since is None:
        return
    for number in range(1, REMINDERS + 1):
        old = tuple(case for case in still_open if since < case.opened_at + number * REMIND_AFTER <= now)
        yield Reminder(old, number, REMINDERS, REMIND_AFTER)
    newest = {decision.case: decision for decision in decisions}
    over = {
        key
        for key, one in newest.items()
        if one.kind is DecisionKind.SNOOZED and one.until is not None and since < one.until <= now
    }
    yield Reminder(tuple(case for case in still_open if key_of(case) in over or cause_key_of(case) in over))
