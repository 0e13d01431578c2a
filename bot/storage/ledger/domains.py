"""Whether a file, of whatever kind, names people of other domains than all that was loaded before."""

from collections import Counter
from typing import Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from bot.storage.tables import people

_MANY: Final = 50  # people known before; of fewer, other domains may just not have come up
_FEW: Final = 3  # people of the file: a guest or a slip of the pen is no tenant
_SHOWN: Final = 3
_LAST: Final = 1_000  # people met last: nearly always one of them is of a domain of the file
_ASKED: Final = 20  # domains, the commonest first: a tenant's own are among them


def unknown_domains(
    connection: Connection, tenant: int, users: "pd.Series[str]", load: int, *, typed: bool = True
) -> tuple[str, ...]:
    """The warning that no domain of a file's people is that of anybody known, as in a report of another tenant.

    `typed` is whether anybody can be in it by typing a user ID on a public page.
    """
    newest = connection.execute(select(func.max(people.c.id)).where(people.c.tenant == tenant)).scalar() or 0
    if newest < _MANY:
        return ()
    known = select(people.c.key).where(people.c.tenant == tenant)
    met_last = connection.execute(known.where(people.c.id > newest - _LAST)).scalars()
    known_domains = {key.rpartition("@")[2] for key in met_last}
    if not known_domains.isdisjoint(_domains_of(users.iloc[:_LAST].astype("str"))):  # quickly told of nearly every file
        return ()
    counts = _domains_of(users)
    domains = [domain for domain, _ in counts.most_common(_ASKED)]
    if counts.total() < (_FEW if typed else 1) or not known_domains.isdisjoint(counts):
        return ()
    # Seldom so far: everybody is looked through before it is said that nobody is known.
    if any(connection.execute(known.where(_is_of(domain)).limit(1)).first() for domain in domains):
        return ()
    shown = ", ".join(domains[:_SHOWN]) + (", ..." if len(domains) > _SHOWN else "")
    said = (
        f"Nobody known before is of its domains ({shown}). If these are new here, all is well; if it is the report of"
    )
    return (f"{said} another tenant, take it back (sspr unload {load}).",)


def _domains_of(users: "pd.Series[str]") -> Counter[str]:
    """How many different people are of each domain."""
    named = dict.fromkeys(str(user).strip().casefold() for user in users.astype("category").cat.categories)
    return Counter(user.rpartition("@")[2] for user in named if "@" in user)


def _is_of(domain: str) -> ColumnElement[bool]:
    return people.c.key.endswith(f"@{domain}", autoescape=True)
