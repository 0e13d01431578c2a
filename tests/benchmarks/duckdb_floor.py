"""The same questions as SQL over the same rows, in DuckDB's own ENUM columns, in this process.

`n` is the row's number in the snapshot's order (time, then ledger position), so that ties are broken alike.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb
import pandas as pd

from bot.knowledge.vocabulary import SEPARATOR, failed_method
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

_FAILED = "result IN ('Failed', 'Blocked', 'Contacted admin')"
_DONE = "result = 'Succeeded'"
_BY = {"domain": "split_part(person, '@', 2)", "day": "(ts + {shift})::DATE", "hour": "hour(ts)"}  # else a column
_COUNTS = f"""count(*), count(DISTINCT person), count(*) FILTER ({_DONE}), count(*) FILTER ({_FAILED}),
    count(DISTINCT person) FILTER ({_FAILED}), count(*) FILTER (result IN ('Abandoned', 'Cancelled'))"""

Rows = list[tuple[Any, ...]]


class Duck:
    """A DuckDB with one snapshot's rows."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._connection = duckdb.connect()
        for name in ("attempts", "registrations"):
            frame = getattr(snapshot, name).pandas
            frame = with_method(frame) if name == "attempts" else frame
            rows = frame.assign(ts=frame["at"].dt.tz_localize(None), n=range(len(frame))).rename(
                columns={"user": "person"}
            )
            self._connection.register("rows", rows.drop(columns=["position", "at"]))
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows ORDER BY n")
            self._connection.execute(f"CREATE INDEX {name}_of ON {name} (person)")

    def failures(self, window: Window, by: str) -> tuple[Rows, Rows]:
        """The counts of both windows, the later ones marked; for each group attempts, people, attempts before."""
        start, end, before = _moments(window.start, window.end, window.previous().start)
        key = _BY.get(by, by)
        shift = f"CASE WHEN ts < {start} THEN INTERVAL {int(window.length.total_seconds())} SECOND ELSE INTERVAL 0 SECOND END"
        counts = self._all(
            f"SELECT ts >= {start}, {_COUNTS} FROM attempts WHERE ts >= {before} AND ts < {end} GROUP BY 1"
        )
        groups = self._all(
            f"SELECT {key.format(shift=shift)}, count(*) FILTER (ts >= {start}), "
            f"count(DISTINCT person) FILTER (ts >= {start}), count(*) FILTER (ts < {start}) "
            f"FROM attempts WHERE {_FAILED} AND ts >= {before} AND ts < {end} GROUP BY 1"
        )
        return counts, groups

    def registrations(self, window: Window, by: str) -> tuple[Rows, Rows, Rows, Rows]:
        """Rows and people; people with two data; the groups; the newest ten."""
        start, end = _moments(window.start, window.end)
        inside = f"FROM registrations WHERE ts >= {start} AND ts < {end}"
        return (
            self._all(f"SELECT count(*), count(DISTINCT person) {inside}"),
            self._all(f"SELECT count(*) FROM (SELECT person {inside} GROUP BY person HAVING min(datum) <> max(datum))"),
            self._all(
                f"SELECT {'datum' if by == 'method' else 'ts::DATE'}, count(*), count(DISTINCT person) {inside} GROUP BY 1"
            ),
            self._all(
                f"SELECT person, max(ts), list(DISTINCT datum) {inside} GROUP BY person ORDER BY max(n) DESC LIMIT 10"
            ),
        )

    def stuck(self, now: datetime) -> Rows:
        """For each cause, and for all: people, the oldest case, people by the age of their oldest case."""
        (moment,) = _moments(now)
        ages = ", ".join(
            f"count(*) FILTER (since <= {moment} - INTERVAL {low} DAY AND since > {moment} - INTERVAL {high} DAY)"
            for low, high in ((0, 1), (1, 3), (3, 7), (7, 9999))
        )
        return self._all(
            f"WITH o AS MATERIALIZED ({_open('TRUE')}), "
            f"ages AS (SELECT [{ages}] AS people FROM (SELECT min(first) AS since FROM o GROUP BY person)) "
            "SELECT cause, count(DISTINCT person), min(first), any_value(people) FROM o, ages "
            "GROUP BY GROUPING SETS ((cause), ())"
        )

    def trend(self, window: Window) -> tuple[Rows, Rows]:
        """By day, result and cause; the counts. How long cases take is ours alone: open ones count, too."""
        start, end = _moments(window.start, window.end)
        rows = f"(SELECT * FROM attempts WHERE ts >= {start} AND ts < {end})"
        return (
            self._all(f"SELECT ts::DATE, result, cause, count(*) FROM {rows} GROUP BY ALL"),
            self._all(f"SELECT {_COUNTS} FROM {rows}"),
        )

    def compare(self, window: Window) -> tuple[Rows, Rows]:
        """As failures by cause: the second window is the one before."""
        return self.failures(window, "cause")

    def status(self, user: str) -> tuple[Rows, Rows]:
        """All attempts of a person, newest first, and what they registered."""
        return (
            self._all("SELECT ts, result, methods, detail FROM attempts WHERE person = ? ORDER BY n DESC", [user]),
            self._all("SELECT datum, min(ts), max(ts) FROM registrations WHERE person = ? GROUP BY datum", [user]),
        )

    def data(self) -> Rows:
        """Rows, people, first and last of both reports."""
        return [
            *self._all("SELECT count(*), count(DISTINCT person), min(ts), max(ts) FROM attempts"),
            *self._all("SELECT count(*), count(DISTINCT person), min(ts), max(ts) FROM registrations"),
        ]

    def digest(self, since: datetime, now: datetime) -> tuple[Rows, Rows, Rows, Rows, Rows]:
        """Open before, recovered; new cases by cause and by detail; the counts; fourteen days by result and cause."""
        start, end, fortnight = _moments(since, now, (now - pd.Timedelta(days=13)).replace(hour=0, minute=0, second=0))
        fresh = f"ts >= {start} AND ts < {end}"
        touched = f"person IN (SELECT person FROM attempts WHERE {fresh})"
        new = (
            f"SELECT person, cause, arg_max(detail, n) AS detail FROM ({_spells(f'ts < {end} AND {touched}')}) "
            f"WHERE {_FAILED} GROUP BY person, spell, cause HAVING min(ts) >= {start}"
        )
        return (
            self._all(
                f"WITH o AS ({_open(f'ts < {start}')}) SELECT count(DISTINCT person), count(*) FILTER (person IN "
                f"(SELECT person FROM attempts WHERE {fresh} AND {_DONE})) FROM o"
            ),
            self._all(f"SELECT cause, count(*), count(DISTINCT person) FROM ({new}) GROUP BY cause"),
            self._all(f"SELECT detail, count(DISTINCT person) FROM ({new}) GROUP BY detail"),
            self._all(f"SELECT {_COUNTS} FROM attempts WHERE {fresh}"),
            self._all(
                f"SELECT ts::DATE, result, cause, count(*) FROM attempts WHERE ts >= {fortnight} AND ts < {end} GROUP BY ALL"
            ),
        )

    def _all(self, sql: str, values: Sequence[object] = ()) -> Rows:
        found: Rows = self._connection.execute(sql, values).fetchall()
        return found


