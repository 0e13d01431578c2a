"""Two exports put one behind the other: read where their columns agree, refused where they do not."""

import pytest

from bot.errors import ReportError
from bot.reports.repeated_rows import TWICE, equal_rows, overlapping
from tests.support.handed_over import ENDS, PORTAL, csv_text, ends, portal_rows, read_text

CLASSIC = "User,Role,Date and Time,Method(s) Used,Result,Details"
ROW = "dana@contoso.com,User,2026-11-20T08:05:05Z,,Failed,Somebody stopped"
TURNED = "Result,User,Role,Date and Time,Method(s) Used,Details"
TURNED_ROW = "Succeeded,lee@contoso.com,User,2026-11-20T09:02:00Z,Mobile Phone,User successfully reset password"


@pytest.mark.parametrize("order", [(4, *range(4), *range(5, 13)), (*range(1, 13), 0), tuple(reversed(range(13)))])
@pytest.mark.parametrize("end", ["\r\n", ""])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_audit_log_with_its_columns_in_another_order_behind_another(
    mark: str, end: str, order: tuple[int, ...]
) -> None:
    rows = portal_rows()
    first = csv_text(PORTAL, rows[:2]).removesuffix("\r\n") + end
    again = csv_text([PORTAL[place] for place in order], [[row[place] for place in order] for row in rows[2:]])
    with pytest.raises(ReportError, match=f"two tables, one behind the other: line {4 if end else 3} is a header"):
        read_text(first + mark + again)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_same_columns_again_go_on(mark: str) -> None:
    rows = portal_rows()
    reading = read_text(csv_text(PORTAL, rows[:2]) + mark + csv_text(PORTAL, rows[2:]))
    assert ends(reading) == ENDS


def test_a_classic_report_with_its_columns_in_another_order_behind_another() -> None:
    with pytest.raises(ReportError, match="line 3 is a header with the columns at other places"):
        read_text(f"{CLASSIC}\n{ROW}\n{TURNED}\n{TURNED_ROW}\n")


def test_the_names_of_columns_in_a_detail_are_no_header() -> None:
    (report,) = read_text(
        "\n".join([CLASSIC, f"{ROW} at {TURNED}".replace(",Somebody", ',"Somebody') + '"', ""])
    ).reports
    assert len(report.frame) == 1


@pytest.mark.parametrize("header", ["", CLASSIC + "\n"])
@pytest.mark.parametrize(("rows", "counted"), [(3, 3), (30, 30), (2, 4)])
def test_a_report_put_behind_itself_counts_once(rows: int, counted: int, header: str) -> None:
    text = "".join(f"u{number}@contoso.com,User,2026-11-20T08:05:{number:02}Z,,Failed,x\n" for number in range(rows))
    (report,) = read_text(f"{CLASSIC}\n{text}{header}{text}").reports
    assert len(report.frame) == counted
    assert report.rows == len(report.frame) + report.skipped
    assert (TWICE in report.warnings) is (counted == rows)


def test_a_few_equal_rows_stay() -> None:
    rows = "".join(
        f"u{number // 2}@contoso.com,User,2026-11-20T08:{number // 2:02}Z,,Failed,x\n" for number in range(8)
    )
    rest = "".join(f"v{number}@contoso.com,User,2026-11-20T09:{number:02}Z,,Failed,x\n" for number in range(20))
    assert len(read_text(f"{CLASSIC}\n{rows}{rest}").reports[0].frame) == 28


def _classic(numbers: range) -> str:
    return "".join(f"u{number}@contoso.com,User,2026-11-20T08:05:{number:02}Z,,Failed,x\n" for number in numbers)


@pytest.mark.parametrize("header", ["", CLASSIC + "\n", "\ufeff" + CLASSIC + "\n"])
def test_what_overlapping_downloads_both_hold_counts_once(header: str) -> None:
    (report,) = read_text(f"{CLASSIC}\n{_classic(range(40))}{header}{_classic(range(30, 60))}").reports
    assert sorted(report.frame["at"].dt.second) == list(range(60))
    assert overlapping(10) in report.warnings


def _rows(*numbers: int, form: str = "2026-11-20T{0:02}:05:{1:02}Z") -> list[str]:
    """A row for each number, in the order of time: of five people, two minutes and a second apart."""
    at = (form.format(8 + number // 30, number % 30 * 2 // 60, number % 30 * 2 % 60) for number in numbers)
    return [f"u{number % 5}@contoso.com,User,{text},,Failed,x" for number, text in zip(numbers, at, strict=True)]


MINUTES = "2026-11-20 {0:02}:{2:02}"


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(
    ("again", "form", "counted"),
    [
        (range(10, 20), "2026-11-20T{0:02}:{2:02}:05Z", 50),
        (range(10, 15), "2026-11-20T{0:02}:{2:02}:05Z", 50),
        (range(10, 14), "2026-11-20T{0:02}:{2:02}:05Z", 54),  # so many may be twice by chance
        (range(10, 40, 2), "2026-11-20T{0:02}:{2:02}:05Z", 65),  # with others in between
        (range(10, 25), MINUTES, 50),
        (range(10, 24), MINUTES, 64),  # whoever tries twice in a minute
    ],
)
def test_merged_downloads_that_were_sorted_count_once(
    again: range, form: str, counted: int, *, newest_first: bool
) -> None:
    rows = _rows(*range(50), *again, form=form)
    rows.sort(key=lambda row: row.split(",")[2], reverse=newest_first)
    (report,) = read_text("\n".join([CLASSIC, *rows, ""])).reports
    assert len(report.frame) == counted
    assert report.rows == counted + report.skipped
    said = overlapping(len(again)) if counted == 50 else equal_rows(len(again))
    assert said in report.warnings


def test_what_one_person_sends_twice_each_time_is_twice() -> None:
    rows = [f"dana@contoso.com,User,2026-11-20T08:{number:02}:05Z,,Failed,x" for number in range(8)]
    rest = _rows(*range(30, 59), form="2026-11-20T{0:02}:{2:02}:05Z")
    (report,) = read_text("\n".join([CLASSIC, *sorted(rows * 2), *rest, ""])).reports
    assert len(report.frame) == 16 + 29
    assert equal_rows(8) in report.warnings
