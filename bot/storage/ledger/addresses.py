"""From which addresses people came, read back: those of several people alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, and_, distinct, func, select
from typing_extensions import override

from bot.analysis.incidents import HISTORY
from bot.analysis.statistics.scan import FEWEST
from bot.reports.instants import optional, to_micros
from bot.reports.origins import NO_ORIGINS, Origins
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from bot.service.ports import OriginStore
from bot.storage.tables import people, step_origins, words
from bot.storage.tenant import Tenant

_DAY: Final = timedelta(days=1)  # before the window: a burst may have begun there
_SERVICE: Final = "fim_password_service"  # what the log calls whoever asks before it is known who that is


@dataclass(frozen=True, slots=True)
class Addresses(OriginStore):
    """The addresses of one tenant."""

    tenant: Tenant

    @override
    def crowded(self, snapshot: Snapshot, window: Window) -> Origins:
        with self.tenant.reading() as (connection, tenant):
            known = and_(
                step_origins.c.tenant == tenant,
                words.c.tenant == tenant,
                words.c.kind == "address",
                words.c.id == step_origins.c.address,
                words.c.word != "",
            )
            since, until = to_micros(window.start - HISTORY), to_micros(window.end)
            first = connection.execute(select(func.min(step_origins.c.at)).where(known)).scalar()
            rows = _rows(connection, known, to_micros(window.start - _DAY), since, until)
        if first is None:
            return NO_ORIGINS
        own = [row for row in rows if _did_it_themselves(row)]
        users = [snapshot.people.number(row.key) for row in own]
        labels = sorted({row.address for row in own})
        place = {label: number for number, label in enumerate(labels)}
        found = [(user, row.at, place[row.address]) for user, row in zip(users, own, strict=True) if user is not None]
        columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return Origins(optional(first), columns[0], columns[1], columns[2], tuple(labels))


def _rows(connection: Connection, known: ColumnElement[bool], recent: int, since: int, until: int) -> list[Row[Any]]:
    """Who came when from the addresses that enough different people came from lately."""
    crowded = (
        select(step_origins.c.address)
        .where(known, step_origins.c.at >= recent, step_origins.c.at < until)
        .group_by(step_origins.c.address)
        .having(func.count(distinct(step_origins.c.person)) >= FEWEST)
    )
    actor = words.alias()
    asked = (
        select(people.c.key, step_origins.c.at, words.c.word.label("address"), actor.c.word.label("actor"))
        .where(known, step_origins.c.at >= since, step_origins.c.at < until)
        .where(step_origins.c.address.in_(crowded.correlate(None)))
        .where(people.c.tenant == step_origins.c.tenant, people.c.id == step_origins.c.person)
        .where(actor.c.tenant == step_origins.c.tenant, actor.c.kind == "actor", actor.c.id == step_origins.c.actor)
        .order_by(step_origins.c.at)
    )
    return list(connection.execute(asked))


def _did_it_themselves(row: Row[Any]) -> bool:
    """Whether nobody else acted upon this person."""
    actor = str(row.actor).strip().casefold()
    return actor in {"", row.key} or actor.startswith(_SERVICE)
