"""What is worth a look for whoever guards accounts: signs on reset itself, with their numbers; none is a proof."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.cases.sign_reviews import SignKey, SignReview, SignStanding, covers, standing
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools
from bot.analysis.frames.newest_window import at_newest, reaches_back
from bot.analysis.frames.selection import DONE, Selection, having, within
from bot.analysis.incidents import HISTORY, bursts
from bot.analysis.resets import admin_rows
from bot.knowledge.vocabulary import Result
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros, to_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

NAMED: Final = 10  # people that are named for each sign
_AGAIN: Final = 3  # resets in one window
_BLOCK: Final = timedelta(hours=24) // timedelta(microseconds=1)
_HABIT: Final = timedelta(weeks=8)
_ENOUGH: Final = 5  # earlier attempts; with fewer nobody has a habit
_NIGHT: Final = frozenset({22, 23, 0, 1, 2, 3, 4, 5})  # hours by the reader's clock
_BUDGET: Final = 0.5  # false bursts a month, of blocks and of user IDs each
_USER_ID: Final = frozenset({"abandoned.user_id"})
_BLOCKED: Final = frozenset({str(Result.BLOCKED)})


@dataclass(frozen=True, slots=True)
class OddPerson:
    """One person behind a sign: how many rows, and the newest of them."""

    shown: str
    rows: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: how many people and rows show it, and how many people did in the window before."""

    key: SignKey
    people: int
    rows: int
    previous_people: int
    who: tuple[OddPerson, ...]  # most rows first, at most ten
    last_at: datetime | None  # of the newest row; None where there is none
    standing: SignStanding | None = None  # what people here say of it; None where nobody was asked

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
    without: tuple[SignKey, ...]  # what could not be looked for: no list of the directory is loaded
    previous_covered: bool  # False: the data does not reach back over the previous window
    at_newest: "OddAnswer | None"
    coverage: Coverage


def odd(snapshot: Snapshot, window: Window, *, now: datetime, zone: tzinfo) -> OddAnswer:
    """Every sign that the attempts of a window show, beside the window of equal length before it."""
    looked = looked_for(snapshot)
    signs = (_sign(key, snapshot, window, zone) for key in looked)
    shifted = at_newest(snapshot.attempts, window)
    return OddAnswer(
        window=window,
        signs=tuple(sign for sign in signs if sign.people),
        without=tuple(key for key in SignKey if key not in looked),
        previous_covered=reaches_back(snapshot.attempts, window.previous()),
        at_newest=odd(snapshot, shifted, now=now, zone=zone) if shifted else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
    )


def reviewed(answer: OddAnswer, reviews: Iterable[SignReview], now: datetime, *, reasons: bool) -> OddAnswer:
    """The answer with what people here say of its signs; their `reasons` only for those who may see people."""
    said = [one if reasons else replace(one, reason="") for one in reviews]
    signs = tuple(replace(sign, standing=standing(said, sign.key, now)) for sign in answer.signs)
    newest = reviewed(answer.at_newest, said, now, reasons=reasons) if answer.at_newest else None
    return replace(answer, signs=signs, at_newest=newest)


def looked_for(snapshot: Snapshot) -> list[SignKey]:
    """The signs that the loaded data can show: unknown names only where the directory's list is loaded."""
    return [key for key in SignKey if key is not SignKey.UNKNOWN or len(snapshot.roster)]


def _sign(key: SignKey, snapshot: Snapshot, window: Window, zone: tzinfo) -> Sign:
    rows = sign_rows(key, snapshot, window, zone)
    before = sign_rows(key, snapshot, window.previous(), zone)
    people = len(snapshot.people.keys)
    counted = arrays.distinct(rows.codes("user"), people)
    earlier = arrays.distinct(before.codes("user"), people)
    last_at = from_micros(int(rows.times().max())) if len(rows) else None
    return Sign(key, counted, len(rows), earlier, tuple(_who(rows, snapshot)), last_at)


