"""What one file costs to load into a new database, and the snapshot after it: seconds of CPU and wall, a line a load.

    python one_load.py FILE [ROUNDS]

It runs in any build of the project, so that one that is checked out elsewhere can be measured beside this one.
"""

import importlib
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.settings import Settings

ROUNDS = 2


def _build() -> Any:
    for module, name in (("bot.app.services", "build_services"), ("bot.app.core", "build_core")):
        with suppress(ModuleNotFoundError, AttributeError):
            return getattr(importlib.import_module(module), name)
    raise LookupError("build_services")


def load(path: Path) -> tuple[float, float]:
    """Seconds of the process, and on the clock."""
    with TemporaryDirectory() as folder:
        core = _build()(Settings.model_validate({"SSPR_DATABASE_URL": f"sqlite:///{folder}/sspr.db"}))
        work, clock = time.process_time(), time.perf_counter()
        if hasattr(core, "load_file"):
            core.load_file(path)
        else:
            with path.open("rb") as stream:
                core.loading.load(path.name, stream)
        return time.process_time() - work, time.perf_counter() - clock


def main() -> None:
    """Measure, and print."""
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS):
        work, clock = load(Path(sys.argv[1]))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(f"{work:.2f} s of CPU, {clock:.2f} s, {most} MB\n")


if __name__ == "__main__":
    main()
