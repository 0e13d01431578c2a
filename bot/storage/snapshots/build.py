"""From the tables to the frames of a snapshot: numbers become categoricals, details become catalogue keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Table, func, select

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import FAILURES, Result
from bot.reports.columns import RESULTS, TIME
from bot.reports.covered_spans import Pulled
from bot.reports.instants import to_micros, utc
from bot.reports.provenance import SourceRows, source_rows
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import People, PersonRows, Snapshot
from bot.storage.ledger.checkpoints import spans
from bot.storage.ledger.receipts import next_load, receipts
from bot.storage.ledger.roster import history
from bot.storage.ledger.rows import read_numbers
from bot.storage.snapshots.expiry import settle
from bot.storage.tables import attempts, interventions, loads, people, pulled_spans, registrations, roster, words
from bot.storage.tenant import newest_position

_RECEIPTS = 100
_Table = npt.NDArray[np.int32]  # indexed by a database number, gives a place or code


def build_snapshot(connection: Connection, *, tenant: int, name: str, catalogue: Catalogue, now: datetime) -> Snapshot:
    """All frames of one tenant, read in one transaction; every frame's `user` codes are places in `people`."""
    covered = spans(connection, tenant)
    everyone, places = _people(connection, tenant)
    said = _words(connection, tenant)
    audit_loads = _audit_loads(connection, tenant)
    source = ("load",) if len(audit_loads) else ()
    rows = _facts(connection, attempts, tenant, ("role", "methods", "result", "detail", *source))
    settles_at = settle(connection, tenant, rows, said, now)
    tried = _attempts(rows, everyone, places, said, catalogue)
    signed_up = _facts(connection, registrations, tenant, ("role", "datum", *source))
    registered = _registrations(signed_up, everyone, places, said)
    return Snapshot(
        tenant=name,
        attempts=tried,
        registrations=registered,
        interventions=_interventions(connection, tenant, everyone, places, said),
        roster=_roster(connection, tenant, everyone, places, _seen(covered)),
        people=everyone,
        attempts_of=_person_rows(tried, everyone),
        registrations_of=_person_rows(registered, everyone),
        receipts=receipts(connection, tenant, _RECEIPTS),
        position=newest_position(connection, tenant),
        version=version(connection, tenant),
        built_at=now,
        sources=(
            *_sources(ReportKind.RESET, rows, audit_loads),
            *_sources(ReportKind.REGISTRATION, signed_up, audit_loads),
        ),
        settles_at=settles_at,
        pulls=covered,
        roster_history=history(connection, tenant),
    )


def version(connection: Connection, tenant: int) -> tuple[int, ...]:
    """The newest place, load and pull of a tenant."""
    newest = select(func.max(pulled_spans.c.pulled_at)).where(pulled_spans.c.tenant == tenant)
    pulled = connection.execute(newest).scalar() or 0
    return newest_position(connection, tenant), next_load(connection, tenant) - 1, pulled


def _people(connection: Connection, tenant: int) -> tuple[People, _Table]:
    """Everyone in the order of their keys, and each database number's place in that order."""
    asked = select(people.c.id, people.c.key, people.c.shown).where(people.c.tenant == tenant)
    rows = sorted(connection.execute(asked), key=lambda row: row[1])
    places = np.zeros(max((row[0] for row in rows), default=0) + 1, dtype=np.int32)
    places[[row[0] for row in rows]] = np.arange(len(rows), dtype=np.int32)
    return People([key for _, key, _ in rows], [shown for _, _, shown in rows]), places


def _words(connection: Connection, tenant: int) -> dict[str, dict[int, str]]:
    """Words by kind and number."""
    found: dict[str, dict[int, str]] = {}
    asked = select(words.c.kind, words.c.id, words.c.word).where(words.c.tenant == tenant)
    for kind, number, word in connection.execute(asked):
        found.setdefault(kind, {})[number] = word
    return found


def _attempts(
    rows: pd.DataFrame,
    everyone: People,
    places: _Table,
    said: Mapping[str, Mapping[int, str]],
    catalogue: Catalogue,
) -> pd.DataFrame:
    keys = {number: catalogue.key_of(text) for number, text in said.get("detail", {}).items()}
    details = _contradictions(rows, said, keys, catalogue)
    causes = {number: catalogue.cause_key_of(key) for number, key in keys.items()}
    return pd.DataFrame(
        {
            "position": rows["position"],
            "at": _times(rows),
            "user": _users(rows, everyone, places),
            "role": _category(rows["role"], said.get("role", {})),
            "methods": _category(rows["methods"], said.get("methods", {})),
            "result": _results(rows["result"], said.get("result", {})),
            "detail": _category(details, keys),
            "cause": _category(details, causes),
        }
    )


