"""How often `helped` claims a difference where what was done changes nothing, and how often it finds one that is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from bot.analysis.journeys.helped import Difference, HelpedGroup, helped
from bot.knowledge.catalogue import load
from bot.reports.window import last
from tests.support.frames import Row, snapshot

NOW = datetime(2017, 6, 30, tzinfo=UTC)
SPAN = timedelta(days=90)
_BASE = 12.0  # days until success, in the middle
_DONE = 10.0  # days until somebody does something
_ADMIN = 60.0  # days until an admin resets


@dataclass(frozen=True)
class Tenant:
    """How people wait, and for whom something is done."""

    people: int
    effect: float = 1.0  # how much quicker people succeed afterwards
    chosen: bool = False  # it is done rather for those who would succeed soon anyway
    back: float = 0.3  # the share who fail once more


def group(tenant: Tenant, draw: np.random.Generator) -> HelpedGroup | None:
    """What is said of one drawn tenant; None where it was done for nobody."""
    attempts: list[Row] = []
    done: list[Row] = []
    admin: list[Row] = []
    for number in range(tenant.people):
        hurry = draw.gamma(2, 0.5)
        start = float(draw.uniform(0, 85))
        for _ in range(1 + int(draw.random() < tenant.back)):
            start = _wait(attempts, done, admin, f"p{number:04}", start, hurry, tenant, draw) + 1
    made = snapshot(attempts, interventions=[*admin, *done])
    answer = helped(made, last(SPAN, now=NOW), catalogue=load(), now=NOW)
    return answer.groups[0] if answer.groups else None


def _wait(
    attempts: list[Row],
    done: list[Row],
    admin: list[Row],
    user: str,
    start: float,
    hurry: float,
    tenant: Tenant,
    draw: np.random.Generator,
) -> float:
    """Somebody fails, and waits until success, an admin's reset or the end; returns the day of it."""
    success = start + draw.exponential(_BASE / hurry)
    act = start + draw.exponential(_DONE / (hurry if tenant.chosen else 1.0))
    reset = start + draw.exponential(_ADMIN)
    if act < success:
        success = act + (success - act) / tenant.effect
    end = min(success, reset)
    attempts.append({"at": _at(start), "user": user})
    if act < min(end, 90):
        done.append({"at": _at(act), "user": user, "kind": "admin registered"})
    if success < min(reset, 90):
        attempts.append({"at": _at(success), "user": user, "result": "Succeeded"})
    elif reset < 90:
        admin.append({"at": _at(reset), "user": user})
    return float(end)


def _at(day: float) -> str:
    return (NOW - SPAN + timedelta(days=day)).isoformat()


def claims(tenant: Tenant, draws: int, seed: int) -> tuple[float, float]:
    """Of the tenants where enough can be known, the share with a claim; and for how many people it was done."""
    draw = np.random.default_rng(seed)
    found = [one for _ in range(draws) if (one := group(tenant, draw))]
    known = [one for one in found if one.difference]
    claimed = sum(one.verdict in {Difference.MORE, Difference.FEWER} for one in known)
    return claimed / max(len(known), 1), float(np.mean([one.people for one in found]))


def table(draws: int) -> Iterator[str]:
    """Claims where nothing, and where something, changes."""
    yield "| failing people in 90 days | done for | changes nothing: claimed | twice as quick then: found |"
    yield "|---|---|---|---|"
    for people in (60, 120, 300, 1000):
        alone, done = claims(Tenant(people), draws, seed=31)
        quick = claims(Tenant(people, effect=2.0), draws, seed=32)[0]
        yield f"| {people} | {done:.0f} | {100 * alone:.1f} % | {100 * quick:.0f} % |"
    chosen, done = claims(Tenant(300, chosen=True), draws, seed=33)
    yield f"| 300, done rather for those who are quick anyway | {done:.0f} | {100 * chosen:.0f} % | |"
