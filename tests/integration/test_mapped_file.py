"""The snapshot beside the database: whole or not used, whatever happened to it, and never written to by a reader."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.knowledge.catalogue import load
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots import current, mapped_file
from bot.storage.snapshots.current import CurrentSnapshots, file_of
from bot.storage.snapshots.mapped_file import MappedFile
from bot.storage.snapshots.state import NOTHING, State
from bot.storage.tenant import Tenant
from tests.properties.test_carried_snapshots import assert_same
from tests.support.every_answer import every_answer
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rows(first: int, number: int) -> str:
    start = datetime(2017, 2, 1, tzinfo=UTC)
    lines = [
        f"user{n % 7} | User | {start + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ} | Email | Failed | User does not have a license."
        for n in range(first, first + number)
    ]
    return "\n".join(["user | role | at | methods | result | detail", *lines])


@dataclass(frozen=True)
class Place:
    ledger: Ledger
    file: MappedFile

    def state(self) -> State:
        return reader_of(self.ledger).carried_on(NOTHING, NOW)[0]

    def save(self) -> State:
        state = self.state()
        assert self.file.save(state, reader_of(self.ledger).identity(state.load) or {})
        return state

    def load(self) -> State | None:
        return self.file.load(reader_of(self.ledger).identity)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    ledger = Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())
    ledger.record(drawn_report(rows(0, 50)), "a.csv", NOW)
    file = file_of(ledger.tenant)
    assert file is not None
    yield Place(ledger, file)
    ledger.tenant.engine.dispose()


def assert_told_alike(place: Place, loaded: State) -> None:
    """A snapshot on from what was loaded, and one built anew, in all they hold and in every answer."""
    carried, built = (reader_of(place.ledger).carried_on(state, NOW)[1] for state in (loaded, NOTHING))
    assert_same(carried, built)
    week_after = datetime(2017, 2, 8, 0, 25, tzinfo=UTC)  # the seven days begin amid the rows
    assert every_answer(carried, week_after, 50) == every_answer(built, week_after, 50)


def test_what_is_read_from_the_file_is_what_was_written(place: Place) -> None:
    saved = place.save()
    loaded = place.load()
    assert loaded is not None
    assert_same(loaded, saved)
    assert not loaded.attempts.at.flags.writeable
    assert_told_alike(place, loaded)


def test_rows_that_came_after_it_are_added(place: Place) -> None:
    place.save()
    place.ledger.record(drawn_report(rows(20, 60)), "b.csv", NOW)
    loaded = place.load()
    assert loaded is not None
    assert_told_alike(place, loaded)


def test_no_byte_of_it_can_be_lost_or_changed_unnoticed(place: Place) -> None:
    saved = place.save()
    whole = place.file.path.read_bytes()
    draw = random.Random(1)
    for length in [0, 1, 15, 16, 24, 100, *draw.sample(range(len(whole)), 20), len(whole) - 1]:
        place.file.path.write_bytes(whole[:length])
        assert place.load() is None
    place.file.path.write_bytes(whole + b"\0")
    assert place.load() is None
    for position in draw.sample(range(len(whole)), 60):
        place.file.path.write_bytes(whole[:position] + bytes([whole[position] ^ 64]) + whole[position + 1 :])
        found = place.load()
        if found is not None:  # nothing but the blanks between arrays may differ
            assert_same(found, saved)


def test_a_file_of_another_format_ledger_or_catalogue_is_not_used(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.save()
    other = Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'other.db'}"), "contoso"), load())
    assert place.file.load(reader_of(other).identity) is None  # nothing is loaded there
    other.record(drawn_report(rows(0, 50)), "a.csv", NOW + timedelta(seconds=1))
    assert place.file.load(reader_of(other).identity) is None
    other.tenant.engine.dispose()
    assert (
        place.file.load(lambda load: {**(reader_of(place.ledger).identity(load) or {}), "catalogue": "older"}) is None
    )
    monkeypatch.setattr(mapped_file, "_FORMAT", 99)
    assert place.load() is None


def test_a_backup_that_is_put_back_is_not_answered_from_what_came_after_it(place: Place) -> None:
    place.ledger.record(drawn_report(rows(50, 10)), "b.csv", NOW)
    saved = place.save()

    def as_before(load: int) -> Mapping[str, object] | None:
        return reader_of(place.ledger).identity(load) if load < saved.load else None

    assert place.file.load(as_before) is None


WRITER = """
import sys
from datetime import UTC, datetime
from bot.knowledge.catalogue import load
from bot.storage.database import open_database
from bot.storage.snapshots.current import file_of
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.snapshots.state import NOTHING
from bot.storage.tenant import Tenant
reader = SnapshotReader(Tenant(open_database(sys.argv[1]), "contoso"), load())
state = reader.carried_on(NOTHING, datetime(2026, 11, 20, 12, tzinfo=UTC))[0]
file, identity = file_of(reader.tenant), reader.identity(state.load)
print("ready", flush=True)
while True:
    assert file.save(state, identity)
