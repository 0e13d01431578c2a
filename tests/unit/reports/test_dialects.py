import codecs
import io

import pandas as pd
import pytest

from bot.reports.columns import READ_ATTEMPTS, READ_REGISTRATIONS
from bot.reports.formats.registry import read
from bot.reports.receipt import ReportKind
from tests.unit.reports.classic import BOB, DANA, REGISTRATION, RESET, column, read_bytes, read_text

ENCODINGS = {
    "utf-8": (b"", "utf-8", "UTF-8"),
    "utf-8 with a mark": (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    "utf-16 little end first": (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    "utf-16 big end first": (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    "utf-16 little end first without a mark": (b"", "utf-16-le", "UTF-16"),
    "utf-16 big end first without a mark": (b"", "utf-16-be", "UTF-16"),
    "Windows-1252": (b"", "cp1252", "Windows-1252"),
}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
LINE_ENDS = ["\n", "\r\n", "\r"]
ROWS = [
    [
        "zoë@contoso.com",
        "User",
        "2017-02-28T12:00:00Z",
        "Alternate Email + Mobile Phone",
        "Succeeded",
        "User\u2019s done; fine",
    ],
    ["bob@contoso.com", "Company Administrator", "2017-02-28T12:05:00Z", "", "Failed", 'a "new", odd\ndetail'],
    ["amy@contoso.com", "", "2017-02-28T12:06:00Z", "", "Failed", ""],
]


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("line_end", LINE_ENDS, ids=repr)
@pytest.mark.parametrize("delimiter", DELIMITERS, ids=repr)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_report_reads_the_same_in_every_encoding_with_every_delimiter_and_line_end(
    encoding: str, delimiter: str, line_end: str
) -> None:
    mark, codec, name = ENCODINGS[encoding]
    lines = [delimiter.join(map(quoted, row)) for row in [RESET.split(","), *ROWS]]
    report = read_bytes(mark + "\n".join(lines).replace("\n", line_end).encode(codec))
    assert column(report, "user") == ["zoë@contoso.com", "bob@contoso.com", "amy@contoso.com"]
    assert column(report, "role") == ["User", "Company Administrator", ""]
    assert column(report, "methods") == ["Alternate Email + Mobile Phone", "", ""]
    assert column(report, "detail") == ["User\u2019s done; fine", 'a "new", odd\ndetail', ""]
    assert report.frame["line"].tolist() == [2, 3, 5]
    phrases = ["reset activity report", f"CSV with {DELIMITERS[delimiter]}", name, "times with their zone"]
    assert report.recognised == ", ".join(phrases)
    assert (report.rows, report.rejected, report.skipped, report.warnings) == (3, (), 0, ())


def test_a_frame_has_the_agreed_columns_and_dtypes() -> None:
    frame = read_text(DANA, BOB).frame
    assert list(frame.columns) == list(READ_ATTEMPTS)
    assert str(frame["at"].dtype) == "datetime64[us, UTC]"
    assert str(frame["line"].dtype) == "int64"
    for name in ("user", "role", "methods", "result", "detail"):
        assert isinstance(frame[name].dtype, pd.CategoricalDtype)
        assert frame[name].cat.categories.dtype == "str"


def test_a_registration_report_is_told_by_its_header() -> None:
    report = read_text("dana@contoso.com,User,2017-02-28T12:00:00Z,Alternate Email", header=REGISTRATION)
    assert report.kind is ReportKind.REGISTRATION
    assert list(report.frame.columns) == list(READ_REGISTRATIONS)
    assert column(report, "datum") == ["Alternate Email"]


@pytest.mark.parametrize(
    "header",
    [
        "User,Role,Date and Time,Methods Used,Result,Details",
        "USER;ROLE;DATE AND TIME;METHOD USED;RESULT TYPE;DETAIL",
        "User ID,role,Date & Time,MethodsUsed,ResultType,Reason",
        "user name,Role,DateTime,method(s)  used,Result,DETAILS",
        "UserName,Role,Date (UTC),Method(s) Used,Result,Details",
        '"User","Role","Date","Method(s) Used","Result","Details"',
        " User , Role , Date and Time , Method(s) Used , Result , Details ",
    ],
)
def test_a_header_is_known_in_every_spelling(header: str) -> None:
    row = DANA.replace(",", ";") if ";" in header else DANA
    report = read_text(row, header=header)
    assert column(report, "user") == ["dana@contoso.com"]
    assert column(report, "methods") == ["Mobile Phone"]
    assert column(report, "result") == ["Succeeded"]
    assert column(report, "detail") == ["User successfully reset password"]


def test_columns_may_stand_in_any_order_with_others_between_them() -> None:
    report = read_text(
        "x,Failed,why,2017-02-28T12:00:00Z,y,dana@contoso.com", header="Row,Result,Details,Date,Note,User"
    )
    assert column(report, "user") == ["dana@contoso.com"]
    assert column(report, "detail") == ["why"]
    assert column(report, "role") == [""]
    assert column(report, "methods") == [""]


def test_the_better_of_two_user_columns_is_taken() -> None:
    header = "User,User Principal Name,Date,Result"
    assert column(read_text("Dana D,dana@contoso.com,2017-02-28,Failed", header=header), "user") == ["dana@contoso.com"]


def test_lines_that_excel_and_powershell_put_before_the_header_are_passed_over() -> None:
    head = ["sep=;", "#TYPE Selected.System.Management.Automation.PSCustomObject", "", "Password reset activity"]
    report = read_bytes("\r\n".join([*head, RESET.replace(",", ";"), DANA.replace(",", ";")]).encode())
    assert report.frame["line"].tolist() == [6]
    assert report.rows == 1


def test_the_registration_script_s_file_is_read_and_its_bookkeeping_skipped() -> None:
    at = "2017-02-14T09:00:00.1234567Z"
    lines = [
        '"eventTime","role","registrationActivity","displayName","userName"',
        f'"{at}","User","reportSSPR_RegistrationData_LastRegisteredTime","Dana D","dana@contoso.com"',
        f'"{at}","User","reportSSPR_RegistrationData_PrivateAlternateEmail","Dana D","dana@contoso.com"',
        f'"{at}","User","reportSSPR_RegistrationData_PrivateMobilePhone","Dana D","dana@contoso.com"',
        f'"{at}","User","reportSSPR_RegistrationData_SecurityQuestions","Dana D","dana@contoso.com"',
    ]
    report = read_bytes("\r\n".join(lines).encode())
    assert column(report, "datum") == ["Alternate Email", "Mobile Phone", "Security Questions"]
    assert column(report, "user") == ["dana@contoso.com"] * 3
    assert (report.rows, report.skipped, report.rejected) == (4, 1, ())


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("Contacted Admin", "Contacted admin"),
        ("contacted admin", "Contacted admin"),
        ("Canceled", "Cancelled"),
        ("reportSSPR_ResultType_Block", "Blocked"),
        (" failed ", "Failed"),
        ("Exploded ", "Exploded"),
        ("", ""),
    ],
)
def test_a_result_is_canonical_or_as_it_was_written(cell: str, result: str) -> None:
    assert column(read_text(f"x,User,2017-02-28T12:00:00Z,,{cell},"), "result") == [result]


@pytest.mark.parametrize("joint", [" + ", "+", ", ", ";", " & ", " and "])
def test_methods_are_a_set_whatever_stands_between_them(joint: str) -> None:
    report = read_text(f'x,User,2017-02-28T12:00:00Z,"Mobile Phone{joint}Alternate Email",Failed,')
    assert column(report, "methods") == ["Alternate Email + Mobile Phone"]


def test_a_user_stays_as_written_but_for_blanks_around() -> None:
    report = read_text(
        " Dana@Contoso.com\u00a0,User,2017-02-28T12:00:00Z,,Failed,", "<!channel>,User,2017-02-28,,Failed,"
    )
    assert column(report, "user") == ["Dana@Contoso.com", "<!channel>"]


def test_a_byte_beyond_the_head_that_utf_8_does_not_have_makes_the_file_windows_1252() -> None:
    rows = [DANA] * 2_000
    report = read_bytes("\n".join([RESET, *rows, DANA.replace("dana", "zoë")]).encode("cp1252"))
    assert column(report, "user")[-1] == "zoë@contoso.com"
    assert "Windows-1252" in report.recognised


def test_a_file_cut_in_the_middle_of_a_character_stays_utf_8() -> None:
    report = read_bytes("\n".join([RESET, DANA.replace("dana", "zoë"), f"{DANA}ë"]).encode()[:-1])
    assert column(report, "user") == ["zoë@contoso.com"]
    assert [row.reason for row in report.rejected] == ["the file ends in the middle of this row"]


def test_progress_tells_the_bytes_consumed() -> None:
    data, seen = f"{RESET}\n{DANA}".encode(), list[int]()
    read("feb.csv", io.BytesIO(data), progress=seen.append)
    assert seen[-1] == len(data)
