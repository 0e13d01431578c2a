"""What an answer rests on: the span, the age and the gaps of the loaded rows, each doubt said in a sentence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.knowledge.catalogue import CONTRADICTED
from bot.reports.covered_spans import PULLED, Pulled
from bot.reports.frames.column import places
from bot.reports.frames.frame import Frame
from bot.reports.instants import EPOCH, from_micros, to_micros
from bot.reports.page_names import is_followed
from bot.reports.parsing.cut_off import (
    BOTH_IN_ORDER,
    MADE_UP,
    MIXED_UP,
    ONE_PERSON,
    PROBABLY,
    RENAMED,
    TWICE,
    YEARS,
    is_filtered_by_chance,
    is_of_a_filter,
    may_be_filtered,
)
from bot.reports.provenance import SourceRows
from bot.reports.receipt import Receipt, ReportKind, file_name
from bot.reports.resaved import OTHER_CLOCK, OTHER_PEOPLE, OWN_TIMES, UNLOAD
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window, span

Span = tuple[datetime, datetime]
Doubt = tuple[datetime | None, datetime | None, str]  # a sentence, and from when to when the rows are that it concerns
Times = npt.NDArray[np.int64]

STALE_AFTER: Final = timedelta(hours=48)
LAG: Final = timedelta(hours=1)  # the reports' own delay, at worst
# Rows come when people reset: a night without one is no sign of missing data, and a short quiet end changes nothing in
# a long window. Newest rows are called old only from here on; their age is told always.
QUIET: Final = timedelta(hours=6)
QUIET_PART: Final = 20  # of a long window, a twentieth
GAP_AFTER: Final = timedelta(hours=36)  # two daily loads may lie further apart than a day, but not by a whole one
_SERIES: Final = 3  # loads in one form that show that they come unfiltered
_SKEW: Final = timedelta(minutes=5)  # between two clocks that are both right
_SUSPECTED: Final[Mapping[str, str]] = {  # by what stands in a warning; {0} is the number of the load
    RENAMED: (
        "Load {0} names an account (object ID) by several user IDs, as after a change of name: whoever is stuck under "
        "one of them may have reset under the other."
    ),
    ONE_PERSON: (
        "Load {0} has no user IDs for most people: several may count as one, and the success of one of them may hide "
        "that others are stuck."
    ),
    YEARS: (
        "Load {0} has rows about a year from all its others. If their years are mistyped, they count at another time, "
        "and beside the right ones: mend the file, take it back (sspr unload {0}) and load it again."
    ),
    MIXED_UP: (
        "Results and details of load {0} contradict each other: they may be those of other people. Take it back "
        "(sspr unload {0}) and load the report as it was downloaded."
    ),
    MADE_UP: (
        "Load {0} has times as a spreadsheet makes them, and counts at them: if they are not the report's own, take it "
        "back (sspr unload {0}) and load the report as it was downloaded."
    ),
    BOTH_IN_ORDER: (
        "Load {0} has users and times that both run in order: its rows may be those of other people. Take it back "
        "(sspr unload {0}) and load the report as it was downloaded."
    ),
    OWN_TIMES: (
        "Load {0} has rows on another clock than those of an earlier load, and they count at those hours: take it back "
        "(sspr unload {0}) and load the report as it was downloaded."
    ),
    TWICE: (
        "Load {0} may have brought the same attempts a second time, at other times or in other words: then they are "
        "counted twice until it is taken back (sspr unload {0})."
    ),
}
CEILINGS: Final[Mapping[ReportKind, tuple[int, ...]]] = {
    ReportKind.RESET: (75_000, 1_000),
    ReportKind.REGISTRATION: (75_000, 1_000),
    ReportKind.AUDIT: (250_000,),
    ReportKind.ROSTER: (),
    ReportKind.UNREAD: (),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer rests on. Every answer carries one."""

    sources: tuple[str, ...]  # "reset activity", "audit log" ...
    rows: int  # rows of the relevant report inside the window
    first: datetime | None  # of all loaded rows of that report
    last: datetime | None  # that does not lie in the future, unless all do
    age: timedelta | None  # now - last
    warnings: tuple[str, ...] = ()  # cut-off files, gaps, staleness: sentences
    until: datetime | None = None  # up to when anything is known: the newest row, or what a pull has covered after it

    @property
    def old(self) -> bool:
        """Whether what is said of right now is rather of `until`."""
        if self.last is None or self.age is None:
            return False
        return self.last + self.age - (self.until or self.last) > QUIET


