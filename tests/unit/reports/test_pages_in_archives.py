"""Pages of one answer in an archive: told of a next page once, and only where the last is missing."""

import io
import json
import zipfile

import pytest

from bot.errors import ReportError
from bot.reports.formats.registry import read_all
from bot.reports.page_names import missing_pages
from bot.reports.parsing.cut_off import MORE_PAGES
from bot.reports.receipt import IN_ARCHIVE
from tests.support.audit_writers import graph_pages, steps_of
from tests.support.sample_week import attempts, registrations

PAGES = graph_pages(steps_of(attempts(), registrations()))


LEFT_OUT: dict[str, object] = {}


def archive(pages: list[dict[str, object]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for number, page in enumerate(pages):
            if page is not LEFT_OUT:
                file.writestr(f"page-{number}.json", json.dumps(page))
    return content.getvalue()


@pytest.mark.parametrize(("pages", "warnings"), [(PAGES, 0), (PAGES[:-1], 1), (PAGES[:1], 1), (PAGES[::-1], 0)])
def test_a_next_page_is_missed_once_or_not_at_all(pages: list[dict[str, object]], warnings: int) -> None:
    reading = read_all("pages.zip", io.BytesIO(archive(pages)))
    assert len(reading.reports) == len(pages)
    assert [warning for report in reading.reports for warning in report.warnings].count(MORE_PAGES) == warnings


PEOPLE: list[dict[str, object]] = [
    {"userPrincipalName": f"{name}@contoso.com", "isSsprRegistered": True, "isSsprEnabled": True}
    for name in ("dana", "lee", "max", "kim")
]
REST: dict[str, object] = {"value": PEOPLE[3:]}
ROSTER: list[dict[str, object]] = [
    {"@odata.nextLink": "https://graph.microsoft.com/next", "value": PEOPLE[:2]},
    {"@odata.nextLink": "https://graph.microsoft.com/next", "value": PEOPLE[2:3]},
]


@pytest.mark.parametrize("pages", [[*ROSTER, REST], [REST, *ROSTER]])
def test_pages_of_registration_details_are_one_list(pages: list[dict[str, object]]) -> None:
    (roster,) = read_all("roster.zip", io.BytesIO(archive(pages))).rosters
    assert roster.rows == 4


def test_without_the_last_page_they_are_none() -> None:
    with pytest.raises(ReportError, match="one page of several"):
        read_all("roster.zip", io.BytesIO(archive(ROSTER)))


def test_a_page_that_is_left_out_is_missed() -> None:
    some = [PAGES[0], LEFT_OUT, *PAGES[2:]]
    reading = read_all("pages.zip", io.BytesIO(archive(some)))
    (said,) = [one for report in reading.reports for one in report.warnings if "names of the files" in one]
    assert said == "By the names of the files page 1 of the answer is missing, so it is probably cut off: load the whole answer."  # fmt: skip
    with pytest.raises(ReportError, match="page 1 of the answer is missing"):
        read_all("roster.zip", io.BytesIO(archive([ROSTER[0], LEFT_OUT, REST])))


@pytest.mark.parametrize(("names", "missing"), [
    (["p1.json", "p2.json"], ()), (["p0.json", "p1.json"], ()), (["a/p1.json", "a/p3.json", "a/p4.json"], (2,)),
    (["p2.json", "p4.json"], (1, 3)), (["2026-11-20.json", "2026-11-22.json"], ()), (["p1.json"], ()),
    (["log-20261120.json", "log-20261124.json"], ()), (["rows.json", "more.json"], ()),
])  # fmt: skip
def test_what_is_missing_by_the_names(names: list[str], missing: tuple[int, ...]) -> None:
    assert missing_pages(names) == missing


def test_lists_of_two_days_stay_two() -> None:
    assert len(read_all("rosters.zip", io.BytesIO(archive([{"value": PEOPLE}, REST]))).rosters) == 2


def zipped(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in files.items():
            file.writestr(f"{name}.csv", text)
    return content.getvalue()


DAY = "User,Date and Time,Result,Details\ndana@contoso.com,2026-11-{}T08:05:05Z,Failed,x\n"
NOBODY = "userPrincipalName,isSsprRegistered,isSsprEnabled\n"


def test_of_several_files_each_is_named_where_it_is_told_of() -> None:
    reading = read_all("week.zip", io.BytesIO(zipped(monday=DAY.format(16), tuesday=DAY.format(17), people=NOBODY)))
    said = [one.recognised.rpartition(IN_ARCHIVE)[2] for one in reading.reports]
    said += [one.recognised.rpartition(IN_ARCHIVE)[2] for one in reading.rosters]
    assert said == ["monday.csv", "tuesday.csv", "people.csv"]
    inner = zipped(monday=DAY.format(16), tuesday=DAY.format(17))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("inner.zip", inner)
    names = [one.recognised.rpartition(IN_ARCHIVE)[2] for one in read_all("outer.zip", content).reports]
    assert names == ["monday.csv", "tuesday.csv"]
    (alone,) = read_all("monday.zip", io.BytesIO(zipped(monday=DAY.format(16)))).reports
    assert IN_ARCHIVE not in alone.recognised
