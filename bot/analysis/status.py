"""One person: what they registered, what they tried, what is wrong, and whether they can reset now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import Case, CaseState
from bot.analysis.cases.case_list import case_list
from bot.analysis.cases.cases import CaseTable, cases
from bot.analysis.changes import policy_changed
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, FAILED, Selection, having, stopped_at
from bot.analysis.incidents import Incident, recent_incidents
from bot.analysis.people.advice import advice
from bot.analysis.people.deleted_methods import Deletion, deletions
from bot.analysis.people.person_search import LISTED, Matching, by_name, find, near
from bot.analysis.people.strangers import strangers
from bot.analysis.reset_verdict import (
    Ability,
    Passed,
    RegisteredDatum,
    RosterEntry,
    unknown,
    verdict,
)
from bot.analysis.roster.cutoffs import CutoffPerson, has_come
from bot.analysis.roster.directory_dates import is_dated
from bot.analysis.roster.own_cutoff import own_cutoff
from bot.knowledge.admin_roles import is_admin_role
from bot.knowledge.catalogue import Catalogue, Detail
from bot.knowledge.vocabulary import FAILURES, SEPARATOR, UNFINISHED, Result
from bot.reports.coverage import Coverage, coverage, doubts_of_list, sources_of
from bot.reports.folding.kinds import AttemptKind
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import People, Snapshot

TIMELINE: Final = 10  # attempts that an answer holds
ALSO: Final = 5
_HALF_DONE: Final = "warn.onprem_ok_cloud_failed"
_HALF_DONE_MATTERS: Final = timedelta(days=1)  # a caller cannot sign in yet; the documents speak of some minutes
_UPDATES: Final = (AttemptKind.UPDATE, AttemptKind.ADMIN_UPDATE)
_FINISHED: Final = frozenset({str(Result.SUCCEEDED), *map(str, FAILURES)})


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt on a timeline."""

    at: datetime
    result: str
    methods: str
    detail_key: str
    detail_text: str
    ended: datetime | None = None  # where another of the person's came between its beginning and its end


_Newest = dict[str, tuple[datetime, str]]


@dataclass(frozen=True, slots=True)
class PersonStatus:
    """All that is known about one person."""

    user: str
    shown: str
    role: str
    ability: Ability
    reason: str  # one sentence: why
    unknown: tuple[str, ...]  # what the loaded data cannot say
    registered: tuple[RegisteredDatum, ...]
    roster: RosterEntry | None
    attempts: tuple[AttemptLine, ...]  # newest first, at most ten
    attempts_total: int
    succeeded: datetime | None  # when a reset last succeeded
    case: Case | None  # the newest case, open or closed
    fix: Detail | None  # of that case's newest detail while it is open, unless the directory says something else
    coverage: Coverage
    unfinished: Detail | None = None  # of a newest attempt that is no clean end, where no case is open
    privileged: bool = False  # an administrator's account: few may act on it
    stranger: bool = False  # the directory's list lacks the name, and nothing else shows that the account is there
    second_fix: Detail | None = None  # of the open case, where the fix is of what the directory says, and both hold
    unlisted: bool = False  # the directory's list lacks the name, and nothing says that it lacks others
    block: Case | None = None  # the open case whose block is in force, where it is another than the newest
    added_by_admin: tuple[datetime, str] | None = None  # when an admin last registered a method for them, and which
    updated: tuple[datetime, str] | None = None  # when a method of theirs was last updated, and which
    failed_to_register: tuple[datetime, str] | None = None  # when they last tried to register a method, and failed
    cutoff: CutoffPerson | None = None  # the date from which too little is left, where they can reset today
    deleted: tuple[Deletion, ...] = ()  # the methods that they or an admin took away, newest first
    also: tuple[str, ...] = ()  # other people whose user ID begins with what was asked, at most five
    burst: Incident | None = None  # that their block is one of


@dataclass(frozen=True, slots=True)
class SeveralPeople:
    """More than one person fits what was typed: listed, never guessed."""

    asked: str
    matches: tuple[str, ...]  # as shown, sorted, at most 20
    total: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class NobodyFound:
    """No row names this person. That is not "not registered"."""

    asked: str
    near: tuple[str, ...]  # user IDs that look like it, at most 5
    coverage: Coverage
    unlisted: bool = False  # nor does the directory's list, which nothing says to lack anybody


