"""The tables of a digest: its causes, and its people, with what can be done about each on its row."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.analysis.answers import Case, CaseState
from bot.analysis.digest import DigestAnswer
from bot.analysis.digest_groups import DigestGroup
from bot.digests.decision import CaseKey, DecisionKind
from bot.privacy import Visibility
from bot.render.blocks.data_table import Action, Cell, data_table, without_empty
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import short_clock, zone_name
from bot.render.blocks.wording import first_lower
from bot.render.cases.case_table import case_table
from bot.render.cases.decision_buttons import ACKNOWLEDGE, ASSIGN, AT_REST, REOPEN
from bot.render.cases.since_then import otherwise
from bot.render.digests.people import OTHERWISE, newest_per_person
from bot.render.digests.settings import Setting

_LONGEST = 10


def causes_table(answer: DigestAnswer, setting: Setting) -> list[Block]:
    """The new cases by cause; a digest that was posted has a button to take each, and one to hand it over."""
    if not answer.new:
        return []
    last = zone_name(max(group.last_at for group in answer.new), setting.zone)
    deciding = ["Look after", "Hand over"] if setting.token else []
    head = ["Cause", "People", *deciding, "Note", "Who acts", f"Last failed ({last})"]
    rows = [_cause(group, setting) for group in answer.new]
    return data_table("Newly failing, by cause", *without_empty(head, rows, "Note"), one="cause")


def people_table(answer: DigestAnswer, setting: Setting) -> list[Block]:
    """Everybody with a new case, each once for a cause."""
    cases = [case for group in answer.new for case in newest_per_person(group.cases)]
    return _cases("Newly failing", cases, setting, len(cases), " in the file")


def over_table(caption: str, cases: Sequence[Case], setting: Setting) -> list[Block]:
    """Those whose cases are over, and how."""
    return _cases(caption, cases, replace(setting, token=None), len(cases), " in the file")


def longest_table(answer: DigestAnswer, setting: Setting) -> list[Block]:
    """Those who have waited longest, the oldest case of each."""
    cases = sorted((case for group in answer.new for case in group.cases), key=lambda case: case.opened_at)
    oldest = list({case.user: case for case in reversed(cases)}.values())[::-1]
    return _cases("Stuck longest", oldest[:_LONGEST], setting, len(oldest))


def ended(cases: Sequence[Case], setting: Setting) -> list[str]:
    """How many of a cause's people are over it, and how; nothing about few where numbers alone are shown."""
    recovered = sum(case.state is CaseState.RECOVERED for case in cases)
    if not recovered or _is_few(setting, recovered, len(cases) - recovered):
        return []
    other = otherwise(cases)
    if not other or _is_few(setting, other, recovered - other):
        return [f"{_of_all(recovered, len(cases), 'has', 'have')} succeeded since."]
    over = f"{_of_all(recovered, len(cases), 'is', 'are')} over it"
    return [f"{over} {OTHERWISE}." if other == recovered else f"{over}. {other:,} of these {OTHERWISE}."]


def _of_all(some: int, number: int, one: str, many: str) -> str:
    """`2 of 3 have`, `1 of 3 has`, `All 3 have`; of one alone `They have`."""
    if some == number:
        return f"{f'All {number:,}' if number > 1 else 'They'} {many}"
    return f"{some:,} of {number:,} {one if some == 1 else many}"


def by_now(cases: Sequence[Case], setting: Setting) -> int:
    """How many of a cause's people may get through by now; 0 for few where numbers alone are shown."""
    able = sum(case.by_now for case in cases)
    return 0 if _is_few(setting, able, len(cases) - able) else able


def is_left(cases: Iterable[Case], setting: Setting) -> bool:
    """Whether the cause still holds for any of some cases, as far as is known; yes where so few are not to be shown."""
    every = list(cases)
    still = [case for case in every if case.state is CaseState.OPEN and not case.by_now]
    return bool(still) or _too_few(len(every), setting)


def is_over(group: DigestGroup) -> bool:
    """Whether nobody of a cause is left to look after."""
    return all(case.state is CaseState.RECOVERED for case in newest_per_person(group.cases))


def _cases(caption: str, cases: Iterable[Case], setting: Setting, total: int, elsewhere: str = "") -> list[Block]:
    return case_table(
        caption,
        cases,
        zone=setting.zone,
        show=setting.show,
        decisions=setting.decisions,
        token=setting.token,
        total=total,
        elsewhere=elsewhere,
    )


def _too_few(number: int, setting: Setting) -> bool:
    return setting.show is Visibility.COUNTS and number < setting.smallest_group


def _is_few(setting: Setting, part: int, rest: int) -> bool:
    """Whether a part, or what it leaves of the whole, is of somebody and too few where numbers alone are shown."""
    return setting.show is Visibility.COUNTS and any(0 < size < setting.smallest_group for size in (part, rest))


def _cause(group: DigestGroup, setting: Setting) -> list[Cell]:
    cases = newest_per_person(group.cases)
    able = by_now(cases, setting)
    notes = ["urgent"] if group.cause.urgent and is_left(cases, setting) else []
    notes += ["one incident" if len(group.bursts) == 1 else f"{len(group.bursts)} incidents"] if group.incident else []
    notes += [first_lower(line.rstrip(".")) for line in ended(cases, setting)]
    notes += [f"{able:,} may get through by now"] if able else []
    return [
        group.cause.title,
        len(cases),
        *(_deciding(group, setting) if setting.token else []),
        ", ".join(notes),
        str(group.cause.owner),
        short_clock(group.last_at, setting.zone),
    ]


def _deciding(group: DigestGroup, setting: Setting) -> list[Cell]:
    """Two cells: who looks after it, and whom to give it to; no buttons once nobody is left."""
    if is_over(group):
        return [None, None]
    value = f"{setting.token}|{group.cause.key}"
    decision = setting.decisions.get(CaseKey("", group.cause.key))
    if decision is None or decision.kind is DecisionKind.REOPENED:
        return [Action("Acknowledge", ACKNOWLEDGE, value), Action("Assign", ASSIGN, value)]
    again = Action("Reopen", REOPEN, value) if decision.kind in AT_REST else Action("Assign", ASSIGN, value)
    return [str(decision.kind), again]
