"""python -m tests.breakers fuzz [COUNT [SEED]] | kills [COUNT [SEED]] | replicas [COUNT [SEED]]"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.breakers.fuzz import fuzz
from tests.breakers.kills import kill_loads
from tests.breakers.replicas import break_replicas
from tests.support.postgres import address_of, new_database, server, servers_folder


def _fuzz(count: int, seed: int) -> bool:
    tally = fuzz(count, seed)
    print(dict(tally.outcomes), f"slowest {tally.slowest:.2f} s of CPU", *tally.faults[:20], sep="\n")  # noqa: T201
    return not tally.faults


def _kills(count: int, seed: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        print(kill_loads(Path(folder), count, seed))  # noqa: T201
    return True


def _replicas(count: int, seed: int) -> bool:
    with (
        tempfile.TemporaryDirectory() as own,
        servers_folder() as folder,
        server(folder) as address,
        new_database(address) as name,
    ):
        print(break_replicas(Path(own), address_of(address, name), count, seed))  # noqa: T201
    return True


_RUNS: dict[str, Callable[[int, int], bool]] = {"fuzz": _fuzz, "kills": _kills, "replicas": _replicas}


def main(what: str = "fuzz", count: str = "1000", seed: str = "1") -> None:
    """Run one of them and print what became of it; exits with 1 where anything broke."""
    sys.exit(not _RUNS[what](int(count), int(seed)))


if __name__ == "__main__":
    main(*sys.argv[1:])
