"""What was measured, as one table."""

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_HEADER = ("work", "floor", "floor took", "ours", "ratio", "wall", "budget", "verdict")
_LONG_ENOUGH, _OFTEN = 0.02, 20


@dataclass(slots=True)
class Board:
    """Takes the numbers of the whole run."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def timed(self, work: str, floor: str, both: "Both", budget: float | None) -> None:
        """A piece of work beside its floor: so many times as much CPU at most, or just shown."""
        met = None if budget is None else both.ratio <= budget
        wanted = "-" if budget is None else f"<= {budget:g} x"
        base, ours = _told(both.base.cpu), _told(both.ours.cpu)
        self._add(work, floor, base, ours, f"{both.ratio:.2f} x", f"{both.wall_ratio:.2f} x", wanted, met=met)

    def rate(self, work: str, floor: str, per_second: tuple[float, float], budget: float | None = None) -> None:
        """A rate beside its floor: such a share of it at least, or just told."""
        base, ours = per_second
        share = ours / base
        wanted, met = ("-", None) if budget is None else (f">= {budget:.0%}", share >= budget)
        self._add(work, floor, f"{base:,.0f}/s", f"{ours:,.0f}/s", f"{share:.0%}", "-", wanted, met=met)

    def size(self, work: str, amount: float, unit: str, budget: float) -> None:
        """A size: so much at most."""
        self._add(work, "-", "-", f"{amount:,.1f} {unit}", "-", "-", f"<= {budget:,g} {unit}", met=amount <= budget)

    def _add(self, *cells: str, met: bool | None) -> None:
        self.rows.append((*cells, {True: "met", False: "MISSED", None: "-"}[met]))

    def markdown(self) -> list[str]:
        """The table, a line each."""
        table = [_HEADER, *self.rows]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ["| " + " | ".join(map(str.ljust, cells, widths)) + " |" for cells in table]
        return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of this process and of those that it started: of CPU, user and system, and by the clock on the wall."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Both:
    """The medians of a floor and of ours. CPU is compared: other work on the machine takes none of it away."""

    base: Cost
    ours: Cost

    @property
    def ratio(self) -> float:
        """How many times the floor's CPU ours took."""
        return self.ours.cpu / self.base.cpu

    @property
    def wall_ratio(self) -> float:
        """The same by the clock on the wall."""
        return self.ours.wall / self.base.wall


def in_turn(floor: Callable[[], object], ours: Callable[[], object], rounds: int) -> Both:
    """The costs of both, taken in turn after one round to warm up: a busy machine hits both alike."""
    both = [(cost(floor), cost(ours)) for _ in range(rounds + 1)][1:]
    return Both(*(median(side) for side in zip(*both, strict=True)))


def median(costs: Sequence[Cost]) -> Cost:
    """Of each kind of seconds the middle one."""
    return Cost(statistics.median(one.cpu for one in costs), statistics.median(one.wall for one in costs))


def cost(work: Callable[[], object]) -> Cost:
    """What a piece of work takes; of quick ones many are measured together, as the clock of the CPU is coarse."""
    start, before = time.perf_counter(), _cpu()
    times = 0
    while times == 0 or (time.perf_counter() - start < _LONG_ENOUGH and times < _OFTEN):
        work()
        times += 1
    return Cost((_cpu() - before) / times, (time.perf_counter() - start) / times)


def _cpu() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)  # os.times counts them in hundredths of a second
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _told(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:,.2f} ms"
