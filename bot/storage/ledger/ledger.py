"""The ledger of one tenant: reports in, in one transaction each, with a receipt."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Table, update

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import Result, is_documented_method
from bot.reports.folding.steps import Activity
from bot.reports.half_days import may_lack_halves
from bot.reports.parsing.cut_off import is_of_a_filter
from bot.reports.parsing.read_report import ReadReport
from bot.reports.parsing.summary import NO_CLOCKS, have_zone
from bot.reports.receipt import Folded, Receipt, ReportKind
from bot.reports.resaved import Written
from bot.storage.erasure.erased import without_erased
from bot.storage.ledger.both_sources import both_sources
from bot.storage.ledger.domains import unknown_domains
from bot.storage.ledger.handover import Handover, StoredRows
from bot.storage.ledger.inputs import keep_input
from bot.storage.ledger.receipts import has_loaded, keep_receipt, next_load
from bot.storage.ledger.rows import Stored, store
from bot.storage.retention.keep import Keep, within
from bot.storage.tables import attempts, interventions, registrations, tenants
from bot.storage.tenant import Tenant, newest_position, unloads

_ON_THE_PAGE = {Activity.FLOW, Activity.RESET, Activity.BLOCKED, Activity.UNLOCK}
_TABLES = {ReportKind.RESET: attempts, ReportKind.REGISTRATION: registrations}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything ever loaded for one tenant. Safe to share between threads; loads of a tenant wait for each other."""

    tenant: Tenant
    catalogue: Catalogue
    keeps_inputs: bool = True  # so that a load can be taken back
    keep: Keep = Keep()  # noqa: RUF009 - it cannot change
    handover: Handover | None = None  # takes the rows of the last load, for the snapshot after it

    def record(self, report: ReadReport, path: str, now: datetime, fingerprint: str = "") -> Receipt:
        """One report in: all of its rows and its receipt, or nothing.

        Raises StoreError when the database refuses.
        """
        with self.tenant.writing(lock=True) as (connection, tenant):
            report = within(without_erased(connection, tenant, report), self.keep, now)
            position = newest_position(connection, tenant)
            load = next_load(connection, tenant)
            strangers = unknown_domains(connection, tenant, report.frame["user"], load, typed=_is_typed(report))
            stored, folded, changed = self._store(connection, report, now, tenant=tenant, load=load, position=position)
            receipt = Receipt(
                path=path,
                report=report.kind,
                recognised=report.recognised,
                loaded_at=now,
                rows=report.rows,
                new=stored.new,
                repeated=stored.repeated,
                changed=stored.changed,
                rejected=report.rejected,
                rejected_count=len(report.rejected),
                skipped=report.skipped,
                unknown_details=self._unknown_details(changed),
                unknown_values=_unknown_values(changed),
                first=_end(report.frame, "min"),
                last=_end(report.frame, "max"),
                warnings=(*_of_what_counts(report.warnings, stored), *stored.notes, *strangers),
                position=stored.position,
                folded=folded,
                number=load,
            )
            receipt = replace(receipt, warnings=(*receipt.warnings, *both_sources(connection, receipt, tenant)))
            keep_receipt(connection, receipt, tenant=tenant, load=load, fingerprint=fingerprint)
            if self.keeps_inputs:
                keep_input(connection, report.frame, report.warnings, tenant=tenant, load=load)
            connection.execute(update(tenants).where(tenants.c.id == tenant).values(position=stored.position))
            fresh = StoredRows(position, (stored.position, load, unloads(connection, tenant)), stored.rows)
        if self.handover is not None and fresh.are_all():
            self.handover.give(fresh)
        return receipt

    def _store(
        self, connection: Connection, report: ReadReport, now: datetime, *, tenant: int, load: int, position: int
    ) -> tuple[Stored, Folded | None, pd.DataFrame]:
        """What became of the rows, and the attempts or registrations that they tell of."""
        frame = report.frame
        said = report.warnings
        written = Written(have_zone(said), may_lack_halves(said), NO_CLOCKS in said)
        if report.kind is ReportKind.AUDIT:
            from bot.storage.ledger.audit_log import store_audit  # noqa: PLC0415 - whoever only asks need not fold

            steps = store_audit(
                connection, frame, written=written, now=now, tenant=tenant, load=load, position=position
            )
            return steps.stored, steps.folded, steps.changed
        stored = Stored(0, 0, 0, position)
        for table, rows in _by_table(report.kind, frame):
            one = store(connection, table, rows, written=written, tenant=tenant, load=load, position=stored.position)
            stored = stored.and_then(one)
        return stored, None, frame

    def pass_over(self, receipt: Receipt, fingerprint: str = "") -> None:
        """Remember a file, or a part of one, that was not read. Raises StoreError when the database refuses."""
        with self.tenant.writing(lock=True) as (connection, tenant):
            load = next_load(connection, tenant)
            placed = replace(receipt, position=newest_position(connection, tenant))
            keep_receipt(connection, placed, tenant=tenant, load=load, fingerprint=fingerprint)

    def has_loaded(self, path: str, fingerprint: str, now: datetime) -> bool:
        """Whether a file is in already, as `receipts.has_loaded` says."""
        with self.tenant.reading() as (connection, tenant):
            return has_loaded(connection, tenant, path, fingerprint, now)

    def _unknown_details(self, frame: pd.DataFrame) -> tuple[tuple[str, int], ...]:
        if "detail" not in frame:
            return ()
        counts = frame["detail"].value_counts()
        unknown = [
            (str(text), int(rows))
            for text, rows in counts.items()
            if rows and text and self.catalogue.match(str(text)) is None
        ]
        return tuple(sorted(unknown, key=lambda item: (-item[1], item[0])))


