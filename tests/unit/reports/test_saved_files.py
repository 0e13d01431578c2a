"""The same five rows as the portal, three spreadsheets and a script saved them."""

from pathlib import Path

import pytest

from bot.reports.formats.registry import read

SAVED = Path(__file__).parents[2] / "data" / "reports"
RECOGNISED = {
    "portal.csv": "CSV with commas, UTF-8, times with their zone",
    "excel-german.csv": "CSV with semicolons, Windows-1252, times taken as UTC",
    "excel-british.csv": "CSV with commas, UTF-8, times taken as UTC, dates day-first",
    "excel-unicode-text.txt": "CSV with tabs, UTF-16, times taken as UTC, dates month-first",
    "powershell.csv": "CSV with commas, UTF-16, times with their zone",
}


def rows(name: str) -> list[tuple[object, ...]]:
    with (SAVED / name).open("rb") as stream:
        report = read(name, stream)
    assert report.rejected == ()
    assert report.recognised == f"reset activity report, {RECOGNISED[name]}"
    return list(report.frame.drop(columns="line").itertuples(index=False, name=None))


def test_every_saved_file_has_its_expectation() -> None:
    assert {file.name for file in SAVED.iterdir()} == RECOGNISED.keys()


@pytest.mark.parametrize("name", RECOGNISED)
def test_a_saved_file_holds_the_portal_s_rows(name: str) -> None:
    assert rows(name) == rows("portal.csv")
    assert len(rows(name)) == 5
