"""What is too old of people's and digests' doings: digests, and decisions about people who are gone."""

from collections import Counter
from typing import Final

from sqlalchemy import Connection, delete, select, tuple_, update

from bot.storage.tables import decisions, deliveries, delivery_cases, delivery_parts, follows, notices, slots

_PAST: Final = "(no longer kept)"


def deliveries_gone(connection: Connection, tenant: int, cutoff: int) -> Counter[str]:
    """Take away digests that are older, as they were posted, and who stood in them."""
    counts: Counter[str] = Counter()
    old = select(deliveries.c.subscription, deliveries.c.due).where(
        deliveries.c.tenant == tenant, deliveries.c.made_at < cutoff, deliveries.c.state == "done"
    )
    keys = [tuple(row) for row in connection.execute(old)]
    for key in keys:
        for table in (delivery_parts, delivery_cases, deliveries, slots):
            same = tuple_(table.c.subscription, table.c.due) == key
            counts[table.name] += connection.execute(delete(table).where(table.c.tenant == tenant, same)).rowcount
    return counts


def decisions_unnamed(connection: Connection, tenant: int, cutoff: int) -> Counter[str]:
    """Take the person out of decisions that are older. They stay: each has its number, and these have no gap."""
    old = decisions.c.tenant == tenant, decisions.c.at < cutoff, decisions.c.user.not_in(("", _PAST))
    unnamed = update(decisions).where(*old).values(user=_PAST, reason="")
    sent = notices.c.tenant == tenant, notices.c.at < cutoff, notices.c.kind == "sent"  # a wish for no more is kept
    forgotten = update(notices).where(*sent, notices.c.user != _PAST).values(user=_PAST, who="", said="")
    followed = delete(follows).where(follows.c.tenant == tenant, follows.c.made_at < cutoff)
    return Counter(
        {
            decisions.name: connection.execute(unnamed).rowcount,
            notices.name: connection.execute(forgotten).rowcount,
            follows.name: connection.execute(followed).rowcount,
        }
    )
