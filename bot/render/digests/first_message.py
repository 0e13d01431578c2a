"""The digest of a channel: what closed since the last one and what is new, by cause; the rest is in its thread."""

from dataclasses import dataclass, replace

from bot.analysis.digest import DigestAnswer
from bot.analysis.people.crowds import digest_of_crowds
from bot.digests.plan import filter_words, quoted
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.blocks import actions, button, context, header, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import time
from bot.render.blocks.native_chart import daily
from bot.render.blocks.wording import count, people, strangers
from bot.render.digests import signs, verdict
from bot.render.digests.people import users
from bot.render.digests.settings import Setting
from bot.render.digests.subscriptions import EDIT, STILL_STUCK
from bot.render.digests.tables import causes_table, longest_table
from bot.render.digests.thread import csv_text, thread
from bot.render.lines import coverage


@dataclass(frozen=True, slots=True)
class DigestMessage:
    """The first message, its thread, and the file with everything; None where there is nothing to list."""

    first: Message
    thread: tuple[Message, ...] = ()
    csv: str | None = None

    @property
    def parts(self) -> tuple[Message, ...]:
        """All messages in the order in which they are posted."""
        return (self.first, *self.thread)

    @property
    def preview(self) -> Message:
        """The first message; with all that would be in its thread where there are no threads, as on a terminal."""
        behind = (block for message in self.thread for block in message.blocks)
        return replace(self.first, unfolded=(*self.first.blocks, *behind))


def message(answer: DigestAnswer, setting: Setting) -> DigestMessage:
    """The digest as it is posted; where numbers alone are shown, nothing in it is about too few people."""
    if setting.show is Visibility.COUNTS:
        answer = digest_of_crowds(answer, setting.smallest_group)
    if answer.signs is not None:
        return DigestMessage(signs.message(answer, setting))
    if answer.baseline:
        return DigestMessage(_baseline(answer, setting))
    if not (answer.new or answer.back_again):  # or nothing that may be counted
        return DigestMessage(_nothing_new(answer, setting))
    return DigestMessage(_first(answer, setting), thread(answer, setting), csv_text(answer, setting))


def _first(answer: DigestAnswer, setting: Setting) -> Message:
    """What a channel reads without opening the thread: the verdict, the picture, and the causes."""
    title = (
        f"{setting.dated}: {'at least ' if answer.fewer_than else ''}{people(verdict.failing(answer))} newly failing"
    )
    blocks = [
        header(title),
        section("\n".join(verdict.opening(answer, setting, causes=False))),
        *_chart(answer),
        *causes_table(answer, setting),
        context(_rest(setting), _small_print(answer), coverage.line(answer.coverage, setting.zone, "new row")),
    ]
    says = " ".join(verdict.opening(answer, setting, causes=True))
    return assemble(f"{setting.dated}: {says}", blocks, _footer(answer, setting))


def _rest(setting: Setting) -> str:
    """What one would look for in vain here."""
    what = "The fixes" if setting.show is Visibility.COUNTS else "The fixes and the people"
    return f"{what} are in the thread." if setting.token else f"{what} come in the thread of a digest that is posted."


def _chart(answer: DigestAnswer) -> list[Block]:
    days = [(one.day, (one.failures,) if one.covered else None) for one in answer.chart]
    part = [one.day for one in answer.chart if not one.whole]
    return daily("Failed attempts", ("Failed",), days, part=part)


def _small_print(answer: DigestAnswer) -> str:
    notes = []
    if answer.late:
        late = f"{count(answer.late, 'row')} came late: older than the newest row of the last digest"
        notes.append(f"{late}, which may have told some of them otherwise.")
    if answer.strangers:
        notes.append(strangers(answer.strangers))
    if answer.counts.unfinished:
        notes.append(f"{count(answer.counts.unfinished, 'attempt')} abandoned or cancelled, not listed.")
    return " ".join(notes)


def _footer(answer: DigestAnswer, setting: Setting) -> list[Block]:
    if not setting.token:
        return []
    stuck = " ".join(["stuck", *map(quoted, filter_words(setting.filters))])
    who = [button("Who is stuck", STILL_STUCK, f"{setting.token}|{stuck}")] if answer.new or answer.still_stuck else []
    return [actions(*who, button("Change or stop this digest", EDIT, setting.token))]


def _nothing_new(answer: DigestAnswer, setting: Setting) -> Message:
    doubts = coverage.warnings(answer.coverage, setting.zone)
    lines = [verdict.closing(answer, setting), _no_news(answer, setting, doubts), verdict.note(setting)]
    lines = [line for line in lines if line]
    blocks = [
        section("\n".join(lines)),
        context(_small_print(answer), coverage.line(answer.coverage, setting.zone, "new row")),
    ]
    return assemble(f"{setting.dated}: {' '.join([*lines, *doubts])}", blocks, _footer(answer, setting))


def _no_news(answer: DigestAnswer, setting: Setting, doubts: list[str]) -> str:
    since = f" since {time(answer.since, setting.zone)}" if answer.since else ""
    if coverage.is_empty(answer.coverage):
        return f"{icons.WARNING} No all-clear: {coverage.NOTHING_LOADED}"
    if answer.fewer_than:
        return f"{icons.INFO} There is something new{since}, but of too few people. {verdict.left_out(answer)}"
    if doubts:
        return f"{icons.WARNING} Nothing new in the loaded data{since}, but that is no all-clear."
    return f"{icons.OK} Nothing new{since}."


def _baseline(answer: DigestAnswer, setting: Setting) -> Message:
    number = verdict.failing(answer)
    tried = f"{count(answer.counts.attempts, 'attempt')} by {people(answer.counts.people)}"
    least = "at least " if answer.fewer_than else ""
    holds = f"The loaded data holds {tried}." if answer.counts.people else ""
    first = f"*The first digest of this channel: {least}{people(number)} failing now.*"
    answer = replace(answer, new=tuple(sorted(answer.new, key=lambda group: -len(users(group.cases)))))
    causes = f"By cause: {verdict.by_cause(answer)}." if answer.new else ""
    says = " ".join(filter(None, [first, causes, holds, verdict.left_out(answer)]))
    lines = [line for line in (says, verdict.note(setting)) if line]
    blocks = [
        header(f"{setting.dated}: {least}{people(number)} failing now"),
        section("\n".join(lines)),
        *_chart(answer),
        *(causes_table if setting.show is Visibility.COUNTS else longest_table)(answer, setting),
        context(
            strangers(answer.strangers),
            "From now on a digest tells only what is new.",
            coverage.line(answer.coverage, setting.zone),
        ),
    ]
    return assemble(
        " ".join(filter(None, [f"{setting.dated}: {says}", verdict.note(setting)])), blocks, _footer(answer, setting)
    )
