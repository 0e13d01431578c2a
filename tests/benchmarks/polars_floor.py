"""The same questions in Polars: in memory, words as categories, lazy, all parts of a question collected at once."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl

from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from tests.benchmarks.duckdb_floor import Rows, with_method

_FAILED = pl.col("result").is_in(["Failed", "Blocked", "Contacted admin"])
_DONE = pl.col("result") == "Succeeded"
_PEOPLE = pl.col("person")
_COUNTS = (
    pl.len(),
    _PEOPLE.n_unique().alias("people"),
    _DONE.sum().alias("done"),
    _FAILED.sum().alias("failed"),
    _PEOPLE.filter(_FAILED).n_unique().alias("failing"),
    pl.col("result").is_in(["Abandoned", "Cancelled"]).sum().alias("left"),
)
_WORDS = ("person", "role", "methods", "method", "result", "detail", "cause")


class Polars:
    """One snapshot's attempts and registrations."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._attempts = _frame(with_method(snapshot.attempts.pandas), _WORDS)
        self._registrations = _frame(snapshot.registrations.pandas, ("person", "datum"))

    def failures(self, window: Window, by: str) -> tuple[Rows, Rows]:
        """The counts of both windows, the later ones marked; for each group attempts, people, attempts before."""
        start, end, before = (one.replace(tzinfo=None) for one in (window.start, window.end, window.previous().start))
        rows = self._attempts.lazy().filter((pl.col("ts") >= before) & (pl.col("ts") < end))
        now, moved = (
            pl.col("ts") >= start,
            pl.col("ts") + pl.when(pl.col("ts") < start).then(pl.lit(window.length)).otherwise(pl.lit(timedelta(0))),
        )
        key = {
            "day": moved.dt.date(),
            "hour": pl.col("ts").dt.hour(),
            "domain": pl.col("person").cast(pl.String).str.split("@").list.last(),
        }.get(by, pl.col(by) if by in _WORDS else pl.lit(""))
        counts = rows.group_by(now.alias("now")).agg(*_COUNTS)
        groups = (
            rows.filter(_FAILED)
            .group_by(key.alias("key"))
            .agg(
                now.sum().alias("attempts"),
                _PEOPLE.filter(now).n_unique().alias("people"),
                (~now).sum().alias("before"),
            )
        )
        made = pl.collect_all([counts, groups])
        return made[0].rows(), made[1].rows()

    def compare(self, window: Window) -> tuple[Rows, Rows]:
        """As failures by cause: the second window is the one before."""
        return self.failures(window, "cause")

    def stuck(self, now: datetime) -> Rows:
        """For each cause, and for all: people, the oldest case, people by the age of their oldest case."""
        moment = now.replace(tzinfo=None)
        rows = self._attempts.lazy().with_row_index("n")
        last = rows.filter(_DONE).group_by("person").agg(pl.col("n").max().alias("last"))
        still = (
            rows.filter(_FAILED)
            .join(last, on="person", how="left")
            .filter(pl.col("n") > pl.col("last").fill_null(-1).cast(pl.Int64))
        )
        cases = still.group_by("person", "cause").agg(pl.col("ts").min())
        days = ((moment - pl.col("ts").min()).dt.total_microseconds() / 86_400_000_000).alias("age")
        by_cause = cases.group_by("cause").agg(pl.len(), pl.col("ts").min())
        ages = cases.group_by("person").agg(days, pl.col("ts").min())
        causes, people = pl.collect_all([by_cause, ages])
        edges = (0, 1, 3, 7, 9_999)
        sizes = [people.filter((pl.col("age") >= low) & (pl.col("age") < high)).height for low, high in pairwise(edges)]
        oldest = people["ts"].min()
        return [(None, people.height, oldest, sizes), *((*row, sizes) for row in causes.rows())]

    def status(self, user: str) -> tuple[Rows, Rows]:
        """All attempts of a person, newest first, and what they registered."""
        mine = pl.col("person") == user
        attempts = self._attempts.lazy().filter(mine).select("ts", "result", "methods", "detail").reverse()
        data = (
            self._registrations.lazy()
            .filter(mine)
            .group_by("datum")
            .agg(pl.col("ts").min().alias("first"), pl.col("ts").max().alias("last"))
        )
        made = pl.collect_all([attempts, data])
        return made[0].rows(), made[1].rows()

    def trend(self, window: Window) -> tuple[Rows, Rows]:
        """By day, result and cause; the counts."""
        rows = self._attempts.lazy().filter(_inside(window))
        days = rows.group_by(pl.col("ts").dt.date(), "result", "cause").len()
        made = pl.collect_all([days, rows.select(*_COUNTS)])
        return made[0].rows(), made[1].rows()

    def registrations(self, window: Window, by: str) -> tuple[Rows, Rows, Rows, Rows]:
        """Rows and people; people with two data; the groups; the newest ten."""
        rows = self._registrations.lazy().with_row_index("n").filter(_inside(window))
        size = (pl.len(), _PEOPLE.n_unique().alias("people"))
        two = rows.group_by("person").agg(pl.col("datum").n_unique()).filter(pl.col("datum") > 1)
        groups = rows.group_by("datum" if by == "method" else pl.col("ts").dt.date()).agg(*size)
        newest = rows.group_by("person").agg(pl.col("n").max(), pl.col("ts").max(), pl.col("datum").unique())
        parts = [rows.select(*size), two.select(pl.len()), groups, newest.sort("n", descending=True).head(10)]
        first, second, third, fourth = (made.rows() for made in pl.collect_all(parts))
        return first, second, third, fourth

    def data(self) -> Rows:
        """Rows, people, first and last of both reports."""
        spans = (pl.len(), _PEOPLE.n_unique().alias("people"), pl.col("ts").min(), pl.col("ts").max().alias("last"))
        both = (self._attempts, self._registrations)
        return [made.row(0) for made in pl.collect_all([rows.lazy().select(*spans) for rows in both])]


def _inside(window: Window) -> pl.Expr:
    return (pl.col("ts") >= window.start.replace(tzinfo=None)) & (pl.col("ts") < window.end.replace(tzinfo=None))


def _frame(frame: Any, words: tuple[str, ...]) -> pl.DataFrame:
    rows = frame.rename(columns={"user": "person"})
    columns = {name: pl.Series(rows[name].astype(str).to_numpy(dtype=object), dtype=pl.String) for name in words}
    at = pl.Series(rows["at"].dt.tz_localize(None).to_numpy())
    return pl.DataFrame({"ts": at, **columns}).with_columns(pl.col(list(words)).cast(pl.Categorical))
