"""Who loses self-service reset on which date, because what they have registered ends: plain sets, person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.burn_down import week_ends
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, having, of_domain, within
from bot.analysis.roster.admin_gates import GATES, gates_of
from bot.analysis.roster.usable_methods import said_in, said_methods, usable, usable_methods
from bot.knowledge.catalogue import Catalogue, Change
from bot.knowledge.vocabulary import Method
from bot.later import later_import
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot, domain
from bot.reports.window import Window

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = later_import("pandas")

REGISTERED_ONLY: Final = "REG"
_ENDS: Final = {  # what of the catalogue's dated changes ends which methods
    "RET": frozenset({str(Method.MOBILE_PHONE), str(Method.OFFICE_PHONE)}),
    "SQ": frozenset({str(Method.SECURITY_QUESTIONS)}),
}
GLOBAL: Final = frozenset({"company administrator", "global administrator"})  # its old name and its new one

On = date | str  # a day, or "2027-03" where the page names no day


@dataclass(frozen=True, slots=True)
class CutoffPerson:
    """One person who loses reset, or who has too few methods already."""

    shown: str
    admin: bool
    guest: bool
    methods: tuple[str, ...]  # registered and good for a reset today
    left: tuple[str, ...]  # of these, after the date
    missing: int  # how many more they need then
    change: str  # REG, RET or SQ
    on: On
    passkey_only: bool  # has a passkey or the like, and nothing that passes a check of a reset


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One date, and how many lose reset on it."""

    change: str
    title: str
    on: On
    people: int
    admins: int
    guests: int


@dataclass(frozen=True, slots=True)
class CutoffWeek:
    """How many were to lose reset, on whatever date, by the list at the end of a week."""

    day: date  # of the list; in UTC
    people: int


@dataclass(frozen=True, slots=True)
class CutoffsAnswer:
    """Who loses self-service reset when. Only those who are allowed to reset are counted."""

    until: date | None  # as far as was asked; None for all dates
    seen: datetime | None  # when the directory's list was read; None where it is not loaded
    people: int  # allowed to reset
    required: int | None  # how many methods the policy asks of users, by who counts as registered; None: not shown
    cutoffs: tuple[Cutoff, ...]  # by date
    losing: tuple[CutoffPerson, ...]  # admins first, then by date and user ID
    if_two: int  # users who lose reset on a date, too, if the policy asks for two; 0 where what it asks is known
    passkey_only: int  # of all who are allowed to reset
    domains: tuple[tuple[str, int], ...]  # of those who lose reset, most first
    checked: date | None  # the day on which the dates were last held against the pages
    coverage: Coverage
    history: tuple[CutoffWeek, ...] = ()  # weeks that follow each other, oldest first
    weeks: int = 0  # how many these were, before any was left out
    reset_since: int = 0  # of those whose date has come, who have reset since all the same, by the loaded reports
    unlisted: int = 0  # registered, and the list does not say with what: not told to lose it
    filters: Filters = UNFILTERED  # by domain alone; of one there is no history


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One line of the directory's list."""

    shown: str
    admin: bool
    guest: bool
    registered: bool
    later: bool  # a Global Administrator or a guest: some dates come later
    usable: tuple[str, ...]
    other: bool  # has methods that pass no check of a reset

    @property
    def unlisted(self) -> bool:
        """Whether the list calls them registered and does not say with what."""
        return self.registered and not self.usable and not self.other


