"""Two exports put one behind the other: read where their columns agree, refused where they do not."""

from datetime import datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from bot.errors import ReportError
from bot.reports.copies.repeated_rows import equal_rows, many_times, overlapping, without_seconds
from bot.reports.parsing.cut_off import TWICE
from bot.reports.parsing.summary import NO_CLOCKS
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


@pytest.mark.parametrize(
    ("left", "gap", "right"),
    [
        (CLASSIC, "", CLASSIC),
        (CLASSIC, ",", TURNED),
        (CLASSIC, ",,", CLASSIC.upper()),
        ('"' + '","'.join(PORTAL) + '"', "", ",".join(PORTAL)),
    ],
)
def test_two_tables_side_by_side_are_refused(left: str, gap: str, right: str) -> None:
    """Else the right half, and all that failed in it, would be lost under a tick."""
    with pytest.raises(ReportError, match=r"two tables side by side: .+ stand twice in line 1"):
        read_text(f"{left},{gap}{right}\n{ROW},{gap}{TURNED_ROW}\n")


def test_a_column_or_two_that_stand_twice_are_one_table() -> None:
    (report,) = read_text(f"{CLASSIC},User,Result\n{ROW},dana@contoso.com,Failed\n").reports
    assert report.rows == 1


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_same_columns_again_go_on(mark: str) -> None:
    rows = portal_rows()
    reading = read_text(csv_text(PORTAL, rows[:2]) + mark + csv_text(PORTAL, rows[2:]))
    assert ends(reading) == ENDS
    assert (reading.reports[0].rows, reading.reports[0].skipped) == (len(rows), 0)


def test_a_log_as_a_table_of_markdown_has_a_line_that_is_no_row() -> None:
    lines = [f"| {' | '.join(cells)} |" for cells in [PORTAL, ["---"] * len(PORTAL), *portal_rows()]]
    reading = read_text("\n".join([*lines, ""]))
    assert ends(reading) == ENDS
    assert (reading.reports[0].rows, reading.reports[0].skipped) == (len(portal_rows()), 0)


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
    assert (many_times(2) in report.warnings) is (counted == rows)


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


EACH = "2026-11-20T{0:02}:{2:02}:05Z"  # each row in a minute of its own


def at_minutes(*minutes: int) -> list[str]:
    """Rows of several people whose times have no seconds."""
    return [f"u{number % 3}@contoso.com,User,2026-11-20 08:{number:02},,Failed,x" for number in minutes]


@pytest.mark.parametrize(
    "rows",
    [
        (at_minutes(0, 0, 5, 5, 10, 10)),  # who tries twice in a minute, in a tenant of three
        (at_minutes(*range(14), *range(14))[:27]),
        ([f"u{hour % 3}@contoso.com,User,2026-11-{hour % 20 + 1:02},,Failed,x" for hour in (*range(40), *range(25))]),  # days without a time of day, some of them twice and some once
        ([f"u{number % 4}@contoso.com,User,2026-11-{day:02},,Failed,x" for day in range(1, 21)
          for number in range(day % 4 + 1) for _ in range(1 + number)]),
    ],
)  # fmt: skip
def test_acts_of_one_minute_or_day_are_as_many_as_they_are(rows: list[str]) -> None:
    (report,) = read_text("\n".join([CLASSIC, *sorted(rows, key=lambda row: row.split(",")[2]), ""])).reports
    assert len(report.frame) == len(rows)


@pytest.mark.parametrize("often", [2, 3, 5])
def test_what_is_there_twice_in_a_report_is_there_twice_however_often_the_report_is(often: int) -> None:
    rows = [*_rows(*range(30), form=EACH), *_rows(4, form=EACH)]
    (report,) = read_text("\n".join([CLASSIC, *rows * often, ""])).reports
    assert len(report.frame) == 31
    assert many_times(often) in report.warnings


def test_a_copy_without_seconds_behind_a_report_counts_once() -> None:
    rows = _rows(*range(1, 29), form=EACH)
    copy = [row.replace(row.split(",")[2], row.split(",")[2].replace("T", " ")[:16]) for row in rows]
    for text in ([CLASSIC, *rows, *copy, ""], [CLASSIC, *copy[9:20], *rows, ""]):
        (report,) = read_text("\n".join(text)).reports
        assert sorted(report.frame["at"].dt.second) == sorted(int(row.split(",")[2][17:19]) for row in rows)
        assert without_seconds(len(text) - 2 - len(rows)) in report.warnings
        assert report.rows == len(report.frame) + report.skipped


def test_rows_that_have_no_seconds_by_chance_stay() -> None:
    rows = [f"u{number % 3}@contoso.com,User,2026-11-20T08:05:{number % 60:02}Z,,Failed,x" for number in range(45)]
    rest = at_minutes(1, 2, 3, 6)
    (report,) = read_text("\n".join([CLASSIC, *rows, *(row.replace(",,", "Z,,") for row in rest), ""])).reports
    assert len(report.frame) == 49


APART = timedelta(hours=1)


