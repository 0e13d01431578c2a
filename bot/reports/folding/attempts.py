"""From grouped steps to attempts: how each ended, by which methods, after how many tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.knowledge.vocabulary import Result, join_methods
from bot.reports.folding.kinds import session
from bot.reports.folding.meaning import STARTED, Meaning, entered_user_id, meaning_of, unexplained_block
from bot.reports.folding.rows import Bools, Ints, Rows, categories, starts_of
from bot.reports.folding.steps import Activity
from bot.reports.instants import to_micros, utc

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Steps sorted by attempt, and where each attempt begins among them."""

    rows: Rows
    group: Ints
    starts: Ints

    @staticmethod
    def of(rows: Rows, group: Ints) -> "Grouped":
        """Bring the steps of each attempt together, in order of time."""
        order = np.argsort(group, kind="stable")
        return Grouped(rows.only(order), group[order], np.unique(group[order], return_index=True)[1])

    def __len__(self) -> int:
        return len(self.starts)

    def sums(self, counted: Ints) -> Ints:
        """The sum over each attempt's steps."""
        return np.add.reduceat(counted, self.starts)

    def any(self, flag: Bools) -> Bools:
        """Which attempts have such a step."""
        return self.sums(flag.astype(np.int64)) > 0

    def last(self, wanted: Bools, *ranks: Ints) -> Ints:
        """The position of each attempt's greatest wanted step by these ranks, the first rank first; -1 for none."""
        positions = np.flatnonzero(wanted)
        order = positions[np.lexsort((*(rank[positions] for rank in reversed(ranks)), self.group[positions]))]
        last = np.full(len(self), -1, np.int64)
        last[self.group[order]] = order  # of several for one attempt the last one stays
        return last

    def begun_last(self, rank: Ints) -> Ints:
        """The position of the step with which each attempt's last check was begun; -1 for none."""
        return self.last(rank == STARTED, self.rows.second, self.rows.word)


