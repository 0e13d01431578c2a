"""Which files are meant, and what happens to a file that is dropped into the watched folder."""

import threading
from pathlib import Path

import pytest

from bot.errors import ReportError, SourceError
from bot.sources.folder import opened, report_files, watch_folder


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
    with pytest.raises(SourceError, match="holds no reports; a report ends in .csv"):
        report_files([str(tmp_path)])


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one")
    with pytest.raises(SourceError, match="changed while it was read"), opened(path) as stream:
        stream.read()
        path.write_text("one and more")


def test_a_watched_folder_loads_what_is_there_and_what_is_dropped_each_once_and_goes_on_after_a_bad_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "first.csv").write_text("one")
    stop, loaded, seen = threading.Event(), [], threading.Semaphore(0)

    def load(path: Path) -> None:
        loaded.append((path.name, path.read_text()))
        seen.release()
        if path.name == "bad.csv":
            raise ReportError("bad.csv is no report")

    watching = threading.Thread(target=watch_folder, args=(tmp_path, load), kwargs={"stop": stop})
    watching.start()
    try:
        assert seen.acquire(timeout=20)
        with (tmp_path / "slow.csv").open("w") as slow:
            for piece in ("begun, ", "and finished"):
                slow.write(piece)
                slow.flush()
        (tmp_path / "bad.csv").write_text("bad")
        assert seen.acquire(timeout=20)
        assert seen.acquire(timeout=20)
        (tmp_path / "last.csv").write_text("last")
        assert seen.acquire(timeout=20)
    finally:
        stop.set()
        watching.join(timeout=20)
    assert sorted(loaded) == [
        ("bad.csv", "bad"),
        ("first.csv", "one"),
        ("last.csv", "last"),
        ("slow.csv", "begun, and finished"),
    ]
