"""The form of a subscription: when its digest comes, what is in it, how much it shows of people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import Method, Result
from bot.questions.plan import EVERY_DAY, Empty, Rhythm, Show, SubscriptionPlan, clock
from bot.render import mrkdwn
from bot.render.blocks import actions, button, confirm, context, field_input, section, select, text_input
from bot.render.message import Block
from bot.render.pickers import channel_picker, checkboxes, form, grouped_select, time_picker
from bot.render.wording import first_upper

SUBMIT, END = "sspr.subscription.submit", "sspr.subscription.end"
FIELD = "sspr.subscription.field"  # the action id of every input; its block id says which
ANY = "any"  # the value of a filter that lets all through
UNFINISHED, MARKS = "unfinished", "marks"

_DAYS = dict(zip(EVERY_DAY, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
_RHYTHMS = {
    Rhythm.DAILY: "On every day that is ticked",
    Rhythm.WEEKLY: "Once a week, on the one day that is ticked",
    Rhythm.HOURLY: "Every hour, when something urgent is new",
}
_SHOW = {
    Show.MASKED: "Masked: d***@contoso.com",
    Show.NAMES: "Names: everybody in the channel reads them",
    Show.COUNTS: "Numbers only",
}
_EMPTY = {
    Empty.LINE: "Say so in one line",
    Empty.SILENT: "Stay silent",
    Empty.WEEKLY: "Stay silent, with a sign of life once a week",
}
_EXTRAS = {
    MARKS: "Put a green mark on a case in the old digest once it has recovered",
    UNFINISHED: "List abandoned and cancelled attempts, too",
}


def view(
    plan: SubscriptionPlan,
    *,
    catalogue: Catalogue,
    zones: Mapping[str, Sequence[str]],
    channel: str = "",
    number: int | None = None,
) -> Block:
    """The form, filled in with a plan; with a number it changes that subscription, else it makes a new one."""
    blocks = [*_place(channel, number), *_when(plan, zones), *_what(plan, catalogue), *_how(plan)]
    if number is None:
        return form(SUBMIT, "New digest", "Subscribe", blocks, "")
    return form(SUBMIT, f"Digest {number}", "Save", [*blocks, *_ending(number)], str(number))


def _place(channel: str, number: int | None) -> Iterator[Block]:
    if number is not None:
        yield section(f"The digest of {mrkdwn.channel(channel)}.")
        return
    hint = "I must be in it: invite me there with /invite first."
    yield field_input("channel", "Channel", channel_picker(FIELD, channel), hint=hint)


def _when(plan: SubscriptionPlan, zones: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    yield field_input("rhythm", "How often", select(FIELD, _labels(_RHYTHMS), plan.rhythm))
    yield field_input("days", "Days", checkboxes(FIELD, _labels(_DAYS), plan.days))
    at = time_picker(FIELD, clock(plan.at) if plan.at else None)
    yield field_input("at", "Time", at, hint="Not used by an hourly digest.", optional=True)
    known = any(plan.zone in names for names in zones.values())
    groups = zones if known else {"Now": [plan.zone], **zones}
    yield field_input("tz", "Time zone", grouped_select(FIELD, groups, plan.zone, "Type to search"))
    start, end = (clock(one) for one in plan.quiet) if plan.quiet else (None, None)
    held = "A digest that falls into them comes when they end. The same time in both means no quiet hours."
    yield field_input("quiet_from", "Quiet hours from", time_picker(FIELD, start), optional=True)
    yield field_input("quiet_to", "Quiet hours to", time_picker(FIELD, end), hint=held, optional=True)
    days = _text(", ".join(day.isoformat() for day in plan.holidays), "2026-12-25, 2027-01-01")
    yield field_input("holidays", "Holidays: no digest on these days", days, optional=True)


def _what(plan: SubscriptionPlan, catalogue: Catalogue) -> Iterator[Block]:
    wanted = plan.filters
    families = {key: f"{title}: all of them" for key, title in catalogue.families.items()}
    causes = families | {key: cause.title for key, cause in catalogue.causes.items()}
    yield field_input("cause", "Only this cause", _any(causes, wanted.cause), optional=True)
    results = {str(one): str(one) for one in Result}
    yield field_input("result", "Only this result", _any(results, wanted.result), optional=True)
    methods = {str(one): str(one) for one in Method}
    yield field_input("method", "Only this method", _any(methods, wanted.method), optional=True)
    role = _text(wanted.role or "", "user")
    yield field_input("role", "Only this role", role, hint="As the reports spell it.", optional=True)
    yield field_input("domain", "Only this domain", _text(wanted.domain or "", "contoso.com"), optional=True)


def _how(plan: SubscriptionPlan) -> Iterator[Block]:
    yield field_input("show", "What it shows of people", select(FIELD, _labels(_SHOW), plan.show))
    yield field_input("empty", "When nothing is new", select(FIELD, _labels(_EMPTY), plan.empty))
    ticked = [UNFINISHED] * plan.unfinished + [MARKS] * plan.marks
    yield field_input("extras", "Besides", checkboxes(FIELD, _EXTRAS, ticked), optional=True)


def _ending(number: int) -> Iterator[Block]:
    sure = confirm("Stop this digest?", "No more digests of this kind come to the channel.", "Stop it")
    yield actions(button("Stop this digest", END, str(number), style="danger", ask=sure))
    yield context("What was posted stays where it is.")


def _labels(labels: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): label for value, label in labels.items()}


def _any(options: Mapping[str, str], chosen: str | None) -> Block:
    """A menu that begins with "any", as a choice cannot be taken back; a word that it does not list is added."""
    given = {chosen: first_upper(chosen)} if chosen and chosen not in options else {}
    return select(FIELD, {ANY: "Any", **given, **options}, chosen or ANY)


def _text(value: str, placeholder: str) -> Block:
    element = text_input(FIELD, placeholder=placeholder)
    return element | ({"initial_value": value} if value else {})
