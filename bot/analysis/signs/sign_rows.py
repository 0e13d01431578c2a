"""Which attempts show a sign."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools
from bot.analysis.frames.selection import DONE, Selection, having
from bot.analysis.incidents import HISTORY, bursts
from bot.analysis.people.strangers import strangers
from bot.analysis.resets import admin_rows
from bot.analysis.signs.addresses import address_rows, is_looked_for
from bot.analysis.signs.scope import Scope
from bot.knowledge.vocabulary import Result
from bot.reports.coverage import sources_of
from bot.reports.folding.kinds import AttemptKind
from bot.reports.instants import to_micros
from bot.reports.receipt import ReportKind
from bot.reports.window import Window

DAY: Final = timedelta(hours=24)  # that a block lasts, and after which a new method has little to do with a reset
_DAY: Final = DAY // timedelta(microseconds=1)
_AGAIN: Final = 3  # resets in one window
_HABIT: Final = timedelta(weeks=8)
_ENOUGH: Final = 5  # earlier attempts; with fewer nobody has a habit
_NIGHT: Final = frozenset({22, 23, 0, 1, 2, 3, 4, 5})  # hours by the reader's clock
_BUDGET: Final = 0.5  # false bursts a month, of blocks and of user IDs each
_USER_ID: Final = frozenset({"abandoned.user_id"})
_BLOCKED: Final = frozenset({str(Result.BLOCKED)})


def looked_for(scope: Scope) -> list[SignKey]:
    """The signs that the loaded data can show.

    Unknown names only where the directory's list is loaded, addresses where an audit log has told enough of them,
    new methods where any registration since the window began is, swapped ones where an audit log tells of any.
    """
    signed_up, start = arrays.times(scope.snapshot.registrations), scope.window.start
    audited = (
        one.last for one in sources_of(scope.snapshot, ReportKind.REGISTRATION) if one.source is ReportKind.AUDIT
    )
    can = {
        SignKey.UNKNOWN: len(scope.snapshot.roster) > 0,
        SignKey.ADDRESS: is_looked_for(scope),
        SignKey.NEW_METHOD: len(signed_up) > 0 and int(signed_up[-1]) >= to_micros(start),
        SignKey.SWAPPED_METHOD: any(at >= start for at in audited),
    }
    return [key for key in SignKey if can.get(key, True)]


def sign_rows(key: SignKey, scope: Scope) -> Selection:
    """The attempts of a scope that show a sign."""
    return _ROWS[key](scope)


def _done(scope: Scope) -> Selection:
    tried = scope.attempts()
    return tried.where(having(tried, DONE))


def _repeated(scope: Scope) -> Selection:
    done = _done(scope)
    return done.where(np.bincount(done.codes("user"), minlength=1)[done.codes("user")] >= _AGAIN)


def _by_admins(scope: Scope) -> Selection:
    done = _done(scope)
    return done.where(admin_rows(done, scope.snapshot))


def _after_block(scope: Scope) -> Selection:
    """Successes of people who were blocked in the 24 hours before."""
    done = _done(scope)
    looked = scope.attempts(DAY)
    blocked = looked.where(having(looked, _BLOCKED))
    return done.where(_near(done, blocked, 1 - _DAY, 0))


def _new_method(scope: Scope) -> Selection:
    """Successes of people who registered a method in the 24 hours after."""
    done = _done(scope)
    return done.where(_near(done, scope.registrations(DAY), 0, _DAY))


def _swapped_method(scope: Scope) -> Selection:
    """The same where they deleted one in these hours, too, before or after."""
    done, rows = _new_method(scope), scope.interventions(DAY)
    own = np.array([kind.partition(": ")[0] == AttemptKind.DELETION for kind in rows.words("kind")], dtype=np.bool_)
    deleted = rows.where(own[rows.codes("kind")] & having(rows, DONE))
    return done.where(_near(done, deleted, 0, _DAY))


def _near(done: Selection, others: Selection, begin: int, end: int) -> Bools:
    """For each row, whether another one of its person lies within a span of it: microseconds, the end not in it."""
    each, users = len(others) + 1, done.codes("user").astype(np.int64)
    by_person = np.sort(others.codes("user").astype(np.int64) * each + np.arange(len(others)))
    first, last = (users * each + np.searchsorted(others.times(), done.times() + edge) for edge in (begin, end))
    found: Bools = np.searchsorted(by_person, last) > np.searchsorted(by_person, first)
    return found


def _first_night(scope: Scope) -> Selection:
    """Successes at night of people who tried often enough in eight weeks before, and never at night."""
    done = _done(scope)
    start = scope.window.start
    habit = replace(scope, window=Window(start - _HABIT, start, "")).attempts()
    tried = habit.codes("user")
    often = np.bincount(tried, minlength=len(scope.snapshot.people.keys)) >= _ENOUGH
    often[tried[_at_night(habit.times(), scope)]] = False
    return done.where(often[done.codes("user")] & _at_night(done.times(), scope))


def _at_night(at: npt.NDArray[np.int64], scope: Scope) -> Bools:
    found: Bools = np.isin(np.arange(24), list(_NIGHT))[local_time.hours(at, scope.zone)]
    return found


def _two_methods(scope: Scope) -> Selection:
    """Blocks of people who were blocked with another detail, too."""
    tried = scope.attempts()
    blocked = tried.where(having(tried, _BLOCKED))
    users, details = blocked.codes("user"), blocked.codes("detail")
    if not len(users):
        return blocked
    pairs = np.unique(np.stack([users, details]), axis=1)[0]
    return blocked.where(np.bincount(pairs, minlength=1)[users] > 1)


def _burst(scope: Scope) -> Selection:
    return _in_a_crowd(scope, lambda rows: having(rows, _BLOCKED))


def _user_ids(scope: Scope) -> Selection:
    """Attempts that ended right after the user ID, where there are many at once."""
    return _in_a_crowd(scope, lambda rows: arrays.table(rows.words("detail"), _USER_ID)[rows.codes("detail")])


def _in_a_crowd(scope: Scope, such: Callable[[Selection], Bools]) -> Selection:
    """The attempts of some kind that lie in a burst of their kind."""
    tried, looked = scope.attempts(), scope.attempts(HISTORY)
    kind = tried.where(such(tried))
    at, found = kind.times(), np.zeros(len(kind), dtype=np.bool_)
    for start, end in bursts(looked.where(such(looked)), scope.window, zone=scope.zone, budget=_BUDGET):
        found |= (at >= start) & (at <= end)
    return kind.where(found)


def _from_one_address(scope: Scope) -> Selection:
    rows = [one.rows.numbers() for one in address_rows(scope)]
    return Selection(scope.snapshot.attempts, np.unique(np.concatenate(rows)) if rows else np.empty(0, np.int64))


def _unknown(scope: Scope) -> Selection:
    tried = scope.attempts()
    return tried.where(strangers(scope.snapshot)[tried.codes("user")])


_ROWS: Final[Mapping[SignKey, Callable[[Scope], Selection]]] = {
    SignKey.REPEATED: _repeated,
    SignKey.ADMIN: _by_admins,
    SignKey.AFTER_BLOCK: _after_block,
    SignKey.NEW_METHOD: _new_method,
    SignKey.SWAPPED_METHOD: _swapped_method,
    SignKey.NIGHT: _first_night,
    SignKey.TWO_METHODS: _two_methods,
    SignKey.BURST: _burst,
    SignKey.USER_IDS: _user_ids,
    SignKey.ADDRESS: _from_one_address,
    SignKey.UNKNOWN: _unknown,
}