def coverage(snapshot: Snapshot, report: ReportKind, window: Window | None, now: datetime) -> Coverage:
    """What is loaded of a report; a window of None stands for all of it."""
    times = _times(snapshot, report)
    brought, pulls = sources_of(snapshot, report), pulls_of(snapshot, report)
    if not len(times):
        loads = receipts_of(snapshot, report)
        return Coverage((), 0, None, None, None, (_nothing(report, pulls), *_doubts(loads, pulls)))
    first, last, newest = from_micros(times[0]), _last(times, now), from_micros(times[-1])
    inside = _inside(times, window)
    doubts = (
        *_future(newest, now),
        *_edges(first, last, pulls, window, now, of="row" if last == newest else "row before now"),
        *(said for start, end, said in _doubts_of_loads(snapshot, report) if _touches(start, end, window)),
        *(_contradicted(snapshot, window) if report is ReportKind.RESET else ()),
    )
    warnings = tuple(dict.fromkeys(doubts))  # a file that was loaded twice is doubted once
    touching = [one for one in brought if _touches(one.first, one.last, window)]
    sources = tuple(str(one.source) for one in touching or brought) or (str(report),)
    until = max([last, *(one.end for one in pulls)])
    return Coverage(sources, inside.stop - inside.start, first, last, now - last, warnings, until)


def quiet(window: Window) -> timedelta:
    """How long before a window's end the rows may stop without a word; never longer than the window is."""
    return max(LAG, min(max(QUIET, window.length / QUIET_PART), STALE_AFTER, window.length))


def sources_of(snapshot: Snapshot, report: ReportKind) -> tuple[SourceRows, ...]:
    """The sources that rows of a report came from."""
    return tuple(one for one in snapshot.sources if one.report is report)


def receipts_of(snapshot: Snapshot, report: ReportKind) -> tuple[Receipt, ...]:
    """The accounts of the loads that brought rows of a report; an audit log brings attempts and registrations."""
    kinds = {report} if report is ReportKind.ROSTER else {report, ReportKind.AUDIT}
    return tuple(receipt for receipt in snapshot.receipts if receipt.report in kinds)


def pulls_of(snapshot: Snapshot, report: ReportKind) -> tuple[Pulled, ...]:
    """What pulls have covered of a report: the audit log is where attempts and registrations come from."""
    source = report if report is ReportKind.ROSTER else ReportKind.AUDIT
    return tuple(span for span in snapshot.pulls if span.report is source)


def gaps(receipts: Iterable[Receipt], pulls: Iterable[Pulled] = ()) -> tuple[Span, ...]:
    """The spans that no load and no pull covers. A load tells only its rows' times, a pull exactly what it covered."""
    spans = sorted(
        [(r.first, r.last, GAP_AFTER) for r in receipts if r.first and r.last and r.path != PULLED]
        + [(pulled.start, pulled.end, LAG) for pulled in pulls]
    )
    found: list[Span] = []
    reached, slack = (spans[0][1], spans[0][2]) if spans else (EPOCH, LAG)
    for start, end, own in spans:
        if start - reached > max(slack, own):
            found.append((reached, start))
        if end >= reached:
            reached, slack = end, own
    return tuple(found)


def _times(snapshot: Snapshot, report: ReportKind) -> Times:
    """The times of a report's rows as microseconds, oldest first; the frames but the roster are sorted already."""
    if report is ReportKind.ROSTER:
        return snapshot.once("times of roster", lambda: np.sort(snapshot.roster.times("seen")))
    frame = snapshot.registrations if report is ReportKind.REGISTRATION else snapshot.attempts
    return frame.times("at")


def _inside(times: Times, window: Window | None) -> slice:
    """The rows of a window."""
    if window is None:
        return slice(0, len(times))
    edges = [to_micros(edge) for edge in (window.start, window.end)]
    start, end = (int(row) for row in np.searchsorted(times, edges))
    return slice(start, max(start, end))


def _nothing(report: ReportKind, pulls: tuple[Pulled, ...]) -> str:
    if not pulls:
        return f"No rows of the {report} report are loaded."
    covered = f"{_format_time(pulls[0].start)} to {_format_time(pulls[-1].end)}"
    return f"Pulls cover {covered} and found no rows of the {report} report."


def _doubts(loads: Iterable[Receipt], pulls: Iterable[Pulled]) -> tuple[str, ...]:
    """What the newest pull said of itself when it brought nothing."""
    newest = next((load for load in loads if load.path == PULLED), None)
    if newest is None or newest.new or newest.repeated:
        return ()
    return newest.warnings if newest.loaded_at >= max((one.pulled_at for one in pulls), default=EPOCH) else ()


def is_future(at: datetime, now: datetime) -> bool:
    """Whether a time lies in the future, by more than two clocks that are both right may differ."""
    return at > now + _SKEW


