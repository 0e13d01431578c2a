"""Memory that is free goes back to the system."""

import platform
import subprocess
import sys

import pytest

_HOLES = """
from pathlib import Path
from bot.app.memory import give_back
blocks = [bytes(2_000) for _ in range(50_000)]
del blocks[:-1]  # the last one keeps the C library from giving back what lies before it
pages = lambda: int(Path("/proc/self/statm").read_text().split()[1])
held = pages()
give_back()
print(held - pages())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give back by themselves")
def test_what_lies_between_blocks_in_use_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", _HOLES], check=True, capture_output=True, text=True)
    assert int(done.stdout) > 10_000  # pages of 4 kB or more; 100 MB were freed


_THREADS = """
import ctypes, sys, threading
from bot.app.memory import share
if sys.argv[1] == "shared":
    share()
malloc, met = ctypes.CDLL(None).malloc, threading.Barrier(8)
malloc.restype = ctypes.c_size_t
places = set()
def work():
    met.wait()
    places.add(malloc(2_000) >> 26)  # an arena of a thread begins at a multiple of 64 MB
    met.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(places))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no arenas")
def test_threads_share_two_places() -> None:
    def places(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", _THREADS, how], check=True, capture_output=True, text=True)
        return int(done.stdout)

    assert places("shared") <= 2 < places("apart")
