"""The rollout: how many can reset, who is missing, who hangs by one method, and when the rest will be there."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from itertools import chain

from bot.analysis.burn_down import BurnDown
from bot.analysis.rollout import RolloutAnswer, RolloutCounts, RolloutPerson
from bot.analysis.roster.one_method_risk import OneMethodRisk
from bot.privacy import Visibility
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, fields, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.data_table import Cell, data_table, without_empty
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, date_words, time, words
from bot.render.blocks.names import named, raw_name
from bot.render.blocks.native_chart import chart, day_label
from bot.render.blocks.wording import compared, count, listing, people, percent, spread
from bot.render.lines import coverage

_SHOWN = 10  # a page of a table
_NUMBERS = {
    "Registered": "registered",
    "Allowed to reset": "enabled",
    "Registered and allowed": "capable",
    "Allowed, not registered": "missing",
}
_ABSENT = "Disabled and deleted accounts are not in the directory's list; shared mailboxes are."
_UNFORESEEN = " A rush before the day, or its end, is not foreseen."
_MEANS = "Each range holds 8 times of 10, if it goes on as it has."
_PULL = "Run `sspr pull` to read it from Microsoft Graph."


def message(answer: RolloutAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """The answer to `rollout`."""
    verdict = _verdict(answer)
    blocks: list[Block] = [section(verdict)]
    if answer.seen is not None:
        blocks.append(fields(_facts(answer)))
        pace = "\n".join(_burn_down(answer))
        blocks += [section(pace)] if pace else []
        blocks += _chart(answer)
        blocks += _lists(answer, show)
        blocks += [section(line) for line in _risk(answer.one_method_risk, zone)]
        blocks.append(context(_ABSENT, coverage.line(answer.coverage, zone)))
    hidden = len(answer.missing) > _SHOWN or len(answer.one_method) > _SHOWN
    kinds = [SHARE, ALL] if hidden and show is not Visibility.COUNTS else [SHARE]
    return assemble(verdict, blocks, answer_buttons(token, *kinds))


def all_rows(answer: RolloutAnswer, *, show: Visibility) -> tuple[Iterable[str], int]:
    """Who is missing, then admins without two gates, then who has one method, one line each, and how many there are."""
    if show is Visibility.COUNTS:
        return [], 0
    lines = chain(
        (f"{_missing(person, show)}: not registered" for person in answer.missing),
        (f"{_missing(person, show)}: without two gates" for person in answer.one_gate),
        (_one_method(person, show) for person in answer.one_method),
    )
    return lines, len(answer.missing) + len(answer.one_gate) + len(answer.one_method)


def _risk(found: OneMethodRisk | None, zone: tzinfo) -> Iterator[str]:
    """How much likelier those with one method failed than those with more; nothing where nobody had registered."""
    if found is None or not found.one:
        return
    one = f"{found.one_failed:,} of {people(found.one)} with one method"
    more = f"{found.more_failed:,} of {found.more:,} with two or more"
    by = f"{bold('Failed since')} {time(found.by, zone)}, of those registered by then: {one}, {more}"
    if found.ratio is None or found.interval is None:
        yield f"{by}; too few to tell how much likelier."
        return
    low, high = (f"{bound:.1f}" for bound in found.interval)
    clear = "" if not found.interval.low <= 1 <= found.interval.high else ", which may be chance"
    yield f"{by}: {found.ratio:.1f} times as often ({low} to {high}){clear}."


def _verdict(answer: RolloutAnswer) -> str:
    if answer.seen is None:
        text = f"{icons.UNSURE} *Who is still missing cannot be said*: the directory's list is not loaded. {_PULL}"
        seen = (
            f" The loaded registration rows name {people(answer.reported)}{filtered(answer.filters)}."
            if answer.reported
            else ""
        )
        return text + seen
    members, only = answer.members, filtered(answer.filters)
    if only and not members.people + answer.guests.people and "people" not in members.unsaid:
        return f"{icons.INFO} *Nobody in the directory's list*{only}."
    if only and not members.people and "people" not in members.unsaid:
        guests = f"{people(answer.guests.people)} there {'is a guest' if answer.guests.people == 1 else 'are guests'}"
        return f"{icons.INFO} *No member in the directory's list*{only}; {guests}, {answer.guests.missing:,} missing."
    share = members.able / members.people if members.people else None
    of = f"{only}, {percent(share)}" if only else f" ({percent(share)})"
    text = f"*{members.able:,} of {people(members.people)} can reset*{of}"
    if "people" in members.unsaid:
        text = f"*{people(members.able)} can reset*{only}"
    if answer.doubted:
        text += ", by a list that may lack people"
    if not members.missing:
        icon = icons.WARNING if answer.doubted else icons.OK
        return f"{icon} {text}; nobody who is allowed to is without a registration.{_losing(answer)}"
    verb = "is" if members.missing == 1 else "are"
    icon = icons.WARNING if answer.doubted else icons.WAIT
    return f"{icon} {text}; {people(members.missing)} {verb} allowed to but not registered.{_losing(answer)}"


def _losing(answer: RolloutAnswer) -> str:
    """Who can reset today by what ends: no registration of others makes up for them."""
    if not answer.ending:
        return ""
    by = f" by {date_words(answer.target)}" if answer.target else ""
    domain = f"domain:{answer.filters.domain}" if answer.filters.domain else ""
    by_day = f"by {answer.target}" if answer.target else ""
    asked = " ".join(filter(None, ("cutoffs", by_day, domain)))
    whom = f"{answer.ending:,} of those who can reset now will lose it{by}"
    return f" {icons.WARNING} {whom}, as their methods end: {code(asked)}."


def _facts(answer: RolloutAnswer) -> Iterator[tuple[str, str]]:
    before = answer.history[0] if len(answer.history) > 1 else None
    for label, name in _NUMBERS.items():
        if name in answer.members.unsaid:
            continue
        now = getattr(answer.members, name)
        then = f", {words(compared(now - getattr(before, name), f'on {date_words(before.day)}'))}" if before else ""
        yield label, f"{now:,}{then}"
    if answer.admins.people:
        yield "Admins", _side(answer.admins)
    if answer.guests.people:
        guests = answer.guests
        home = "who is at home elsewhere resets there"
        able = f"{guests.capable:,} of {guests.people:,} registered and allowed ({home})"
        yield "Guests, apart", f"{able}, {guests.missing:,} missing"


def _side(counts: RolloutCounts) -> str:
    one_gate = f", {counts.one_gate:,} without two gates" if counts.one_gate else ""
    return f"{counts.able:,} of {counts.people:,} can reset, {counts.missing:,} missing{one_gate}"


def _burn_down(answer: RolloutAnswer) -> Iterator[str]:
    """What the pace leads to, and by when; nothing is promised where the history is too short."""
    if not answer.members.missing:
        return
    down = answer.burn_down
    if answer.filters.domain:
        yield f"{icons.INFO} The lists of the past are counted for everybody: ask without a domain for the pace."
        return
    if answer.doubted:
        yield f"{icons.INFO} No pace is told by a list that may lack people."
        return
    if down is None:
        so_far = f", and so far there are counts of {count(len(answer.history), 'day')}" if answer.history else ""
        yield f"{icons.INFO} No pace can be told yet: it takes two weeks of pulls{so_far}."
        return
    yield f"{bold('Pace')} of the last {min(down.weeks, 4)} weeks: {_pace(down)}."
    if down.weeks_needed:
        more = count(down.weeks_needed, "more week")
        yield f"{icons.INFO} No forecast yet: it takes six weeks of counts in a row, {more} from now."
        return
    days = {one.day: (one.fewest, one.most) for one in down.outlook}
    if answer.target and down.at_target:
        days[answer.target] = down.at_target
    for day, (fewest, most) in sorted(days.items()):
        yield f"{bold(f'On {date_words(day)}')}: {_range(fewest, most)}.{_UNFORESEEN if day == answer.target else ''}"
    yield f"{_MEANS}{_so_far(*down.held)}"


def _range(fewest: int, most: int) -> str:
    return f"{fewest:,} still missing" if fewest == most else f"{fewest:,} to {most:,} still missing"


def _so_far(right: int, made: int) -> str:
    return f" So far such ranges, four weeks ahead, have held {right:,} of {count(made, 'time')}." if made else ""


def _pace(down: BurnDown) -> str:
    slow, fast = (_fewer(round(pace)) for pace in (down.slowest, down.fastest))
    return f"{slow} missing a week" if slow == fast else f"{spread(slow, fast)} missing a week"


def _fewer(number: int) -> str:
    return f"{abs(number):,} {'more' if number < 0 else 'fewer'}"


def _chart(answer: RolloutAnswer) -> Iterator[Block]:
    """Days on which the list was read, the newest as many as a chart holds; other days have no point."""
    if len(answer.history) > 1:
        read = answer.history[-limits.CHART_POINTS :]
        able = [one.capable for one in read]
        series = {"Not registered": [one.missing for one in read], "Registered, allowed": able}
        yield chart("line", "People who are allowed to reset", series, [day_label(one.day) for one in read])
        left = len(answer.history) - len(read)
        yield context(f"{count(left, 'earlier day')} left out of the picture." if left else "")


def _lists(answer: RolloutAnswer, show: Visibility) -> Iterator[Block]:
    if answer.missing and show is not Visibility.COUNTS:
        rows = [_person(one, show) for one in answer.missing[: limits.TABLE_ROWS]]
        title = "Missing, admins first" if answer.missing[0].admin else "Missing"
        yield from _people_table(title, "Has", rows, len(answer.missing))
    if answer.one_gate:
        admins = count(len(answer.one_gate), "admin is", "admins are")
        title = f"{admins} called able by the directory, but without two of email, phone and app, which admins need"
        yield from _list(title, "Has", answer.one_gate, show)
    if answer.one_method:
        title = f"{people(len(answer.one_method))} can reset by one method alone"
        yield from _list(title, "Only method", answer.one_method, show)


def _list(title: str, methods: str, listed: Sequence[RolloutPerson], show: Visibility) -> Iterator[Block]:
    if show is Visibility.COUNTS:
        yield section(f"{bold(title)}.")
    else:
        rows = [_person(one, show) for one in listed[: limits.TABLE_ROWS]]
        yield from _people_table(title, methods, rows, len(listed))


def _people_table(caption: str, methods: str, rows: list[list[Cell]], total: int) -> list[Block]:
    head = ["Person", "Admin", methods]
    for title in ("Admin", methods):
        head, rows = without_empty(head, rows, title)
    return data_table(caption, head, rows, total=total, one="person", many="people")


def _person(person: RolloutPerson, show: Visibility) -> list[Cell]:
    return [raw_name(person.shown, show), "yes" if person.admin else "", listing(person.methods)]


def _missing(person: RolloutPerson, show: Visibility) -> str:
    has = f" (has {words(listing(person.methods))})" if person.methods else ""
    return f"• {named(person.shown, show)}{_admin(person)}{has}"


def _one_method(person: RolloutPerson, show: Visibility) -> str:
    return f"• {named(person.shown, show)}{_admin(person)}: {words(listing(person.methods))} only"


def _admin(person: RolloutPerson) -> str:
    return ", admin" if person.admin else ""
