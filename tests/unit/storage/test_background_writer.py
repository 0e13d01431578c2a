"""Lines that somebody waits for share a transaction where they come together, and none waits long for others."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, Engine

from bot.storage import background_writer
from bot.storage.background_writer import BackgroundWriter
from bot.storage.database import open_database
from tests.support.sqlite import sqlite_url

_SECONDS = 60  # longer means that it hangs


@dataclass
class Writing:
    """A writer that is held at its first batch, and what it has written since."""

    engine: Engine
    askers: ThreadPoolExecutor
    held: Event = field(default_factory=Event)
    go: Event = field(default_factory=Event)
    batches: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = BackgroundWriter(self.engine, self.write, name="lines", wait=_SECONDS)

    def write(self, _: Connection, lines: Sequence[str]) -> None:
        self.held.set()
        assert self.go.wait(_SECONDS)
        self.batches.append(sorted(lines))

    def asked(self, *lines: str) -> list[Future[None]]:
        """Somebody waits for each of these lines, and all of them are in the queue."""
        before = self.writer._awaited
        waiting = [self.askers.submit(self.writer.put_and_wait, line, "not in time") for line in lines]
        until = time.monotonic() + _SECONDS
        while self.writer._awaited < before + len(lines) and not self.batches:
            assert time.monotonic() < until
            time.sleep(0.001)
        return waiting


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    engine = open_database(sqlite_url(tmp_path))
    with ThreadPoolExecutor(8) as askers:
        made = Writing(engine, askers)
        yield made
        made.go.set()
    made.writer.close()
    engine.dispose()


def in_company(writing: Writing) -> None:
    """One line, and three that come while that is written."""
    waiting = writing.asked("a")
    assert writing.held.wait(_SECONDS)
    waiting += writing.asked("b", "c", "d")
    writing.go.set()
    for one in waiting:
        one.result(_SECONDS)
    assert writing.batches == [["a"], ["b", "c", "d"]]


def test_who_had_company_waits_for_as_many(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_writer, "_IN_COMPANY", _SECONDS)
    in_company(writing)
    for one in writing.asked("e", "f", "g"):
        one.result(_SECONDS)
    assert writing.batches[2:] == [["e", "f", "g"]]


def test_who_comes_alone_is_not_kept_for_others(writing: Writing) -> None:
    in_company(writing)
    for line in ("e", "f"):
        writing.writer.put_and_wait(line, "not in time")
    assert writing.batches[2:] == [["e"], ["f"]]