StatusAnswer = PersonStatus | SeveralPeople | NobodyFound


def status(snapshot: Snapshot, asked: str, *, matching: Matching, catalogue: Catalogue, now: datetime) -> StatusAnswer:
    """What is known about the one person whose user ID is, or with `WORDS` begins with, what was asked."""
    found, covered = find(snapshot.people, asked, matching), coverage(snapshot, ReportKind.RESET, None, now)
    if len(found) == 1:
        known = _person(snapshot, found[0], covered, catalogue=catalogue, now=now)
        also = _also(snapshot.people, asked, found[0]) if matching is Matching.WORDS else ()
        return replace(known, also=also)
    if found:
        return SeveralPeople(
            asked,
            tuple(map(snapshot.people.shown.__getitem__, by_name(snapshot.people, asked, found)[:LISTED])),
            len(found),
            covered,
        )
    return NobodyFound(asked, near(snapshot.people, asked, matching), covered, unlisted=_lists_everybody(snapshot))


def _lists_everybody(snapshot: Snapshot) -> bool:
    """Whether there is a directory's list that nothing says to lack people, so that it tells who is not in it."""
    return len(snapshot.roster) > 0 and not doubts_of_list(snapshot)


def _person(snapshot: Snapshot, person: int, covered: Coverage, *, catalogue: Catalogue, now: datetime) -> PersonStatus:
    tried = _by_end(Selection(snapshot.attempts, snapshot.attempts_of.rows(person)))
    signed_up = Selection(snapshot.registrations, snapshot.registrations_of.rows(person))
    table = cases(snapshot, snapshot.attempts_of.rows(person))
    case = _newest_case(table, snapshot, catalogue=catalogue, now=now)
    gone = deletions(snapshot).get(person, ())
    registered, roster = tuple(_registered(signed_up, gone)), _roster(snapshot, person)
    is_open = case is not None and case.state is CaseState.OPEN
    block = _block(case, table, snapshot, catalogue=catalogue, now=now)
    done, failed = _interventions(snapshot, person)
    unlock = done.get(AttemptKind.UNLOCK)
    passed = _passed(tried, unlock[0] if unlock else None)
    found = verdict(
        case,
        roster,
        registered,
        passed=passed,
        blocked=block is not None,
        deleted=gone,
        policy_changed=policy_changed(snapshot),
    )
    role = _newest_word(tried, "role") or _newest_word(signed_up, "role")
    privileged = is_admin_role(role) or (roster is not None and roster.admin)
    open_case = case if is_open else None
    fix, second = advice(open_case, found.advice, catalogue, blocked=block is not None, privileged=privileged)
    able = found.ability in (Ability.YES, Ability.PROBABLY)
    shown, used = snapshot.people.shown[person], _used(tried, gone)
    cutoff = own_cutoff(shown, role, roster, registered, used, catalogue) if able else None
    if cutoff and has_come(cutoff.on, now.date()):
        found = found._replace(ability=Ability.UNKNOWN)
    return PersonStatus(
        user=snapshot.people.keys[person],
        shown=snapshot.people.shown[person],
        role=role,
        ability=found.ability,
        reason=found.reason,
        unknown=tuple(unknown(roster, registered, tried=len(tried) > 0, roster_loaded=len(snapshot.roster) > 0)),
        registered=registered,
        roster=roster,
        attempts=tuple(_timeline(tried, catalogue)),
        attempts_total=len(tried),
        succeeded=_succeeded(tried),
        case=case,
        fix=fix,
        second_fix=second,
        coverage=_with_list(
            _with_registrations(covered, snapshot, now) if len(signed_up) else covered, roster, snapshot
        ),
        unfinished=None if is_open else _unfinished(tried, catalogue, now),
        privileged=privileged,
        added_by_admin=done.get(AttemptKind.ADMIN_REGISTRATION),
        updated=max((done[kind] for kind in _UPDATES if kind in done), default=None),
        failed_to_register=failed.get(AttemptKind.REGISTRATION),
        cutoff=cutoff,
        deleted=gone,
        block=block if block != case else None,
        stranger=bool(strangers(snapshot)[person]),
        unlisted=roster is None and _lists_everybody(snapshot),
    )


