"""Signs that cannot wait, as far as nothing was known of them at a position of the ledger."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.analysis.cases.sign_reviews import SignKey, SignReview, left_aside_until, standing
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import Selection
from bot.analysis.odd import Sign, sign_of
from bot.analysis.signs.addresses import address_rows
from bot.analysis.signs.scope import Scope
from bot.analysis.signs.sign_rows import looked_for, sign_rows
from bot.reports.instants import to_micros

URGENT: Final = (
    SignKey.ADMIN,
    SignKey.AFTER_BLOCK,
    SignKey.SWAPPED_METHOD,
    SignKey.TWO_METHODS,
    SignKey.BURST,
    SignKey.USER_IDS,
    SignKey.ADDRESS,
)
_TICK: Final = timedelta(microseconds=1)
_AGAIN: Final = timedelta(hours=24) // _TICK  # so long after the last row of a person, another one is news
_ON: Final = timedelta(hours=6) // _TICK  # a crowd that pauses for less goes on
_CROWDS: Final = frozenset({SignKey.BURST, SignKey.USER_IDS, SignKey.ADDRESS})


def fresh_signs(scope: Scope, position: int, reviews: Sequence[SignReview], now: datetime) -> tuple[Sign, ...]:
    """The urgent signs of a scope of which nothing showed at a position, and that nobody muted or closed."""
    looked = set(looked_for(scope))
    signs = (_fresh(key, scope, position, reviews, now) for key in URGENT if key in looked)
    return tuple(sign for sign in signs if sign.people)


def _fresh(key: SignKey, scope: Scope, position: int, reviews: Sequence[SignReview], now: datetime) -> Sign:
    every, before = sign_rows(key, scope).numbers(), sign_rows(key, scope.known_at(position)).numbers()
    either = Selection(scope.snapshot.attempts, np.union1d(every, before).astype(np.int64))
    episode = _episodes(either, _owners(key, scope, either), _ON if key in _CROWDS else _AGAIN)
    known = np.isin(either.numbers(), before)
    new = np.isin(either.numbers(), every) & ~np.isin(episode, episode[known])
    if key in _CROWDS:  # what is usual is not the same every day: rows that were there already raise no alarm later
        new &= np.isin(episode, episode[_behind(either, position)])
    until = left_aside_until(reviews, key, now)
    if until is not None:
        new &= either.times() > to_micros(until)
    return sign_of(key, either.where(new), scope, standing(reviews, key, now))


def _behind(rows: Selection, position: int) -> Bools:
    """For each row whether the ledger has it from behind a position."""
    return np.asarray(rows.frame.values("position")[rows.rows] > position)


def _owners(key: SignKey, scope: Scope, rows: Selection) -> Ints:
    """Whose each row is: its person's; of a crowd nobody's, or its address's."""
    if key not in _CROWDS:
        return rows.codes("user")
    owners = np.zeros(len(rows), dtype=np.int64)
    if key is SignKey.ADDRESS:
        for number, one in enumerate(address_rows(scope), start=1):
            owners[np.isin(rows.numbers(), one.rows.numbers())] = number
    return owners


def _episodes(rows: Selection, owners: Ints, gap: int) -> npt.NDArray[np.int64]:
    """Number the rows of one owner that follow each other closely alike."""
    at = rows.times()
    order = np.lexsort((at, owners))
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (np.diff(owners[order]) != 0) | (np.diff(at[order]) > gap)
    episode = np.empty(len(order), dtype=np.int64)
    episode[order] = np.cumsum(begins)
    return episode