def cutoffs(
    snapshot: Snapshot, until: date | None, *, filters: Filters = UNFILTERED, catalogue: Catalogue, now: datetime
) -> CutoffsAnswer:
    """Who, of those allowed to reset, has too few methods on which date, up to a day."""
    everybody, history = list(_people(snapshot)), () if filters.domain else tuple(_history(snapshot))
    required = _required(everybody)  # of the tenant, whose domain is asked for
    asked = of_domain(arrays.codes(snapshot.roster, "user"), filters.domain, snapshot.people)
    people = [one for one, theirs in zip(everybody, asked[snapshot.roster.values("enabled")], strict=True) if theirs]
    losing = [one for person in people if (one := loss(person, required or 1, until, catalogue))]
    of_two = (loss(person, 2, until, catalogue) for person in people if not person.admin) if required is None else ()
    users = {one.shown for one in losing}
    domains = Counter(domain(one.shown.casefold()) for one in losing)
    return CutoffsAnswer(
        until=until,
        seen=from_micros(arrays.times(snapshot.roster, "seen").max()) if len(snapshot.roster) else None,
        people=len(people),
        required=required,
        cutoffs=tuple(_dates(losing, catalogue)),
        losing=tuple(sorted(losing, key=lambda one: (not one.admin, str(one.on), one.shown.casefold()))),
        if_two=sum(1 for one in of_two if one and one.shown not in users),
        passkey_only=sum(person.other and not person.usable for person in people),
        domains=tuple(sorted(domains.items(), key=lambda pair: (-pair[1], pair[0]))),
        checked=min((change.dated for change in catalogue.changes.values() if change.dated), default=None),
        coverage=coverage(snapshot, ReportKind.ROSTER, None, now),
        history=history,
        weeks=len(history),
        reset_since=_reset_since(snapshot, losing, now),
        unlisted=sum(person.unlisted for person in people),
        filters=filters,
    )


def _reset_since(snapshot: Snapshot, losing: list[CutoffPerson], now: datetime) -> int:
    """How many have reset since their date came: then they had what it takes, whatever the list says of them."""
    found = 0
    for on in {one.on for one in losing if isinstance(one.on, date) and one.on <= now.astimezone(UTC).date()}:
        rows = within(snapshot.attempts, Window(datetime.combine(on, time(), UTC), now, ""))
        users = np.unique(rows.where(having(rows, DONE)).codes("user"))
        done = set(snapshot.people.shown_of(users))
        found += sum(one.on == on and one.shown in done for one in losing)
    return found


_KIND: Final = ["methods", "enabled", "admin", "guest", "registered"]


def count_losing(listed: pd.DataFrame, catalogue: Catalogue) -> int:
    """How many people of a whole list, as it is read, lose reset on some date: dates alone do not change how many."""
    listed = listed[listed["enabled"].astype(bool)]
    codes, texts = pd.factorize(listed["methods"])  # to group by texts takes six times as long
    alike = listed.assign(methods=codes).groupby(_KIND, as_index=False).size()  # a few kinds of many people
    people = list(_of_list(alike.assign(user="", methods=texts[alike["methods"]])))
    required = _required(people) or 1
    losing = [loss(person, required, None, catalogue) is not None for person in people]
    return int(alike["size"].to_numpy()[losing].sum())


def _of_list(listed: pd.DataFrame) -> Iterator[RosterPerson]:
    """Those of a list who are allowed to reset."""
    said = {text: said_in(text) for text in set(listed["methods"].astype("str"))}
    columns = [listed[name].tolist() for name in ("user", "methods", "enabled", "admin", "guest", "registered")]
    for user, methods, enabled, admin, guest, registered in zip(*columns, strict=True):
        if enabled:
            passes = without_questions(usable(said[str(methods)]), admin=admin)
            yield RosterPerson(str(user), admin, guest, registered, guest, passes, bool(said[str(methods)] - {""}))


def _history(snapshot: Snapshot) -> Iterator[CutoffWeek]:
    """The weeks up to the newest list, as far back as no week lacks one that was counted."""
    for end in week_ends([one for one in snapshot.roster_history if one.losing is not None]):
        if end.losing is not None:
            yield CutoffWeek(end.day, end.losing)


