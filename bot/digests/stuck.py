"""Who is stuck, as decisions leave it: a case that somebody closed by hand is not, until it fails again."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from bot.analysis.answers import Case
from bot.analysis.stuck import StuckAnswer, StuckGroup, ages_of, with_only
from bot.digests.decision import Decisions, DecisionsOn, standing, without_closed
from bot.knowledge.catalogue import Catalogue, Cause


def as_decided(
    answer: StuckAnswer, decided: DecisionsOn, catalogue: Catalogue, now: datetime
) -> tuple[StuckAnswer, Decisions]:
    """Take out what was closed by hand, and select the decisions that count for the rest.

    Only causes that somebody decided about are looked at: a flood of others costs nothing.
    """
    force = decided((group.cause.key, group.cases) for group in answer.groups).in_force(now)
    groups: list[StuckGroup] = []
    closed = Counter[Cause]()
    counting: list[Case] = []
    for group in answer.groups:
        if group.cause.key not in force.causes:
            groups.append(group)
            continue
        kept = without_closed(group.cases, force)
        counting += kept
        if len(kept) == len(group.cases):
            groups.append(group)
            continue
        closed[group.cause] = len(group.cases) - len(kept)
        if kept:
            groups.append(with_only(group, kept, catalogue))
    shown = standing(force, counting)
    return (_without(answer, groups, closed, now) if closed else answer), shown


def _without(answer: StuckAnswer, groups: list[StuckGroup], closed: Counter[Cause], now: datetime) -> StuckAnswer:
    """Count anew what is left without the closed cases."""
    kept = [case for group in groups for case in group.cases]
    return replace(
        answer,
        people=len({case.user for case in kept}),
        groups=tuple(sorted(groups, key=lambda group: (-group.people, group.cause.key))),
        closed=tuple(closed.most_common()),
        ages=ages_of(kept, now),
    )