def with_method(attempts: pd.DataFrame) -> pd.DataFrame:
    """Attempts with the method that each failed at, as a column made beforehand: it follows from the catalogue.

    It is the one that the detail names, else the one begun last, where it is none of those that were passed.
    """
    columns = [attempts[name].astype(str) for name in ("detail", "started", "methods")]
    alike = pd.DataFrame(dict(zip(("detail", "started", "methods"), columns, strict=True))).drop_duplicates()
    method = {
        (detail, started, passed): failed_method(detail) or ("" if started in passed.split(SEPARATOR) else started)
        for detail, started, passed in alike.itertuples(index=False)
    }
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return attempts.assign(method=pd.Categorical([method[row] for row in rows]))


def _moments(*moments: datetime) -> tuple[str, ...]:
    return tuple(f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S.%f}'" for moment in moments)


def _open(seen: str) -> str:
    """The open cases of some rows: person, cause, first failure."""
    return (
        f"SELECT a.person, a.cause, min(a.ts) AS first FROM attempts a LEFT JOIN (SELECT person, max(n) AS n FROM attempts "
        f"WHERE {_DONE} AND {seen} GROUP BY person) last USING (person) "
        f"WHERE {_FAILED} AND {seen} AND a.n > coalesce(last.n, -1) GROUP BY a.person, a.cause"
    )


def _spells(chosen: str) -> str:
    """Failures and successes with the number of the person's successes before them."""
    return (
        f"SELECT *, count(*) FILTER ({_DONE}) OVER (PARTITION BY person ORDER BY n "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS spell "
        f"FROM attempts WHERE ({_DONE} OR {_FAILED}) AND {chosen}"
    )
