"""A report that a spreadsheet saved again holds the same attempts, or is refused; it never holds others.

Runs the programs themselves where they are installed (LibreOffice's soffice, Gnumeric's ssconvert).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ReportError
from tests.support.handed_over import ENDS, ends, portal_csv, read_bytes
from tests.support.spreadsheets import GNUMERIC, LANGUAGES, OFFICE, saved_by_gnumeric, saved_by_office
from tests.unit.reports.classic import RESET

pytestmark = pytest.mark.slow
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
needs_gnumeric = pytest.mark.skipif(GNUMERIC is None, reason="Gnumeric is not installed")
BEGIN = datetime(2026, 11, 3, 5, 6, 7)  # noqa: DTZ001 - as the report writes it
TIMES = [BEGIN + timedelta(hours=31 * number + number % 7, minutes=7 * number, seconds=number) for number in range(30)]
FORMS: dict[str, Callable[[datetime], str]] = {
    "month first": lambda at: f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {at:%p}",
    "day first": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
}


def report(form: str) -> str:
    rows = [
        f"u{number}@contoso.com,User,{FORMS[form](at)},,Failed,User does not have a license"
        for number, at in enumerate(TIMES)
    ]
    return "\n".join([RESET, *rows, ""])


def holds_the_same(data: bytes) -> bool:
    """True when it was read and holds the same attempts, False when it was refused."""
    try:
        (found,) = read_bytes(data).reports
    except ReportError:
        return False
    minutes = {
        str(name): at.strftime("%Y-%m-%d %H:%M")
        for name, at in zip(found.frame["user"], found.frame["at"], strict=True)
    }
    assert minutes == {f"u{number}@contoso.com": at.strftime("%Y-%m-%d %H:%M") for number, at in enumerate(TIMES)}
    return True


@needs_office
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_in_any_language_changes_no_attempt(language: str, form: str, tmp_path: Path) -> None:
    holds_the_same(saved_by_office(report(form), tmp_path, language))


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize(("language", "same"), [("en-US", True), ("hr-HR", False)])
def test_a_workbook_of_libreoffice_holds_the_attempts_unless_it_turned_them(
    language: str, same: bool, kind: str, tmp_path: Path
) -> None:
    assert holds_the_same(saved_by_office(report("month first"), tmp_path, language, kind=kind)) is same


@needs_office
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_an_audit_log_saved_by_libreoffice_holds_the_same_attempts(kind: str, tmp_path: Path) -> None:
    assert ends(read_bytes(saved_by_office(portal_csv(), tmp_path, "de-DE", kind=kind))) == ENDS


@needs_gnumeric
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_gnumeric_changes_no_attempt(kind: str, tmp_path: Path) -> None:
    assert holds_the_same(saved_by_gnumeric(report("month first"), tmp_path, kind=kind))
    assert ends(read_bytes(saved_by_gnumeric(portal_csv(), tmp_path, kind=kind))) == ENDS
