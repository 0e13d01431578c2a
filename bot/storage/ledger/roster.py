"""The directory's registration details: the state of everybody, of which only changes are written, and daily counts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

import pandas as pd
from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.analysis.roster.cutoffs import count_losing
from bot.knowledge.catalogue import load
from bot.reports.covered_spans import PULLED, Pulled, believed
from bot.reports.instants import to_micros
from bot.reports.parsing.cut_off import may_be_filtered
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.roster import Roster
from bot.storage.erasure.erased import roster_without_erased
from bot.storage.ledger.checkpoints import add_span, spans
from bot.storage.ledger.domains import unknown_domains
from bot.storage.ledger.inputs import keep_input
from bot.storage.ledger.receipts import keep_receipt, next_load
from bot.storage.ledger.roster_changes import NO_CHANGES, STATE, RosterChanges, roster_changes
from bot.storage.ledger.rows import withdraw
from bot.storage.tables import ALL, roster, roster_counts
from bot.storage.tenant import Tenant, newest_position

AT_ONCE: Final = 10_000  # people written by one statement: a million at once took 0.6 GB
_FEW: Final = 20_000  # people; when more have changed, a snapshot reads all again
_NOBODY: Final = (
    "Microsoft Graph names nobody at all, so the registration details were left as they are. "
    "Check the permission and the licence with sspr check."
)

_EMPTY: Final = "The file names nobody at all, so the registration details were left as they are."


@dataclass(frozen=True, slots=True)
class Rosters:
    """One tenant's roster."""

    tenant: Tenant

    def record(self, read: Roster, path: str, now: datetime, fingerprint: str = "") -> Receipt:
        """A whole roster: what changed, the day's counts and the receipt, or nothing.

        Who is not in it any more was disabled or deleted, and leaves. One that is older than what is known only adds
        the counts of its day. Raises StoreError when the database refuses.
        """
        at = min(read.as_of or now, now)
        with self.tenant.writing(lock=True) as (connection, tenant):
            if "object_id" not in read.frame:  # kept by an earlier version, and loaded again
                read = replace(read, frame=read.frame.assign(object_id=""))
            read = roster_without_erased(connection, tenant, read)
            _forget_ahead(connection, tenant, now)
            known = [span.end for span in _known(connection, tenant, now)]
            newest = not known or at >= max(known)
            load = next_load(connection, tenant)
            strangers = unknown_domains(connection, tenant, read.frame["user"], load, typed=False)
            changes = roster_changes(connection, tenant, read.frame) if newest and len(read.frame) else NO_CHANGES
            receipt = _receipt(read, changes, path, now, newest_position(connection, tenant), at, newest=newest)
            if len(read.frame):
                if not (changes.gone and may_be_filtered(read.warnings)):  # numbers of some people begin no history
                    _count(connection, tenant, read.frame, at, replace=newest)
                _remember(connection, tenant, at, now)
            if len(read.frame) and newest:
                _apply(connection, tenant, changes, to_micros(at), load)
            if changes.any() or path != PULLED:
                receipt = replace(receipt, number=load, warnings=(*receipt.warnings, *strangers))
                keep_receipt(connection, receipt, tenant=tenant, load=receipt.number, fingerprint=fingerprint)
                keep_input(connection, read.frame, read.warnings, tenant=tenant, load=receipt.number)
        return receipt


def _known(connection: Connection, tenant: int, now: datetime) -> tuple[Pulled, ...]:
    """When whole rosters were read; none that a clock ahead of this one has read."""
    return believed((span for span in spans(connection, tenant) if span.report is ReportKind.ROSTER), now)


def _forget_ahead(connection: Connection, tenant: int, now: datetime) -> None:
    """Delete the counts of days to come: a clock was wrong. A day's length later it may be that day somewhere."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    connection.execute(delete(roster_counts).where(roster_counts.c.tenant == tenant, roster_counts.c.day > tomorrow))


def _remember(connection: Connection, tenant: int, at: datetime, now: datetime) -> None:
    """That a whole roster was read; one span from the first to the newest, as a roster tells of a moment."""
    known = _known(connection, tenant, now)
    first = min([at, *(span.start for span in known)])
    last = max([at, *(span.end for span in known)])
    add_span(connection, tenant, Pulled(ReportKind.ROSTER, first, last, last))


def _apply(connection: Connection, tenant: int, changes: RosterChanges, since: int, load: int) -> None:
    touched = changes.written.keys() | changes.gone
    withdraw(connection, roster, touched if len(touched) <= _FEW else [ALL], tenant=tenant, load=load)
    leaving = [{"gone": person} for person in changes.known | changes.gone]
    if leaving:
        connection.execute(
            delete(roster).where(roster.c.tenant == tenant, roster.c.person == bindparam("gone")), leaving
        )
    rows = (
        {"tenant": tenant, "person": person, "since": since, **dict(zip(STATE, state, strict=True))}
        for person, state in changes.written.items()
    )
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(insert(roster), some)


def _count(connection: Connection, tenant: int, frame: pd.DataFrame, now: datetime, *, replace: bool) -> None:
    """Keep the counts of a day; where they are known already only if they are to be replaced."""
    members = frame[~frame["guest"].astype(bool)]
    flags = {name: members[name].astype(bool) for name in ("registered", "enabled", "capable")}
    day = now.astimezone(UTC).date()
    that_day = roster_counts.c.tenant == tenant, roster_counts.c.day == day
    if not replace and connection.execute(select(roster_counts.c.day).where(*that_day)).first():
        return
    connection.execute(delete(roster_counts).where(*that_day))
    connection.execute(
        insert(roster_counts).values(
            tenant=tenant,
            day=day,
            members=len(members),
            **{name: int(flag.sum()) for name, flag in flags.items()},
            missing=int((flags["enabled"] & ~flags["registered"]).sum()),
            losing=count_losing(frame, load()),
        )
    )


def _receipt(
    read: Roster, changes: RosterChanges, path: str, now: datetime, position: int, at: datetime, *, newest: bool
) -> Receipt:
    """Rows == new + repeated + changed + rejected; a person listed twice counts as repeated."""
    people = len(changes.written) + changes.same if newest else len(read.frame)
    gone = _gone(len(changes.gone), path) if changes.gone else ""
    older = "" if newest else f"A newer roster is known: of this one only the counts of {at:%Y-%m-%d} are kept."
    nobody = "" if people else _NOBODY if path == PULLED else _EMPTY
    return Receipt(
        path=path,
        report=ReportKind.ROSTER,
        recognised=read.recognised,
        loaded_at=now,
        rows=read.rows,
        new=len(changes.written) - len(changes.known),
        repeated=read.rows - len(read.rejected) - len(changes.written),
        changed=len(changes.known),
        rejected=read.rejected,
        rejected_count=len(read.rejected),
        skipped=0,
        unknown_details=(),
        unknown_values=(),
        first=at if people else None,
        last=at if people else None,
        warnings=tuple(filter(None, [gone, nobody, older, *read.warnings])),
        position=position,
    )


def _gone(people: int, path: str) -> str:
    those = "1 person is" if people == 1 else f"{people:,} people are"
    return f"{those} not in it any more: disabled or deleted{'' if path == PULLED else ', or left out of the file'}."
