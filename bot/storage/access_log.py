"""Who asked what about whom: append-only; `access_log_chain` shows what was changed or taken away since."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from typing_extensions import override

from bot.errors import RefusedError, StoreError
from bot.reports.instants import from_micros, to_micros
from bot.service import ports
from bot.service.asker import Asker
from bot.service.ports import Clock
from bot.storage.access_log_chain import START, Chain, LogCheck, line_hash, line_values
from bot.storage.access_log_gaps import ACKNOWLEDGE, GAP, Gaps, sentence
from bot.storage.background_writer import LONGEST_WAIT, BackgroundWriter
from bot.storage.storable_text import StorableString, StorableText
from bot.storage.tables import access_log
from bot.storage.tenant import Tenant

KEEP: Final = "keep"  # where lines were taken away because of their age
_HEAD_EVERY: Final = 100  # lines
_HEAD_SECONDS: Final = 60.0
_NOT_RECORDED = (
    "This cannot be recorded in the access log just now, and I answer about people only when it can. "
    "Please try again in a minute."
)
_NEWEST: Final = (
    select(access_log.c.number, access_log.c.hash)
    .where(access_log.c.tenant == bindparam("of"))
    .order_by(access_log.c.number.desc())
    .limit(1)
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line before it has a number."""

    at: datetime
    who: str  # a Slack user ID, or "terminal:" and a user name of the system
    channel: str
    asked: str
    subject: str
    outcome: str
    reference: str = ""
    scope: str = ""
    rows: int | None = None


_NAMES: Final = tuple(field.name for field in fields(_Line))


