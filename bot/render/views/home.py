"""The Home tab: what the bot does, what this person may do, how fresh the data is, and the digests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.analysis.answers import Case
from bot.analysis.failures import FailuresAnswer
from bot.analysis.people.usual_day import UsualDay
from bot.analysis.stuck import StuckAnswer, StuckGroup
from bot.digests.decision import Decision
from bot.knowledge.catalogue import Cause
from bot.privacy import Role
from bot.questions.help_topics import askable
from bot.render.answers.stuck import nobody
from bot.render.blocks import icons, limits, mrkdwn
from bot.render.blocks.blocks import (
    actions,
    button,
    confirm,
    context,
    divider,
    field_input,
    header,
    listed,
    section,
    text_input,
)
from bot.render.blocks.compose import SHARE, without
from bot.render.blocks.inputs import form, person_picker
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, person, plain, time, words
from bot.render.blocks.native_chart import daily
from bot.render.blocks.text_twin import plain_blocks
from bot.render.blocks.wording import and_more, count, during, first_upper, in_sight, people, percent, strangers
from bot.render.cases.decision_buttons import OPEN
from bot.render.cases.decisions import said
from bot.render.digests.subscriptions import ADD, EDIT, Subscribed
from bot.render.lines import coverage
from bot.render.lines.change import usual_by_then
from bot.render.notices import SWITCH_OFF, SWITCH_ON
from bot.render.views.answer_modals import view as notice
from bot.reports.coverage import Coverage

PERSON, PERSON_SUBMIT = "sspr.home.person", "sspr.home.person_submit"
MINE, STUCK, HELP = "sspr.home.mine", "sspr.home.stuck", "sspr.home.help"
_SHORT = (
    "To members who failed for a reason that is theirs to mend, are not registered, or soon cannot reset. Never to"
    " admins."
)
_RULES = (
    "members who failed for a reason that is theirs to mend, who have not registered, or who cannot reset"
    " from a near date on; never admins. On weekdays from 9 to 17 where they are, once a topic and day, four messages"
    " in all, with links to Microsoft's pages alone, and each with *Stop telling me*."
)
_LISTED = 40
_CAUSES = 4
CASES = 10  # of one's own that are listed
_BAR = 8  # characters of the longest bar: a line of the week stays one line on a phone


_MAY = {
    Role.SELF: "You may ask about yourself, and what the documents say about any error.",
    Role.VIEWER: "You are a viewer: you see numbers, no names, and you may ask about yourself.",
    Role.HELPDESK: "You are on the helpdesk: you may ask about anybody, and look after who is stuck.",
    Role.ADMIN: "You are an admin: you may ask about anybody, set up digests, and load reports by sending them to me.",
}


@dataclass(frozen=True, slots=True)
class MyCase:
    """A case, or with no `case` a whole cause, that this person looks after."""

    cause: Cause
    people: int
    case: Case | None
    decision: Decision
    value: str = ""  # of its button; "" for a whole cause, which has no page of its own


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What there is to show to one person; None for what their role does not show them."""

    covered: Sequence[Coverage]  # of each kind of report that is loaded; that of resets always, and first
    stuck: StuckAnswer | None
    mine: Sequence[MyCase]
    week: FailuresAnswer | None
    digests: Sequence[tuple[str, Subscribed]] | None  # None where this person may not set them up
    day: UsualDay | None = None  # None where there is too little data to say what is usual
    of_my_channels: Sequence[tuple[str, Subscribed]] = ()  # digests, for who may not set them up
    writes_to_people: bool | None = None  # None where this person does not decide about that
    not_recorded: str = ""  # why their cases are not shown; "" when they are