"""


def writer(place: Place) -> subprocess.Popen[str]:
    url = place.ledger.tenant.engine.url.render_as_string()
    process = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_writers_of_which_one_is_killed_leave_a_whole_file_at_every_moment(place: Place) -> None:
    saved = place.save()
    first, second = writer(place), writer(place)
    try:
        for number in range(300):
            found = place.load()
            assert found is not None
            if number == 150:
                first.send_signal(signal.SIGKILL)
            if number % 50 == 0:
                assert_same(found, saved)
    finally:
        for process in (first, second):
            process.kill()
            process.communicate()
    assert_same(place.load(), saved)


def test_what_a_killed_writer_left_is_cleared_later(place: Place) -> None:
    part = place.file.path.with_name(f"{place.file.path.name}.1.ab.part")
    part.write_bytes(b"half")
    place.save()
    assert part.exists()  # it may be somebody's who is at it
    os.utime(part, (time.time() - 7_200,) * 2)
    place.save()
    assert not part.exists()


def test_the_file_may_be_read_by_whoever_may_read_the_database(place: Place) -> None:
    place.file.like.chmod(0o640)
    place.save()
    assert place.file.path.stat().st_mode & 0o777 == 0o640


def test_a_disk_that_refuses_leaves_the_answers_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    state = place.state()
    assert not place.file.save(state, reader_of(place.ledger).identity(state.load) or {})
    assert "No space left on device" in caplog.text
    assert [path.name for path in place.file.path.parent.iterdir() if "snapshot" in path.name] == []


def test_the_next_start_answers_from_the_file_and_what_came_since(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "_WORTH", 10)
    first = CurrentSnapshots(reader_of(place.ledger), lambda: NOW)
    assert len(first.current().attempts) == 50
    first.keep()
    assert not first.current().attempts.pandas["position"].to_numpy().flags.writeable  # its own memory is given back
    place.ledger.record(drawn_report(rows(50, 10)), "b.csv", NOW)
    second = CurrentSnapshots(reader_of(place.ledger), lambda: NOW)
    assert_same(second.current(), reader_of(place.ledger).snapshot(NOW))
    assert np.array_equal(first.current().attempts.pandas["position"].to_numpy(), np.arange(1, 51))
    assert first.refresh()
    assert_same(first.current(), reader_of(place.ledger).snapshot(NOW))


def test_what_another_process_has_written_is_mapped_and_not_read_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "_WORTH", 10)
    answering = CurrentSnapshots(reader_of(place.ledger), lambda: NOW)
    assert len(answering.current().attempts) == 50
    place.ledger.record(drawn_report(rows(50, 10)), "b.csv", NOW)
    place.save()
    assert answering.refresh()
    assert not answering.current().attempts.pandas["position"].to_numpy().flags.writeable
    assert_same(answering.current(), reader_of(place.ledger).snapshot(NOW))
    place.ledger.record(drawn_report(rows(60, 10)), "c.csv", NOW)
    assert answering.refresh()  # the file is behind now
    assert_same(answering.current(), reader_of(place.ledger).snapshot(NOW))
