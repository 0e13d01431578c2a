"""From when on one person cannot reset any more, because all that they have registered ends."""

from collections.abc import Iterable

from bot.analysis.reset_verdict import RegisteredDatum, RosterEntry
from bot.analysis.roster.cutoffs import GLOBAL, CutoffPerson, RosterPerson, loss, without_questions
from bot.analysis.roster.usable_methods import usable
from bot.knowledge.admin_roles import is_admin_role
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import parse_methods


def own_cutoff(
    shown: str,
    role: str,
    roster: RosterEntry | None,
    registered: tuple[RegisteredDatum, ...],
    used: Iterable[str],
    catalogue: Catalogue,
) -> CutoffPerson | None:
    """The date from which nothing is left to them, or one gate to an administrator; None where there is none.

    By the directory's list, else by the loaded rows: what they registered, and what they `used` at the reset page.
    """
    data = roster.methods if roster else [*(one.datum for one in registered if not one.deleted), *used]
    admin, guest = is_admin_role(role) or bool(roster and roster.admin), bool(roster and roster.guest)
    methods = without_questions(usable(_methods(data)), admin=admin)
    if not methods or not (roster or registered):
        return None
    later = guest or role.casefold() in GLOBAL
    person = RosterPerson(shown, admin=admin, guest=guest, registered=True, later=later, usable=methods, other=False)
    found = loss(person, 1, None, catalogue)
    return found if found and set(found.left) < set(methods) else None


def _methods(data: Iterable[str]) -> set[str]:
    return {method for datum in data for method in parse_methods(datum)}
