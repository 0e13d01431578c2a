"""Who asked what about whom: append-only, each row's hash covering the one before, so that a change shows."""

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select
from typing_extensions import override

from bot.reports.instants import from_micros, to_micros
from bot.service import ports
from bot.service.asker import Asker
from bot.service.ports import Clock
from bot.storage.background_writer import BackgroundWriter
from bot.storage.database import writing
from bot.storage.tables import access_log
from bot.storage.tenant import Tenant

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class _Line:
    """One line before it has a number."""

    at: datetime
    who: str  # a Slack user ID, or "terminal"
    channel: str
    kind: str
    subject: str
    outcome: str
    reference: str


@dataclass(frozen=True, slots=True)
class AccessLog(ports.AccessLog):
    """The log of one tenant. Questions about people are on disk before they are answered; others soon after."""

    tenant: Tenant
    writer: BackgroundWriter
    clock: Clock
    _waiting: deque[_Line] = field(default_factory=deque)

    @override
    def record(self, asker: Asker, kind: str, subject: str | None, outcome: str, reference: str = "") -> None:
        key = (subject or "").casefold()
        line = _Line(self.clock(), asker.id, asker.channel, kind, key, outcome, reference)
        if line.subject:
            self.writer.flush()  # in order: what was asked before stands before
            with writing(self.tenant.engine) as connection:
                self._append(connection, [line])
        else:
            self._waiting.append(line)
            self.writer.put(self._append_waiting)

    def lines(self) -> Iterator[dict[str, object]]:
        """Read every line, oldest first, for export."""
        with self.tenant.reading() as (connection, tenant):
            asked = select(access_log).where(access_log.c.tenant == tenant).order_by(access_log.c.number)
            for row in connection.execute(asked).mappings():
                yield {**row, "at": from_micros(row["at"]).isoformat()}

    def first_broken(self) -> int | None:
        """Find the number of the first line that was changed, or follows one that is gone; None when all is well."""
        before, expected = _START, 1
        with self.tenant.reading() as (connection, tenant):
            asked = select(access_log).where(access_log.c.tenant == tenant).order_by(access_log.c.number)
            for row in connection.execute(asked).mappings():
                values = {name: row[name] for name in row if name != "hash"}
                if row["number"] != expected or row["hash"] != _hash(before, values):
                    return expected
                before, expected = row["hash"], expected + 1
        return None

    def _append_waiting(self, connection: Connection) -> None:
        """Append all that wait, in one statement; whoever comes after finds nothing left to do."""
        self._append(connection, [self._waiting.popleft() for _ in range(len(self._waiting))])

    def _append(self, connection: Connection, lines: Sequence[_Line]) -> None:
        if not lines:
            return
        tenant = self.tenant.number(connection, lock=True)
        newest = (
            select(access_log.c.number, access_log.c.hash)
            .where(access_log.c.tenant == tenant)
            .order_by(access_log.c.number.desc())
            .limit(1)
        )
        last = connection.execute(newest).one_or_none()
        before, number = (last.hash, last.number) if last else (_START, 0)
        rows: list[dict[str, object]] = []
        for position, line in enumerate(lines, start=number + 1):
            values = _values(tenant, position, line)
            before = _hash(before, values)
            rows.append({**values, "hash": before})
        connection.execute(insert(access_log), rows)


def _values(tenant: int, number: int, line: _Line) -> dict[str, object]:
    """The columns of a line, as they are stored and hashed."""
    return {
        "tenant": tenant,
        "number": number,
        "at": to_micros(line.at),
        "who": line.who,
        "channel": line.channel,
        "asked": line.kind,
        "subject": line.subject,
        "outcome": line.outcome,
        "reference": line.reference,
    }


def _hash(before: str, values: dict[str, object]) -> str:
    return hashlib.sha256((before + json.dumps(values, sort_keys=True)).encode()).hexdigest()
