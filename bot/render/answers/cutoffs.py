"""Who loses self-service reset on which date: admins first, what is left to each, and what to register instead."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta, tzinfo
from itertools import pairwise
from math import ceil
from typing import Final

from bot.analysis.roster.cutoffs import Cutoff, CutoffPerson, CutoffsAnswer, On
from bot.privacy import Visibility
from bot.render.answers.failures import filtered
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.data_table import PAGE, Cell, data_table, without_empty
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, date_words, words
from bot.render.blocks.names import named, raw_name
from bot.render.blocks.native_chart import chart
from bot.render.blocks.wording import count, first_of, listing, people, spread
from bot.render.lines import coverage

_SHOWN = 5
_WEEK: Final = timedelta(days=7)
_NEXT: Final = timedelta(days=9)  # a list of the week before may have been read two days earlier
_FEWEST: Final = 2  # changes from one week to the next; one alone has no slower and faster
_PACE: Final = 4  # of the last weeks
_INSTEAD: Final = (
    f"{icons.FIX} To register instead: the Authenticator app, a software or hardware code, or an email code."
    " A passkey, Windows Hello or a Temporary Access Pass passes no check of a reset."
)
_ADMINS: Final = "admins need two of email, app (whichever code it is) and phone."
_READING: Final = (
    "The list does not tell Global Administrators from other admins, nor external guests from internal ones: admins"
    " have the earlier day unless a report names the role, guests the later one (internal guests: the earlier)."
    " With a telecom provider of your own SMS and voice go on. That calls to office phones end, too, is our reading."
)
_PULL = "Run `sspr pull` to read it from Microsoft Graph."


def message(answer: CutoffsAnswer, *, zone: tzinfo, show: Visibility, token: str | None = None) -> Message:
    """Render the answer to `cutoffs`; names only where `show` lets them."""
    verdict = _verdict(answer)
    blocks: list[Block] = [section(verdict)]
    if answer.seen is not None:
        if answer.cutoffs:
            blocks.append(_by_date(answer.cutoffs))
            blocks.append(listed("", [_line(cutoff, answer.seen.date()) for cutoff in answer.cutoffs]))
        if answer.reset_since:
            blocks.append(section(_reset_since(answer.reset_since)))
        blocks += _burn_down(answer)
        blocks += _people(answer, show)
        blocks.append(section("\n".join(_advice(answer))))
        checked = f"Dates checked on {date_words(answer.checked)}." if answer.checked else ""
        blocks.append(context(f"{_READING} {checked}".strip(), coverage.line(answer.coverage, zone)))
    hidden = show is not Visibility.COUNTS and len(answer.losing) > PAGE
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if hidden else [SHARE])))


def all_rows(answer: CutoffsAnswer, *, show: Visibility) -> tuple[list[str], int]:
    """Everybody who loses reset, one line each, and how many there are."""
    if show is Visibility.COUNTS:
        return [], 0
    return [_person(one, show) for one in answer.losing], len(answer.losing)


def _verdict(answer: CutoffsAnswer) -> str:
    if answer.seen is None:
        return f"{icons.UNSURE} *Who loses reset cannot be said*: the directory's list is not loaded. {_PULL}"
    only = filtered(answer.filters)
    until = f" by {date_words(answer.until)}" if answer.until else ""
    lost = len(answer.losing)
    if not lost:
        looked_at = people(answer.people - answer.unlisted)
        return f"{icons.OK} *Nobody* of {looked_at}{only} who may reset *loses it*{until}, by what the list says."
    admins = sum(one.admin for one in answer.losing)
    named_apart = f", {count(admins, 'admin')} among them" if admins else ""
    have = f"{'has' if lost == 1 else 'have'} too few registered methods, or will have"
    all_listed = sum(one.people for one in answer.cutoffs) == lost  # where some are too few, not all dates are
    dates = "their dates" if not all_listed else "the date below" if len(answer.cutoffs) == 1 else "the dates below"
    who = f"{lost:,} of {people(answer.people)}" if answer.people else people(lost)  # of how many may give some away
    return (
        f"{icons.WARNING} *{who}*{only} who may reset *{have}*{until}{named_apart}:"
        f" by the list self-service reset fails for them from {dates} on."
    )


def _by_date(cutoffs: Sequence[Cutoff]) -> Block:
    """How many lose reset on which date; one date alone needs no picture."""
    shown = cutoffs[: limits.CHART_POINTS]
    if len(shown) < 2:  # noqa: PLR2004
        return {}
    return chart(
        "bar", "People who lose reset", {"People": [one.people for one in shown]}, [_short(one.on) for one in shown]
    )


def _short(on: On) -> str:
    return f"{on.day} {on:%b %Y}" if isinstance(on, date) else date_words(on)


def _line(cutoff: Cutoff, seen: date) -> str:
    apart = [count(number, word) for number, word in ((cutoff.admins, "admin"), (cutoff.guests, "guest")) if number]
    among = f" ({listing(apart)})" if apart else ""
    past = isinstance(cutoff.on, date) and cutoff.on <= seen
    when = f"Since {date_words(cutoff.on)}" if past else date_words(cutoff.on)
    return f"• *{when}*: {people(cutoff.people)}{among}. {words(cutoff.title)}."


def _reset_since(number: int) -> str:
    """What the reports hold against the list."""
    have = f"{people(number)} of those whose date has come {'has' if number == 1 else 'have'} reset since"
    return f"{icons.UNSURE} {have}, by the loaded reports: it worked for them then, whatever the list says."


def _burn_down(answer: CutoffsAnswer) -> Iterator[Block]:
    """How many were still to go at the end of each week; the pace, and what the next date takes."""
    weeks, lost = answer.history, len(answer.losing)
    if answer.until is not None or answer.filters.domain or not (lost or any(week.people for week in weeks)):
        return
    steps = [(one, other) for one, other in pairwise(weeks) if other.day - one.day <= _NEXT]
    if len(steps) < _FEWEST:
        so_far = f"so far {answer.weeks:,} {'was' if answer.weeks == 1 else 'were'} counted"
        if answer.weeks <= _FEWEST:  # else they were, and are too few people to be shown
            how = f"How many are still to go week by week shows from three weekly lists on; {so_far}."
            yield section(f"{icons.INFO} {how}")
        return
    shown = weeks[-limits.CHART_POINTS :]
    numbers = {"Still to go": [week.people for week in shown]}
    yield chart("line", "People who lose reset, week by week", numbers, [_short(week.day) for week in shown])
    changes = [one.people - other.people for one, other in steps[-_PACE:]]
    low, high = _fewer(min(changes)), _fewer(max(changes))
    pace = f"{low} each week" if low == high else f"{spread(low, high)} a week"
    yield section(f"{bold('Still to go')}: {pace} in the last {count(len(changes), 'week')}.{_needed(answer)}")


def _needed(answer: CutoffsAnswer) -> str:
    """How many a week it takes, up to the next date, for nobody to lose reset on it."""
    today = answer.seen.date() if answer.seen else date.max
    coming = [(one.on, one.people) for one in answer.cutoffs if isinstance(one.on, date) and one.on > today]
    if not coming:
        return ""
    on = min(day for day, _ in coming)
    hit, weeks = sum(number for day, number in coming if day == on), max((on - today) / _WEEK, 1)
    lose, all_of_them = ("loses", "them") if hit == 1 else ("lose", "them all")
    return f" {people(hit)} {lose} it on {date_words(on)}; to spare {all_of_them} takes {ceil(hit / weeks):,} a week."


def _fewer(number: int) -> str:
    return "none fewer" if not number else f"{abs(number):,} {'more' if number < 0 else 'fewer'}"


def _people(answer: CutoffsAnswer, show: Visibility) -> Iterator[Block]:
    if answer.losing and show is not Visibility.COUNTS:
        yield from _table(answer.losing, show)
    if len(answer.domains) > 1:
        lines = [f"• {words(name or '(none)')}: {people(number)}" for name, number in first_of(answer.domains, _SHOWN)]
        yield listed(bold("By domain"), lines, len(answer.domains))


def _table(losing: Sequence[CutoffPerson], show: Visibility) -> list[Block]:
    head = ["Person", "Loses it on", "More needed", "Has", "Then", "Note"]
    rows = [_row(one, show) for one in losing[: limits.TABLE_ROWS]]
    caption = "Who loses reset, admins first, then by date" if losing[0].admin else "Who loses reset, by date"
    return data_table(caption, *without_empty(head, rows, "Note"), total=len(losing), one="person", many="people")


def _row(one: CutoffPerson, show: Visibility) -> list[Cell]:
    left = listing(one.left) or "nothing"
    role = "admin" if one.admin else "guest" if one.guest else ""
    return [raw_name(one.shown, show), str(one.on), one.missing, _has(one), left, role]


def _has(one: CutoffPerson) -> str:
    return listing(one.methods) if one.methods else "only a passkey or the like" if one.passkey_only else "nothing"


def _person(one: CutoffPerson, show: Visibility) -> str:
    role = ", admin" if one.admin else ", guest" if one.guest else ""
    has = words(_has(one))
    left = f", then {words(listing(one.left)) or 'nothing'}" if one.left != one.methods else ""
    return f"• {named(one.shown, show)}{role}: {date_words(one.on)}; has {has}{left}; {one.missing} more needed"


def _advice(answer: CutoffsAnswer) -> Iterator[str]:
    yield _INSTEAD
    if answer.unlisted:
        verb = "counts" if answer.unlisted == 1 else "count"
        yield f"{people(answer.unlisted)} {verb} as registered, and the list does not say with what: not looked at."
    if answer.passkey_only:
        verb = "has" if answer.passkey_only == 1 else "have"
        yield f"{people(answer.passkey_only)} {verb} a passkey or the like and nothing that passes a check of a reset."
    if answer.required is None:
        many = count(answer.if_two, "more person loses", "more people lose")
        more = f" {many} reset if it asks for two." if answer.if_two else ""
        yield f"Whether the policy asks for one method or two does not show in the list; counted for one.{more}"
    else:
        shown = "somebody with one counts" if answer.required == 1 else "nobody with one counts"
        yield f"Counted for {count(answer.required, 'method')} (in the list {shown} as registered); {_ADMINS}"
