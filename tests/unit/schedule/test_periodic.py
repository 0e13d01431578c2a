"""Work that is done again and again."""

import threading
from datetime import timedelta

from bot.schedule.periodic import Every


def test_work_is_done_at_once_and_again() -> None:
    runs: list[int] = []
    thrice = threading.Event()

    def work() -> None:
        runs.append(len(runs))
        if len(runs) == 3:
            thrice.set()

    every = Every(timedelta(seconds=1), work)
    every.start()
    try:
        assert thrice.wait(timeout=20)
    finally:
        every.stop()
    assert runs[:3] == [0, 1, 2]
