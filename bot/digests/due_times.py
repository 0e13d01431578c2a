"""When the digests of a plan are due: local times in a time zone, through clock changes, quiet hours and holidays.

A wall time means the first instant at which the zone's clocks show it or have passed it. So an hour that does not exist
is due when the clocks jump, and an hour that exists twice is due once, at its first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digests.plan import EVERY_DAY, Frequency, SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionState

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SATURDAY = 5
_LONGEST_HOLIDAY = 14  # days of a calendar in a row, weekends among them
_YEAR = 366  # days that a search for the next slot looks ahead


def due_slots(plan: SubscriptionPlan, after: datetime, until: datetime) -> list[datetime]:
    """List the slots later than `after`, up to and including `until`, in UTC and in order; of signs there are none."""
    if plan.frequency is Frequency.SIGNS:
        return []
    zone = ZoneInfo(plan.zone)
    first = after.astimezone(zone).date() - _reach(plan)
    last = until.astimezone(zone).date() + _DAY
    found = {slot for day in _days(first, last) for slot in _slots_of(plan, day, zone)}
    return sorted(slot for slot in found if after < slot <= until)


def next_slot(plan: SubscriptionPlan, after: datetime) -> datetime | None:
    """Find the first slot later than `after`; None when there is none within a year."""
    for days in (2, 9, _YEAR):
        if found := due_slots(plan, after, after + days * _DAY):
            return found[0]
    return None


def is_ahead(subscription: Subscription, now: datetime) -> bool:
    """Whether slots were looked for beyond the next one to come: a clock was wrong, and they would be missed."""
    if subscription.cursor <= now or subscription.state is not SubscriptionState.ACTIVE:
        return False
    if subscription.plan.frequency is Frequency.SIGNS:
        return True
    coming = next_slot(subscription.plan, now)
    return coming is not None and coming < subscription.cursor


def may_post_urgently(plan: SubscriptionPlan, now: datetime) -> bool:
    """Whether something urgent may be posted now: not in quiet hours, nor on a holiday."""
    wall = _wall(now, ZoneInfo(plan.zone))
    return _quiet_end(plan, wall) is None and not plan.is_free(wall.date())


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Find the first instant, in UTC, at which the zone's clocks show this wall time or have passed it."""
    wall = datetime.combine(day, at)
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    if late <= early or _wall(late, zone) == wall:
        return late  # an ordinary time, or the first of two
    while late - early > _SECOND:  # the clocks jump between these two
        middle = early + ((late - early) / 2 // _SECOND) * _SECOND
        early, late = (middle, late) if _wall(middle, zone) < wall else (early, middle)
    return late


def _slots_of(plan: SubscriptionPlan, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Find the slots that this day's wall times lead to, which may lie on a later day."""
    if EVERY_DAY[day.weekday()] not in plan.days:
        return
    times = [time(hour) for hour in range(24)] if plan.at is None else [plan.at]
    for at in times:
        slot = _moved(plan, day, at, zone)
        if slot is not None:
            yield slot


def _moved(plan: SubscriptionPlan, day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Move a wall time out of holidays and quiet hours; None when a later slot of the plan covers it."""
    if plan.is_free(day):
        if plan.frequency is not Frequency.WEEKLY:
            return None
        day = _working_day(plan, day)
    slot = instant(day, at, zone)
    held = _quiet_end(plan, _wall(slot, zone))
    if held is None:
        return slot
    if plan.is_free(held.date()):
        if plan.frequency is not Frequency.WEEKLY:
            return None
        held = datetime.combine(_working_day(plan, held.date()), held.time())
    return instant(held.date(), held.time(), zone)


def _working_day(plan: SubscriptionPlan, day: date) -> date:
    """Find the next day that is no holiday, and no weekend unless the plan itself is for one."""
    weekend = EVERY_DAY.index(plan.days[0]) >= _SATURDAY
    while plan.is_free(day) or (day.weekday() >= _SATURDAY and not weekend):
        day += _DAY
    return day


def _quiet_end(plan: SubscriptionPlan, wall: datetime) -> datetime | None:
    """Find the end of the quiet hours that a wall time lies in; None outside of them."""
    start, end = plan.quiet or (time(), time())
    at = wall.time()
    if start <= at < end or (end < start and at < end):
        return datetime.combine(wall.date(), end)
    return datetime.combine(wall.date() + _DAY, end) if end < start <= at else None


def _reach(plan: SubscriptionPlan) -> timedelta:
    """How many days a slot may be moved at most."""
    in_a_row = 2 * len(plan.holidays) + (_LONGEST_HOLIDAY if plan.calendar else 0)
    return (3 + (in_a_row if plan.frequency is Frequency.WEEKLY else 0)) * _DAY


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
