"""Commands as processes of their own: how long they take, and how much memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

_SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    seconds: float
    peak_mb: float  # the most memory that it had at once


def python(*words: str, settings: Mapping[str, str] | None = None) -> Done:
    """Run python with these words to its end."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], env=environment(settings or {}), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return Done(seconds, usage.ru_maxrss / 1024)


def sspr(url: str, *words: str) -> Done:
    """Run the command on a database to its end."""
    return python("-m", "bot", *words, settings={"SSPR_DATABASE_URL": url})


_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def peak_mb(url: str, *words: str) -> float:
    """The most memory of a command, run by a small process: one that is forked from us counts our own memory, too."""
    command = [sys.executable, "-c", _PEAK, sys.executable, "-m", "bot", *words]
    only = environment({"SSPR_DATABASE_URL": url})
    return float(subprocess.run(command, check=True, capture_output=True, text=True, env=only).stdout)


@contextmanager
def serving(words: Sequence[str], port: int, settings: Mapping[str, str]) -> Iterator[int]:
    """A server in a process of its own, from its first answer on; the process's number."""
    with subprocess.Popen([sys.executable, *words], env=environment(settings), stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield process.pid
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            urlopen(url, timeout=5).close()
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment with these settings of the bot and no others; its byte code is kept, as where it is installed."""
    left_out = ("SSPR_", "SLACK_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | {**settings}
