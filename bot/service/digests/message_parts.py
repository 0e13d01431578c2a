"""The parts of a digest that are posted: made once, before anything is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.analysis.answers import Case
from bot.analysis.digest import DigestAnswer
from bot.analysis.failures import failures
from bot.analysis.incidents import BUDGET
from bot.analysis.odd import Sign
from bot.analysis.people.crowds import crowds_only
from bot.analysis.people.parts import TooFewError
from bot.analysis.roster.cutoffs import cutoffs
from bot.digests.contents import DigestContents, digest_contents
from bot.digests.decision import Decisions, DecisionsOn, by_cause, standing
from bot.digests.delivery import Delivery, Part, PartKind, Slot
from bot.digests.due_times import due_slots
from bot.digests.plan import Empty, Frequency, SubscriptionPlan
from bot.digests.subscription import Subscription
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks
from bot.knowledge.vocabulary import UNFINISHED
from bot.privacy import CROWD, Visibility
from bot.render.answers.cutoffs import message as cutoffs_message
from bot.render.answers.failures import message as failures_message
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import clock
from bot.render.blocks.wording import count
from bot.render.digests import first_message
from bot.render.digests import reminder as digest_reminder
from bot.render.digests.settings import Setting
from bot.render.lines.runbook import Own
from bot.reports.coverage import STALE_AFTER
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

LATE = timedelta(minutes=15)  # a digest that is later begins with a note of it
_WEEK = timedelta(days=6, hours=23)  # a sign of life once a week, at the same hour


@dataclass(frozen=True, slots=True)
class DigestInputs:
    """What a digest is made from."""

    snapshot: Snapshot
    decided: DecisionsOn
    warnings: Sequence[str]  # sources that failed, a sentence each
    catalogue: Catalogue
    incident_budget: float = BUDGET
    runbooks: Runbooks = NO_RUNBOOKS
    smallest_group: int = CROWD
    signs: tuple[Sign, ...] = ()
    reported: tuple[Case, ...] = ()  # the open cases that the last digest listed


def make_delivery(subscription: Subscription, slot: Slot, inputs: DigestInputs, now: datetime) -> Delivery:
    """Make what is posted for a slot: nothing at all when nothing is new and the subscription wants silence then."""
    contents = digest_contents(
        subscription,
        inputs.snapshot,
        inputs.decided,
        catalogue=inputs.catalogue,
        now=now,
        budget=inputs.incident_budget,
        signs=inputs.signs,
        reported=inputs.reported,
    )
    data_suspect = _is_old(contents.answer) or bool(inputs.warnings)
    note = " ".join([*_notes(subscription.plan, slot, contents, now), *inputs.warnings])
    delivery = Delivery(
        key=slot.key,
        channel=subscription.channel,
        made_at=now,
        since=contents.answer.since,
        from_position=contents.answer.from_position,
        to_position=contents.answer.to_position,
        note=note,
        answer=contents.answer,
        data_suspect=data_suspect,
        parts=(),
    )
    wanted = slot.by_hand or _has_cutoffs(subscription.plan, inputs.snapshot)
    if not wanted and _silent(subscription, contents, now, data_suspect=data_suspect):
        return delivery
    key = str(slot.key)
    setting = setting_for(
        subscription.plan,
        contents.answer,
        inputs.decided,
        now,
        note=note,
        made_at=now,
        token=key,
        smallest_group=inputs.smallest_group,
        runbooks=inputs.runbooks,
    )
    reminded = [case for one in contents.reminders for case in one.cases]  # no digest of today names them
    reminder = digest_reminder.message(
        contents.reminders, replace(setting, decisions=_standing(inputs.decided, reminded, now))
    )
    more = [*([reminder] if reminder else []), *_unfinished(subscription.plan, contents.answer, inputs, now)]
    more += _cutoffs(subscription.plan, inputs, now)
    return replace(delivery, parts=tuple(_parts(delivery, setting, more)))


def setting_for(
    plan: SubscriptionPlan,
    answer: DigestAnswer,
    decided: DecisionsOn,
    now: datetime,
    *,
    note: str,
    made_at: datetime,
    token: str | None = None,
    runbooks: Runbooks = NO_RUNBOOKS,
    smallest_group: int = CROWD,
) -> Setting:
    """Set how an answer is shown in its channel, with the decisions that count now; buttons only with a token."""
    return Setting(
        zone=ZoneInfo(plan.zone),
        show=plan.show,
        note=note,
        token=token,
        decisions=_standing(decided, cases_of(answer), now),
        own=Own(runbooks, now),
        filters=plan.filters,
        made_at=made_at,
        smallest_group=smallest_group,
    )


def _standing(decided: DecisionsOn, cases: Sequence[Case], now: datetime) -> Decisions:
    return standing(decided(by_cause(cases)).in_force(now), cases)


def cases_of(answer: DigestAnswer) -> tuple[Case, ...]:
    """List every case that an answer names."""
    return (*(case for group in answer.new for case in group.cases), *answer.recovered, *answer.helpdesk)


def _parts(delivery: Delivery, setting: Setting, more: Iterable[Message]) -> Iterator[Part]:
    """Make the first message; for its thread the details, what there is more, and the file."""
    answer = delivery.answer
    shown = first_message.message(answer, setting)
    day = f"{delivery.made_at.astimezone(setting.zone):%Y-%m-%d}"
    found: list[tuple[PartKind, dict[str, object], bytes | None]] = [(PartKind.MESSAGE, shown.first.payload(), None)]
    found += [(PartKind.THREAD, message.payload(), None) for message in shown.thread]
    found += [(PartKind.MORE, message.payload(), None) for message in more]
    if shown.csv is not None:
        title = f"Everything in the digest of {day}"
        found.append((PartKind.FILE, _file(f"digest-{day}.csv", title, ""), shown.csv.encode("utf-8-sig")))
    for number, (kind, payload, data) in enumerate(found, start=1):
        yield Part(number, kind, {**payload, "show": str(setting.show)}, data)


def part_as_shown(
    delivery: Delivery,
    part: Part,
    plan: SubscriptionPlan,
    decided: DecisionsOn,
    now: datetime,
    runbooks: Runbooks = NO_RUNBOOKS,
    *,
    smallest_group: int = CROWD,
) -> Part | None:
    """Make a part anew that was made for another visibility; None when there is nothing of it to show now."""
    if part.payload.get("show") == str(plan.show):
        return part
    setting = setting_for(
        plan,
        delivery.answer,
        decided,
        now,
        note=delivery.note,
        made_at=delivery.made_at,
        token=str(delivery.key),
        runbooks=runbooks,
        smallest_group=smallest_group,
    )
    shown = first_message.message(delivery.answer, setting)
    if part.kind is PartKind.FILE:
        return replace(part, content=shown.csv.encode("utf-8-sig")) if shown.csv is not None else None
    made = [one for one in delivery.parts if one.kind in (PartKind.MESSAGE, PartKind.THREAD)]
    message = dict(zip((one.number for one in made), shown.parts, strict=False)).get(part.number)
    return replace(part, payload=message.payload()) if message else None


def _unfinished(plan: SubscriptionPlan, answer: DigestAnswer, inputs: DigestInputs, now: datetime) -> Iterator[Message]:
    """Render the abandoned and the cancelled attempts by detail, where the channel asked for them."""
    if not (plan.unfinished and answer.since and answer.counts.unfinished):
        return
    window, zone = Window(answer.since, now, "since the last digest"), ZoneInfo(plan.zone)
    for result in sorted(UNFINISHED):
        filters = replace(plan.filters, result=str(result))
        found = failures(inputs.snapshot, window, filters=filters, catalogue=inputs.catalogue, now=now, zone=zone)
        if plan.show is Visibility.COUNTS:
            try:
                found, _ = crowds_only(found, inputs.smallest_group)
            except TooFewError:
                continue
        if found.itemised:
            yield failures_message(found, zone=zone, show=Visibility.COUNTS)


def _cutoffs(plan: SubscriptionPlan, inputs: DigestInputs, now: datetime) -> Iterator[Message]:
    """Render who loses reset on which date, where the channel asked for it and the directory's list is loaded."""
    if not _has_cutoffs(plan, inputs.snapshot):
        return
    found = cutoffs(inputs.snapshot, None, catalogue=inputs.catalogue, now=now)
    if plan.show is Visibility.COUNTS:
        try:
            found, _ = crowds_only(found, inputs.smallest_group)
        except TooFewError:
            return
    yield cutoffs_message(found, zone=ZoneInfo(plan.zone), show=plan.show)


