"""Drawn tables become the snapshot that the analysis reads.

    snapshot('''
        at               | user  | result | detail            | methods      | role | position
        2017-02-27 12:00 | dana  | Failed | failed.no_license | Mobile Phone | User | 1
    ''')

Only `at` and `user` must be drawn. A user without an @ belongs to contoso.com; a detail is the catalogue's key, or a raw
sentence that no document lists, and follows from the result when it is not drawn; positions follow the order of the lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import FAILURES, Result
from bot.reports.columns import RESULTS, TIME
from bot.reports.ends import took
from bot.reports.frames.column import Column, Times, Words
from bot.reports.frames.frame import Frame
from bot.reports.instants import to_micros
from bot.reports.provenance import SourceRows, source_rows
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.snapshot import People, PersonRows, RowsBefore, Snapshot
from bot.storage.snapshots.prior import rows_before
from bot.storage.snapshots.splice import Splice
from bot.storage.snapshots.state import NOTHING, Facts

Row = Mapping[str, str]

NOW = datetime(2017, 3, 1, 12, tzinfo=UTC)
DETAILS = {
    Result.SUCCEEDED: "succeeded",
    Result.FAILED: "failed.no_license",
    Result.BLOCKED: "blocked.sms_codes",
    Result.CONTACTED_ADMIN: "contacted.sms",
    Result.ABANDONED: "abandoned.started.sms",
    Result.CANCELLED: "cancelled.before_gates",
    Result.IN_PROGRESS: "step.presented",
    Result.UNRECOGNISED: "Something new",
}


def drawn(table: str) -> list[Row]:
    """The lines of a drawn table as rows."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def at(text: str) -> datetime:
    """A drawn time; without a zone it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def snapshot(
    attempts: str | Sequence[Row] = "at | user",
    registrations: str | Sequence[Row] = "at | user",
    roster: str | Sequence[Row] = "user",
    receipts: tuple[Receipt, ...] = (),
    built_at: datetime = NOW,
    interventions: str | Sequence[Row] = "at | user",
) -> Snapshot:
    """A snapshot of drawn attempts, registrations, roster and interventions; these are resets by an admin unless drawn
    otherwise. Attempts and registrations come from the classic reports unless `source` says "audit log"."""
    tried, signed_up, known, others = (
        [*(drawn(t) if isinstance(t, str) else t)] for t in (attempts, registrations, roster, interventions)
    )
    shown = {user.casefold(): user for user in map(_user, reversed([*tried, *signed_up, *known, *others]))}
    people = People(sorted(shown), [shown[key] for key in sorted(shown)])
    attempt_frame, registration_frame = _attempts(tried, people), _registrations(signed_up, people)
    intervention_frame = _interventions(others, people)
    frames = (attempt_frame, registration_frame, intervention_frame)
    newest = max([0, *(position for frame in frames for position in frame["position"])])
    return Snapshot(
        tenant="contoso",
        attempts=plain(attempt_frame),
        registrations=plain(registration_frame),
        interventions=plain(intervention_frame),
        roster=plain(_roster(known, people)),
        people=people,
        attempts_of=_index(attempt_frame, people),
        registrations_of=_index(registration_frame, people),
        receipts=receipts,
        position=newest,
        version=(newest, len(receipts)),
        built_at=built_at,
        sources=(
            *_sources(ReportKind.RESET, tried, attempt_frame),
            *_sources(ReportKind.REGISTRATION, signed_up, registration_frame),
        ),
        rows_before=_rows_before(attempt_frame, people),
    )


def plain(frame: pd.DataFrame) -> Frame:
    """A pandas frame as a snapshot holds it."""
    return Frame({str(name): _column(frame[name]) for name in frame.columns})


def _column(column: pd.Series) -> Column:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return Words(column.cat.codes.to_numpy(), column.cat.categories.tolist())
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return Times(column.to_numpy("datetime64[us]").view(np.int64))
    return column.to_numpy()


def _rows_before(frame: pd.DataFrame, people: People) -> RowsBefore:
    """As the storage makes them from the first row on."""
    codes = {kind: frame[kind].cat.codes.to_numpy() for kind in ("result", "detail", "cause")}
    at, user = frame["at"].astype("int64").to_numpy(), frame["user"].cat.codes.to_numpy()
    facts = Facts(
        frame["position"].to_numpy(), at, user, codes, np.zeros(len(frame), dtype=np.bool_), frame["took"].to_numpy()
    )
    splice = Splice.of(0, gone=np.empty(0, np.int64), places=np.zeros(len(frame), np.int64))
    everybody, nobody = np.arange(len(people.keys)), np.empty(0, np.int64)
    return rows_before(NOTHING.before, facts, _index(frame, people), splice, everybody, nobody)


def receipt(report: ReportKind, *, first: str | None, last: str | None, rows: int = 10, path: str = "a.csv") -> Receipt:
    """The account of a load that went well."""
    first_at, last_at = (at(text) if text else None for text in (first, last))
    return Receipt(path, report, str(report), NOW, rows, rows, 0, 0, (), 0, 0, (), (), first_at, last_at, ())


def _attempts(rows: Sequence[Row], people: People) -> pd.DataFrame:
    catalogue = load()
    details = [_detail(row) for row in rows]
    return _sorted(
        {
            "position": _positions(rows),
            "at": _times(rows),
            "user": _users(rows, people),
            "role": _category(row.get("role", "User") for row in rows),
            "methods": _category(row.get("methods", "") for row in rows),
            "result": pd.Categorical([_result(row) for row in rows], dtype=RESULTS),
            "detail": _category(details),
            "started": _category(row.get("started", "") for row in rows),
            "cause": _category(map(catalogue.cause_key_of, details)),
            "took": _took(rows),
        }
    )


def _registrations(rows: Sequence[Row], people: People) -> pd.DataFrame:
    return _sorted(
        {
            "position": _positions(rows),
            "at": _times(rows),
            "user": _users(rows, people),
            "role": _category(row.get("role", "User") for row in rows),
            "datum": _category(row.get("datum", "Mobile Phone") for row in rows),
        }
    )


def _interventions(rows: Sequence[Row], people: People) -> pd.DataFrame:
    return _sorted(
        {
            "position": _positions(rows),
            "at": _times(rows),
            "user": _users(rows, people),
            "kind": _category(row.get("kind", "admin reset") for row in rows),
            "result": pd.Categorical([row.get("result", Result.SUCCEEDED) for row in rows], dtype=RESULTS),
        }
    )


def _sources(report: ReportKind, rows: Sequence[Row], frame: pd.DataFrame) -> tuple[SourceRows, ...]:
    order = sorted(range(len(rows)), key=lambda place: at(rows[place]["at"]))
    from_audit = np.array([rows[place].get("source") == "audit log" for place in order], dtype=bool)
    micros = frame["at"].to_numpy("datetime64[us]").view(np.int64)
    return source_rows(report, micros, frame["user"].cat.codes.to_numpy(), from_audit)


def _roster(rows: Sequence[Row], people: People) -> pd.DataFrame:
    flags = ("registered", "enabled", "capable", "admin", "guest")
    return pd.DataFrame(
        {
            "user": _users(rows, people),
            **{flag: np.array([row.get(flag, "no") == "yes" for row in rows], dtype=bool) for flag in flags},
            "methods": _category(row.get("methods", "") for row in rows),
            "seen": pd.Series([at(row.get("seen", "2017-03-01")) for row in rows], dtype=TIME),
        }
    )


def _sorted(columns: Mapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame(columns).sort_values(["at", "position"], ignore_index=True)


def _positions(rows: Sequence[Row]) -> np.ndarray:
    return np.array([int(row.get("position", place)) for place, row in enumerate(rows, start=1)], dtype=np.int64)


def _took(rows: Sequence[Row]) -> np.ndarray:
    """From `at` to `ended`, where that is drawn."""
    first, last = (
        np.array([to_micros(at(row[name])) if row.get(name) else 0 for row in rows], dtype=np.int64)
        for name in ("at", "ended")
    )
    return took(first, last)


def _times(rows: Sequence[Row]) -> pd.Series:
    return pd.Series([at(row["at"]) for row in rows], dtype=TIME)


def _user(row: Row) -> str:
    return row["user"] if "@" in row["user"] else f"{row['user']}@contoso.com"


def _users(rows: Sequence[Row], people: People) -> pd.Categorical:
    keys = list(people.keys)
    return pd.Categorical.from_codes([keys.index(_user(row).casefold()) for row in rows], pd.Index(keys, dtype="str"))


def _result(row: Row) -> str:
    return row.get("result", Result.FAILED)


def _detail(row: Row) -> str:
    detail = row.get("detail") or DETAILS[Result(_result(row))]
    known = load()
    against = known.contradicted(detail) if _result(row) in FAILURES else None
    return against or (detail if detail in known.details else f"?{detail}")


def _category(words: Iterable[str]) -> pd.Categorical:
    said = list(words)
    return pd.Categorical(said, categories=pd.Index(sorted(set(said)), dtype="str"))


def _index(frame: pd.DataFrame, people: People) -> PersonRows:
    return PersonRows.of(frame["user"].cat.codes.to_numpy().astype(np.int32), len(people.keys))
