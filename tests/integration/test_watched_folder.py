"""What the log keeps of files in the watched folder: their names, and nothing of what stands in them."""

import logging
import threading
import time
from pathlib import Path

import pytest

from bot.app.services import Services, build_services
from bot.reports.receipt import ReportKind
from bot.settings import Settings
from bot.sources.folder import watch_folder
from tests.support.sqlite import sqlite_url

SECRET = "eve.secret@contoso.com"
FILES = {
    "headerless.csv": f"{SECRET},User,2017-02-28T12:00:00Z,,Failed,\n",
    "json.json": f'{{"userName": "{SECRET}"}}',
    "ambiguous.csv": f"User,Date,Result\n{SECRET},3/4/2017,Failed\n",
    "mixed.csv": f"User,Date,Result\n{SECRET},13/4/2017,Failed\n{SECRET},4/13/2017,Failed\n",
    "rows.csv": f"User,Date,Result,Details\nx,{SECRET},Failed,\n{SECRET},2017-02-28,{SECRET},{SECRET}\n",
    "audit.csv": "Date (UTC),Service,Activity,Result,Target1UserPrincipalName\n"
    f"{SECRET},Self-service Password Management,Reset password (self-service),success,{SECRET}\n",
}


def test_nothing_that_stands_in_a_watched_file_reaches_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    core = build_services(Settings(SSPR_DATABASE_URL=sqlite_url(tmp_path)))  # type: ignore[call-arg]
    stop = threading.Event()
    watching = threading.Thread(target=watch_folder, args=(folder, core.load_once), kwargs={"stop": stop})
    watching.start()
    try:
        deadline = time.monotonic() + 30
        while len(refused(caplog)) + len(loaded(core)) < len(FILES):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        stop.set()
        watching.join(timeout=20)
        core.close()
    assert loaded(core) == ["audit.csv", "rows.csv"]
    assert [name for name in sorted(FILES) if any(name in said for said in refused(caplog))] == [
        "ambiguous.csv", "headerless.csv", "json.json", "mixed.csv",
    ]  # fmt: skip
    assert "eve.secret" not in caplog.text.casefold()


def loaded(services: Services) -> list[str]:
    receipts = services.snapshots.current().receipts
    return sorted(Path(receipt.path).name for receipt in receipts if receipt.report is not ReportKind.UNREAD)


def refused(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "was not loaded" in record.getMessage()]