def _has_cutoffs(plan: SubscriptionPlan, snapshot: Snapshot) -> bool:
    return plan.cutoffs and len(snapshot.roster) > 0


def _file(name: str, title: str, alt: str) -> dict[str, object]:
    return {"name": name, "title": title, "alt": alt}


def _notes(plan: SubscriptionPlan, slot: Slot, contents: DigestContents, now: datetime) -> Iterator[str]:
    """Write what goes above the new cases: why this digest comes now, and what is left out."""
    due = clock(slot.first_due, ZoneInfo(plan.zone))
    late = now - slot.key.due > LATE
    if plan.frequency is Frequency.SIGNS:
        if late and not slot.by_hand:
            yield f"This could not be posted before: it was due {due}."
        return
    if slot.missed:
        yield f"Catch-up: covers {count(slot.missed + late, 'missed digest')}, the first due {due}."
    elif late:
        yield f"Catch-up: this digest was due {due}."
    elif _is_early(plan, slot):
        yield "Before its hour, as an urgent incident does not wait."
    if contents.snoozed:
        yield f"{count(contents.snoozed, 'case')} snoozed and not listed."


def _is_early(plan: SubscriptionPlan, slot: Slot) -> bool:
    """Whether the slot is none of the plan's own, and nobody asked for it."""
    due = slot.key.due
    at_once = plan.frequency is Frequency.SIGNS  # there is no hour to be before
    return not (slot.by_hand or at_once) and due not in due_slots(plan, due - timedelta(microseconds=1), due)


def _silent(subscription: Subscription, contents: DigestContents, now: datetime, *, data_suspect: bool) -> bool:
    """Whether nothing is posted. Warnings about the data are posted when they begin, then once a week, always."""
    answer, plan = contents.answer, subscription.plan
    if answer.signs is not None:
        return not (answer.baseline or answer.signs)
    if answer.baseline or answer.new or answer.recovered or answer.helpdesk or contents.reminders:
        return False
    if plan.empty is Empty.LINE and plan.frequency is not Frequency.HOURLY:
        return False
    if data_suspect and not subscription.data_suspect:
        return False
    wants = data_suspect or (plan.empty is Empty.WEEKLY and plan.frequency is not Frequency.HOURLY)
    recent = subscription.posted_at is not None and now - subscription.posted_at < _WEEK
    return recent or not wants


def _is_old(answer: DigestAnswer) -> bool:
    age = answer.coverage.age
    return age is None or age > STALE_AFTER
