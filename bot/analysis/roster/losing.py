"""How many members can reset today and cannot any more by a date: by kinds of people, not person by person."""

from datetime import date

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import of_domain
from bot.analysis.roster.admin_gates import GATES, gates
from bot.analysis.roster.cutoffs import REGISTERED_ONLY, RosterPerson, global_admins, loss, without_questions
from bot.analysis.roster.usable_methods import usable_methods
from bot.knowledge.catalogue import Catalogue
from bot.reports.snapshot import Snapshot


def losing(snapshot: Snapshot, until: date | None, *, filters: Filters = UNFILTERED, catalogue: Catalogue) -> int:
    """Members whom the directory calls able, admins with both gates, who have too little after a date up to a day.

    Counted for as many methods as the list shows that the policy asks of users, else for one.
    """
    roster = snapshot.roster
    if not len(roster):
        return 0
    methods, user = arrays.codes(roster, "methods").astype(np.int64), arrays.codes(roster, "user")
    admin, registered = roster.values("admin"), roster.values("registered")
    able = roster.values("capable") & ~roster.values("guest")
    able &= ~admin | (gates(snapshot)[methods] >= GATES)
    usable = usable_methods(snapshot)
    alone = np.array([len(held) == 1 for held in usable], dtype=np.bool_)[methods]
    ones = registered[roster.values("enabled") & ~admin & alone]
    required = 2 if len(ones) and not ones.any() else 1
    able &= of_domain(user, filters.domain, snapshot.people)
    later = np.isin(user, list(global_admins(snapshot)))
    kinds, sizes = np.unique((methods * 4 + admin * 2 + later)[able], return_counts=True)
    total = 0
    for kind, size in zip(kinds.tolist(), sizes.tolist(), strict=True):
        is_admin = bool(kind & 2)
        held = without_questions(usable[kind // 4], admin=is_admin)
        one = RosterPerson(
            "", admin=is_admin, guest=False, registered=True, later=bool(kind & 1), usable=held, other=False
        )
        found = loss(one, required, until, catalogue)
        total += size if found and found.change != REGISTERED_ONLY else 0
    return total
