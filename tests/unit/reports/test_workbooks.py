"""Workbooks and archives: every report in them is read, and what is passed over is named."""

import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ReportError
from tests.support.handed_over import ENDS, PORTAL, ends, portal_csv, portal_rows, read_bytes
from tests.support.xlsb import xlsb
from tests.unit.reports.classic import DANA, REGISTRATION, RESET, column

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")
HIDDEN_ROWS = "The workbook has rows that are hidden or filtered out; on the sheets that were read, they count, too."
SAVED = Path(__file__).parents[2] / "data" / "handed_over"
HEADER = ["User", "Role", "Date and Time", "Method(s) Used", "Result", "Details"]


def moment(*parts: int) -> datetime:
    """A time as a cell holds it, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def workbook(
    *sheets: tuple[str, Sequence[Sequence[Any]]],
    after: Callable[[Any], None] = lambda _: None,
    dates: str | int = "yyyy-mm-dd hh:mm:ss",
) -> bytes:
    """Sheets by their names and rows; `dates` is the format of times, or the number of one that Excel has built in."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": True})
    style = book.add_format({"num_format": dates})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime | time):
                    sheet.write_datetime(number, place, cell, style)
                else:
                    sheet.write(number, place, cell)
    after(book)
    book.close()
    return stream.getvalue()


def test_a_sheet_is_read_as_its_csv_would_be() -> None:
    at = moment(2026, 11, 20, 8, 5, 41)
    data = workbook(("Resets", [HEADER, ["dana@contoso.com", "User", at, "", "Failed", "x"],
                                ["lee@contoso.com", "User", moment(2026, 11, 21), "", "Succeeded", ""]]))  # fmt: skip
    (report,) = read_bytes(data).reports
    assert column(report, "at") == ["2026-11-20 08:05:41+00:00", "2026-11-21 00:00:00+00:00"]
    assert report.recognised == "reset activity report, sheet Resets of a workbook, times taken as UTC"
    assert HIDDEN_ROWS not in report.warnings


@pytest.mark.parametrize("built_in", [22, 27, 31, 36, 50, 58])
def test_times_in_formats_that_excel_has_built_in_are_times_whatever_its_language(built_in: int) -> None:
    # 27 and above are those of Chinese, Japanese and Korean: to python-calamine before 0.9.1 they were numbers
    row = ["dana@contoso.com", "User", moment(2026, 11, 20, 8, 5, 41), "", "Failed", "x"]
    (report,) = read_bytes(workbook(("Resets", [HEADER, row]), dates=built_in)).reports
    assert column(report, "at") == ["2026-11-20 08:05:41+00:00"]


@pytest.mark.parametrize(("row", "hidden"), [(1, True), (9, False)])
def test_hidden_rows_are_said_where_there_are_some_that_hold_anything(row: int, hidden: bool) -> None:
    def hide(book: Any) -> None:
        book.worksheets()[0].set_row(row, None, None, {"hidden": True})
        book.worksheets()[0].set_column(8, 8, None, None, {"hidden": True})

    (report,) = read_bytes(workbook(("Resets", [HEADER, DANA.split(",")]), after=hide)).reports
    assert report.rows == 1
    assert (HIDDEN_ROWS in report.warnings) is hidden


def test_of_a_format_that_is_not_looked_into_the_receipt_notes_hidden_rows_without_a_warning() -> None:
    cells = [[f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>" for cell in row]
             for row in (HEADER, DANA.split(","))]  # fmt: skip
    table = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in
                      ("office", "table", "text"))  # fmt: skip
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='R'>{table}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    (report,) = read_bytes(stream.getvalue()).reports
    assert "sheet R of a workbook, any hidden rows included" in report.recognised
    assert not any("hidden" in warning for warning in report.warnings)


def test_an_audit_log_in_a_workbook_holds_the_same_attempts() -> None:
    assert ends(read_bytes(workbook(("AuditLogs", [list(PORTAL), *portal_rows()])))) == ENDS


def test_a_title_above_and_whole_numbers_do_no_harm() -> None:
    rows: list[list[Any]] = [
        ["Password reset activity"],
        [],
        HEADER,
        [33008, "User", moment(2026, 11, 20, 8), "", "Failed", 12.0],
    ]
    (report,) = read_bytes(workbook(("x", rows))).reports
    assert (column(report, "user"), column(report, "detail")) == (["33008"], ["12"])


