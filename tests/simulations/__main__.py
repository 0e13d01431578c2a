"""Print every table of docs/statistics.md: `python -m tests.simulations [SIZE]`."""

import sys
from collections.abc import Callable, Iterator

from tests.simulations import attacks, bursts, change, counts, durations, helped, risks, rollouts, shares

_TABLES: dict[str, tuple[Callable[[int], Iterator[str]], float]] = {
    "Is it a change? False claims in %; found falls from .60 to .50 in %": (change.table, 2),
    "More failing people than usual?": (counts.table, 4),
    "Rollout: how often the range (nominal 80 %) holds, and its width in % of those missing": (rollouts.table, 0.25),
    "Bursts": (bursts.table, 0.1),
    "Time until success": (durations.table, 2),
    "Attacks": (attacks.table, 0.05),
    "Where people leave": (shares.table, 2),
    "What came after what was done": (helped.table, 0.5),
    "Unusual days, and how much likelier": (risks.table, 4),
}


def main() -> None:
    """Print the tables, seeded, so that the same size gives the same numbers."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for title, (table, share) in _TABLES.items():
        print(f"\n### {title}\n", flush=True)  # noqa: T201 -- its output
        for line in table(int(size * share)):
            print(line, flush=True)  # noqa: T201


main()