def _last(times: Times, now: datetime) -> datetime:
    """The newest row that does not lie in the future, as one that does says nothing of how fresh the others are."""
    present = int(np.searchsorted(times, to_micros(now + _SKEW), side="right"))
    return from_micros(times[present - 1 if present else -1])


def _future(newest: datetime, now: datetime) -> Iterator[str]:
    if is_future(newest, now):
        yield f"The newest row, of {_format_time(newest)}, lies in the future: check SSPR_REPORT_TIMEZONE."


def _edges(
    first: datetime, last: datetime, pulls: Iterable[Pulled], window: Window | None, now: datetime, *, of: str
) -> Iterator[str]:
    """Where the data begins and ends: rows end with the newest one, a pull covers the quiet time after it, too."""
    begins, ends = min([first, *(one.start for one in pulls)]), max([last, *(one.end for one in pulls)])
    if window and window.start < begins and window.start != EPOCH:
        yield f"There is no data before {_format_time(begins)}."
    old = now - ends > STALE_AFTER
    if window and ends < min(window.end, now) - quiet(window):
        yield f"There is no data after {_format_time(ends)}{': newer rows may be missing' if old else ''}."
    elif old:
        yield f"The newest {of} is {span(now - last)} old: newer rows may be missing."


def _doubts_of_loads(snapshot: Snapshot, report: ReportKind) -> tuple[Doubt, ...]:
    """What loads and pulls leave open, whatever the window; worked out once, as loads are compared with each other."""
    loads, pulls = receipts_of(snapshot, report), pulls_of(snapshot, report)
    return snapshot.once(
        f"doubts of {report}",
        lambda: (
            *_cut_off(loads),
            *_filtered(loads, pulls),
            *_suspected(loads),
            *_gap_sentences(loads, pulls),
            *((None, None, said) for said in _doubts(loads, pulls)),
            *_doubled(sources_of(snapshot, report)),
            *_other_clocks(loads),
        ),
    )


def _cut_off(receipts: Sequence[Receipt]) -> Iterator[Doubt]:
    for receipt in (one for one in receipts if one.path != PULLED):  # a pull goes on to the last page
        said = ""
        if receipt.rows in CEILINGS[receipt.report]:
            rows = f"{receipt.rows:,}"
            said = f"{file_name(receipt.path)} has exactly {rows} rows, the report's ceiling: it is probably cut off."
        elif any(PROBABLY in warning for warning in receipt.warnings) and not is_followed(receipt, receipts):
            said = f"{file_name(receipt.path)} is probably cut off: what it should hold besides is missing."
        if said:
            yield receipt.first, receipt.last, said


def _filtered(receipts: Sequence[Receipt], pulls: Iterable[Pulled]) -> Iterator[Doubt]:
    """Loads from which a filter may have left out rows, unless a whole one of the same kind has covered their span.

    By their numbers: a file that was asked for one person may be named after her, and channels hear of it.
    """
    for one in _lacking(receipts, pulls):
        missing = _MISSING_IN_LIST if one.report is ReportKind.ROSTER else _MISSING_IN_LOG
        yield one.first, one.last, f"Load {one.number} {_MAY_BE_FILTERED}: then {missing} missing."


def _lacking(receipts: Sequence[Receipt], pulls: Iterable[Pulled]) -> Iterator[Receipt]:
    doubted = [one for one in receipts if may_be_filtered(one.warnings)]
    others = [one for one in receipts if one not in doubted and one.path != PULLED]
    whole = [(one.report, one.first, one.last) for one in others]
    spans = [(pulled.report, pulled.start, pulled.end) for pulled in pulls]
    for one in doubted:
        by_chance = is_filtered_by_chance(one.warnings) and _is_of_a_series(one, others)
        # The span of lists counts those of files, too: this one's own ends with it.
        newer = [span for span in spans if one.report is not ReportKind.ROSTER or (one.last and span[2] > one.last)]
        if not by_chance and not any(_covers(span, one) for span in (*whole, *newer)):
            yield one


def open_warnings(receipts: Sequence[Receipt], pulls: Iterable[Pulled]) -> tuple[Receipt, ...]:
    """The receipts without the warnings that other loads have settled: of pages, of filters, of another clock."""
    lacking, held = list(_lacking(receipts, pulls)), {one.number for one in receipts}

    def is_open(warning: str, load: Receipt) -> bool:
        if is_of_a_filter(warning):
            return load in lacking
        if PROBABLY in warning:
            return not is_followed(load, receipts)
        return not _is_taken_back(warning, held)

    return tuple(replace(one, warnings=tuple(said for said in one.warnings if is_open(said, one))) for one in receipts)


