"""How often the forecast range of a rollout holds what then happens, for processes of known kind."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.analysis.frames.arrays import Floats
from bot.analysis.statistics.forecast import Week, forecast

KINDS = (
    "a constant number a week",
    "the same chance for each",
    "chances that differ (gamma)",
    "a rush before a deadline",
)
AHEAD = (4, 8, 26)
SEEN_AT = (0.7, 0.4, 0.15)  # the share that is missing
_SPREAD = 0.3  # of a week's pace


@dataclass(frozen=True)
class Coverage:
    """How often the range held, and how wide it was beside the number missing."""

    held: float
    width: float


def _path(
    draw: np.random.Generator, kind: str, size: int, newcomers: float, weeks: int
) -> tuple[list[int], list[Week]]:
    """Counts at the start of each week, and what happened in it."""
    chance = draw.gamma(1.0, 0.05, size) if "differ" in kind else np.full(size, 0.05)
    missing, deadline = np.ones(size, bool), 30
    counts, told = [size], []
    for week in range(weeks):
        factor = max(0.05, draw.normal(1, _SPREAD))
        pace = chance[missing] * factor
        if "constant" in kind:
            pace = np.full(int(missing.sum()), size * 0.025 * factor / max(int(missing.sum()), 1))
        if "rush" in kind:
            pace = pace * 0.3 * (6 if 0 <= deadline - week < 6 else 1)
        before, gone = int(missing.sum()), np.flatnonzero(missing)[draw.random(int(missing.sum())) < 1 - np.exp(-pace)]
        missing[gone] = False
        came = int(draw.poisson(newcomers))
        fresh = draw.gamma(1.0, 0.05, came) if "differ" in kind else np.full(came, 0.05)
        chance, missing = np.append(chance, fresh), np.append(missing, np.ones(came, bool))
        told.append(Week(before, len(gone), came))
        counts.append(int(missing.sum()))
    return counts, told


def coverage(kind: str, size: int, newcomers: float, rollouts: int, seed: int) -> dict[int, Coverage]:
    """For each span ahead, over rollouts seen when 70, 40 and 15 % are missing."""
    draw = np.random.default_rng(seed)
    held: dict[int, list[bool]] = {ahead: [] for ahead in AHEAD}
    width: dict[int, list[float]] = {ahead: [] for ahead in AHEAD}
    for _ in range(rollouts):
        counts, weeks = _path(draw, kind, size, newcomers, 130)
        for share in SEEN_AT:
            now = next((week for week, missing in enumerate(counts) if missing <= share * size), len(counts))
            if 6 <= now <= len(counts) - AHEAD[-1] - 1:
                ranges = forecast(weeks[:now], counts[now], AHEAD)
                for ahead, told in zip(AHEAD, ranges or [], strict=False):
                    held[ahead].append(told.low <= counts[now + ahead] <= told.high)
                    width[ahead].append((told.high - told.low) / counts[now])
    return {ahead: Coverage(_mean(held[ahead]), _mean(width[ahead])) for ahead in AHEAD}


def _mean(values: list[bool] | list[float]) -> float:
    array: Floats = np.asarray(values, dtype=np.float64)
    return float(array.mean()) if len(array) else float("nan")


def table(rollouts: int) -> Iterator[str]:
    """Coverage of a nominal 80 %, with the mean width in percent of those missing."""
    yield "| members, newcomers a week | process | " + " | ".join(f"{ahead} weeks ahead" for ahead in AHEAD) + " |"
    yield "|---|---|" + "---|" * len(AHEAD)
    for size, newcomers in ((1000, 0), (1000, 5), (150, 0), (150, 1)):
        for kind in KINDS:
            found = coverage(kind, size, newcomers, rollouts, seed=6)
            cells = (f"{100 * one.held:.0f} % ({100 * one.width:.0f})" for one in found.values())
            yield f"| {size:,}, {newcomers} | {kind} | " + " | ".join(cells) + " |"