def with_burst(
    answer: StatusAnswer, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime, zone: tzinfo, budget: float
) -> StatusAnswer:
    """The answer with the burst that the person's block is of, where many at once may mean something else."""
    case = (answer.block or answer.case) if isinstance(answer, PersonStatus) else None
    if not isinstance(answer, PersonStatus) or not case or not case.blocked_until or not case.cause.at_once:
        return answer
    found = recent_incidents(snapshot, catalogue=catalogue, now=now, zone=zone, budget=budget)
    same = (one for one in found if one.cause.key == case.cause.key)
    mine = (one for one in same if case.opened_at <= one.last_at and case.last_at >= one.first_at)
    return replace(answer, burst=next(mine, None))


def _also(people: People, asked: str, exact: int) -> tuple[str, ...]:
    """Whom a short user ID may mean as well; of a whole one nobody asks who else begins so."""
    others = [] if "@" in asked else [number for number in people.starting_with(asked) if number != exact]
    return tuple(people.shown[number] for number in others[:ALSO])


def _with_registrations(covered: Coverage, snapshot: Snapshot, now: datetime) -> Coverage:
    """What an answer rests on that both reports have a part in."""
    if covered.first is None:
        signed_up = coverage(snapshot, ReportKind.REGISTRATION, None, now)
        return replace(signed_up, warnings=(*covered.warnings, *signed_up.warnings))
    brought = (str(one.source) for one in sources_of(snapshot, ReportKind.REGISTRATION))
    sources = dict.fromkeys([*covered.sources, *brought])
    return replace(covered, sources=tuple(sources), rows=covered.rows + len(snapshot.registrations))


def _with_list(covered: Coverage, roster: RosterEntry | None, snapshot: Snapshot) -> Coverage:
    """What an answer rests on about somebody whom the directory's list does not name, though it may lack people."""
    doubts = doubts_of_list(snapshot) if len(snapshot.roster) and not roster else ()
    return replace(covered, warnings=(*covered.warnings, *doubts)) if doubts else covered


def _unfinished(tried: Selection, catalogue: Catalogue, now: datetime) -> Detail | None:
    """What the documents say about a newest attempt that was left part-way, or done a moment ago in one place alone."""
    if not len(tried):
        return None
    result, detail, at = _spelled(tried, "result")[-1], _spelled(tried, "detail")[-1], from_micros(tried.ended()[-1])
    if result not in UNFINISHED and not (detail == _HALF_DONE and now - at < _HALF_DONE_MATTERS):
        return None
    return catalogue.details.get(detail)


def _newest_case(table: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime) -> Case | None:
    """The case with the newest failure; an open one where there is any, as a success closes all that came before it."""
    newest = table.where(np.lexsort((table.last, arrays.ended(snapshot.attempts, table.last)))[-1:])
    return next(iter(case_list(newest, snapshot, catalogue=catalogue, now=now)), None)


def _interventions(snapshot: Snapshot, person: int) -> tuple[_Newest, _Newest]:
    """By kind, when something that is no reset was last done by or for a person, and what it was about.

    First of what succeeded, then of what failed.
    """
    frame = snapshot.interventions
    theirs = Selection(frame, np.flatnonzero(arrays.codes(frame, "user") == person))
    done, failed = having(theirs, DONE).tolist(), having(theirs, FAILED).tolist()
    found: tuple[_Newest, _Newest] = {}, {}
    for at, said, *ended in zip(arrays.moments(theirs.times()), _spelled(theirs, "kind"), done, failed, strict=True):
        kind, _, about = said.partition(": ")
        for newest, is_so in zip(found, ended, strict=True):
            if is_so:
                newest[kind] = at, about  # in time order, so the newest stays
    return found


def _block(
    newest: Case | None, table: CaseTable, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime
) -> Case | None:
    """The open case of a person whose block is in force."""
    still = table.where(table.open)
    if len(still) == 1 and newest and newest.state is CaseState.OPEN:
        found: Iterable[Case] = (newest,)
    else:
        found = case_list(still, snapshot, catalogue=catalogue, now=now)
    return next((case for case in found if case.blocked_until), None)


