"""What is behind a digest's first message: every cause with its whole fix, then people; and the file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from bot.analysis.answers import Case, CaseState
from bot.analysis.digest import DigestAnswer
from bot.analysis.digest_groups import DigestDetail, DigestGroup
from bot.digests.decision import CaseKey, key_of
from bot.knowledge.catalogue import Detail
from bot.privacy import Visibility
from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import characters, context, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, mask, plain, time, words
from bot.render.blocks.names import named
from bot.render.blocks.text_twin import plain_blocks
from bot.render.blocks.wording import and_more, count, first_of, first_sentence, left_of, people
from bot.render.cases.decision_buttons import cause_buttons
from bot.render.cases.decisions import on_case, on_cause
from bot.render.cases.incidents import burst
from bot.render.cases.since_then import of_them, over, since_then
from bot.render.digests.people import failing_again, newest_per_person, users
from bot.render.digests.settings import Setting
from bot.render.digests.tables import by_now, ended, is_left, is_over, over_table, people_table
from bot.render.formats.csv_rows import Cell, write
from bot.render.lines import fix_steps, runbook

_MESSAGES = 6  # more than that nobody reads in a thread; the file has everything
_DECIDED = 5  # of one cause, by name
_COLUMNS = (
    "user", "cause", "detail", "who acts", "tries", "first", "last", "blocked until (estimate)", "state", "back again",
    "failed at",
)  # fmt: skip


def thread(answer: DigestAnswer, setting: Setting) -> tuple[Message, ...]:
    """The details with their fixes, then people, in as few messages as hold them."""
    blocks = [block for group in answer.new for block in (*_cause(group, setting), *_details(group, setting))]
    if setting.show is not Visibility.COUNTS:
        blocks += people_table(answer, setting)
        blocks += _people(answer, setting)
    messages = list(_packed(blocks))
    left = sum(len(pack) for pack in messages[_MESSAGES:])
    if left:
        messages[_MESSAGES - 1] = [*messages[_MESSAGES - 1][:-1], context(f"{and_more(left + 1, 'list')} in the file.")]
    shown = messages[:_MESSAGES]
    return tuple(
        assemble(f"Details of the digest, part {number} of {len(shown)}", pack)
        for number, pack in enumerate(shown, start=1)
    )


def _case_line(case: Case, setting: Setting) -> str:
    """One case: who, since when, how often, blocked until when, and who looks after it."""
    last = time(case.last_at, setting.zone)
    line = f"• {named(case.shown, setting.show)}: {count(case.tries, 'try', 'tries')}, last {last}"
    line += f" {icons.AGAIN} back again" if case.back_again else ""
    if case.state is CaseState.RECOVERED and case.closed_at:
        return f"{line}, {icons.OK} {over(case)} {time(case.closed_at, setting.zone)}"
    return line + since_then(case, setting.zone) + on_case(setting.decisions, case, setting.zone)


def csv_text(answer: DigestAnswer, setting: Setting) -> str:
    """Every case as the channel may see it; only counts where it may not see people."""
    if setting.show is Visibility.COUNTS:
        return write(("cause", "people"), [(group.cause.title, len(users(group.cases))) for group in answer.new])
    new = (case for group in answer.new for case in group.cases)
    cases = (*new, *answer.recovered, *answer.helpdesk)
    details = {detail.key: detail for group in answer.new for detail in group.details}
    said = {key: (one.text, fix_steps.who(one.fix.acts) if one.fix else "") for key, one in details.items()}
    return write(_COLUMNS, (_row(case, *said.get(case.detail, (case.detail, "")), setting) for case in cases))


def _row(case: Case, detail: str, acts: str, setting: Setting) -> tuple[Cell, ...]:
    user = case.shown if setting.show is Visibility.NAMES else mask(case.shown)
    first = _utc(case.opened_at)
    return (
        user,
        case.cause.title,
        detail,
        acts,
        case.tries,
        first,
        first if case.last_at == case.opened_at else _utc(case.last_at),
        _utc(case.blocked_until) if case.blocked_until else None,
        str(case.state),
        "yes" if case.back_again else "no",
        case.failed_at,
    )


def _utc(at: datetime) -> str:
    return f"{(at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()[:19]}Z"


def _cause(group: DigestGroup, setting: Setting) -> Iterator[Block]:
    """What is known of a cause as a whole, and all that can be decided about it."""
    cases = newest_per_person(group.cases)
    urgent = f"{icons.URGENT} urgent: " if group.cause.urgent and is_left(cases, setting) else ""
    lines = [f"{urgent}*{plain(group.cause.title)}*: {people(len(cases))}, {_span(group, setting.zone)}"]
    lines += [f"{icons.WARNING} One incident: {burst(one, setting.zone)}." for one in group.bursts]
    lines += [group.cause.at_once] if group.incident and group.cause.at_once else []
    lines += [f"{icons.OK} {line}" for line in ended(cases, setting)]
    able = by_now(cases, setting)
    lines += [of_them(able, len(cases))] if able else []
    lines += runbook.summary(setting.own, group.cause.key, cases)
    lines += on_cause(setting.decisions, group.cause, setting.zone)
    lines += decided(newest_per_person(group.cases), setting)
    lines += fix_steps.for_admins(among=group.privileged)
    yield section("\n".join(lines))
    if setting.token and not is_over(group):
        yield cause_buttons(setting.token, group.cause.key, setting.decisions.get(CaseKey("", group.cause.key)))


def decided(cases: Iterable[Case], setting: Setting) -> list[str]:
    """Those about whom somebody decided, and who it was; a cell of a table has no room for that."""
    if setting.show is Visibility.COUNTS:
        return []
    named_so = [case for case in cases if key_of(case) in setting.decisions]
    left = left_of(named_so, _DECIDED)
    shown = [_case_line(case, setting) for case in first_of(named_so, _DECIDED)]
    return [*shown, *([and_more(left)] if left else [])]


def _span(group: DigestGroup, zone: tzinfo) -> str:
    if group.first_at == group.last_at:
        return time(group.first_at, zone)
    return f"{time(group.first_at, zone)} to {time(group.last_at, zone)}"


def _details(group: DigestGroup, setting: Setting) -> Iterator[Block]:
    """Each detail with its fix, which says how things are now: nothing of it once nobody is left whom it concerns."""
    for detail in group.details:
        head = f"{words(first_sentence(detail.text))}: {people(detail.people)}"
        if not is_left((case for case in group.cases if case.detail == detail.key), setting):
            yield section(head)
            continue
        if not detail.fix:
            yield section(f"{head}\n{icons.UNSURE} {fix_steps.no_fix(detail.key)}")
            continue
        user = _only(group, detail, setting)
        for title, fix in _fixes(detail.fix, detail):
            yield listed(f"{head}\n{bold(title)} ({fix_steps.who(fix.acts)})", fix_steps.step_lines(fix, user))
            yield section(fix_steps.to_tell(fix))
        yield context(fix_steps.sources(detail.fix))


def _only(group: DigestGroup, detail: DigestDetail, setting: Setting) -> str:
    """The user ID of the one person with this detail, for the commands; "" where there are more, or no names here."""
    whose = {case.user: case.shown for case in group.cases if case.detail == detail.key}
    return next(iter(whose.values())) if len(whose) == 1 and setting.show is Visibility.NAMES else ""


def _fixes(fix: Detail, detail: DigestDetail) -> Iterator[tuple[str, Detail]]:
    """The whole fix; what to do after a block beside it, or in its place when nobody is blocked any longer."""
    over = detail.block_over if fix.after_block else 0
    if over < detail.people:
        yield "What to do", fix
    if over:
        yield f"What to do now that the block of {people(over)} is over", fix.after_block_fix()


def _people(answer: DigestAnswer, setting: Setting) -> Iterator[Block]:
    again = failing_again(answer)
    lists: list[tuple[str, Sequence[Case]]] = [
        (
            f"Succeeded since {'then' if answer.by_time else 'the last digest'}",
            [case for case in answer.recovered if case.user not in again],
        ),
        ("Went to the helpdesk", [case for case in answer.helpdesk if case.user not in again]),
    ]
    for title, listed_cases in lists:
        cases = newest_per_person(listed_cases)
        caption = f"{title}: {people(len(cases))}"
        yield from over_table(caption, cases, setting)


def _packed(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks in order, as many to a message as it holds, also where a table has to become a list."""
    pack: list[Block] = []
    size, most = limits.ROOMY_CHARACTERS - 500, limits.ROOMY_BLOCKS - 2
    left, room = size, most
    for block in filter(None, blocks):
        twin = list(plain_blocks([block]))
        if pack and (characters(block) > left or len(twin) > room):
            yield pack
            pack, left, room = [], size, most
        pack.append(block)
        left, room = left - max(characters(block), characters(twin)), room - len(twin)
    if pack:
        yield pack
