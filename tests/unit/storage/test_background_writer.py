"""Lines that somebody waits for share a transaction where they come together, and take their turn as requests do."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, Engine

from bot.storage.background_writer import BackgroundWriter
from bot.storage.database import open_database
from bot.turns import Turns, current
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
    turns: list[Turns | None] = field(default_factory=list)  # in which each was written

    def __post_init__(self) -> None:
        self.writer = BackgroundWriter(self.engine, self.write, name="lines", wait=_SECONDS)

    def write(self, _: Connection, lines: Sequence[str]) -> None:
        self.held.set()
        assert self.go.wait(_SECONDS)
        self.turns.append(current())
        self.batches.append(sorted(lines))

    def asked(self, *lines: str) -> list[Future[None]]:
        """Somebody waits for each of these lines, and all of them are in the queue."""
        before = len(self.writer._queue)
        waiting = [self.askers.submit(self.writer.put_and_wait, line, "not in time") for line in lines]
        until = time.monotonic() + _SECONDS
        while len(self.writer._queue) < before + len(lines) and not self.batches:
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


def test_who_comes_while_others_are_written_shares_a_transaction(writing: Writing) -> None:
    waiting = writing.asked("a")
    assert writing.held.wait(_SECONDS)
    waiting += writing.asked("b", "c", "d")
    writing.go.set()
    for one in waiting:
        one.result(_SECONDS)
    assert writing.batches == [["a"], ["b", "c", "d"]]


def test_the_lines_of_those_who_take_turns_are_written_as_one_of_their_turns(writing: Writing) -> None:
    turns = Turns(2 * _SECONDS)  # nobody goes on without a turn

    def asks(line: str) -> None:
        with turns.turn():
            writing.writer.put_and_wait(line, "not in time")

    writing.go.set()
    for one in [writing.askers.submit(asks, line) for line in "abcdefgh"]:
        one.result(_SECONDS)
    assert sorted(line for batch in writing.batches for line in batch) == list("abcdefgh")
    assert set(writing.turns) == {turns}


def test_who_takes_no_turn_is_written_without_one(writing: Writing) -> None:
    writing.go.set()
    writing.writer.put_and_wait("a", "not in time")
    assert writing.turns == [None]
