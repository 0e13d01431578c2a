"""Whose accounts are administrators': by a role in the reports, or by the directory's list."""

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools
from bot.knowledge.admin_roles import is_admin_role
from bot.reports.frames.column import places
from bot.reports.snapshot import Snapshot


def privileged(snapshot: Snapshot) -> Bools:
    """For each person, whether any of their rows or the directory's list says that it is an administrator's account."""
    return snapshot.once("privileged", lambda: _privileged(snapshot))


def _privileged(snapshot: Snapshot) -> Bools:
    found = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    roles = np.array([is_admin_role(word) for word in arrays.words(snapshot.attempts, "role")], dtype=np.bool_)
    if roles.any():
        rows = places(arrays.codes(snapshot.attempts, "role"), roles)
        found[arrays.codes(snapshot.attempts, "user")[rows]] = True
    if len(snapshot.roster):
        found[arrays.codes(snapshot.roster, "user")[snapshot.roster.values("admin")]] = True
    return found