_MAY_BE_FILTERED: Final = "may be filtered"
_MISSING_IN_LOG: Final = "what happened besides, or how it ended, is"
_MISSING_IN_LIST: Final = "people of the directory's list, who count nowhere, are"


def doubts_of_list(snapshot: Snapshot) -> tuple[str, ...]:
    """Why the directory's list may lack people who are in the directory: sentences."""
    doubts = _doubts_of_loads(snapshot, ReportKind.ROSTER)
    return tuple(said for _, _, said in doubts if _MAY_BE_FILTERED in said or PROBABLY in said)


def _is_of_a_series(load: Receipt, others: Iterable[Receipt]) -> bool:
    """Whether files come in the same form, each of an hour or a day, that nothing speaks against."""
    return sum(one.form == load.form and bool(one.taken) for one in others) >= _SERIES


def _suspected(receipts: Sequence[Receipt]) -> Iterator[Doubt]:
    """What a receipt has warned of, and what is wrong until somebody takes the load back."""
    for one in receipts:
        for mark, said in _SUSPECTED.items():
            if any(mark in warning for warning in one.warnings):
                yield one.first, one.last, said.format(one.number)


def _covers(whole: tuple[ReportKind, datetime | None, datetime | None], load: Receipt) -> bool:
    """Whether a load's rows are all of a span of the same kind; of rosters, which tell of a moment, a newer one."""
    report, first, last = whole
    if report is not load.report or not (first and last and load.first and load.last):
        return False
    return last >= load.last and (first <= load.first or report is ReportKind.ROSTER)


def _gap_sentences(receipts: Iterable[Receipt], pulls: Iterable[Pulled]) -> Iterator[Doubt]:
    for start, end in gaps(receipts, pulls):
        yield start, end, f"No load covers {_format_time(start)} to {_format_time(end)}."


def _doubled(brought: Iterable[SourceRows]) -> Iterator[Doubt]:
    for start, end in {one.doubled for one in brought if one.doubled}:
        said = (
            f"From {_format_time(start)} to {_format_time(end)} both the classic report and the audit log "
            "are loaded: what both tell of is counted twice."
        )
        yield start, end, said


def _other_clocks(loads: Sequence[Receipt]) -> Iterator[Doubt]:
    """Rows that stand at an earlier load's times, though a later one has them at others that may be the right ones."""
    held = {load.number for load in loads}
    for load, mark in product(loads, _STAND):
        said = " ".join(warning for warning in load.warnings if mark in warning)
        if said and not _is_taken_back(said, held):
            earlier = UNLOAD.search(said)
            which = f" {earlier[1]}" if earlier else ""
            yield load.first, load.last, f"{file_name(load.path)} {_STAND[mark]} is taken back (sspr unload{which})."


_STAND: Final[Mapping[str, str]] = {
    OTHER_CLOCK: "has rows of an earlier load at other hours, where they are counted until that load",
    OTHER_PEOPLE: "has rows of an earlier load under other user IDs: those of that load count until it",
}


def _is_taken_back(warning: str, held: Collection[int]) -> bool:
    """Whether the earlier load is gone that a warning asks to take back; older ones than those held are not listed."""
    earlier = UNLOAD.search(warning) if any(mark in warning for mark in _STAND) else None
    return earlier is not None and min(held) <= int(earlier[1]) not in held


def _contradicted(snapshot: Snapshot, window: Window | None) -> Iterator[str]:
    """Rows that are counted by their result though their detail says another."""
    rows = snapshot.carried("contradicting rows", partial(_contradicting, snapshot.attempts))
    inside = _inside(snapshot.attempts.times("at")[rows], window)
    if number := inside.stop - inside.start:
        rows_are = "row contradicts itself" if number == 1 else "rows contradict themselves"
        yield f"{number:,} {rows_are}: the result is a failure, the detail says success. The result counts."


def _contradicting(attempts: Frame, known: npt.NDArray[np.int64] | None, rows: int) -> npt.NDArray[np.int64]:
    """The rows, from those among some in front."""
    against = np.array([key.startswith(CONTRADICTED) for key in attempts.words("detail")], dtype=np.bool_)
    if not against.any():  # as nearly always: without a look at 3,000,000 rows at each start
        return np.empty(0, dtype=np.int64)
    later = places(attempts.codes("detail")[rows:], against) + rows
    return later if known is None else np.concatenate([known[known < rows], later])


def _touches(start: datetime | None, end: datetime | None, window: Window | None) -> bool:
    if window is None or start is None or end is None:
        return True
    return start < window.end and end >= window.start


def _format_time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
