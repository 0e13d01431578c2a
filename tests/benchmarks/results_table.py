"""What was measured, as one table."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

_HEADER = ("work", "floor", "floor took", "ours", "ratio", "budget", "verdict")


@dataclass(slots=True)
class Board:
    """Takes the numbers of the whole run."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def timed(self, work: str, floor: str, seconds: tuple[float, float], budget: float) -> None:
        """A piece of work beside its floor: so many times as long at most."""
        base, ours = seconds
        ratio = ours / base
        self._add(work, floor, _told(base), _told(ours), f"{ratio:.2f} x", f"<= {budget:g} x", met=ratio <= budget)

    def rate(self, work: str, floor: str, per_second: tuple[float, float], budget: float | None = None) -> None:
        """A rate beside its floor: such a share of it at least, or just told."""
        base, ours = per_second
        share = ours / base
        wanted, met = ("-", None) if budget is None else (f">= {budget:.0%}", share >= budget)
        self._add(work, floor, f"{base:,.0f}/s", f"{ours:,.0f}/s", f"{share:.0%}", wanted, met=met)

    def size(self, work: str, amount: float, unit: str, budget: float) -> None:
        """A size: so much at most."""
        self._add(work, "-", "-", f"{amount:,.1f} {unit}", "-", f"<= {budget:,g} {unit}", met=amount <= budget)

    def _add(self, *cells: str, met: bool | None) -> None:
        self.rows.append((*cells, {True: "met", False: "MISSED", None: "-"}[met]))

    def markdown(self) -> list[str]:
        """The table, a line each."""
        table = [_HEADER, *self.rows]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ["| " + " | ".join(map(str.ljust, cells, widths)) + " |" for cells in table]
        return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def in_turn(floor: Callable[[], object], ours: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median seconds of both, taken in turn after one round to warm up: a busy machine hits both alike."""
    both = [(_seconds(floor), _seconds(ours)) for _ in range(rounds + 1)][1:]
    return statistics.median(base for base, _ in both), statistics.median(own for _, own in both)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _told(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:,.2f} ms"
