"""python -m tests.breakers fuzz [COUNT [SEED]] | kills [COUNT [SEED]]"""

import sys
import tempfile
from pathlib import Path

from tests.breakers.fuzz import fuzz
from tests.breakers.kills import kill_loads


def main(what: str = "fuzz", count: str = "1000", seed: str = "1") -> None:
    """Run one of them and print what became of it; exits with 1 where anything broke."""
    if what == "kills":
        with tempfile.TemporaryDirectory() as folder:
            print(kill_loads(Path(folder), int(count), int(seed)))  # noqa: T201
        return
    tally = fuzz(int(count), int(seed))
    print(dict(tally.outcomes), f"slowest {tally.slowest:.2f} s", *tally.faults[:20], sep="\n")  # noqa: T201
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
