"""Large files are loaded by a process of their own: the same receipts and refusals, and nothing half when it is killed."""

import gzip
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.files.large_files import LargeFiles
from bot.app.services import Services, build_services, wall_clock
from bot.errors import ReportError, SourceError
from bot.service.loading import loading
from bot.settings import Settings
from bot.storage.ledger.ledger import Ledger
from tests.support.sqlite import sqlite_url

HEADER = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
ROWS = "".join(
    f"user{n}@contoso.com,User,2026-11-20T{n // 60:02}:{n % 60:02}:00Z,Email,Failed,User does not have a license.\n"
    for n in range(600)
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """As the running bot has them, but every file is a large one."""
    settings = Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(tmp_path)})
    built = build_services(settings)
    yield replace(built, loading=replace(built.loading, apart=LargeFiles(settings, wall_clock, large=1).load))
    built.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "activity.csv"
    path.write_text(HEADER + ROWS + "dana@contoso.com,User,yesterday,,Failed,\n")
    return path


def test_its_receipt_and_its_rows_are_those_of_any_load(
    services: Services, report: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    receipt = services.load_file(report).receipts[0]
    here = build_services(Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(tmp_path_factory.mktemp("here"))}))
    expected = here.load_file(report).receipts[0]
    here.close()
    assert replace(receipt, loaded_at=expected.loaded_at) == expected
    assert len(services.snapshots.current().attempts) == receipt.new == 600
    assert services.load_once(report) is None


def test_nothing_is_read_in_the_process_that_answers(
    services: Services, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "unread", None)  # whoever reads or records here fails
    monkeypatch.setattr(Ledger, "record", None)
    assert services.load_file(report).receipts[0].new == 600


def test_a_refusal_is_the_same_sentence_for_people_and_for_the_log(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("dana@contoso.com,User,2026-11-20T10:00:00Z,,Failed,\n")
    with pytest.raises(ReportError) as apart:
        services.load_file(path)
    with pytest.raises(ReportError) as here:
        replace(services, loading=replace(services.loading, apart=lambda *_: None)).load_file(path)
    assert (str(apart.value), apart.value.logged) == (str(here.value), here.value.logged)
    assert "dana" not in apart.value.logged


def test_a_process_that_is_killed_loads_nothing_and_says_so(services: Services, report: Path) -> None:
    def kill() -> None:
        while not (children := multiprocessing.active_children()):
            time.sleep(0.01)
        children[0].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(SourceError, match=r"activity\.csv was not loaded: reading it took more memory than there is"):
        services.load_file(report)
    killer.join()
    assert not len(services.snapshots.current().attempts)
    assert services.load_file(report).receipts[0].new == 600


def test_an_archive_is_as_large_as_what_it_may_unpack_to(services: Services, report: Path) -> None:
    packed = report.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(report.read_bytes()))
    apart = LargeFiles(services.settings, wall_clock, large=10 * packed.stat().st_size)
    assert report.stat().st_size > packed.stat().st_size
    with packed.open("rb") as stream:
        loaded = apart.load(packed.name, stream, "")
    assert loaded is not None
    assert loaded.rows == 600


@pytest.mark.parametrize(
    ("bounds", "said"),
    [({"memory": 250_000_000}, "took more memory than there is"), ({"longest": 0.01}, "took more than 0 minutes")],
    ids=["memory", "time"],
)
def test_a_process_that_takes_too_much_is_ended_and_loads_nothing(
    services: Services, report: Path, bounds: dict[str, float], said: str
) -> None:
    settings = services.settings
    with report.open("a") as file:
        file.writelines(ROWS.replace("contoso", f"contoso{number}") for number in range(400))
    bounded = LargeFiles(settings, wall_clock, large=1, **bounds)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match=said):
        replace(services, loading=replace(services.loading, apart=bounded.load)).load_file(report)
    assert not multiprocessing.active_children()
    assert not len(services.snapshots.current().attempts)


def test_small_files_and_those_without_a_path_are_loaded_here(report: Path, tmp_path: Path) -> None:
    settings = Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(tmp_path)})
    with report.open("rb") as stream:
        assert LargeFiles(settings, wall_clock).load(report.name, stream, "") is None


def test_a_folder_brings_no_library_that_reads_reports_into_the_bot(tmp_path: Path, report: Path) -> None:
    """A hundred megabytes, for one small file."""
    look = (
        "import sys; from pathlib import Path; from bot.app.files.watched import all_apart; "
        "from bot.app.services import build_services; from bot.settings import Settings; "
        "services = all_apart(build_services(Settings())); services.load_once(Path(sys.argv[1])); "
        "found = len(services.snapshots.current().attempts); services.close(); "
        "print(found, *sorted({'pandas', 'pyarrow'} & sys.modules.keys()))"
    )
    env = os.environ | {"SSPR_DATABASE_URL": sqlite_url(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", look, str(report)], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == "600\n"


def test_what_another_process_loads_is_not_read_here_before_it_has_left_it(tmp_path: Path, report: Path) -> None:
    """Else every column of a large ledger is copied here, and a moment later mapped from what that one leaves."""
    settings = Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(tmp_path)})
    here, there = build_services(settings), build_services(settings)
    assert not len(here.snapshots.current().attempts)
    with here.snapshots.awaiting():
        there.load_file(report)
        here.snapshots.try_refresh()
        assert not len(here.snapshots.current().attempts)
    here.snapshots.try_refresh()
    assert len(here.snapshots.current().attempts) == 600
    for one in (here, there):
        one.close()
