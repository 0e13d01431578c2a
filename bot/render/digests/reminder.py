"""The reminder in a digest's thread: who is still stuck, and when the reminders stop."""

from collections.abc import Iterable

from bot.analysis.answers import Case
from bot.analysis.people.crowds import Crowds
from bot.digests.reminder import Reminder
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import listed
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, plain
from bot.render.blocks.wording import count, people
from bot.render.digests.settings import Setting
from bot.render.digests.thread import case_line

_PEOPLE = 20


def message(reminders: Iterable[Reminder], setting: Setting) -> Message | None:
    """One message for all of them; None when there is nobody to remind of."""
    due = [one for one in reminders if one.cases and not _too_few(_users(one.cases), setting)]
    if not due:
        return None
    blocks = [listed(f"{icons.WAIT} {bold(_title(one))}", _lines(one, setting), _total(one, setting)) for one in due]
    return assemble(" ".join(_title(one) for one in due), blocks)


def _title(one: Reminder) -> str:
    who = people(_users(one.cases))
    if not one.number:
        return f"Snooze over, still stuck: {who}."
    days = count(one.number * one.every.days, "day")
    then = f"the next one in {count(one.every.days, 'day')}" if one.number < one.last else "there will be no other"
    return f"Still stuck after {days}: {who}. Reminder {one.number} of {one.last}, {then}."


def _users(cases: Iterable[Case]) -> int:
    return len({case.user for case in cases})


def _too_few(number: int, setting: Setting) -> bool:
    """Whether nothing may be said about so few where numbers alone are shown."""
    return setting.show is Visibility.COUNTS and number < setting.smallest_group


def _total(one: Reminder, setting: Setting) -> int:
    return 0 if setting.show is Visibility.COUNTS else len(one.cases)


def _lines(one: Reminder, setting: Setting) -> list[str]:
    if setting.show is Visibility.COUNTS:
        causes = [case.cause for case in one.cases]
        counts = {cause: causes.count(cause) for cause in dict.fromkeys(causes)}
        shown = Crowds(setting.smallest_group).kept(list(counts.items()), list(counts.values()))
        return [f"• {plain(cause.title)}: {people(number)}" for cause, number in shown]
    return [f"{case_line(case, setting)}, {plain(case.cause.title)}" for case in one.cases[:_PEOPLE]]