def test_date_and_time_in_two_columns_are_put_together() -> None:
    rows: list[list[Any]] = [
        ["User", "Date", "Time", "Result"],
        ["dana@contoso.com", moment(2026, 11, 20), time(8, 5, 41), "Failed"],
    ]
    (report,) = read_bytes(workbook(("x", rows))).reports
    assert column(report, "at") == ["2026-11-20 08:05:41+00:00"]


def test_dates_that_became_true_dates_only_up_to_the_12th_are_refused() -> None:
    rows: list[list[Any]] = [
        HEADER,
        ["a", "", moment(2026, 12, 11, 5), "", "Failed", ""],
        ["b", "", "11/18/2026 8:05:55 PM", "", "Failed", ""],
    ]
    with pytest.raises(ReportError, match="look turned by a spreadsheet"):
        read_bytes(workbook(("x", rows)))


def test_every_report_is_read_and_what_is_none_is_named() -> None:
    reset = [HEADER, DANA.split(",")]
    registration = [REGISTRATION.split(","), ["dana@contoso.com", "User", "2026-11-20T08:00:00Z", "Mobile Phone"]]
    data = workbook(("Resets", reset), ("Data", registration), ("Notes", [["hello"]]), ("Empty", []), ("Old", reset),
                    after=lambda book: book.worksheets()[4].hide())  # fmt: skip
    reading = read_bytes(data, "book.xlsx")
    assert [str(report.kind) for report in reading.reports] == ["reset activity", "registration activity"]
    assert [(one.name, one.reason.partition(":")[0]) for one in reading.unread] == [
        ("sheet Notes", "it is no report that the bot knows"),
        ("sheet Empty", "it is empty"),
        ("sheet Old", "it is hidden"),
    ]


def test_formulas_without_values_are_said() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append([f"=A{number}" for number in range(1, 7)])
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(ReportError, match="formulas without values"):
        read_bytes(stream.getvalue(), "book.xlsx")


def test_a_workbook_that_spans_too_much_is_refused_before_it_is_opened() -> None:
    def far(book: Any) -> None:
        book.worksheets()[0].write(1_048_575, 40, "x")

    with pytest.raises(ReportError, match=r"A sheet of book\.xlsx spans 42,991,616 cells"):
        read_bytes(workbook(("x", [HEADER]), after=far), "book.xlsx")


def test_an_encrypted_workbook_is_told_by_its_look() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    with pytest.raises(ReportError, match=r"book\.xlsx is protected by a password"):
        read_bytes(data, "book.xlsx")


def test_a_workbook_cut_off_is_refused() -> None:
    with pytest.raises(ReportError, match="damaged or cut off"):
        read_bytes(workbook(("x", [HEADER, DANA.split(",")]))[:-200], "book.xlsx")


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return stream.getvalue()


def test_an_archive_of_one_report_is_read() -> None:
    assert ends(read_bytes(gzip.compress(portal_csv().encode()), "audit.csv.gz")) == ENDS


def test_an_archive_of_several_is_read_and_names_what_is_none() -> None:
    data = archive(**{"a.csv": f"{RESET}\n{DANA}\n".encode(), "in/b.csv.gz": gzip.compress(portal_csv().encode()),
                      "c.txt": b"hello", "__MACOSX/a.csv": b"x", ".hidden": b"x"})  # fmt: skip
    reading = read_bytes(data, "all.zip")
    assert [str(report.kind) for report in reading.reports] == ["reset activity", "audit log"]
    assert [one.name for one in reading.unread] == ["c.txt"]


def moved(data: bytes, by: int) -> bytes:
    """An archive whose directory names places so far off, as one does that lost or gained bytes on its way."""
    at = data.rindex(b"PK\5\6") + 16
    return data[:at] + (int.from_bytes(data[at : at + 4], "little") + by).to_bytes(4, "little") + data[at + 4 :]