def view(name: str, role: Role, facts: HomeFacts, *, zone: tzinfo) -> Block:
    """The tab: what is urgent and whose first, then the week, how fresh the data is, and what one may ask."""
    hello = f"Hello {words(first_upper(name))}. " if name else ""
    blocks = [
        header("Self-service password reset"),
        *_now(facts.stuck, zone),
        *_mine(facts, zone),
        actions(*_buttons(role, facts.digests)),
        *_week(facts.week, zone),
        *([section(usual_by_then(facts.day, zone))] if facts.day else []),
        context(*_data(role, facts.covered, zone)),
        *(_digests(facts.digests, zone) if facts.digests is not None else ()),
        *_of_my_channels(facts.of_my_channels, zone),
        *_notices(facts.writes_to_people),
        divider(),
        section(f"{hello}{_MAY[role]} I only read reports; I never reset a password."),
        context(f"You may ask: {', '.join(code(f'/sspr {kind}') for kind in _kinds(role))}."),
    ]
    # Slack lists charts and tables of data for messages alone (https://docs.slack.dev/blocks.json), not for a Home tab.
    return {
        "type": "home",
        "blocks": [block for block in plain_blocks(blocks, bar=_BAR) if block][: limits.VIEW_BLOCKS],
    }


def _notices(on: bool | None) -> Iterator[Block]:
    """Whether people who can help themselves are written to, and the switch."""
    if on is None:
        return
    yield divider()
    if on:
        off = button("Switch off", SWITCH_OFF)
        yield section(f"{icons.OK} I write to people who can help themselves: {_RULES}", off)
    else:
        sure = confirm("Write to people?", f"From now on. {_SHORT}", "Switch on")
        yield section(
            f"I do not write to anybody of my own accord. Switched on, I write to {_RULES}",
            button("Switch on", SWITCH_ON, ask=sure),
        )


def person_form() -> Block:
    """The form that asks about whom: by what the reports call them, or as somebody of this workspace."""
    typed = text_input("person", placeholder="dana@contoso.com, or the beginning of it")
    chosen = person_picker("member", "Choose somebody")
    fields = [
        field_input("person", "User ID, or the beginning of it", typed, optional=True),
        field_input("member", "Or somebody in this Slack", chosen, optional=True),
    ]
    return form(PERSON_SUBMIT, "Look up a person", "Look up", fields, "")


def _now(answer: StuckAnswer | None, zone: tzinfo) -> Iterator[Block]:
    """Who is stuck, what is urgent before the rest."""
    if answer is None or coverage.is_empty(answer.coverage):
        return
    if not answer.people:
        yield section(f"{nobody(answer.coverage, zone)}, as far as the loaded data goes.{_beside(answer)}")
        return
    urgent = [group for group in answer.groups if group.cause.urgent and group.by_now < group.people]
    rest = [group for group in answer.groups if group not in urgent]
    verb, able = "is" if answer.people == 1 else "are", sum(group.by_now for group in answer.groups)
    by_now = f" {able:,} of their cases may be put right by now." if able else ""
    now = coverage.right_now(answer.coverage, zone)
    lines = [f"{icons.WAIT} *{people(answer.people)} {verb} stuck {now}*.{by_now}{_beside(answer)}"]
    lines += [f"{icons.URGENT} urgent: {_group(one)}, oldest since {time(one.oldest, zone)}" for one in urgent]
    most = in_sight(len(rest), _CAUSES)
    lines += [f"• {_group(one)}" for one in rest[:most]]
    lines += [and_more(len(rest) - most, "cause")] if len(rest) > most else []
    yield section("\n".join(lines))


def _beside(answer: StuckAnswer) -> str:
    """Who is not counted as stuck: their cases were closed by hand, or the directory does not know their names."""
    closed = sum(number for _, number in answer.closed)
    by_hand = f" {count(closed, 'case')} closed by hand {'is' if closed == 1 else 'are'} not counted." if closed else ""
    return by_hand + (f" {strangers(answer.strangers)}" if answer.strangers else "")


def _group(group: StuckGroup) -> str:
    return f"{bold(group.cause.title)}: {people(group.people)}"


