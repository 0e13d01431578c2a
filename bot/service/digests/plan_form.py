"""A plan as the fields of a form, and back: to the plan that they mean, or a sentence beside each that is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from bot.analysis.answers import Filters
from bot.digests.plan import EVERY_DAY, Empty, Frequency, SubscriptionPlan, clock
from bot.knowledge.catalogue import Catalogue
from bot.privacy import Visibility
from bot.questions.filters import take_filter
from bot.questions.parse_error import ParseError
from bot.questions.plan_options import OPTIONS, Draft
from bot.questions.subscribe import ONLY_WEEKLY, SIGNS_ALONE, USUAL_TIME, signs_plan
from bot.render.views.subscription_modal import ANY, CUTOFFS, MARKS, UNFINISHED, Filled

_FILTERS = ("cause", "result", "method", "role", "domain")


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is wrong, by field."""

    by_field: Mapping[str, str]


def fill(plan: SubscriptionPlan) -> Filled:
    """Fill the form with a plan."""
    start, end = (clock(one) for one in plan.quiet) if plan.quiet else ("", "")
    wanted = {name: getattr(plan.filters, name) or "" for name in _FILTERS}
    return {
        "rhythm": str(plan.frequency),
        "days": tuple(map(str, plan.days)),
        "at": clock(plan.at) if plan.at else "",
        "tz": plan.zone,
        "quiet_from": start,
        "quiet_to": end,
        "holidays": ", ".join(plan.free_days()),
        **wanted,
        "show": str(plan.show),
        "empty": str(plan.empty),
        "extras": tuple(
            name
            for name, on in ((UNFINISHED, plan.unfinished), (CUTOFFS, plan.cutoffs), (MARKS, plan.recovery_marks))
            if on
        ),
    }


def read_form(filled: Filled, *, catalogue: Catalogue) -> SubscriptionPlan | Complaints:
    """Read the plan from a form, checked by the same rules as the words behind `subscribe`."""
    draft = Draft("UTC")
    wrong: dict[str, str] = {}
    for name, value in _wishes(filled).items():
        try:
            OPTIONS[name](draft, f"{name}:{value}", value)
        except ParseError as unclear:
            wrong[name] = unclear.sentence
    for name in _FILTERS:
        try:
            draft.filters |= _filter(name, _one(filled, name), catalogue)
        except ParseError as unclear:
            wrong[name] = unclear.sentence
    frequency = Frequency(_one(filled, "rhythm"))
    if frequency is Frequency.SIGNS:
        return _signs(filled, draft, wrong)
    days = tuple(day for day in EVERY_DAY if day in filled.get("days", ()))
    if frequency is Frequency.WEEKLY and len(days) > 1:
        wrong["days"] = "A weekly digest comes on one day: tick just one."
    elif not days:
        wrong["days"] = "Tick at least one day."
    if CUTOFFS in filled.get("extras", ()) and frequency is not Frequency.WEEKLY:
        wrong["extras"] = f"{ONLY_WEEKLY[0].upper()}{ONLY_WEEKLY[1:]}"
    quiet, also_wrong = _quiet(filled)
    wrong |= also_wrong
    if wrong:
        return Complaints(wrong)
    return SubscriptionPlan(
        frequency=frequency,
        zone=draft.zone,
        at=None if frequency is Frequency.HOURLY else _at(_one(filled, "at")),
        days=days,
        filters=Filters(**draft.filters),
        show=Visibility(_one(filled, "show")),
        empty=Empty(_one(filled, "empty")),
        quiet=quiet,
        holidays=draft.holidays,
        calendar=draft.calendar,
        unfinished=UNFINISHED in filled.get("extras", ()),
        cutoffs=CUTOFFS in filled.get("extras", ()),
        recovery_marks=MARKS in filled.get("extras", ()),
    )


def _signs(filled: Filled, draft: Draft, wrong: dict[str, str]) -> SubscriptionPlan | Complaints:
    """A subscription to signs: the times, days and boxes that the form proposes do not count for it."""
    wrong |= dict.fromkeys(draft.filters, SIGNS_ALONE)
    quiet, also_wrong = _quiet(filled)
    if wrong or also_wrong:
        return Complaints(wrong | also_wrong)
    draft.quiet = quiet
    return signs_plan(draft, Visibility(_one(filled, "show")))


def _quiet(filled: Filled) -> tuple[tuple[time, time] | None, dict[str, str]]:
    """The quiet hours, and what is wrong about them by field."""
    start, end = _one(filled, "quiet_from"), _one(filled, "quiet_to")
    if bool(start) != bool(end):
        return None, {"quiet_to" if start else "quiet_from": "Quiet hours need a beginning and an end."}
    return ((time.fromisoformat(start), time.fromisoformat(end)) if start != end else None), {}


def _wishes(filled: Filled) -> dict[str, str]:
    """Collect the fields that are read as the words of the same name are."""
    holidays = ",".join(re.split(r"[\s,;]+", _one(filled, "holidays").strip(" ,;\n")))
    return {"tz": _one(filled, "tz")} | ({"holidays": holidays} if holidays else {})


def _filter(name: str, value: str, catalogue: Catalogue) -> dict[str, str]:
    if not value.strip() or value == ANY:
        return {}
    taken = take_filter((f"{name}:{value.strip()}",), catalogue)
    return {taken[0]: taken[1]} if taken else {}


def _at(value: str) -> time:
    return time.fromisoformat(value) if value else USUAL_TIME


def _one(filled: Filled, name: str) -> str:
    value = filled.get(name, "")
    return value if isinstance(value, str) else ""
