"""What is worth a look for whoever guards accounts: signs on reset itself, with their numbers; none is a proof."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.sign_reviews import SignKey, SignReview, SignStanding, covers, standing
from bot.analysis.frames import arrays
from bot.analysis.frames.newest_window import at_newest, reaches_back
from bot.analysis.frames.selection import Selection
from bot.analysis.signs.addresses import address_rows
from bot.analysis.signs.scope import Scope
from bot.analysis.signs.sign_rows import looked_for, sign_rows
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros
from bot.reports.origins import NO_ORIGINS, Origins
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

NAMED: Final = 10  # people, and addresses, that are named for each sign


@dataclass(frozen=True, slots=True)
class OddPerson:
    """One person behind a sign: how many rows, and the newest of them."""

    shown: str
    rows: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class OddAddress:
    """One address that many people came from. For those alone who may see people, and in no channel."""

    address: str
    people: int
    rows: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: how many people and rows show it, and how many people did in the window before."""

    key: SignKey
    people: int
    rows: int
    previous_people: int | None  # None where it could not be looked for in the window before
    who: tuple[OddPerson, ...]  # most rows first, at most ten
    last_at: datetime | None  # of the newest row; None where there is none
    standing: SignStanding | None = None  # what people here say of it; None where nobody was asked
    addresses: tuple[OddAddress, ...] = ()  # most people first, at most ten

    @property
    def is_quiet(self) -> bool:
        """Whether it is muted, or somebody closed it and no row came since."""
        known = self.standing
        return bool(known and (known.mute or (self.last_at and covers(known.closing, self.last_at))))


@dataclass(frozen=True, slots=True)
class OddAnswer:
    """The signs of a window."""

    window: Window
    signs: tuple[Sign, ...]  # those that somebody shows, in the order of SignKey
    without: tuple[SignKey, ...]  # what could not be looked for with what is loaded
    previous_covered: bool  # False: the data does not reach back over the previous window
    at_newest: "OddAnswer | None"
    coverage: Coverage
    listed_at: datetime | None = None  # when the directory was last read, where attempts of the window came after it
    filters: Filters = UNFILTERED


def odd(
    snapshot: Snapshot,
    window: Window,
    *,
    filters: Filters = UNFILTERED,
    now: datetime,
    zone: tzinfo,
    origins: Origins = NO_ORIGINS,
) -> OddAnswer:
    """Every sign that the attempts of a window show, beside the window of equal length before it."""
    scope = Scope(snapshot, window, zone, origins, filters=filters)
    looked = looked_for(scope)
    signs = (_sign(key, scope) for key in looked)
    shifted = at_newest(snapshot.attempts, window, now)
    return OddAnswer(
        window=window,
        signs=tuple(sign for sign in signs if sign.people),
        without=tuple(key for key in SignKey if key not in looked),
        previous_covered=reaches_back(snapshot.attempts, window.previous()),
        at_newest=odd(snapshot, shifted, filters=filters, now=now, zone=zone, origins=origins) if shifted else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
        listed_at=_listed_at(scope),
        filters=filters,
    )


def reviewed(answer: OddAnswer, reviews: Iterable[SignReview], now: datetime, *, reasons: bool) -> OddAnswer:
    """The answer with what people here say of its signs; their `reasons` only for those who may see people."""
    said = [one if reasons else replace(one, reason="") for one in reviews]
    signs = tuple(replace(sign, standing=standing(said, sign.key, now)) for sign in answer.signs)
    newest = reviewed(answer.at_newest, said, now, reasons=reasons) if answer.at_newest else None
    return replace(answer, signs=signs, at_newest=newest)


def sign_of(key: SignKey, rows: Selection, scope: Scope, known: SignStanding | None = None) -> Sign:
    """A sign as these attempts show it."""
    people = len(scope.snapshot.people.keys)
    return Sign(
        key=key,
        people=arrays.distinct(rows.codes("user"), people),
        rows=len(rows),
        previous_people=None,
        who=tuple(_who(rows, scope.snapshot)),
        last_at=from_micros(int(rows.times().max())) if len(rows) else None,
        standing=known,
    )


def _sign(key: SignKey, scope: Scope) -> Sign:
    earlier = scope.previous()
    before = sign_rows(key, earlier).codes("user") if key in looked_for(earlier) else None
    return replace(
        sign_of(key, sign_rows(key, scope), scope),
        previous_people=None if before is None else arrays.distinct(before, len(scope.snapshot.people.keys)),
        addresses=tuple(_addresses(scope)) if key is SignKey.ADDRESS else (),
    )


def _listed_at(scope: Scope) -> datetime | None:
    """When the directory was last read, where attempts of the window came after it: their names may be new there."""
    seen, tried = arrays.times(scope.snapshot.roster, "seen").max(initial=-1), scope.attempts().times()
    return from_micros(int(seen)) if seen >= 0 and tried.max(initial=-1) > seen else None


def _addresses(scope: Scope) -> list[OddAddress]:
    people = len(scope.snapshot.people.keys)
    found = [
        OddAddress(
            one.address,
            arrays.distinct(one.rows.codes("user"), people),
            len(one.rows),
            from_micros(int(one.rows.times().max())),
        )
        for one in address_rows(scope)
    ]
    return sorted(found, key=lambda one: (-one.people, one.address))[:NAMED]


def _who(rows: Selection, snapshot: Snapshot) -> Iterator[OddPerson]:
    users, at = rows.codes("user"), rows.times()
    found, first_from_behind, sizes = np.unique(users[::-1], return_index=True, return_counts=True)
    last = at[len(users) - 1 - first_from_behind] if len(users) else at
    for place in np.lexsort((-last, -sizes))[:NAMED].tolist():
        shown = snapshot.people.shown[found[place]]
        yield OddPerson(shown, int(sizes[place]), from_micros(int(last[place])))
