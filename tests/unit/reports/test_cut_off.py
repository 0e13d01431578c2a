"""Files that break off in their last row: what is whole is read, and the rest is said, never counted."""

import json

import pytest

from tests.support.handed_over import PORTAL, csv_text, portal_csv, portal_rows, read_bytes, read_text, records
from tests.unit.reports.classic import BOB, DANA, RESET, reasons

CUT = "the file ends in the middle of this row"
WARNING = "The file ends in the middle of a row: it is probably cut off. Download it again; the row was set aside."
UNENDED = "The file ends before its list does: it is probably cut off. Download it again."
ENDINGS = {
    "too few cells": (DANA[:20], True),
    "in the middle of a time": (DANA[:40], True),
    "in the middle of a sentence": (DANA[:-8], True),
    "a quotation mark never closed": (f'{DANA[:50]},,"User suc', True),
    "right behind a comma": (f"{DANA.rpartition(',')[0]},", True),
    "a whole row, in words that are documented": (DANA, False),
    "a whole row in quotation marks": (",".join(f'"{cell}"' for cell in BOB.split(",")), False),
    "a sentence that other rows have": (BOB.replace("does not have a license", "said something else"), True),
}


@pytest.mark.parametrize("what", ENDINGS)
def test_a_last_row_without_a_line_end_counts_only_if_it_is_whole(what: str) -> None:
    last, cut = ENDINGS[what]
    (report,) = read_text(f"{RESET}\n{DANA}\n{last}").reports
    assert len(report.frame) == (1 if cut else 2)
    assert reasons(report) == ([(3, CUT)] if cut else [])
    assert (WARNING in report.warnings) is cut


def test_a_sentence_that_another_row_has_is_whole() -> None:
    odd = "x@contoso.com,User,2017-02-28T12:05:00Z,,Failed,Something that no document has"
    assert len(read_text(f"{RESET}\n{odd}\n{odd}").reports[0].frame) == 2


def test_a_beginning_of_what_another_row_says_is_not() -> None:
    odd = "x@contoso.com,User,2017-02-28T12:05:00Z,,Failed,Something"
    assert len(read_text(f"{RESET}\n{odd}\n{odd} else\n{odd}").reports[0].frame) == 2


@pytest.mark.parametrize("rows", [1_000, 75_000])
def test_a_stump_does_not_hide_the_ceiling(rows: int) -> None:
    (report,) = read_text("\n".join([RESET, *[DANA] * rows, DANA[:30]])).reports
    assert report.rows == rows + 1
    assert report.warnings[0].startswith(f"The file has exactly {rows:,} rows")


@pytest.mark.parametrize("lines", [65_536])
def test_a_file_as_long_as_a_spreadsheet_is_probably_cut_off(lines: int) -> None:
    (report,) = read_text("\n".join([RESET, *[DANA] * (lines - 1), ""])).reports
    said = "lines, the most that a spreadsheet holds: it is probably cut off. Load the report as it was downloaded."
    assert report.warnings[0] == f"The file has exactly {lines:,} {said}"


def test_an_audit_log_of_log_analytics_has_a_ceiling_of_its_own() -> None:
    row = ",".join(portal_rows()[0])
    (report,) = read_text("\n".join([",".join(PORTAL), *[row] * 30_000, ""])).reports
    assert "exactly 30,000 rows" in report.warnings[0]


@pytest.mark.parametrize("quoted", [True, False])
def test_an_audit_log_cut_at_any_byte_holds_no_other_steps(quoted: bool) -> None:
    text = portal_csv() if quoted else csv_text(PORTAL, portal_rows(), quoting=0)
    whole = [tuple(row) for row in read_text(text).reports[0].frame[["at", "user", "reason", "success"]].to_numpy()]
    for end in range(len(text.partition("\n")[0]) + 1, len(text), 5):
        (report,) = read_text(text[:end]).reports
        rows = [tuple(row) for row in report.frame[["at", "user", "reason", "success"]].to_numpy()]
        assert rows == whole[: len(rows)], end
        assert len(rows) + len(report.rejected) >= text.count("\n", 0, end) - 1


def test_a_list_cut_at_any_byte_holds_no_other_steps_and_says_so() -> None:
    text = json.dumps(records(), indent=1)
    whole = read_text(text).reports[0].frame["reason"].tolist()
    for end in range(text.index("targetResources"), len(text), 31):
        (report,) = read_text(text[:end]).reports
        said = report.frame["reason"].tolist()
        assert said == whole[: len(said)]
        assert {WARNING, UNENDED} & set(report.warnings), end


def test_lines_cut_in_the_last_record_say_so() -> None:
    text = "\n".join(json.dumps(one) for one in records())
    (report,) = read_bytes(text[:-40].encode()).reports
    assert (len(report.frame), report.rejected[0].reason, report.warnings[0]) == (5, CUT, WARNING)
    assert "going on where the log ends" in report.warnings[1]
