"""How often a change of the success rate is claimed, where there is none and where it falls from .60 to .50."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.analysis.frames.arrays import Floats, Ints
from bot.analysis.statistics.change import Verdict, change, votes

TRIES = 2.4  # a person's, on average
RATE, FALLEN = 0.6, 0.5


@dataclass(frozen=True)
class Crowd:
    """Who tries: how much people differ, how much days differ, and how many of a hundred hammer at the page."""

    name: str
    people: bool = False
    days: float = 0.0
    hammerers: float = 0.0


CROWDS = (
    Crowd("each attempt by itself"),
    Crowd("good and bad days (rho .02)", days=0.02),
    Crowd("people who differ (rho .3), 2.4 tries each", people=True),
    Crowd("such people, 1 % hammer (15 to 60 failing tries)", people=True, hammerers=0.01),
    Crowd("such people and days, 1 % hammer", people=True, days=0.02, hammerers=0.01),
)


def claims(crowd: Crowd, a_day: float, days: int, later: float, windows: int, seed: int) -> float:
    """The share of drawn windows, halved, of which better or worse is claimed."""
    draw = np.random.default_rng(seed)
    found = [_verdict(draw, crowd, a_day, days, later) for _ in range(windows)]
    return sum(verdict in {Verdict.BETTER, Verdict.WORSE} for verdict in found) / windows


def _verdict(draw: np.random.Generator, crowd: Crowd, a_day: float, days: int, later: float) -> Verdict | None:
    users, day, chance = _attempts(draw, crowd, a_day, days, later)
    success = draw.random(len(users)) < chance
    first = day < days // 2
    told = change(*(votes(users[side], day[side], success[side]) for side in (first, ~first)))
    return told.verdict if told else None


def _attempts(
    draw: np.random.Generator, crowd: Crowd, a_day: float, days: int, later: float
) -> tuple[Ints, Ints, Floats]:
    """User, day and chance of success of each attempt."""
    size = draw.poisson(a_day * days / (TRIES if crowd.people else 1))
    tries = 1 + draw.poisson(TRIES - 1, size) if crowd.people else np.ones(size, int)
    users = np.repeat(np.arange(size), tries)
    day = draw.integers(days, size=len(users))
    chance = np.where(day < days // 2, RATE, later)
    if crowd.people:
        chance = _shifted(chance, _beta(draw, 0.3, size)[users])
    if crowd.days:
        chance = _shifted(chance, _beta(draw, crowd.days, days)[day])
    for user in np.flatnonzero(draw.random(size) < crowd.hammerers):
        start, length, many = draw.integers(days), draw.integers(1, 6), draw.integers(15, 61)
        users = np.append(users, np.full(many, user))
        day = np.append(day, np.minimum(start + draw.integers(length, size=many), days - 1))
        chance = np.append(chance, np.zeros(many))
    return users, day, chance


def _beta(draw: np.random.Generator, rho: float, size: int) -> Floats:
    weight = 1 / rho - 1
    return np.clip(draw.beta(RATE * weight, (1 - RATE) * weight, size), 1e-9, 1 - 1e-9)


def _shifted(chance: Floats, drawn: Floats) -> Floats:
    """A chance moved on the scale of log-odds as far as the drawn one lies from the usual rate."""
    odds = chance / (1 - chance) * (drawn / (1 - drawn)) / (RATE / (1 - RATE))
    return np.asarray(odds / (1 + odds))


def table(windows: int) -> Iterator[str]:
    """False claims and found falls, as a table."""
    volumes = (3, 10, 30, 100, 300, 1000)
    yield "| who tries | window | " + " | ".join(f"{volume:,} a day" for volume in volumes) + " |"
    yield "|---|---|" + "---|" * len(volumes)
    for crowd in CROWDS:
        for days in (7, 14, 30):
            cells = (_cell(crowd, volume, days, windows) for volume in volumes)
            yield f"| {crowd.name} | {days} d | " + " | ".join(cells) + " |"


def _cell(crowd: Crowd, volume: int, days: int, windows: int) -> str:
    drawn = max(200, windows // (4 if volume >= 300 else 1))
    false = claims(crowd, volume, days, RATE, drawn, seed=1)
    found = claims(crowd, volume, days, FALLEN, max(200, drawn // 4), seed=2)
    return f"{100 * false:.1f}; {100 * found:.0f}"
