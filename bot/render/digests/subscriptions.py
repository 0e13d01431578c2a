"""A channel's digests: what is subscribed, what was just subscribed or stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.render.blocks import icons
from bot.render.blocks.blocks import actions, button, context, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import channel, code, mention, plain, time, words
from bot.render.blocks.native_chart import day_label
from bot.render.blocks.wording import count, listing

_LONG = 400
_AT_ONCE = (
    "Urgent signs of attacks come here when they show, each once; muted and closed ones do not. With show:counts"
    " nothing is told of few people: show:masked or show:names tells more."
)
ADD, EDIT, LAST = "sspr.subscription.add", "sspr.subscription.edit", "sspr.subscription.last"
STILL_STUCK = "sspr.digest.stuck"  # the digest, and the question with its filters


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One subscription, as it is listed."""

    number: int
    plan: str  # as one would type it behind `subscribe`
    by: str  # a Slack user ID, or "" for one from a file
    next_at: datetime | None  # None: paused, for the reason in `trouble`
    trouble: str = ""
    holidays: tuple[tuple[date, str], ...] = ()  # the next ones of its calendar
    estimated: bool = False  # some of them follow the moon
    zone: tzinfo | None = None  # the plan's own: its hour is told in it beside the reader's
    says: str = ""  # the plan in words for people
    at_once: bool = False  # it has no hour: urgent signs come when they show


def message(listing: Sequence[Subscribed], *, zone: tzinfo, command: str = "/sspr", editable: bool = False) -> Message:
    """The answer to `subscriptions`."""
    footer = [actions(button("Add a digest", ADD))] if editable else []
    if not listing:
        says = f"{icons.INFO} This channel gets no digest."
        hint = f"Subscribe it: {code(f'{command} subscribe daily at 09:00 mon-fri')}"
        return assemble(f"{says} {hint}", [section(f"{says}\n{hint}")], footer)
    says = f"{icons.OK} This channel gets {count(len(listing), 'digest')}."
    lines = [_line(one, zone) for one in listing]
    stop = context(f"Stop one: {code(f'{command} unsubscribe {listing[0].number}')}")
    last = button("Show the last digest", LAST, str(listing[0].number))
    footer = [actions(*(element for block in footer for element in block["elements"]), last)]
    if not editable:
        return assemble(f"{says} {lines[0]}", [listed(says, lines), stop], footer)
    rows = [section(line, button("Change", EDIT, str(one.number))) for one, line in zip(listing, lines, strict=True)]
    return assemble(f"{says} {lines[0]}", [section(says), *rows, stop], footer)


def everywhere(listing: Sequence[tuple[str, Subscribed]], *, zone: tzinfo) -> Message:
    """The answer to `subscriptions` where there is no channel: those of all channels."""
    says = f"{icons.OK} {count(len(listing), 'digest')} in this workspace."
    lines = [f"{channel(channel_id)}\n{_line(one, zone)}" for channel_id, one in listing]
    return assemble(f"{says} {lines[0]}", [listed(says, lines)])


def added(one: Subscribed, *, zone: tzinfo) -> Message:
    """The answer to `subscribe`."""
    when = f" First one: {_next(one, zone)}." if one.next_at else ""
    says = f"{icons.OK} Subscribed: {code(one.plan, _LONG)}.{when}"
    note = _AT_ONCE if one.at_once else "The first digest is a summary; after that, only what is new."
    blocks: list[Block] = [section(says), context(note, _holidays(one), _trouble(one))]
    return assemble(says, blocks)


def changed(one: Subscribed, *, zone: tzinfo) -> Message:
    """The answer to a form in which a subscription was changed."""
    when = f" The next one comes {_next(one, zone)}." if one.next_at else ""
    says = f"{icons.OK} Saved: {code(one.plan, _LONG)}.{when}"
    return assemble(
        says, [section(says), context("What was told already is not told again.", _holidays(one), _trouble(one))]
    )


def removed(ended: Sequence[Subscribed]) -> Message:
    """The answer to `unsubscribe`."""
    if not ended:
        says = f"{icons.INFO} Nothing was stopped: there is no such digest in this channel."
        return assemble(says, [section(says)])
    lines = [f"• {one.number}: {code(one.plan, _LONG)}" for one in ended]
    says = f"{icons.OK} {count(len(ended), 'digest')} stopped."
    return assemble(says, [listed(says, lines)])


def _line(one: Subscribed, zone: tzinfo) -> str:
    line = f"• {one.number}: {code(one.plan, _LONG)}"
    line += f", {next_words(one, zone)}"
    line += f", by {mention(one.by)}" if one.by else ", from the configuration file"
    return f"{line}\n   {_trouble(one)}" if one.trouble else line


def _holidays(one: Subscribed) -> str:
    """The next days without a digest, and what is not sure about them."""
    if not one.holidays:
        return ""
    days = listing([f"{day_label(day)} ({words(name)})" for day, name in one.holidays])
    moon = " Days that follow the moon are estimates and may be a day earlier or later." if one.estimated else ""
    return f"No digest on public holidays, next {days}.{moon}"


def next_words(one: Subscribed, zone: tzinfo) -> str:
    """When something comes of it: `next 24 Nov at 09:00`, `at once`, `paused`."""
    if one.at_once:
        return "at once, when an urgent sign shows"
    return f"next {_next(one, zone)}" if one.next_at else "paused"


def _next(one: Subscribed, zone: tzinfo) -> str:
    """When the next one comes: in the reader's zone, and in the plan's where that is another hour."""
    if one.next_at is None:
        return ""
    own = one.next_at.astimezone(one.zone) if one.zone else None
    if own is None or own.utcoffset() == one.next_at.astimezone(zone).utcoffset():
        return time(one.next_at, zone)
    city = str(one.zone).rpartition("/")[2].replace("_", " ")
    return f"{time(one.next_at, zone)} for you, {own:%H:%M} in {plain(city)}"


def _trouble(one: Subscribed) -> str:
    return f"{icons.WARNING} {words(one.trouble)}" if one.trouble else ""