def _contradictions(
    rows: pd.DataFrame, said: Mapping[str, Mapping[int, str]], keys: dict[int, str], catalogue: Catalogue
) -> pd.Series:
    """The details of all rows, with numbers of their own, added to `keys`, where a failure's detail says success."""
    failures = [number for number, word in said.get("result", {}).items() if word in set(FAILURES)]
    against = {number: told for number, key in keys.items() if (told := catalogue.contradicted(key))}
    details = rows["detail"]
    if not (failures and against):
        return details
    wrong = (details.isin(list(against)) & rows["result"].isin(failures)).to_numpy()
    if not wrong.any():
        return details
    behind = max(keys) + 1
    keys |= {number + behind: told for number, told in against.items()}
    return details.where(~wrong, details + behind)


def _results(numbers: pd.Series, meaning: Mapping[int, str]) -> pd.Categorical:
    listed = {number: word if word in set(Result) else Result.UNRECOGNISED for number, word in meaning.items()}
    return _category(numbers, listed).set_categories(RESULTS.categories)


def _registrations(
    rows: pd.DataFrame, everyone: People, places: _Table, said: Mapping[str, Mapping[int, str]]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "position": rows["position"],
            "at": _times(rows),
            "user": _users(rows, everyone, places),
            "role": _category(rows["role"], said.get("role", {})),
            "datum": _category(rows["datum"], said.get("datum", {})),
        }
    )


def _interventions(
    connection: Connection, tenant: int, everyone: People, places: _Table, said: Mapping[str, Mapping[int, str]]
) -> pd.DataFrame:
    rows = _facts(connection, interventions, tenant, ("kind", "result"))
    return pd.DataFrame(
        {
            "position": rows["position"],
            "at": _times(rows),
            "user": _users(rows, everyone, places),
            "kind": _category(rows["kind"], said.get("kind", {})),
            "result": _results(rows["result"], said.get("result", {})),
        }
    )


def _audit_loads(connection: Connection, tenant: int) -> npt.NDArray[np.int64]:
    """The numbers of the loads of audit logs."""
    asked = select(loads.c.id).where(loads.c.tenant == tenant, loads.c.report == str(ReportKind.AUDIT))
    return np.array(connection.execute(asked).scalars().all(), dtype=np.int64)


def _sources(report: ReportKind, rows: pd.DataFrame, audit_loads: npt.NDArray[np.int64]) -> tuple[SourceRows, ...]:
    from_audit = (
        rows["load"].isin(audit_loads).to_numpy() if "load" in rows.columns else np.zeros(len(rows), dtype=bool)
    )
    return source_rows(report, rows["at"].to_numpy(), rows["person"].to_numpy(), from_audit)


def _facts(connection: Connection, table: Table, tenant: int, kinds: tuple[str, ...]) -> pd.DataFrame:
    """The rows as numbers, sorted by time, then position."""
    names = ["position", "at", "person", *kinds]
    asked = select(*(table.c[name] for name in names)).where(table.c.tenant == tenant)
    rows = read_numbers(connection, asked, names)
    order = np.lexsort((rows["position"].to_numpy(), rows["at"].to_numpy()))
    return rows.iloc[order].reset_index(drop=True)


def _times(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(utc(rows["at"].to_numpy())).astype(TIME)


def _users(rows: pd.DataFrame, everyone: People, places: _Table) -> pd.Categorical:
    codes = places[rows["person"].to_numpy()]
    return pd.Categorical.from_codes(codes, pd.Index(list(everyone.keys), dtype="str"))


def _category(numbers: pd.Series, meaning: Mapping[int, str]) -> pd.Categorical:
    """Numbers as a categorical of what they mean; categories sorted, the same meaning once."""
    labels = sorted(set(meaning.values()))
    code = {label: place for place, label in enumerate(labels)}
    table = np.full(max(meaning, default=0) + 1, -1, dtype=np.int32)
    for number, label in meaning.items():
        table[number] = code[label]
    return pd.Categorical.from_codes(table[numbers.to_numpy()], pd.Index(labels, dtype="str"))


def _person_rows(frame: pd.DataFrame, everyone: People) -> PersonRows:
    codes: Any = frame["user"].cat.codes.to_numpy().astype(np.int32)
    return PersonRows.of(codes, len(everyone.keys))


def _seen(covered: Sequence[Pulled]) -> int:
    """When the roster was last read whole: all of its rows are as of then."""
    return max((to_micros(span.pulled_at) for span in covered if span.report is ReportKind.ROSTER), default=0)


def _roster(connection: Connection, tenant: int, everyone: People, places: _Table, seen: int) -> pd.DataFrame:
    names = ("person", "registered", "enabled", "capable", "admin", "guest", "methods")
    asked = select(*(roster.c[name] for name in names)).where(roster.c.tenant == tenant)
    rows = pd.DataFrame(connection.execute(asked).all(), columns=pd.Index(names))
    flags = {name: rows[name].astype(bool) for name in ("registered", "enabled", "capable", "admin", "guest")}
    frame = pd.DataFrame(
        {
            "user": _users(rows.astype({"person": "int64"}), everyone, places),
            **flags,
            "methods": pd.Categorical(rows["methods"].astype("str")),
            "seen": pd.Series(utc(np.full(len(rows), seen, np.int64))),
        }
    )
    return frame.sort_values("user", ignore_index=True)