def attempts_of(grouped: Grouped, kind: Texts, lane: str, *, now: datetime) -> pd.DataFrame:
    """The attempts, with the columns of FOLDED_ATTEMPTS. `kind` has one word an attempt, `lane` keeps keys apart."""
    rows, starts = grouped.rows, grouped.starts
    said = _Said.of(rows)
    first, last = np.minimum.reduceat(rows.micros, starts), np.maximum.reduceat(rows.micros, starts)
    begun = grouped.begun_last(said.of_row("rank"))
    over = to_micros(now) - last >= session() // timedelta(microseconds=1)
    result, detail = _outcomes(grouped, said, kind, begun, over)
    return pd.DataFrame(
        {
            "user": categories(rows.user[starts], rows.users),
            "role": categories(np.zeros(len(starts), np.int64), [""]),
            "at": utc(first),
            "methods": _methods(grouped, said),
            "started": pd.Categorical(said.at(begun, "begins", "")),
            "result": pd.Categorical(result),
            "detail": pd.Categorical(detail),
            "key": pd.Series(_keys(grouped, lane), dtype="str"),
            "kind": pd.Categorical(kind),
            "retries": np.maximum(grouped.sums(said.of_row("submits").astype(np.int64)) - 1, 0),
            "steps": np.diff(np.append(starts, len(rows.user))),
            "last_at": utc(last),
        }
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What each row means: few meanings, looked up by each row's word."""

    meanings: list[Meaning]
    word: Ints

    @staticmethod
    def of(rows: Rows) -> "_Said":
        meanings = [meaning_of(word.activity, word.reason, success=word.success) for word in rows.words]
        return _Said(meanings or [Meaning()], rows.word)

    def of_row(self, name: str) -> npt.NDArray[Any]:
        """One field of the meanings, row by row."""
        values = [getattr(meaning, name) for meaning in self.meanings]
        if isinstance(values[0], str):
            return np.array([str(value) for value in values], object)[self.word]
        return np.array(values)[self.word]

    def numbers(self, name: str) -> Ints:
        """One text of the meanings, row by row, as its number among the different ones in order."""
        texts = [str(getattr(meaning, name)) for meaning in self.meanings]
        return np.unique(texts, return_inverse=True)[1].astype(np.int64)[self.word]

    def at(self, positions: Ints, name: str, default: str) -> Texts:
        """One text of the meaning of the rows at these positions; the default where the position is -1."""
        return np.where(positions >= 0, self.of_row(name)[positions], default)


def _outcomes(grouped: Grouped, said: _Said, kind: Texts, begun: Ints, over: Bools) -> tuple[Texts, Texts]:
    """Result and detail of each attempt: its weightiest step's, else by the stage reached and whether time is up."""
    second, word = grouped.rows.second, grouped.rows.word
    weight, rank = said.of_row("weight"), said.of_row("rank")
    weight[grouped.rows.saying(Activity.UNLOCK) & (kind != "unlock")[grouped.group]] = 0
    details = said.numbers("detail")
    decided = grouped.last(weight > 0, weight, second, details)
    reached = grouped.last(rank > 0, second, rank, word)
    entered = entered_user_id()
    result = np.where(
        decided >= 0,
        said.at(decided, "result", ""),
        np.where(over, str(Result.ABANDONED), str(Result.IN_PROGRESS)),
    )
    stopped = np.where(
        over,
        said.at(reached, "abandoned", entered.abandoned),
        said.at(reached, "stage", entered.stage),
    )
    detail = np.where(decided >= 0, said.at(decided, "detail", ""), stopped)
    blocked = (result == Result.BLOCKED) & (detail == "")
    detail[blocked] = _blocks(grouped, said, begun, decided)[blocked]
    return result, detail


def _blocks(grouped: Grouped, said: _Said, begun: Ints, decided: Ints) -> Texts:
    """Why each attempt was blocked, where the log does not say: by the check that was begun last."""
    rows = grouped.rows
    texts = np.array([unexplained_block(word.reason) for word in rows.words], object)[rows.word][decided]
    tried = said.at(begun, "blocked", "")
    return np.where(tried == "", texts, tried)


def _methods(grouped: Grouped, said: _Said) -> pd.Categorical:
    """The methods that each attempt's steps prove, as the set that a classic report writes."""
    method = [str(meaning.method) for meaning in said.meanings]
    known = sorted(set(method) - {""})
    bit = {"": 0} | {name: 1 << position for position, name in enumerate(known)}
    # More than 62 can only be nonsense in a file, but nonsense must not overflow.
    bits = np.array([bit[name] for name in method], np.int64 if len(known) < 63 else object)[said.word]  # noqa: PLR2004
    sets, position = np.unique(np.bitwise_or.reduceat(bits, grouped.starts), return_inverse=True)
    texts = [join_methods(tuple(name for name in known if bit[name] & int(combination))) for combination in sets]
    return categories(position.astype(np.int64), texts)


def _keys(grouped: Grouped, lane: str) -> list[str]:
    """What an attempt is known by: its person and its first correlation id, else the second that it began in.

    Of several under one id the earliest has the id alone, the others their second, too.
    """
    rows, starts = grouped.rows, grouped.starts
    correlated = np.flatnonzero(rows.correlation > 0) if lane == "reset" else np.zeros(0, np.int64)
    named, first = np.unique(grouped.group[correlated], return_index=True)
    ids = rows.correlation[correlated[first]]
    names = np.empty(len(starts), object)
    names[named] = rows.correlations[ids]
    order = np.lexsort((rows.second[starts[named]], ids, rows.user[starts[named]]))
    further = named[order][~starts_of(rows.user[starts[named]][order], ids[order])]
    names[further] += " " + _seconds(rows.second[starts[further]])
    nameless = np.flatnonzero(~np.isin(np.arange(len(starts)), named))
    names[nameless] = _seconds(rows.second[starts[nameless]])
    return [f"{rows.keys[user]} {lane} {name}" for user, name in zip(rows.user[starts], names, strict=True)]


def _seconds(seconds: Ints) -> npt.NDArray[np.object_]:
    return np.datetime_as_string(seconds.view("M8[s]")).astype(object)
