"""Memory that is free goes back to the system."""

import contextlib
import gc
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.errors import RefusedError
from bot.privacy import Role
from bot.questions.question_types import NAMED
from tests.support.asking import answering, asker
from tests.support.frames import NOW, snapshot

_SOME = """
    at               | user | result    | detail            | methods      | role
    2017-02-27 12:00 | dana | Failed    | failed.no_license | Mobile Phone | User
    2017-02-28 12:00 | erik | Succeeded |                   | Mobile Phone | User
    2017-03-01 09:00 | dana | Abandoned |                   |              | User
"""
_ALL = sorted({example for kind in NAMED.values() for example in (*kind.examples, *kind.free)})


@pytest.fixture
def by_counting_alone() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("by_counting_alone")
@pytest.mark.parametrize("words", [*_ALL, "dana", "what about dana and the moon", "status nobody"])
def test_an_answer_lets_its_data_go_without_a_look_for_garbage(words: str) -> None:
    """Else data that is replaced stays in memory beside the next one, and several of them on a busy day."""
    data = snapshot(_SOME)
    answers, admin = answering(data), asker(Role.ADMIN)

    def holders(second: int) -> tuple[int, int]:
        with contextlib.suppress(RefusedError):
            answers.answer(words, admin, now=NOW + timedelta(seconds=2 * second))
        return sys.getrefcount(data), sys.getrefcount(data.people)

    holders(0)
    assert holders(1) == holders(2)


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
