"""Pages of one answer in an archive: told of a next page once, and only where the last is missing."""

import io
import json
import zipfile

import pytest

from bot.errors import ReportError
from bot.reports.formats.registry import read_all
from bot.reports.parsing.cut_off import MORE_PAGES
from tests.support.audit_writers import graph_pages, steps_of
from tests.support.sample_week import attempts, registrations

PAGES = graph_pages(steps_of(attempts(), registrations()))


def archive(pages: list[dict[str, object]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for number, page in enumerate(pages):
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


def test_lists_of_two_days_stay_two() -> None:
    assert len(read_all("rosters.zip", io.BytesIO(archive([{"value": PEOPLE}, REST]))).rosters) == 2
