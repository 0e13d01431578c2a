"""A CSV that a spreadsheet took for one column and saved again."""

import io

import pytest

from bot.reports.formats.registry import read_all
from tests.support.audit_writers import classic_csv, log_analytics_csv, portal_csv, steps_of
from tests.support.more_audit_writers import in_one_column
from tests.support.sample_week import attempts, registrations

STEPS = steps_of(attempts(), registrations())
FILES = {"portal": portal_csv(STEPS), "Log Analytics": log_analytics_csv(STEPS), "classic": classic_csv(attempts())}


@pytest.mark.parametrize("behind", ["", ";;;", ",,"])
@pytest.mark.parametrize("name", FILES)
def test_one_column_is_read_as_the_rows_that_it_holds(name: str, behind: str) -> None:
    (plain,) = read_all("a.csv", io.BytesIO(FILES[name])).reports
    (held,) = read_all("a.csv", io.BytesIO(in_one_column(FILES[name], behind))).reports
    assert "CSV within one column" in held.recognised
    assert held.frame.astype(str).equals(plain.frame.astype(str))
    assert held.rejected == plain.rejected == ()


def test_a_cell_that_only_looks_so_is_no_report() -> None:
    (plain,) = read_all("a.csv", io.BytesIO(FILES["portal"])).reports
    assert "one column" not in plain.recognised
