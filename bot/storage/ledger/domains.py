"""Whether a file names people of other domains than all that was loaded before."""

from collections import Counter
from typing import Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from bot.storage.tables import people

_MANY: Final = 50  # people known before; of fewer, other domains may just not have come up
_FEW: Final = 3  # people of the file: a guest or a slip of the pen is no tenant
_SHOWN: Final = 3
_ASKED: Final = 20  # domains, the commonest first: a tenant's own are among them


def unknown_domains(connection: Connection, tenant: int, users: "pd.Series[str]", load: int) -> tuple[str, ...]:
    """The warning that no domain of a file's people is that of anybody known, as in a report of another tenant."""
    named = [str(user).strip().casefold() for user in users.astype("category").cat.categories if "@" in str(user)]
    known = select(people.c.id).where(people.c.tenant == tenant)
    if len(named) < _FEW or connection.execute(known.offset(_MANY - 1).limit(1)).first() is None:
        return ()
    domains = [domain for domain, _ in Counter(user.rpartition("@")[2] for user in named).most_common(_ASKED)]
    if any(connection.execute(known.where(_is_of(domain)).limit(1)).first() for domain in domains):
        return ()
    shown = ", ".join(domains[:_SHOWN]) + (", ..." if len(domains) > _SHOWN else "")
    said = f"Nobody known before is of its domains ({shown}): if it is the report of another tenant, take it back"
    return (f"{said} (sspr unload {load}).",)


def _is_of(domain: str) -> ColumnElement[bool]:
    return people.c.key.endswith(f"@{domain}", autoescape=True)