def _timeline(tried: Selection, catalogue: Catalogue) -> Iterator[AttemptLine]:
    """The last attempts, newest first."""
    newest, between = Selection(tried.frame, tried.numbers()[::-1][:TIMELINE]), _between(tried)[::-1]
    columns = [_spelled(newest, name) for name in ("result", "methods", "detail")]
    moments = arrays.moments(newest.times()), arrays.moments(newest.ended())
    for at, ended, result, methods, detail, apart in zip(*moments, *columns, between[: len(newest)], strict=True):
        yield AttemptLine(at, result, methods, detail, catalogue.text_of(detail), ended if apart else None)


def _by_end(tried: Selection) -> Selection:
    """One person's attempts in the order of their ends."""
    return Selection(tried.frame, tried.numbers()[np.argsort(tried.ended(), kind="stable")])


def _between(tried: Selection) -> list[bool]:
    """For each of one person's attempts, in the order of their ends, whether one before it began later."""
    latest = np.maximum.accumulate(tried.times()) if len(tried) else tried.times()
    between: list[bool] = (latest > tried.times()).tolist()
    return between


def _spelled(rows: Selection, name: str) -> list[str]:
    words = rows.words(name)
    return [words[code] for code in rows.codes(name).tolist()]


def _newest_word(rows: Selection, name: str) -> str:
    """The word of the newest row that has one."""
    return next((word for word in reversed(_spelled(rows, name)) if word), "")


def _passed(tried: Selection, unlocked: datetime | None) -> Passed | None:
    """The newest of what came to an end, where that was a reset or an unlock; None where a reset failed, or none is."""
    results = _spelled(tried, "result")
    ended = [index for index, result in enumerate(results) if result in _FINISHED]
    at = from_micros(tried.ended()[ended[-1]]) if ended else None
    if unlocked and (at is None or unlocked > at):
        return Passed(unlocked, by_unlock=True)
    return Passed(at) if at and results[ended[-1]] == Result.SUCCEEDED else None


def _succeeded(tried: Selection) -> datetime | None:
    """When the newest attempt that succeeded was, as the list of attempts has it."""
    times = tried.times()[np.flatnonzero([result == Result.SUCCEEDED for result in _spelled(tried, "result")])]
    return from_micros(times[-1]) if len(times) else None


def _used(tried: Selection, gone: tuple[Deletion, ...]) -> set[str]:
    """The methods that they began or passed at the reset page, and that nothing deleted since."""
    stopped = stopped_at(tried)
    met = zip(_spelled(tried, "methods"), _spelled(tried, "started"), stopped.codes.tolist(), strict=True)
    found = ((at, {*methods.split(SEPARATOR), begun, stopped.names[code]})
             for at, (methods, begun, code) in zip(arrays.moments(tried.ended()), met, strict=True))  # fmt: skip
    return {one for at, some in found for one in some if one and not any(each.takes(one, at) for each in gone)}


def _registered(signed_up: Selection, gone: tuple[Deletion, ...]) -> Iterator[RegisteredDatum]:
    """Each datum with the times it was first and last registered, newest first."""
    times = defaultdict[str, list[datetime]](list)
    for at, data in zip(arrays.moments(signed_up.times()), _spelled(signed_up, "datum"), strict=True):
        for datum in data.split(SEPARATOR):
            times[datum].append(at)
    found = [
        RegisteredDatum(datum, at[0], at[-1], deleted=any(one.takes(datum, at[-1]) for one in gone))
        for datum, at in sorted(times.items())
    ]
    return iter(sorted(found, key=lambda datum: datum.last_at, reverse=True))


def _roster(snapshot: Snapshot, person: int) -> RosterEntry | None:
    """The directory's word about a person."""
    rows = np.flatnonzero(arrays.codes(snapshot.roster, "user") == person)
    if not len(rows):
        return None
    roster, row = snapshot.roster, int(rows[0])
    flags = ("registered", "enabled", "capable", "admin", "guest")
    registered, enabled, capable, admin, guest = (bool(roster.values(name)[row]) for name in flags)
    seen = from_micros(roster.times("seen")[row])
    return RosterEntry(
        registered=registered,
        enabled=enabled,
        capable=capable,
        admin=admin,
        guest=guest,
        methods=tuple(word for word in roster.words("methods")[roster.codes("methods")[row]].split(SEPARATOR) if word),
        seen=seen,
        dated=is_dated(snapshot, seen),
    )