def _of_what_counts(warnings: tuple[str, ...], stored: Stored) -> tuple[str, ...]:
    """A report's warnings; of one whose rows are all known not what a filter may have left out."""
    is_known = stored.repeated and not (stored.new or stored.changed)
    return tuple(warning for warning in warnings if not (is_known and is_of_a_filter(warning)))


def _is_typed(report: ReadReport) -> bool:
    """Whether it tells of resets: who is signed in and who changes a policy is known to the directory."""
    activities = set(report.frame["activity"].unique()) if report.kind is ReportKind.AUDIT else set[str]()
    return report.kind is ReportKind.RESET or not activities.isdisjoint(_ON_THE_PAGE)


def _by_table(kind: ReportKind, frame: pd.DataFrame) -> Iterator[tuple[Table, pd.DataFrame]]:
    """The rows of a report by the table that keeps them: a registration that failed is none."""
    if "failed" not in frame:
        yield _TABLES[kind], frame
        return
    from bot.reports.folding.kinds import AttemptKind  # noqa: PLC0415 - whoever only asks need not fold

    failed = frame["failed"].to_numpy(dtype=bool)
    yield _TABLES[kind], frame[~failed]
    said = {"kind": str(AttemptKind.REGISTRATION), "result": str(Result.FAILED)}
    rest = frame[failed]
    yield interventions, rest.assign(**{name: pd.Categorical([word] * len(rest)) for name, word in said.items()})


def _unknown_values(frame: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """Results and methods that no document lists."""
    found: Counter[str] = Counter()
    for kind in ("result", "methods", "datum"):
        if kind in frame:
            for text, rows in frame[kind].value_counts().items():
                for word in _unlisted(kind, str(text)):
                    found[f"{kind}: {word}"] += int(rows)
    return tuple(sorted(((word, rows) for word, rows in found.items() if rows), key=lambda item: -item[1]))


def _unlisted(kind: str, text: str) -> list[str]:
    if kind == "result":
        return [] if text in set(Result) else [text or "(empty)"]
    return [word for word in text.split(" + ") if word and not is_documented_method(word)]


def _end(frame: pd.DataFrame, which: str) -> datetime | None:
    if frame.empty:
        return None
    at: pd.Timestamp = getattr(frame["at"], which)()
    return at.to_pydatetime()