@pytest.mark.parametrize("by", [-40, 40, 4_000])
def test_an_archive_whose_directory_points_elsewhere_is_refused_in_words(by: int) -> None:
    packed = archive(**{"a.csv": portal_csv().encode(), "b.csv": portal_csv().encode()})
    with pytest.raises(ReportError, match="damaged"):
        read_bytes(moved(packed, by), "all.zip")
    with pytest.raises(ReportError, match="damaged or cut off"):
        read_bytes(moved(workbook(("x", [HEADER, DANA.split(",")])), by), "book.xlsx")


def test_a_workbook_with_a_damaged_sheet_is_refused_in_words() -> None:
    data = bytearray(workbook(("x", [HEADER, DANA.split(",")])))
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 8] = bytes(8)
    with pytest.raises(ReportError, match="damaged or cut off"):
        read_bytes(bytes(data), "book.xlsx")


def bomb(megabytes: int = 70) -> bytes:
    """A report in front, and blank lines without end."""
    return f"{RESET}\n{DANA}\n".encode() + b"\n" * (megabytes << 20)


@pytest.mark.parametrize("pack", [lambda data: archive(**{"a.csv": data}), lambda data: gzip.compress(data, 1),
                                  lambda data: archive(**{"in.gz": gzip.compress(data, 1)})])  # fmt: skip
def test_a_few_bytes_do_not_unpack_to_very_many(pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ReportError, match="it unpacks to more than a hundred times its size"):
        read_bytes(pack(bomb()), "all.zip")
    assert read_bytes(pack(bomb(3)), "all.zip").reports


def test_a_workbook_of_a_few_bytes_does_not_unpack_to_very_many() -> None:
    stream = io.BytesIO(workbook(("x", [HEADER, DANA.split(",")])))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", bytes(70 << 20))
    with pytest.raises(ReportError, match="it unpacks to more than a hundred times its size"):
        read_bytes(stream.getvalue(), "book.xlsx")


def test_an_archive_unpacks_to_a_gigabyte_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reports.formats.archive._MOST_BYTES", 1_000_000)
    report = f"{RESET}\n{DANA}\n".encode()
    reading = read_bytes(archive(**{"a.csv": report, "b.csv": report + bytes(999_999), "c.csv": report}), "all.zip")
    assert len(reading.reports) == 2
    assert [(one.name, one.reason) for one in reading.unread] == [
        ("b.csv", "with it the archive unpacks to more than 0 MB")
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (archive(), "was read. The archive is empty."),
        (archive(**{"a.txt": b"hello"}), "a.txt: it is no report that the bot knows"),
        (gzip.compress(portal_csv().encode())[:-20], "is a damaged archive, or cut off"),
        (archive(**{"a.csv": portal_csv().encode()})[:-30], "is a damaged archive, or cut off"),
    ],
)
def test_an_archive_without_a_report_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ReportError, match=says.replace(".", r"\.")):
        read_bytes(data, "all.zip")


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_audit_log_that_libreoffice_saved_as_a_workbook_is_read(kind: str) -> None:
    assert ends(read_bytes((SAVED / f"audit.{kind}").read_bytes())) == ENDS


@pytest.mark.parametrize("top", [0, 3])
def test_a_binary_workbook_is_read_as_the_table_in_it(top: int) -> None:
    data = xlsb([PORTAL, *portal_rows()], at=(top, 0))
    (report,) = (reading := read_bytes(data)).reports
    assert ends(reading) == ENDS
    assert report.warnings == ()
    assert report.recognised == "audit log, sheet Resets of a workbook, any hidden rows included"
    classic = read_bytes(xlsb([HEADER, ["dana@x.y", "User", "2026-11-20T08:00:01Z", "Email", "Failed", "x"]])).reports
    assert classic[0].frame["user"].tolist() == ["dana@x.y"]


def test_a_binary_workbook_of_day_numbers_or_of_a_far_cell_is_refused() -> None:
    """A cell's format, which makes a number a time, stands in a part of its own."""
    with pytest.raises(ReportError, match="day numbers of a spreadsheet"):
        read_bytes(xlsb([HEADER, ["dana@x.y", "User", 46346.3333449074, "Email", "Failed", "x"]]))
    with pytest.raises(ReportError, match="spans 17,179,869,184 cells"):
        read_bytes(xlsb([["x"]], at=(1_048_575, 16_383)))
