"""JSON inside the cells of a CSV that is no JSON we can take: that row alone suffers."""

import csv
import io
from datetime import UTC, datetime

import pytest

from bot.reports.formats.registry import read_all
from bot.reports.parsing.options import ReadOptions
from tests.support.audit_writers import Attempt, log_analytics_csv, steps_of


@pytest.mark.parametrize("column", ["TargetResources", "InitiatedBy", "AdditionalDetails"])
@pytest.mark.parametrize(
    "cell",
    ["[" * 100_000, '[{"userPrincipalName": "dana\\ud800@contoso.com"}]', "{", "[1, [2]]"],
    ids=["deep", "half a pair", "cut off", "odd"],
)
def test_one_bad_cell_does_not_refuse_the_file(column: str, cell: str) -> None:
    attempts = [
        Attempt(user, datetime(2026, 11, 1, tzinfo=UTC), "Failed", "failed.no_license", user)
        for user in ("dana@contoso.com", "erin@contoso.com")
    ]
    text = log_analytics_csv(steps_of(attempts)).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    rows[0][header.index(column)] = cell
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    (report,) = read_all("log.csv", io.BytesIO(out.getvalue().encode()), ReadOptions()).reports
    assert report.rows == len(rows)
    assert "erin@contoso.com" in set(report.frame["user"])
