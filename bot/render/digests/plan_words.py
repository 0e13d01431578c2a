"""A subscription in words for people, where the grammar of the command would be read by nobody."""

from bot.digests.plan import EVERY_DAY, Day, Frequency, SubscriptionPlan, clock, day_words
from bot.privacy import Visibility
from bot.render.blocks.wording import listing

_DAYS = dict(
    zip(EVERY_DAY, ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"), strict=True)
)
_SHOWS = {Visibility.NAMES: "with names", Visibility.MASKED: "names masked", Visibility.COUNTS: "numbers alone"}


def plan_in_words(plan: SubscriptionPlan) -> str:
    """`daily at 09:00 Berlin time, mon-fri, names masked`."""
    parts = [_when(plan), *_only(plan), _SHOWS[plan.show]]
    parts += [f"quiet from {clock(plan.quiet[0])} to {clock(plan.quiet[1])}"] if plan.quiet else []
    parts += [f"not on holidays ({listing(plan.free_days(), limit=3)})"] if plan.free_days() else []
    parts += ["with cut-offs"] if plan.cutoffs else []
    return ", ".join(parts)


def _when(plan: SubscriptionPlan) -> str:
    city = plan.zone.rpartition("/")[2].replace("_", " ")
    at = f" at {clock(plan.at)} {f'{city} time' if '/' in plan.zone else city}" if plan.at else ""
    if plan.frequency is Frequency.SIGNS:
        return "urgent signs of attacks"
    if plan.frequency is Frequency.WEEKLY:
        return f"{listing([_DAYS[Day(day)] for day in plan.days])}{at}"
    return f"{plan.frequency}{at}{_days(plan)}"


def _days(plan: SubscriptionPlan) -> str:
    return "" if plan.days == EVERY_DAY else f", {day_words(plan.days)}"


def _only(plan: SubscriptionPlan) -> list[str]:
    filters = plan.filters
    named = (filters.cause, filters.result, filters.method, filters.role, filters.domain)
    set_ones = [value for value in named if value]
    return [f"only {listing(set_ones)}"] if set_ones else []
