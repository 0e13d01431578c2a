"""The reminder in a digest's thread: who is still stuck, and when the reminders stop."""

from collections.abc import Iterable, Iterator

from bot.analysis.answers import Case
from bot.analysis.people.crowds import Crowds
from bot.digests.reminder import Reminder
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, plain
from bot.render.blocks.wording import count, people
from bot.render.cases.case_table import case_table
from bot.render.cases.since_then import AS_LOADED
from bot.render.digests.settings import Setting
from bot.render.digests.thread import decided


def message(reminders: Iterable[Reminder], setting: Setting) -> Message | None:
    """One message for all of them; None when there is nobody to remind of."""
    due = [one for one in reminders if one.cases and not _too_few(_users(one.cases), setting)]
    if not due:
        return None
    return assemble(" ".join(_title(one) for one in due), [block for one in due for block in _blocks(one, setting)])


def _blocks(one: Reminder, setting: Setting) -> Iterator[Block]:
    """Who they are, without a button: what is decided later does not reach a reminder."""
    title = f"{icons.WAIT} {bold(_title(one))}"
    if setting.show is Visibility.COUNTS:
        yield listed(title, _causes(one, setting))
        return
    yield section("\n".join([title, *decided(one.cases, setting)]))
    yield from case_table(
        "Still stuck" if one.number else "Snooze over",
        one.cases,
        zone=setting.zone,
        show=setting.show,
        decisions=setting.decisions,
        token=None,
        total=len(one.cases),
    )


def _title(one: Reminder) -> str:
    who = people(_users(one.cases))
    if not one.number:
        return f"Snooze over, still stuck {AS_LOADED}: {who}."
    days = count(one.number * one.every.days, "day")
    then = f"the next one in {count(one.every.days, 'day')}" if one.number < one.last else "there will be no other"
    return f"Still stuck after {days}, {AS_LOADED}: {who}. Reminder {one.number} of {one.last}, {then}."


def _users(cases: Iterable[Case]) -> int:
    return len({case.user for case in cases})


def _too_few(number: int, setting: Setting) -> bool:
    """Whether nothing may be said about so few where numbers alone are shown."""
    return setting.show is Visibility.COUNTS and number < setting.smallest_group


def _causes(one: Reminder, setting: Setting) -> list[str]:
    causes = [case.cause for case in one.cases]
    counts = {cause: causes.count(cause) for cause in dict.fromkeys(causes)}
    shown = Crowds(setting.smallest_group).kept(list(counts.items()), list(counts.values()))
    return [f"• {plain(cause.title)}: {people(number)}" for cause, number in shown]
