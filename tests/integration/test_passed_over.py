"""Nothing in the reports folder is passed over in silence, and nothing of it is told twice."""

import gzip
import io
import tarfile
import zipfile
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


def book(*names: str) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name in names:
        sheet = workbook.add_worksheet(name)
        for number, line in enumerate([RESET, DANA] if name == "Resets" else ["secret of eve", "x"]):
            sheet.write_row(number, 0, line.split(","))
    workbook.close()
    return stream.getvalue()


FILES = {
    "book.xlsx": book("Resets", "Notes"),
    "good.csv": f"{RESET}\n{DANA}\n".encode(),
    "notes.docx": b"hello",
    "other.csv": b"Name;Price of eve\nbread;2\n",
}
TOLD = [
    "I read book.xlsx of the reports folder, but not its sheet Notes: it is no report that the bot knows",
    "I passed over notes.docx in the reports folder: no report is named so.",
    "I could not read other.csv in the reports folder: it is no report that the bot knows; `sspr load` on it tells what",
]


def load_all(folder: Path, tell: Callable[[str], None]) -> str:
    services = build_services(Settings(SSPR_DATABASE_URL=sqlite_url(folder.parent)))  # type: ignore[call-arg]
    watched = WatchedFolder(services, tell)
    for name in sorted(path.name for path in folder.iterdir()):
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
    assert said.startswith("3 files, or parts of them, were not read, the newest other.csv: it is no")
    again: list[str] = []
    assert load_all(folder, again.append) == said
    assert again == []


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tar(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


PAGE = b"<html><body>Sign in to your account</body></html>"
EXPORT = b"user,at,methods,result,detail,cause\n"
GOOD = FILES["good.csv"]
LEFT = {
    "page.csv": PAGE,
    "own.csv": EXPORT,
    "empty.csv": b"",
    "empty.zip": zipped(),
    "pages.zip": zipped(a=PAGE, b=EXPORT, c=b""),
    "some.zip": zipped(good=GOOD, page=PAGE),
    "inner.zip": zipped(one=zipped(page=PAGE), good=GOOD),
    "cut.zip": zipped(a=GOOD)[:80],
    "cut.xlsx": book("Notes")[:2_000],
    "notes.xlsx": book("Notes"),
    "reports.tar.gz": gzip.compress(tar("feb.csv", GOOD)),
    "reports.csv.gz": gzip.compress(PAGE),
    "cut.gz": gzip.compress(GOOD)[:30],
    "local.csv": b"User,Date (Local),Method(s) Used,Result,Details\ndana@x.y,2017-02-28 12:00,Email,Failed,x\n",
    "none.csv": b"User,Method(s) Used,Result\n",
    "roster.csv": b"userPrincipalName,isSsprRegistered,isSsprEnabled\ndana@x.y,perhaps,True\n",
    "later.csv": f"{RESET}\n{DANA.replace('2017', '2093')}\n".encode(),
}


@pytest.mark.parametrize("name", LEFT)
def test_admins_hear_whole_sentences_and_no_path(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / name).write_bytes(LEFT[name])
    told: list[str] = []
    said = load_all(folder, told.append)
    assert told
    for sentence in (*told, said):
        assert ".." not in sentence
        assert sentence.endswith(".")
        assert name in sentence
        assert str(tmp_path) not in sentence
    assert ("it is a tar archive" in told[0]) == (".tar" in name)


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
