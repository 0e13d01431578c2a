"""Nothing in the reports folder is passed over in silence, and nothing of it is told twice."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app.files.watched import WatchedFolder
from bot.app.services import build_services, passed_over
from bot.errors import ReportError
from bot.settings import Settings
from tests.support.sqlite import sqlite_url
from tests.unit.reports.classic import DANA, RESET

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")


def book() -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name in ("Resets", "Notes"):
        sheet = workbook.add_worksheet(name)
        for number, line in enumerate([RESET, DANA] if name == "Resets" else ["secret of eve", "x"]):
            sheet.write_row(number, 0, line.split(","))
    workbook.close()
    return stream.getvalue()


FILES = {
    "notes.docx": b"hello",
    "other.csv": b"Name;Price of eve\nbread;2\n",
    "book.xlsx": book(),
    "good.csv": f"{RESET}\n{DANA}\n".encode(),
}
TOLD = [
    "I passed over notes.docx in the reports folder: no report is named so.",
    "I could not read other.csv in the reports folder: it is no report that the bot knows; `sspr load` on it tells what",
    "I read book.xlsx of the reports folder, but not its sheet Notes: it is no report that the bot knows",
]


def load_all(folder: Path, tell: Callable[[str], None]) -> str:
    services = build_services(Settings(SSPR_DATABASE_URL=sqlite_url(folder.parent)))  # type: ignore[call-arg]
    watched = WatchedFolder(services, tell)
    for name in FILES:
        try:
            watched.load(folder / name)
        except ReportError:
            continue
    said = passed_over(services)
    services.close()
    return said


def test_what_is_not_read_is_told_once_and_stays_known(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    told: list[str] = []
    said = load_all(folder, told.append)
    assert [sentence.startswith(begin) for sentence, begin in zip(told, TOLD, strict=True)] == [True] * 3
    assert "eve" not in f"{told}{said}"
    assert said.startswith("3 files, or parts of them, were not read, the newest book.xlsx, sheet Notes: it is no")
    again: list[str] = []
    assert load_all(folder, again.append) == said
    assert again == []


def test_a_file_named_after_a_person_is_said_as_a_log_may_keep_it(tmp_path: Path) -> None:
    file = tmp_path / "erin@contoso.com\n12:00 INFO all is well.csv"
    file.write_bytes(FILES["other.csv"])
    services = build_services(Settings(SSPR_DATABASE_URL=sqlite_url(tmp_path)))  # type: ignore[call-arg]
    with pytest.raises(ReportError):
        WatchedFolder(services, lambda _: None).load(file)
    said = passed_over(services)
    services.close()
    assert "***@contoso.com\ufffd12:00 INFO" in said
    assert "erin" not in said
    assert "\n" not in said
