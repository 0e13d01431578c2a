"""The digest of a channel: what closed since the last one, then what is new, with its fix and who acts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from bot.analysis.answers import Case, CaseState
from bot.analysis.digest import DigestAnswer
from bot.analysis.digest_groups import DigestDetail, DigestGroup
from bot.analysis.people.crowds import digest_of_crowds
from bot.digests.decision import CaseKey
from bot.privacy import Visibility
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import actions, button, characters, context, header, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import plain, time, words
from bot.render.blocks.names import named
from bot.render.blocks.native_chart import daily
from bot.render.blocks.wording import and_more, count, first_sentence, listing, people, strangers
from bot.render.cases.decision_buttons import cause_buttons
from bot.render.cases.decisions import on_cause
from bot.render.cases.incidents import burst
from bot.render.cases.since_then import of_them, otherwise
from bot.render.digests.people import failing_again, newest_per_person, users
from bot.render.digests.settings import Setting
from bot.render.digests.subscriptions import EDIT
from bot.render.digests.thread import case_line, csv_text, thread
from bot.render.lines import coverage, fix_steps, runbook
from bot.render.lines.change import usual_by_then

_GROUPS = 10
_DETAILS = 3
_PEOPLE = 5
_NOTE = 600
_ENDING = 2_000  # characters kept for what follows the groups


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


_OTHERWISE = "by an unlock, a known password or account recovery"


def message(answer: DigestAnswer, setting: Setting) -> DigestMessage:
    """The digest as it is posted; where numbers alone are shown, nothing in it is about too few people."""
    if setting.show is Visibility.COUNTS:
        answer = digest_of_crowds(answer, setting.smallest_group)
    if answer.baseline:
        return DigestMessage(_baseline(answer, setting))
    if not (answer.new or answer.back_again):  # or nothing that may be counted
        return DigestMessage(_nothing_new(answer, setting))
    return DigestMessage(_first(answer, setting), thread(answer, setting), csv_text(answer, setting))


def closing_line(answer: DigestAnswer, zone: tzinfo = UTC) -> str:
    """What became of those who were failing in the last digest, each person counted once; "" when nobody was."""
    if not answer.was_open:
        return ""
    ended, again = users([*answer.recovered, *answer.helpdesk]), failing_again(answer)
    back, recovered = len(ended & again), len(users(answer.recovered) - again)
    helped = len(ended - again) - recovered
    by_hand = answer.was_open - len(ended) - answer.still_stuck
    other = otherwise(case for case in answer.recovered if case.user not in again)
    parts = [f"*{recovered - other:,}* {'has' if recovered - other == 1 else 'have'} since succeeded"]
    parts += [f"*{other:,}* {_are(other)} in {_OTHERWISE}"] if other else []
    parts += [f"*{back:,}* {_are(back)} back again"] if back else []
    parts.append(f"*{answer.still_stuck:,}* {_are(answer.still_stuck)} still stuck")
    parts += [f"*{helped:,}* went to the helpdesk"] if helped else []
    parts += [f"*{by_hand:,}* {'was' if by_hand == 1 else 'were'} closed by hand"] if by_hand > 0 else []
    then = f"before {time(answer.since, zone)}" if answer.by_time and answer.since else "in the last digest"
    return f"Of {people(answer.was_open)} failing {then}, {listing(parts)}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _first(answer: DigestAnswer, setting: Setting) -> Message:
    lines = _opening(answer, setting)
    failing = len(users(case for group in answer.new for case in group.cases))
    title = header(f"{setting.dated}: {'at least ' if answer.fewer_than else ''}{people(failing)} newly failing")
    opening = [title, section("\n".join(lines)), *_chart(answer)]
    groups = [list(_group(group, setting)) for group in answer.new[:_GROUPS]]
    fitting = _fitting(groups, limits.ROOMY_CHARACTERS - characters(opening) - _ENDING)
    shown = [block for blocks in groups[:fitting] for block in blocks]
    ending = [section(_others(answer.new[fitting:]))] if answer.new[fitting:] else []
    ending += [section(_again(answer.back_again, setting))] if answer.back_again else []
    ending.append(context(_small_print(answer), coverage.line(answer.coverage, setting.zone)))
    return assemble(f"{setting.dated}: {' '.join(lines)}", [*opening, *shown, *ending], _footer(setting))


def _chart(answer: DigestAnswer) -> list[Block]:
    days = [(one.day, (one.failures,) if one.covered else None) for one in answer.chart]
    part = [one.day for one in answer.chart if not one.whole]
    return daily("Failed attempts", ("Failed",), days, part=part)


def _fitting(groups: Sequence[Sequence[Block]], size: int) -> int:
    """How many groups the first message holds."""
    for number, blocks in enumerate(groups):
        size -= characters(list(blocks))
        if size < 0:
            return number
    return len(groups)


def _opening(answer: DigestAnswer, setting: Setting) -> list[str]:
    note = _note(setting)
    day, methods = _day(answer, setting), _methods_line(answer, setting)
    lines = (closing_line(answer, setting.zone), note, _new_line(answer, setting), day, methods)
    return [line for line in lines if line]


def _day(answer: DigestAnswer, setting: Setting) -> str:
    return usual_by_then(answer.day, setting.zone) if answer.day else ""


def _new_line(answer: DigestAnswer, setting: Setting) -> str:
    since = f" since {time(answer.since, setting.zone)}" if answer.since else ""
    failing = len(users(case for group in answer.new for case in group.cases))
    by_cause = [f"{plain(group.cause.title)} {len(users(group.cases)):,}" for group in answer.new]
    causes = f": {listing(by_cause, limit=4)}" if by_cause else ""
    if answer.fewer_than:
        return f"*At least {people(failing)} newly failing*{since}{causes}. {_left_out(answer)}"
    return f"*{people(failing)} newly failing*{since}{causes}."


def _methods_line(answer: DigestAnswer, setting: Setting) -> str:
    """At which methods they fail, where that is known: those who pass one method may fail at the next."""
    cases = (case for group in answer.new for case in group.cases)
    newest = newest_per_person(sorted(cases, key=lambda case: case.last_at))
    at = Counter(case.failed_at for case in newest if case.failed_at)
    if not at:
        return ""
    methods = [f"{words(name)} {size:,}" for name, size in sorted(at.items(), key=lambda one: (-one[1], one[0]))]
    rest = len(newest) - at.total()
    if setting.show is Visibility.COUNTS and any(0 < few < setting.smallest_group for few in (*at.values(), rest)):
        return ""
    return f"Failed at: {listing(methods, limit=6)}{f'; {rest:,} at no method that the data names' if rest else ''}."


def _left_out(answer: DigestAnswer) -> str:
    return f"Causes of few people are left out: this channel is shown nothing about fewer than {answer.fewer_than}."


def _group(group: DigestGroup, setting: Setting) -> Iterator[Block]:
    urgent = f"{icons.URGENT} urgent: " if group.cause.urgent else ""
    cases = newest_per_person(group.cases)
    lines = [f"{urgent}*{plain(group.cause.title)}*: {people(len(cases))}, {_span(group, setting.zone)}"]
    lines += [f"{icons.WARNING} One incident: {burst(one, setting.zone)}." for one in group.bursts]
    lines += [group.cause.at_once] if group.incident and group.cause.at_once else []
    recovered = sum(case.state is CaseState.RECOVERED for case in cases)
    few = setting.show is Visibility.COUNTS and recovered < setting.smallest_group
    other = otherwise(cases)
    how = f" {other:,} of these {_OTHERWISE}." if other else ""
    over_it = "are over it" if other else "have succeeded since"
    lines += [f"{icons.OK} {recovered:,} of {len(cases):,} {over_it}.{how}"] if recovered and not few else []
    able = sum(case.by_now for case in cases)
    few = setting.show is Visibility.COUNTS and able < setting.smallest_group
    lines += [of_them(able, len(cases))] if able and not few else []
    lines += runbook.summary(setting.own, group.cause.key, cases)
    lines += on_cause(setting.decisions, group.cause, setting.zone)
    lines += fix_steps.for_admins(among=group.privileged)
    lines += [_detail(detail) for detail in group.details[:_DETAILS]]
    lines += [and_more(len(group.details) - _DETAILS, "detail")] if len(group.details) > _DETAILS else []
    if setting.show is not Visibility.COUNTS:
        apart = group.apart(cases)
        lines += [case_line(case, setting) for case in apart[:_PEOPLE]]
        left = len(apart) - _PEOPLE
        lines += [f"{and_more(left)} in the thread and the file"] if left > 0 else []
    yield section("\n".join(lines))
    if setting.token and recovered < len(cases):
        yield cause_buttons(setting.token, group.cause.key, setting.decisions.get(CaseKey("", group.cause.key)))


def _span(group: DigestGroup, zone: tzinfo) -> str:
    if group.first_at == group.last_at:
        return time(group.first_at, zone)
    return f"{time(group.first_at, zone)} to {time(group.last_at, zone)}"


def _detail(detail: DigestDetail) -> str:
    head = f"{words(first_sentence(detail.text))}: {people(detail.people)}"
    if not detail.fix:
        return f"{head}\n{icons.UNSURE} {fix_steps.no_fix(detail.key)}"
    *first, last = fix_steps.first_steps(detail.fix, detail.people, detail.block_over)
    return "\n".join([head, *first, " · ".join(filter(None, [last, fix_steps.page(detail.fix)]))])


def _others(groups: Sequence[DigestGroup]) -> str:
    causes = [f"{plain(group.cause.title)} ({people(len(users(group.cases)))})" for group in groups]
    return f"Also new, told in the thread: {listing(causes, limit=len(causes))}."


def _again(back_again: Sequence[Case], setting: Setting) -> str:
    cases = newest_per_person(back_again)
    fail = "fails" if len(cases) == 1 else "fail"
    text = f"{icons.AGAIN} *Back again*: {people(len(cases))} had recovered and {fail} for the same cause once more"
    if setting.show is Visibility.COUNTS:
        return f"{text}."
    who = [f"{named(case.shown, setting.show)} ({plain(case.cause.title)})" for case in cases]
    return f"{text}: {listing(who)}."


def _small_print(answer: DigestAnswer) -> str:
    notes = []
    if answer.late:
        notes.append(f"{count(answer.late, 'row')} came late: older than the newest row of the last digest.")
    if answer.strangers:
        notes.append(strangers(answer.strangers))
    if answer.counts.unfinished:
        notes.append(f"{count(answer.counts.unfinished, 'attempt')} abandoned or cancelled, not listed.")
    return " ".join(notes)


def _footer(setting: Setting) -> list[Block]:
    return [actions(button("Change or stop this digest", EDIT, setting.token))] if setting.token else []


def _nothing_new(answer: DigestAnswer, setting: Setting) -> Message:
    since = f" since {time(answer.since, setting.zone)}" if answer.since else ""
    doubts = coverage.warnings(answer.coverage, setting.zone)
    if coverage.is_empty(answer.coverage):
        verdict = f"{icons.WARNING} No all-clear: {coverage.NOTHING_LOADED}"
    elif answer.fewer_than:
        verdict = f"{icons.INFO} There is something new{since}, but of too few people. {_left_out(answer)}"
    elif doubts:
        verdict = f"{icons.WARNING} Nothing new in the loaded data{since}, but that is no all-clear."
    else:
        verdict = f"{icons.OK} Nothing new{since}."
    note = _note(setting)
    says = " ".join(filter(None, [closing_line(answer, setting.zone), verdict, note]))
    blocks = [section(says), context(_small_print(answer), coverage.line(answer.coverage, setting.zone))]
    return assemble(f"{setting.dated}: {' '.join([says, *doubts])}", blocks, _footer(setting))


def _baseline(answer: DigestAnswer, setting: Setting) -> Message:
    failing = len(users(case for group in answer.new for case in group.cases))
    tried = f"{count(answer.counts.attempts, 'attempt')} by {people(answer.counts.people)}"
    least = "at least " if answer.fewer_than else ""
    holds = f" The loaded data holds {tried}." if answer.counts.people else ""
    left_out = f" {_left_out(answer)}" if answer.fewer_than else ""
    says = f"*The first digest of this channel: {least}{people(failing)} failing now.*{holds}{left_out}"
    groups = sorted(answer.new, key=lambda group: -len(users(group.cases)))
    by_cause = [f"• {plain(group.cause.title)}: {people(len(users(group.cases)))}" for group in groups]
    lines = filter(None, [says, _note(setting), *(["By cause:", *by_cause] if by_cause else [])])
    blocks = [
        header(f"{setting.dated}: {least}{people(failing)} failing now"),
        section("\n".join(lines)),
        _longest(answer, setting),
        context(
            strangers(answer.strangers),
            "From now on a digest tells only what is new.",
            coverage.line(answer.coverage, setting.zone),
        ),
    ]
    return assemble(" ".join(filter(None, [f"{setting.dated}: {says}", _note(setting)])), blocks, _footer(setting))


def _longest(answer: DigestAnswer, setting: Setting) -> Block:
    """Those who have waited longest: no later digest would name them before their first reminder."""
    if setting.show is Visibility.COUNTS or not answer.new:
        return {}
    cases = sorted((case for group in answer.new for case in group.cases), key=lambda case: case.opened_at)
    every = list({case.user: case for case in reversed(cases)}.values())[::-1]  # the oldest case of each person
    lines = [
        f"{case_line(case, setting)}; {plain(case.cause.title)}, since {time(case.opened_at, setting.zone)}"
        for case in every[:_PEOPLE]
    ]
    return listed("*Stuck longest*", lines, len(every))


def _note(setting: Setting) -> str:
    return f"{icons.INFO} {words(setting.note, _NOTE)}" if setting.note else ""
