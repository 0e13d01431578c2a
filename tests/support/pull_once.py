"""One pull in a process of its own, which a test may kill: `python -m tests.support.pull_once 2026-11-23T12:00:00Z`."""

import sys
from datetime import datetime

from bot.app.graph import pulling
from bot.app.services import build_services
from bot.settings import load_settings


def main() -> None:
    now = datetime.fromisoformat(sys.argv[1])
    core = build_services(load_settings(), clock=lambda: now)
    with pulling(core, sleep=lambda _: None) as pull:
        pull.pull()
    core.close()


if __name__ == "__main__":
    main()
