import pytest

from bot.errors import ReportError
from bot.reports.parsing.csv_rows import SPREAD
from bot.reports.parsing.cut_off import YEARS
from tests.support import handed_over
from tests.support.handed_over import PORTAL, csv_text, portal_rows
from tests.unit.reports.classic import BOB, DANA, REGISTRATION, RESET, column, read_bytes, read_text, reasons

OPEN = 'eve@contoso.com,User,2017-02-28T12:01:00Z,,Failed,"never closed'


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",User,2017-02-28T12:00:00Z,,Failed,", "the user is missing"),
        ("  ,User,2017-02-28T12:00:00Z,,Failed,", "the user is missing"),
        ("x,User,,,Failed,", "the time is missing"),
        ("x,User,soon,,Failed,", "the time soon cannot be read"),
        (f"x,User,{'9' * 99},,Failed,", f"the time {'9' * 60}... cannot be read"),
        ("x,User,2017-02-28T12:00:00Z", "it has 3 cells instead of 6"),
        ("rubbish", "it has 1 cell instead of 6"),
        (OPEN, "a quotation mark is never closed"),
        (f"{'x' * 2_001},User,2017-02-28,,Failed,", "the user is longer than 2,000 characters"),
        (f"x,User,2017-02-28,,Failed,{'y' * 2_001}", "the detail is longer than 2,000 characters"),
        ("a\0b,User,2017-02-28,,Failed,", "the user holds a NUL character"),
        ("x,User,2017-02-28,,Fai\0led,", "the result holds a NUL character"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_line_its_reason_and_its_words(row: str, reason: str) -> None:
    report = read_text(DANA, row, BOB)
    assert reasons(report) == [(3, reason)]
    shown = row.replace("\0", "\ufffd")
    assert report.rejected[0].raw == (shown if len(shown) <= 2_000 else f"{shown[:2_000]}...")
    assert column(report, "user") == ["dana@contoso.com", "bob@contoso.com"]
    assert report.frame["line"].tolist() == [2, 4]
    assert report.rows == 3


def test_a_detail_with_unquoted_commas_is_put_together_again() -> None:
    report = read_text("x,User,2017-02-28T12:00:00Z,,Failed,one, two, three")
    assert column(report, "detail") == ["one, two, three"]


def test_commas_are_not_put_together_where_the_detail_is_not_the_last_column() -> None:
    report = read_text("one, two,x,2017-02-28,Failed", header="Details,User,Date,Result")
    assert reasons(report) == [(2, "it has 5 cells instead of 4")]


def test_surplus_cells_without_content_are_dropped() -> None:
    report = read_text(f"{DANA},,,", "x,2017-02-28T12:00:00Z,Failed,,", header=RESET)
    assert column(report, "detail") == ["User successfully reset password"]
    header = "User,Date,Result"
    assert read_text("x,2017-02-28T12:00:00Z,Failed,,", header=header).rows == 1


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    report = read_text(
        "",
        'dana@contoso.com,User,2017-02-28T12:00:00Z,,Failed,"on\ntwo\nlines"',
        "   ",
        BOB,
        "bad,User,2017-02-28T12:00:00Z,",
        'amy@contoso.com,User,2017-02-28T12:00:00Z,,Failed,"on\ntwo"',
        "bad,User,soon,,Failed,",
    )
    assert report.frame["line"].tolist() == [3, 7, 9]
    assert reasons(report) == [(8, "it has 4 cells instead of 6"), (11, "the time soon cannot be read")]
    assert report.rows == 5


def test_blank_rows_are_no_rows() -> None:
    report = read_text(DANA, "", ",,,,,", " , ,,,,", "\t", BOB, "")
    assert (report.rows, report.rejected, report.skipped) == (2, (), 0)
    assert report.frame["line"].tolist() == [2, 7]


def test_an_open_quotation_mark_costs_one_row() -> None:
    report = read_text(DANA, OPEN, BOB, DANA, f"{BOB},with a comma")
    assert reasons(report) == [(3, "a quotation mark is never closed")]
    assert report.frame["line"].tolist() == [2, 4, 5, 6]


def test_two_open_quotation_marks_do_not_swallow_what_stands_between_them() -> None:
    report = read_text(DANA, OPEN, BOB, DANA, OPEN, BOB)
    assert [line for line, _ in reasons(report)] == [3, 6]
    assert report.frame["line"].tolist() == [2, 4, 5, 7]


def test_a_closed_note_of_several_lines_is_one_row_without_an_open_quotation_mark() -> None:
    report = read_text(DANA, BOB, "", '"Applied filters:', "Result is Failed", 'User is dana"', "", BOB)
    assert reasons(report) == [(5, "it has 1 cell instead of 6")]
    assert report.rows == 4


def test_an_open_quotation_mark_at_the_end_of_a_long_file_costs_one_row() -> None:
    rows = [DANA] * 30_000
    report = read_text(*rows, OPEN, *rows)
    assert reasons(report) == [(30_002, "a quotation mark is never closed")]
    assert report.rows == 60_001


def test_a_row_spread_over_more_than_a_row_may_have_was_never_closed() -> None:
    lines = "\n".join(["y" * 100] * (SPREAD // 100))
    report = read_text(f'x,User,2017-02-28T12:00:00Z,,Failed,"{lines}"', BOB)
    assert reasons(report)[0] == (2, "a quotation mark is never closed")
    assert column(report, "user") == ["bob@contoso.com"]


def test_a_quotation_mark_within_a_cell_is_a_character() -> None:
    report = read_text('o"neil@contoso.com,User,2017-02-28T12:00:00Z,,Failed,said "so"', BOB)
    assert column(report, "user") == ['o"neil@contoso.com', "bob@contoso.com"]
    assert column(report, "detail")[0] == 'said "so"'


def test_a_quoted_cell_may_have_blanks_around_it() -> None:
    report = read_text('x, "User" , "2017-02-28T12:00:00Z",,Failed, "one, two" ')
    assert column(report, "detail") == ["one, two"]


def test_files_put_one_behind_the_other_have_their_headers_skipped() -> None:
    report = read_text(DANA, f"\ufeff{RESET}", BOB, RESET, DANA, "sep=,")
    assert (report.rows, report.skipped, report.rejected) == (5, 2, ())
    assert report.frame["line"].tolist() == [2, 4, 6]


def test_a_person_named_like_the_header_is_a_person() -> None:
    assert read_text("User,Role,2017-02-28T12:00:00Z,,Failed,").rows == 1


def test_all_rows_may_be_bad() -> None:
    report = read_text("x,User,soon,,Failed,", "rubbish")
    assert report.frame.empty
    assert str(report.frame["at"].dtype) == "datetime64[us, UTC]"
    assert [line for line, _ in reasons(report)] == [2, 3]


@pytest.mark.parametrize("header", [RESET, REGISTRATION])
def test_a_header_alone_is_an_empty_report(header: str) -> None:
    for data in (header, f"{header}\r\n", f"{header}\r\n\r\n"):
        report = read_bytes(data.encode())
        assert (report.rows, len(report.frame), report.warnings) == (0, 0, ("The report holds no rows.",))


@pytest.mark.parametrize("rows", [999, 1_000, 1_001, 75_000])
def test_a_file_as_long_as_a_report_can_be_is_probably_cut_off(rows: int) -> None:
    report = read_text(*[DANA] * (rows - 1), "rubbish", RESET)
    cut_off = f"The file has exactly {rows:,} rows, the most that one report holds: it is probably cut off. "
    expected = (f"{cut_off}Download a shorter span.",) if rows in (1_000, 75_000) else ()
    assert tuple(one for one in report.warnings if "exactly" in one) == expected


def test_a_report_with_nothing_but_a_stray_last_line_is_read() -> None:
    report = read_bytes(f"{RESET}\n{DANA}\nbob@contoso.com,Us".encode())
    assert reasons(report) == [(3, "the file ends in the middle of this row")]
    assert report.rows == 2
    assert report.warnings == (
        "The file ends in the middle of a row: it is probably cut off. Download it again; the row was set aside.",
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("02-02", "2016-02-18", "02-05", "02-09", "02-11", "02-14", "02-27"), "Line 3 is of 2016-02-18"),
        (("02-02", "02-05", "02-09", "02-11", "02-14", "02-27", "2018-02-18"), "Line 8 is of 2018-02-18"),
        (("2016-02-18", "02-02", "2016-02-19", "02-05"), "Lines 2, 4 are of 2016-02-18 to 2016-02-19"),
        (("2015-02-28", "2016-02-18", "02-05", "02-09"), "Lines 2, 3 are of 2015-02-28 to 2016-02-18"),
        (("2016-02-18", "02-02", "02-05", "02-09", "2018-02-11"), "Lines 2, 6 are of 2016-02-18 to 2018-02-11"),
        (("2016-02-18", "02-02"), "Line 2 is of 2016-02-18"),
        (("02-02", "2016-02-18"), "Line 3 is of 2016-02-18"),
        ((*(f"2016-02-{day:02}" for day in range(1, 7)), *(f"02-{day:02}" for day in range(1, 8))), ""),  # an archive
        (("2016-06-18", "02-02", "02-05", "02-09", "02-11", "02-14", "02-27"), ""),  # no year apart
        (("02-02", "02-05"), ""),
        (("02-02",), ""),
        (("2013-02-18", "2014-02-18", "2015-08-02", "2015-12-05", "02-09", "02-11", "02-14"), ""),  # they span years
    ],
)
def test_a_single_row_a_year_from_all_others_is_named(days: tuple[str, ...], said: str) -> None:
    whole = [day if len(day) > len("02-02") else f"2017-{day}" for day in days]
    report = read_text(*(f"p{row}@contoso.com,User,{day}T12:00:00Z,,Failed," for row, day in enumerate(whole)))
    assert report.rows == len(days)
    found = [warning for warning in report.warnings if YEARS in warning]
    assert [warning.partition(", and all other rows are of 2017-02-0")[0] for warning in found] == [said] * bool(said)


def test_so_is_one_of_an_audit_log() -> None:
    """By its line, though rows of other services stand above."""
    rows = portal_rows()
    rows[1][0] = rows[1][0].replace("2026", "2025")
    (report,) = handed_over.read_text(csv_text(PORTAL, [[*rows[0][:3], "Add user", *rows[0][4:]], *rows])).reports
    (found,) = [warning for warning in report.warnings if YEARS in warning]
    assert found.startswith("Line 4 is of 2025-11-20, and all other rows are of 2026-11-20 to 2026-11-20: look whether")


@pytest.mark.parametrize("words", [("TRUE", "FALSE"), ("Erfolgreich", "Fehlgeschlagen"), ("",)])
def test_a_report_without_one_result_that_is_documented_is_refused(words: tuple[str, ...]) -> None:
    rows = [f"x@contoso.com,User,2017-02-28T12:0{at}:00Z,Mobile Phone,{words[at % len(words)]},x" for at in range(4)]
    with pytest.raises(ReportError, match=f"None of the results of feb.csv is one .* but {words[0] or '.blank.'}"):
        read_text(*rows)
    assert len(read_text(*rows, BOB).frame) == 5
