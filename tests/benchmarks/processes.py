"""Commands as processes of their own, and how much memory they take."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

_SECONDS_TO_START = 60


def python(*words: str, settings: Mapping[str, str] | None = None) -> None:
    """Run python with these words to its end."""
    subprocess.run([sys.executable, *words], check=True, env=environment(settings or {}), stdout=subprocess.DEVNULL)


def sspr(url: str, *words: str) -> None:
    """Run the command on a database to its end."""
    python("-m", "bot", *words, settings={"SSPR_DATABASE_URL": url})


_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def python_peak_mb(*words: str, settings: Mapping[str, str] | None = None) -> float:
    """Run python as above; the most memory that it had at once, in MB.

    A small process runs it: what the kernel tells of one that we start ourselves counts the most that we ever had, too.
    """
    command = [sys.executable, "-c", _PEAK, sys.executable, *words]
    only = environment(settings or {})
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=only).stdout)


def peak_mb(url: str, *words: str) -> float:
    """The same of the command on a database."""
    return python_peak_mb("-m", "bot", *words, settings={"SSPR_DATABASE_URL": url})


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
