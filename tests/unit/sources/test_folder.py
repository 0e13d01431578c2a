"""Which files are meant, and what happens to a file that is dropped into the watched folder."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.app.services import build_services
from bot.errors import ReportError, SourceError, StoreError
from bot.settings import Settings
from bot.sources.folder import _Dropped, report_files, watch_folder
from tests.support.sqlite import sqlite_url


def test_files_folders_and_globs_name_each_report_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.csv", "a.csv", "deep/c.json", "notes.md", ".hidden.csv"):
        (tmp_path / name).touch()
    found = report_files([str(tmp_path / "b.csv"), str(tmp_path), str(tmp_path / "*.csv")])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["b.csv", "a.csv", "deep/c.json"]


def test_a_file_that_is_named_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "report.dat").touch()
    assert report_files([str(tmp_path / "report.dat")]) == [tmp_path / "report.dat"]


def test_a_path_that_means_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.csv is no file, no folder, and matches nothing; check the path\."):
        report_files([str(tmp_path / "nowhere.csv")])


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no reports; a report ends in \.csv"):
        report_files([str(tmp_path)])


def test_of_a_file_that_grows_while_it_is_read_nothing_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    header = "User,Date,Method(s) Used,Result"
    path.write_text(f"{header}\ndana@contoso.com,2017-02-28T12:00:00Z,Email,User success")
    core = build_services(Settings(SSPR_DATABASE_URL=sqlite_url(tmp_path)))  # type: ignore[call-arg]

    def grow(_: int) -> None:
        path.write_text(f"{header}\ndana@contoso.com,2017-02-28T12:00:00Z,Email,User successfully reset password\n")

    with pytest.raises(SourceError, match="changed while it was read, and nothing of it was loaded"):
        core.load_file(path, grow)
    assert len(core.snapshots.current().attempts) == 0
    core.load_file(path)
    assert len(core.snapshots.current().attempts) == 1
    core.close()


@pytest.mark.parametrize(
    ("name", "data", "complete"),
    [
        ("a.csv", b"one\ntwo\n", True),
        ("a.csv", b"one\r\nUser successfully r", False),
        ("a.tsv", "one\n".encode("utf-16"), True),
        ("a.txt", "one".encode("utf-16"), False),
        ("a.csv", b"", True),
        ("a.json", b"[]", True),
    ],
)
def test_a_text_whose_last_line_has_no_end_is_waited_for(
    tmp_path: Path, name: str, data: bytes, complete: bool
) -> None:
    (tmp_path / name).write_bytes(data)
    loaded: list[Path] = []
    dropped = _Dropped(loaded.append, 30)
    dropped.add(tmp_path / name)
    dropped.look(0)
    dropped.look(5)  # the writer pauses for five seconds
    assert bool(loaded) == complete
    dropped.look(61)
    assert len(loaded) == 1


def test_a_file_s_name_neither_forges_a_line_of_the_log_nor_names_anybody_in_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "dana@contoso.com.csv\nERROR bot all is lost.csv"
    path.write_text("a\n")

    def refuse(_: Path) -> None:
        raise ReportError(f"{path.name} is no report")

    dropped = _Dropped(refuse, 30)
    dropped.add(path)
    dropped.look(0)
    dropped.look(5)
    assert "***@contoso.com.csv\ufffdERROR bot all is lost.csv is no report" in caplog.text
    assert "dana" not in caplog.text


@contextmanager
def watched(folder: Path, load: Callable[[Path], None], again: float = 30.0) -> Iterator[Callable[[], None]]:
    """The folder is watched; what is given waits until one more file was passed to `load`."""
    stop, passed = threading.Event(), threading.Semaphore(0)

    def load_and_tell(path: Path) -> None:
        try:
            load(path)
        finally:
            passed.release()

    def wait() -> None:
        assert passed.acquire(timeout=20)

    arguments = {"stop": stop, "again": again}
    watching = threading.Thread(target=watch_folder, args=(folder, load_and_tell), kwargs=arguments)
    watching.start()
    try:
        yield wait
        assert watching.is_alive()
    finally:
        stop.set()
        watching.join(timeout=20)


@pytest.mark.slow
def test_a_watched_folder_loads_what_is_there_and_what_is_dropped_each_once_and_goes_on_after_a_bad_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "first.csv").write_text("one\n")
    loaded = []

    def load(path: Path) -> None:
        loaded.append((path.name, path.read_text()))
        if path.name == "bad.csv":
            raise ReportError("bad.csv is no report")

    with watched(tmp_path, load) as wait:
        wait()
        with (tmp_path / "slow.csv").open("w") as slow:
            for piece in ("begun, ", "and finished\n"):
                slow.write(piece)
                slow.flush()
        (tmp_path / "bad.csv").write_text("bad\n")
        wait()
        wait()
        (tmp_path / "last.csv").write_text("last\n")
        wait()
    assert sorted(loaded) == [
        ("bad.csv", "bad\n"),
        ("first.csv", "one\n"),
        ("last.csv", "last\n"),
        ("slow.csv", "begun, and finished\n"),
    ]


@pytest.mark.slow
def test_a_file_that_the_database_did_not_take_is_tried_until_it_does_and_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "feb.csv").touch()
    answers = iter([StoreError("The database is locked."), StoreError("The database is full."), None])

    def load(_: Path) -> None:
        if error := next(answers):
            raise error

    with watched(tmp_path, load, again=0) as wait:
        for _ in range(3):
            wait()
    assert [record.getMessage() for record in caplog.records] == [
        "A file of the reports folder waits and is tried again: The database is locked."
    ]


@pytest.mark.slow
def test_an_error_that_nobody_thought_of_does_not_end_the_watch_and_is_logged_without_its_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "odd.csv").touch()

    def load(path: Path) -> None:
        if path.name == "odd.csv":
            raise ValueError("eve.secret@contoso.com")

    with watched(tmp_path, load, again=0) as wait:
        wait()
        (tmp_path / "next.csv").touch()
        wait()
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.startswith("A file of the reports folder was not loaded: ValueError in load line ")
    assert "eve" not in caplog.text


@pytest.mark.slow
def test_a_folder_that_cannot_be_watched_yet_is_watched_once_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "reports"
    folder.write_text("a file is in the way")
    loaded = []
    with watched(folder, lambda path: loaded.append(path.name), again=0.01) as wait:
        wait_until(lambda: "cannot be watched" in caplog.text)
        folder.unlink()
        folder.mkdir(exist_ok=True)  # who watches it may be first
        (folder / "feb.csv").touch()
        wait()
    assert loaded == ["feb.csv"]
    assert caplog.text.count("The reports folder cannot be watched, and is tried again: FileExistsError") == 1


@pytest.mark.slow
@pytest.mark.parametrize("becomes", ["made anew", "moved away and made anew", "a link to another folder"])
def test_a_folder_in_whose_place_another_comes_is_watched_as_before(tmp_path: Path, becomes: str) -> None:
    folder, real = tmp_path / "reports", tmp_path / "real"
    real.mkdir()
    if becomes == "a link to another folder":
        folder.symlink_to(real)
    else:
        folder.mkdir()
    (folder / "before.csv").touch()
    loaded = []
    with watched(folder, lambda path: loaded.append(path.name)) as wait:
        wait()
        if becomes == "made anew":
            shutil.rmtree(folder)
            folder.mkdir()
        elif becomes == "moved away and made anew":
            folder.rename(tmp_path / "old")
            folder.mkdir()
        else:
            (tmp_path / "next").mkdir()
            (tmp_path / "link").symlink_to(tmp_path / "next")
            (tmp_path / "link").replace(folder)
        (folder / "after.csv").touch()
        wait()
    assert loaded == ["before.csv", "after.csv"]


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)
