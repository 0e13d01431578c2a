"""Lines of the access log that were lost: what says so stands open until somebody has acknowledged it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, func, select

from bot.storage.tables import access_log
from bot.storage.tenant import Tenant

GAP: Final = "gap"  # a line instead of lines that are lost
ACKNOWLEDGE: Final = "acknowledge"  # a line whose reference is the number of a gap: that one and those before are known
_NONE: Final[Mapping[int, int]] = MappingProxyType({})


@dataclass(slots=True)
class Gaps:
    """The gaps that nobody has acknowledged. It reads each line of the log once, so that asking often costs nothing."""

    tenant: Tenant
    _seen: tuple[int, Mapping[int, int]] = field(default=(0, _NONE), init=False)

    def open(self) -> Mapping[int, int]:
        """How many lines were lost at each of them, by its number, oldest first. Raises StoreError as `reading`."""
        with self.tenant.reading() as (connection, tenant):
            return self.open_in(connection, tenant)

    def open_in(self, connection: Connection, tenant: int) -> Mapping[int, int]:
        """The same, as a transaction sees it."""
        newest = connection.execute(select(func.max(access_log.c.number)).where(access_log.c.tenant == tenant)).scalar()
        seen, known = self._seen
        if not newest or newest < seen:  # the log was taken away, or its end
            seen, known = 0, _NONE
        log = access_log.c
        asked = select(log.number, log.asked, log.reference, log.rows).where(
            log.tenant == tenant, log.number > seen, log.number <= (newest or 0), log.asked.in_((GAP, ACKNOWLEDGE))
        )
        found = dict(known)
        for row in connection.execute(asked.order_by(log.number)):
            if row.asked == GAP:
                found[row.number] = row.rows or 0
            else:
                found = {number: lost for number, lost in found.items() if number > int(row.reference)}
        self._seen = newest or 0, MappingProxyType(found)
        return self._seen[1]


def sentence(gaps: Mapping[int, int]) -> str:
    """What to say of open gaps; "" when there are none."""
    if not gaps:
        return ""
    lost, last = sum(gaps.values()), max(gaps)
    what = "1 line of the access log was lost" if lost == 1 else f"{lost:,} lines of the access log were lost"
    where = f"see line {last}" if len(gaps) == 1 else f"see {len(gaps)} lines called {GAP}, the newest is {last}"
    return f"{what} ({where}). Find out why, then run sspr access-log --acknowledge {last}."