class AccessLog(ports.AccessLog):
    """The log of one tenant. What names people is on disk before it is answered; the rest soon after.

    With keys each line's hash is made with the first of them; the others are older ones, to verify with.
    """

    def __init__(self, tenant: Tenant, clock: Clock, keys: Sequence[bytes] = (), wait: float = LONGEST_WAIT) -> None:
        self._tenant = tenant
        self._clock = clock
        self._keys = tuple(keys)
        self._head = (0, START)
        self._gaps = Gaps(tenant)
        self._logged = (0, 0.0)  # the number of the head that the process's own log was given, and when
        self._writer = BackgroundWriter(
            tenant.engine, self._append, name="access log", gap=self._gap, written=self._log_head, wait=wait
        )

    @override
    def record(
        self,
        asker: Asker,
        kind: str,
        subject: str | None,
        outcome: str,
        reference: str = "",
        *,
        scope: str = "",
        rows: int | None = None,
        personal: bool = False,
    ) -> None:
        key = (subject or "").casefold()
        line = _Line(self._clock(), asker.id, asker.channel, kind, key, outcome, reference, scope, rows)
        if not key and not personal:
            self._writer.put(line)
            return
        try:
            self._writer.put_and_wait(line, replace(line, outcome="refused", rows=0))
        except StoreError as error:
            raise StoreError(_NOT_RECORDED) from error

    @property
    def problem(self) -> str:
        """Why lines are not on disk; "" when all is well."""
        return self._writer.problem

    @property
    def lost(self) -> str:
        """How many lines were lost and nobody has acknowledged it; "" when none. Raises StoreError as `reading`."""
        return sentence(self._gaps.open())

    def acknowledge(self, asker: Asker, number: int) -> int:
        """Say in the log that somebody knows of the lines lost at a line and before it; how many those are.

        Raises RefusedError when nothing was lost there, or somebody has acknowledged it.
        """
        with self._tenant.writing_part("access log") as (connection, tenant):
            gaps = self._gaps.open_in(connection, tenant)
            if number not in gaps:
                said = sentence(gaps) or "Nothing is lost that nobody has acknowledged."
                raise RefusedError(f"Line {number} of the access log is no line to acknowledge. {said}")
            lost = sum(rows for gap, rows in gaps.items() if gap <= number)
            line = _Line(self._clock(), asker.id, asker.channel, ACKNOWLEDGE, "", "done", str(number), rows=lost)
            self._append(connection, [line])
        return lost

    def flush(self) -> bool:
        """Wait until everything recorded so far is on disk; whether it is."""
        done = self._writer.flush()
        if self._head[0] > self._logged[0]:
            self._log_head(at_once=True)
        return done

    def close(self) -> None:
        """Flush, and end the thread that writes."""
        self.flush()
        self._writer.close()

    def lines(self, about: str | None = None, since: datetime | None = None) -> Iterator[dict[str, object]]:
        """Read the lines, oldest first: all, or those about one person, or those since a time."""
        with self._tenant.reading() as (connection, tenant):
            asked = select(access_log).where(access_log.c.tenant == tenant).order_by(access_log.c.number)
            if about is not None:
                asked = asked.where(access_log.c.subject == about.strip().casefold())
            if since is not None:
                asked = asked.where(access_log.c.at >= to_micros(since))
            for row in connection.execute(asked).mappings():
                yield {**row, "at": from_micros(row["at"]).isoformat()}

    def newest(self) -> tuple[int, str]:
        """Find number and hash of the newest line; 0 when there is none."""
        with self._tenant.reading() as (connection, tenant):
            return _newest(connection, tenant)

    def verify(self, since: tuple[int, str] | None = None) -> LogCheck:
        """Follow the chain; with `since`, a number and hash noted earlier, that line must still stand as it did."""
        with self._tenant.reading() as (connection, tenant):
            chain = Chain(self._keys, since, _start(connection, tenant))
            asked = select(access_log).where(access_log.c.tenant == tenant).order_by(access_log.c.number)
            for row in connection.execute(asked).mappings():
                if not chain.follow(dict(row)):
                    break
        return chain.result()

    def forget_before(self, cutoff: int) -> int:
        """Take away the lines of before a time (microseconds), and count them.

        A new line holds the hash of the last of them, from which those that stay are still verified. From a gap on that
        nobody has acknowledged all stay. Raises StoreError when the log is not whole: what shows that must not go.
        """
        self.flush()
        if problem := self.verify().problem:
            raise StoreError(f"The access log is not whole: {problem}. No line was taken away.")
        with self._tenant.writing_part("access log") as (connection, tenant):
            mine = access_log.c.tenant == tenant
            asked = select(access_log.c.number, access_log.c.hash).where(mine, access_log.c.at < cutoff)
            if gap := min(self._gaps.open_in(connection, tenant), default=0):
                asked = asked.where(access_log.c.number < gap)
            last = connection.execute(asked.order_by(access_log.c.number.desc()).limit(1)).first()
            if last is None:
                return 0
            count = connection.execute(delete(access_log).where(mine, access_log.c.number <= last.number)).rowcount
            line = _Line(self._clock(), "", "", KEEP, "", "done", f"{last.number}:{last.hash}", rows=count)
            self._append(connection, [line], after=(int(last.number), str(last.hash)))
        return count

    def erase(self, asker: Asker, subject: str) -> int:
        """Take a person's name out of all lines, which still verify; the erasure itself is a line. Counts the lines."""
        self.flush()
        key = subject.strip().casefold()
        with self._tenant.writing_part("access log") as (connection, tenant):
            named = access_log.c.tenant == tenant, access_log.c.subject == key, access_log.c.subject != ""
            old = connection.execute(select(access_log.c.number).where(*named, access_log.c.salt == "")).first()
            if old is not None:
                raise StoreError("Lines of an earlier version name this person; their hash covers the name itself.")
            count = connection.execute(update(access_log).where(*named).values(subject="", salt="")).rowcount
            line = _Line(self._clock(), asker.id, asker.channel, "erase", "", "done", rows=count)
            self._append(connection, [line])
        return count

    def _gap(self, count: int) -> _Line:
        return _Line(self._clock(), "", "", GAP, "", "lost", rows=count)

    def _append(self, connection: Connection, lines: Sequence[_Line], after: tuple[int, str] | None = None) -> None:
        """Write lines behind the newest, or where none is left behind the last that was."""
        tenant = self._tenant.hold(connection, "access log")
        number, before = _newest(connection, tenant)
        if not number and after:
            number, before = after
        rows: list[dict[str, object]] = []
        for position, line in enumerate(lines, start=number + 1):
            values = self._values(tenant, position, line)
            before = line_hash(before, values, self._keys[0] if self._keys else b"")
            rows.append({**values, "hash": before})
        connection.execute(insert(access_log), rows)
        self._head = number + len(rows), before

    def _values(self, tenant: int, number: int, line: _Line) -> dict[str, Any]:
        """The columns of a line, as they are stored and hashed."""
        stored = {name: _stored(name, getattr(line, name)) for name in _NAMES}
        return line_values(tenant, number, stored | {"at": to_micros(line.at)}, keyed=bool(self._keys))

    def _log_head(self, *, at_once: bool = False) -> None:
        """Say now and then in the process's own log how far this one is: what is kept elsewhere shows a cut."""
        number, digest = self._head
        logged, at = self._logged
        if at_once or number - logged >= _HEAD_EVERY or time.monotonic() - at >= _HEAD_SECONDS:
            self._logged = number, time.monotonic()
            _log.info("Access log: line %d has the hash %s", number, digest)


def _newest(connection: Connection, tenant: int) -> tuple[int, str]:
    last = connection.execute(_NEWEST, {"of": tenant}).first()
    return (int(last.number), str(last.hash)) if last else (0, START)


def _start(connection: Connection, tenant: int) -> tuple[int, str]:
    """Number and hash of the newest line that is no longer kept, as a line that is says."""
    mine = access_log.c.tenant == tenant
    first = connection.execute(select(func.min(access_log.c.number)).where(mine)).scalar()
    if first is None or first == 1:
        return 0, START
    said = mine, access_log.c.asked == KEEP, access_log.c.reference.startswith(f"{first - 1}:")
    reference = connection.execute(select(access_log.c.reference).where(*said).limit(1)).scalar()
    return (first - 1, reference.partition(":")[2]) if reference else (0, START)


def _stored(name: str, value: object) -> object:
    """A value as its column keeps it, so that the hash covers what will be read back."""
    kind = access_log.c[name].type
    if isinstance(value, str) and isinstance(kind, StorableString | StorableText):
        return kind.process_bind_param(value, None)
    return value
