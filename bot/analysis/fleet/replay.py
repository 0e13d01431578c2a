"""The same history told by two catalogues: which attempts would have another cause, and whose advice changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from bot.analysis.frames.selection import FAILED, having, within
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.entries import Detail
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class Retold:
    """Failures that another catalogue tells otherwise, of one detail."""

    detail: str  # the key by the new catalogue; "?" and the sentence where it knows none
    before: str  # the cause by the old one, its key
    after: str  # ... and by the new one
    advice: bool  # whether what to do is another
    people: int
    attempts: int


@dataclass(frozen=True, slots=True)
class TenantReplay:
    """What would have been told otherwise to one tenant."""

    tenant: str
    attempts: int  # failures in the window
    retold: tuple[Retold, ...]  # most people first
    problem: str = ""  # why the tenant cannot be read


def replay(
    tenant: str, before: Snapshot, after: Snapshot, window: Window, old: Catalogue, new: Catalogue
) -> TenantReplay:
    """Compare two readings of the same ledger, row by row; both have the same rows in the same order."""
    was, now = (within(snapshot.attempts, window) for snapshot in (before, after))
    failed = having(was, FAILED) | having(now, FAILED)
    sides = [
        rows.frame.pandas.iloc[rows.numbers()[failed]][["user", "detail", "cause"]].astype(str) for rows in (was, now)
    ]
    rows = sides[0].assign(new_detail=sides[1]["detail"].to_numpy(), new_cause=sides[1]["cause"].to_numpy())
    found = []
    for names, group in rows.groupby(["detail", "new_detail", "cause", "new_cause"]):
        detail, key, cause, new_cause = cast("tuple[str, str, str, str]", names)
        advice = _advice(old.details.get(detail)) != _advice(new.details.get(key))
        if cause != new_cause or advice:
            found.append(Retold(key, cause, new_cause, advice, group["user"].nunique(), len(group)))
    return TenantReplay(tenant, int(np.count_nonzero(failed)), tuple(sorted(found, key=_most_people)))


def together(found: Iterable[TenantReplay]) -> Mapping[tuple[str, str, str, bool], tuple[int, int, int]]:
    """Tenants, people and attempts of all, by detail, both causes and whether the advice is another."""
    sums: dict[tuple[str, str, str, bool], tuple[int, int, int]] = {}
    for one in (each for tenant in found for each in tenant.retold):
        key = one.detail, one.before, one.after, one.advice
        tenants, people, attempts = sums.get(key, (0, 0, 0))
        sums[key] = tenants + 1, people + one.people, attempts + one.attempts
    return dict(sorted(sums.items(), key=lambda item: -item[1][1]))


def _advice(detail: Detail | None) -> object:
    return detail and (detail.steps, detail.acts, detail.tell_user, detail.meaning)


def _most_people(one: Retold) -> tuple[int, str]:
    return -one.people, one.detail