def _moved(row: str, apart: timedelta, form: str = "%Y-%m-%dT%H:%M:%SZ") -> str:
    at = row.split(",")[2]
    return row.replace(at, f"{datetime.fromisoformat(at) + apart:{form}}")


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"])
@pytest.mark.parametrize("apart", [APART, 5 * APART / 2, -8 * APART])
def test_two_clocks_in_one_file_are_refused(apart: timedelta, form: str) -> None:
    chance = Random(7)
    rows = [
        f"u{number % 7}@contoso.com,User,2026-11-{chance.randrange(10, 20)}T{chance.randrange(9, 20):02}:{chance.randrange(60):02}:41Z,,Failed,x"
        for number in range(25)
    ]
    how = f"{abs(apart) / APART:g} hours" if abs(apart) > APART else "1 hour"
    with pytest.raises(ReportError, match=f"stand in the file twice, {how} apart"):
        read_text("\n".join([CLASSIC, *rows, *(_moved(row, apart, form) for row in rows), ""]))


def test_of_two_clocks_few_rows_are_told() -> None:
    rows = _rows(*range(3), form=EACH)
    (report,) = read_text("\n".join([CLASSIC, *rows, *(_moved(row, APART) for row in rows), ""])).reports
    assert len(report.frame) == 6
    assert "stand in the file twice, 1 hour apart" in report.warnings[-1]
    assert TWICE in report.warnings[-1]
    (report,) = read_text("\n".join([CLASSIC, *rows, _moved(rows[0], APART), ""])).reports
    assert "clocks" not in str(report.warnings)


@pytest.mark.parametrize("hours", [4, 24])
def test_what_is_done_each_hour_is_on_one_clock(hours: int) -> None:
    rows = [_moved(row, hour * APART) for hour in range(hours) for row in _rows(*range(6), form=EACH)]
    (report,) = read_text("\n".join([CLASSIC, *rows, ""])).reports
    assert len(report.frame) == 6 * hours
    assert "clocks" not in str(report.warnings)


def test_two_clocks_in_one_audit_log_are_refused() -> None:
    steps = [
        [f"2026-11-20T{hour:02}:{number:02}:05Z", f"c-{number}", *portal_rows()[1][2:]]
        for number in range(12) for hour in (8, 10)
    ]  # fmt: skip
    with pytest.raises(ReportError, match="stand in the file twice, 2 hours apart"):
        read_text(csv_text(PORTAL, steps))
    (report,) = read_text(csv_text(PORTAL, steps[::2])).reports
    assert "clocks" not in str(report.warnings)


@pytest.mark.parametrize(("rows", "told"), [(19, False), (20, True)])
def test_a_report_that_names_one_person_alone_says_so(rows: int, told: bool) -> None:
    texts = [f"xxxx@contoso.com,User,2026-11-20T08:05:{number:02}Z,,Failed,x" for number in range(rows)]
    (report,) = read_text("\n".join([CLASSIC, *texts, ""])).reports
    assert ("name one user ID" in str(report.warnings)) is told
    (report,) = read_text("\n".join([CLASSIC, *texts, ROW, ""])).reports
    assert "name one user ID" not in str(report.warnings)


@pytest.mark.parametrize("form", ["2026-11-{0:02} 00:00", "2026-11-{0:02}T00:00:00Z", "11/{0}/2026 12:00:00 AM"])
def test_midnight_throughout_is_no_time_of_day(form: str) -> None:
    def warned(*more: str) -> bool:
        texts = [f"u@contoso.com,User,{form.format(day)},,Failed,x" for day in (13, 14, 15)]
        (report,) = read_text("\n".join([CLASSIC, *texts, *more, ""])).reports
        return NO_CLOCKS in report.warnings

    assert warned()
    assert not warned(f"u@contoso.com,User,{form.format(16).replace('00:0', '08:0').replace('12:0', '8:0')},,Failed,x")


TABLES = {
    "audit log": csv_text(PORTAL, portal_rows()),
    "resets": f"{CLASSIC}\n{ROW}\n",
    "registrations": "User,Role,Date and Time,Data Registered\ndana@contoso.com,User,2026-11-19T08:05:05Z,Email\n",
    "events": "Date,User name,User,Feature,Method used,Status\n2026-11-18T08:05:05Z,lee@contoso.com,Lee,Reset,SMS,Success\n",
    "roster": "userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime\n"
    "dana@contoso.com,True,True,2026-11-20T08:05:05Z\n",
}


@pytest.mark.parametrize("between", ["", "\n", "\ufeff"])
@pytest.mark.parametrize(("above", "below"), list(permutations(TABLES, 2)))
def test_no_row_of_two_kinds_in_one_file_is_passed_over_in_silence(above: str, below: str, between: str) -> None:
    try:
        reading = read_text(TABLES[above] + between + TABLES[below])
    except ReportError:
        return
    assert sum(len(report.rejected) + report.skipped for report in reading.reports) >= TABLES[below].count("\n")


@pytest.mark.parametrize("kind", TABLES)
def test_a_title_above_a_table_is_no_table(kind: str) -> None:
    title = "Self-service password reset; user, date and result\nAll users, November 2026\n\n"
    reading = read_text(title + TABLES[kind])
    assert reading.reports or reading.rosters
