"""`python -m bot` is `sspr`."""

import atexit
import gc
import os
from typing import Final

SELDOM: Final = (50_000, 20, 20)  # new objects before a look among the young, looks before one among the older


def main() -> None:
    """Run the command."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts them when imported, they spin, and we use none
    gc.disable()  # imports make hundreds of thousands of objects that stay: looking among them for garbage is slow
    atexit.register(_leave)
    from bot.cli import main as command  # noqa: PLC0415 - after the line above

    gc.freeze()
    gc.set_threshold(*SELDOM)  # a command imports most of what it needs when it runs
    gc.enable()
    command()


def _leave() -> None:
    """Spare the interpreter its looks for garbage at the end: a quarter of the time of a short command."""
    gc.disable()
    gc.freeze()


if __name__ == "__main__":
    main()
