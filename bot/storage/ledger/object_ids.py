"""Which object id in the directory is somebody's."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BindParameter, bindparam, literal, select, union_all

from bot.storage.tables import object_ids, people, roster
from bot.storage.tenant import Tenant

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Made once, as they are asked with every status of a person.
_OF: Final[BindParameter[int]] = bindparam("of")
_PERSON: Final = select(people.c.id).where(people.c.tenant == _OF, people.c.key == bindparam("user")).scalar_subquery()
_THEIRS: Final = union_all(
    select(object_ids.c.key, literal(0)).where(object_ids.c.tenant == _OF, object_ids.c.person == _PERSON),
    select(roster.c.object_id, literal(1)).where(roster.c.tenant == _OF, roster.c.person == _PERSON),
)
_ANY: Final = select(object_ids.c.key).where(object_ids.c.tenant == _OF).limit(1)


@dataclass(frozen=True, slots=True)
class ObjectIds:
    """The object ids of one tenant."""

    tenant: Tenant

    def logged(self) -> bool:
        """Whether an audit log has brought any."""
        with self.tenant.reading() as (connection, tenant):
            return connection.execute(_ANY, {"of": tenant}).first() is not None

    def of(self, user: str) -> str:
        """The object id of a person by the casefolded user ID; "" where none is known, or the sources disagree.

        Whoever was deleted and made anew has two: then the directory's own list decides, if one of them is in it.
        """
        with self.tenant.reading() as (connection, tenant):
            found = connection.execute(_THEIRS, {"of": tenant, "user": user}).all()
        known, own = ({key for key, listed in found if listed == of and _GUID.fullmatch(key)} for of in (0, 1))
        either = own & known if own and known else own or known
        return either.pop() if len(either) == 1 else ""