def sign_rows(  # noqa: PLR0911 - one arm a sign
    key: SignKey, snapshot: Snapshot, window: Window, zone: tzinfo
) -> Selection:
    """The attempts of a window that show a sign."""
    tried = within(snapshot.attempts, window)
    done = tried.where(having(tried, DONE))
    match key:
        case SignKey.REPEATED:
            return done.where(np.bincount(done.codes("user"), minlength=1)[done.codes("user")] >= _AGAIN)
        case SignKey.ADMIN:
            return done.where(admin_rows(done, snapshot))
        case SignKey.AFTER_BLOCK:
            return done.where(_after_block(done, snapshot, window))
        case SignKey.NIGHT:
            return done.where(_first_night(done, snapshot, window, zone))
        case SignKey.TWO_METHODS:
            blocked = tried.where(having(tried, _BLOCKED))
            return blocked.where(_for_two_reasons(blocked))
        case SignKey.BURST:
            return tried.where(having(tried, _BLOCKED) & _in_a_crowd(tried, _blocks(snapshot, window), window, zone))
        case SignKey.USER_IDS:
            alone = arrays.table(tried.words("detail"), _USER_ID)[tried.codes("detail")]
            return tried.where(alone & _in_a_crowd(tried, _user_ids(snapshot, window), window, zone))
    return tried.where(~_listed(snapshot)[tried.codes("user")])


def _blocks(snapshot: Snapshot, window: Window) -> Selection:
    looked = within(snapshot.attempts, Window(window.start - HISTORY, window.end, ""))
    return looked.where(having(looked, _BLOCKED))


def _user_ids(snapshot: Snapshot, window: Window) -> Selection:
    """Attempts that ended right after the user ID, in the window and the eight weeks before."""
    looked = within(snapshot.attempts, Window(window.start - HISTORY, window.end, ""))
    return looked.where(arrays.table(looked.words("detail"), _USER_ID)[looked.codes("detail")])


def _in_a_crowd(tried: Selection, looked: Selection, window: Window, zone: tzinfo) -> Bools:
    """For each attempt, whether it lies in a burst of the rows that are looked at."""
    at, found = tried.times(), np.zeros(len(tried), dtype=np.bool_)
    for start, end in bursts(looked, window, zone=zone, budget=_BUDGET):
        found |= (at >= start) & (at <= end)
    return found


def _after_block(done: Selection, snapshot: Snapshot, window: Window) -> Bools:
    """For each success, whether the same person was blocked in the 24 hours before it."""
    looked = within(snapshot.attempts, Window(window.start - timedelta(hours=24), window.end, ""))
    blocked = looked.where(having(looked, _BLOCKED))
    last: dict[int, list[int]] = {}
    for user, at in zip(blocked.codes("user").tolist(), blocked.times().tolist(), strict=True):
        last.setdefault(user, []).append(at)
    pairs = zip(done.codes("user").tolist(), done.times().tolist(), strict=True)
    return np.array([any(0 < at - one < _BLOCK for one in last.get(user, ())) for user, at in pairs], dtype=np.bool_)


def _first_night(done: Selection, snapshot: Snapshot, window: Window, zone: tzinfo) -> Bools:
    """For each success at night, whether its person tried often enough in eight weeks before, and never at night."""
    night = _at_night(done.times(), zone)
    begin, end = to_micros(window.start - _HABIT), to_micros(window.start)
    found = np.zeros(len(done), dtype=np.bool_)
    for row in np.flatnonzero(night).tolist():
        theirs = Selection(snapshot.attempts, snapshot.attempts_of.rows(int(done.codes("user")[row]))).times()
        habit = theirs[(theirs >= begin) & (theirs < end)]
        found[row] = len(habit) >= _ENOUGH and not _at_night(habit, zone).any()
    return found


def _at_night(at: npt.NDArray[np.int64], zone: tzinfo) -> Bools:
    return np.isin(local_time.hours(at, zone), list(_NIGHT))


def _for_two_reasons(blocked: Selection) -> Bools:
    """For each block, whether its person was blocked with another detail, too."""
    users, details = blocked.codes("user"), blocked.codes("detail")
    pairs = np.unique(np.stack([users, details]), axis=1)[0] if len(users) else users
    return np.bincount(pairs, minlength=1)[users] > 1 if len(users) else np.zeros(0, dtype=np.bool_)


def _listed(snapshot: Snapshot) -> Bools:
    known = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    known[arrays.codes(snapshot.roster, "user")] = True
    return known


def _who(rows: Selection, snapshot: Snapshot) -> Iterator[OddPerson]:
    users, at = rows.codes("user"), rows.times()
    found, first_from_behind, sizes = np.unique(users[::-1], return_index=True, return_counts=True)
    last = at[len(users) - 1 - first_from_behind] if len(users) else at
    for place in np.lexsort((-last, -sizes))[:NAMED].tolist():
        shown = snapshot.people.shown[found[place]]
        yield OddPerson(shown, int(sizes[place]), from_micros(int(last[place])))