def _people(snapshot: Snapshot) -> Iterator[RosterPerson]:
    """Those who are allowed to reset."""
    roster, passing, said = snapshot.roster, usable_methods(snapshot), said_methods(snapshot)
    top = global_admins(snapshot)
    columns = [arrays.codes(roster, name).tolist() for name in ("user", "methods")]
    columns += [roster.values(name).tolist() for name in ("enabled", "admin", "guest", "registered")]
    for user, methods, enabled, admin, guest, registered in zip(*columns, strict=True):
        if enabled:
            yield RosterPerson(
                shown=snapshot.people.shown[user],
                admin=admin,
                guest=guest,
                registered=registered,
                later=guest or user in top,
                usable=without_questions(passing[methods], admin=admin),
                other=bool(said[methods] - {""}),
            )


def without_questions(methods: tuple[str, ...], *, admin: bool) -> tuple[str, ...]:
    """What of these counts for a reset: of an administrator's never security questions."""
    return tuple(one for one in methods if not (admin and one in _ENDS["SQ"]))


def global_admins(snapshot: Snapshot) -> frozenset[int]:
    """People whom a report calls Global Administrator; the directory's list says no more than that one is an admin."""
    found: set[int] = set()
    for frame in (snapshot.attempts, snapshot.registrations):
        top = [word.casefold() in GLOBAL for word in arrays.words(frame, "role")]
        pairs = zip(arrays.codes(frame, "user").tolist(), arrays.codes(frame, "role").tolist(), strict=True)
        found |= {user for user, role in pairs if top[role]} if any(top) else set()
    return frozenset(found)


def _required(people: list[RosterPerson]) -> int | None:
    """How many methods the policy asks of users: one, where somebody with one counts as registered; two, where not."""
    one = [person.registered for person in people if not person.admin and len(person.usable) == 1]
    return None if not one else 1 if any(one) else 2


def loss(person: RosterPerson, required: int, until: date | None, catalogue: Catalogue) -> CutoffPerson | None:
    """The first date after which too few methods are left; None where there is none up to the day asked for.

    None, too, where the list does not say what they have.
    """
    if person.unlisted:
        return None
    needed = GATES if person.admin else required
    left = frozenset(person.usable)
    for change, on, ends in _steps(person, catalogue.changes):
        left -= ends
        counts = gates_of(left) if person.admin else len(left)
        if counts < needed:
            if until is not None and not is_by(on, until):
                return None
            return CutoffPerson(
                shown=person.shown,
                admin=person.admin,
                guest=person.guest,
                methods=person.usable,
                left=tuple(sorted(left)),
                missing=needed - counts,
                change=change,
                on=on,
                passkey_only=person.other and not person.usable,
            )
    return None


def _steps(person: RosterPerson, changes: Mapping[str, Change]) -> list[tuple[str, On, frozenset[str]]]:
    """What ends for a person, in the order of the dates; first that registered methods alone count."""
    steps = [(key, _day(changes[key], later=person.later), ends) for key, ends in _ENDS.items()]
    first = (REGISTERED_ONLY, changes[REGISTERED_ONLY].on, frozenset[str]())
    return sorted([first, *steps], key=lambda step: str(step[1]))


def _day(change: Change, *, later: bool) -> On:
    """When a change comes for a person; the catalogue has one later day, for Global Administrators and guests."""
    return change.later[0][1] if later and change.later else change.on


def is_by(on: On, until: date) -> bool:
    """Whether a change may have come by the end of a day; of a month without a day, from its first on."""
    return str(on)[:7] <= f"{until:%Y-%m}" if isinstance(on, str) else on <= until


def has_come(on: On, day: date) -> bool:
    """Whether a change has come by a day; one of a month without a day, once that is over."""
    return on < f"{day:%Y-%m}" if isinstance(on, str) else on <= day


def _dates(losing: list[CutoffPerson], catalogue: Catalogue) -> Iterator[Cutoff]:
    for on, key in sorted({(str(one.on), one.change) for one in losing}):
        hit = [one for one in losing if (str(one.on), one.change) == (on, key)]
        yield Cutoff(
            change=key,
            title=catalogue.changes[key].title,
            on=hit[0].on,
            people=len(hit),
            admins=sum(one.admin for one in hit),
            guests=sum(one.guest for one in hit),
        )