def _mine(facts: HomeFacts, zone: tzinfo) -> Iterator[Block]:
    mine = facts.mine
    if facts.not_recorded:
        yield section(f"{icons.WARNING} {bold('My cases')} are not shown. {facts.not_recorded}")
    if not mine:
        return
    yield section(bold(f"My cases: {len(mine):,}"))
    for one in mine[:CASES]:
        yield section(_my_case(one, zone), button("Open", OPEN, one.value) if one.value else None)
    if len(mine) > CASES:
        yield context(and_more(len(mine) - CASES, "case"))


def _my_case(one: MyCase, zone: tzinfo) -> str:
    who = person(one.case.shown) if one.case else people(one.people)
    since = f", since {time(one.case.opened_at, zone)}" if one.case else ""
    return f"• {who}: {plain(one.cause.title)}{since}; {said(one.decision, zone)}"


def _week(week: FailuresAnswer | None, zone: tzinfo) -> Iterator[Block]:
    if week is None or not week.counts.attempts:
        return
    counts = week.counts
    rate = f"; success rate {percent(counts.success_rate)}" if counts.success_rate is not None else ""
    without = [sentence for sentence in coverage.warnings(week.coverage, zone) if "There is no data " in sentence]
    said = f"*{count(counts.failures, 'failed attempt')}* {words(during(week.window))}{rate}."
    yield section("\n".join([said, *without]))
    if sum(one.attempts for one in week.groups) < counts.failures:
        return  # days of few people are left out for this reader: a picture would show them as days without any
    days = [(one.key, None if one.key in week.no_data else (one.attempts,)) for one in week.groups]
    yield from daily("Failed attempts", ("Failed",), days, part=week.part)


def _kinds(role: Role) -> list[str]:
    """What to type; everybody may ask how it is with themselves. This tab is of one tenant."""
    return [kind.name if kind.who <= role else f"{kind.name} me" for kind in askable(role, many=False)]


def _data(role: Role, covered: Sequence[Coverage], zone: tzinfo) -> list[str]:
    """How fresh each source is."""
    if not coverage.is_empty(covered[0]):
        return [coverage.line(one, zone) for one in covered]
    share = " Or drop a report into our direct messages." if role is Role.ADMIN else ""
    return [f"{icons.WARNING} {coverage.NOTHING_LOADED}{share}"]


def opened(title: str, message: Message) -> Block:
    """An answer in a modal, without the button that shares it: there is no channel here."""
    return notice(title, without(message.blocks, SHARE))


def _buttons(role: Role, digests: object) -> Iterator[Block]:
    yield button("My status", MINE)
    if role >= Role.HELPDESK:
        yield button("Look up a person", PERSON)
        yield button("Who is stuck", STUCK)
    if digests is not None:
        yield button("New digest", ADD)
    yield button("What you can ask", HELP)


def _digests(digests: Sequence[tuple[str, Subscribed]], zone: tzinfo) -> Iterator[Block]:
    yield divider()
    if not digests:
        yield section("No channel gets a digest yet.")
        return
    yield section(bold(f"{count(len(digests), 'digest')} in this workspace"))
    for channel, one in digests[:_LISTED]:
        yield section(_digest(channel, one, zone), button("Change", EDIT, str(one.number)))
    if len(digests) > _LISTED:
        yield context(and_more(len(digests) - _LISTED, "digest"))


def _of_my_channels(digests: Sequence[tuple[str, Subscribed]], zone: tzinfo) -> Iterator[Block]:
    if not digests:
        return
    yield divider()
    lines = [f"• {_digest(channel, one, zone)}" for channel, one in digests]
    yield listed(bold(f"{count(len(digests), 'digest')} in your channels"), lines)


def _digest(channel: str, one: Subscribed, zone: tzinfo) -> str:
    when = f"next {time(one.next_at, zone)}" if one.next_at else "at once" if one.at_once else "paused"
    line = f"{mrkdwn.channel(channel)}: {words(one.says)}, {when}"
    return f"{line}\n{icons.WARNING} {words(one.trouble)}" if one.trouble else line
