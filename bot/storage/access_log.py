"""Who asked what about whom: append-only, each row's hash covering the one before, so that a change shows."""

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, insert, select

from bot.service.ports import Asked
from bot.storage.background_writer import Writer
from bot.storage.database import reading, writing
from bot.storage.tables import access_log
from bot.storage.tenant import tenant_number
from bot.storage.times import from_micros, to_micros

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class AccessLog:
    """The log of one tenant. Questions about people are on disk before they are answered; others soon after."""

    engine: Engine
    tenant: str
    writer: Writer
    _waiting: deque[Asked] = field(default_factory=deque)

    def record(self, asked: Asked) -> None:
        """Append one line. Raises StoreError when a question about a person cannot be recorded."""
        if asked.subject:
            self.writer.flush()  # in order: what was asked before stands before
            with writing(self.engine) as connection:
                self._append(connection, [asked])
        else:
            self._waiting.append(asked)
            self.writer.put(self._append_waiting)

    def lines(self) -> Iterator[dict[str, object]]:
        """Every line, oldest first, for export."""
        with reading(self.engine) as connection:
            tenant = tenant_number(connection, self.tenant)
            asked = select(access_log).where(access_log.c.tenant == tenant).order_by(access_log.c.number)
            for row in connection.execute(asked).mappings():
                yield {**row, "at": from_micros(row["at"]).isoformat()}

    def first_broken(self) -> int | None:
        """The number of the first line that was changed, or follows one that is gone; None when all is well."""
        before, expected = _START, 1
        with reading(self.engine) as connection:
            tenant = tenant_number(connection, self.tenant)
            asked = select(access_log).where(access_log.c.tenant == tenant).order_by(access_log.c.number)
            for row in connection.execute(asked).mappings():
                said = {name: row[name] for name in row if name != "hash"}
                if row["number"] != expected or row["hash"] != _hash(before, said):
                    return expected
                before, expected = row["hash"], expected + 1
        return None

    def _append_waiting(self, connection: Connection) -> None:
        """All that wait, in one statement; whoever comes after finds nothing left to do."""
        self._append(connection, [self._waiting.popleft() for _ in range(len(self._waiting))])

    def _append(self, connection: Connection, lines: Sequence[Asked]) -> None:
        if not lines:
            return
        tenant = tenant_number(connection, self.tenant, lock=True)
        newest = (
            select(access_log.c.number, access_log.c.hash)
            .where(access_log.c.tenant == tenant)
            .order_by(access_log.c.number.desc())
            .limit(1)
        )
        last = connection.execute(newest).one_or_none()
        before, number = (last.hash, last.number) if last else (_START, 0)
        rows: list[dict[str, object]] = []
        for place, asked in enumerate(lines, start=number + 1):
            said = _said(tenant, place, asked)
            before = _hash(before, said)
            rows.append({**said, "hash": before})
        connection.execute(insert(access_log), rows)


def _said(tenant: int, number: int, asked: Asked) -> dict[str, object]:
    """A line as it is stored and hashed."""
    return {
        "tenant": tenant,
        "number": number,
        "at": to_micros(asked.at),
        "who": asked.who,
        "channel": asked.channel,
        "asked": asked.kind,
        "subject": asked.subject or "",
        "outcome": asked.outcome,
        "reference": asked.reference,
    }


def _hash(before: str, said: dict[str, object]) -> str:
    return hashlib.sha256((before + json.dumps(said, sort_keys=True)).encode()).hexdigest()
