"""The runbook file: read again when it changes, and the last good one while it is broken."""

import os
from pathlib import Path

import pytest

from bot.app.checking import check
from bot.errors import SettingsError
from bot.knowledge.catalogue import load
from bot.settings import Settings
from bot.sources.runbook_file import RunbookFile

GOOD = '[[runbook]]\nfor = "cause:no_license"\nowner = "U0ADA"\n'


def write(path: Path, text: str, version: int) -> None:
    """A version of the file that is younger than those before it, however quickly they follow."""
    path.write_text(text)
    os.utime(path, ns=(version, version))


def owner(books: RunbookFile) -> str:
    found = books.current().find("no_license")
    return found.owner if found else ""


def test_without_a_file_there_are_none() -> None:
    assert owner(RunbookFile(None, load())) == ""


@pytest.mark.parametrize("content", ["[[runbook]]\nfor = 3", None], ids=["broken", "missing"])
def test_a_file_that_cannot_be_used_is_refused_at_start(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "runbook.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsError):
        RunbookFile(path, load())


def test_a_change_counts_and_a_broken_one_leaves_the_last_good_one(tmp_path: Path) -> None:
    path = tmp_path / "runbook.toml"
    write(path, GOOD, 1)
    books = RunbookFile(path, load())
    assert owner(books) == "U0ADA"
    write(path, GOOD.replace("U0ADA", "U0BOB"), 2)
    assert owner(books) == "U0BOB"
    write(path, GOOD.replace("U0ADA", "nobody"), 3)
    assert owner(books) == "U0BOB"
    assert "owner takes a Slack user id (U...), not nobody" in books.problem
    path.unlink()
    assert owner(books) == "U0BOB"
    assert "cannot be read" in books.problem
    write(path, GOOD, 3)  # the same time as that of the broken one
    assert owner(books) == "U0ADA"
    assert not books.problem


def test_a_check_says_that_it_is_the_runbook(tmp_path: Path) -> None:
    path = tmp_path / "runbook.toml"
    path.write_text("[[runbook]]\nfor = 3")
    settings = Settings.model_validate(
        {"SSPR_DATABASE_URL": f"sqlite:///{tmp_path / 'sspr.db'}", "SSPR_RUNBOOK": str(path)}
    )
    (found,) = [finding for finding in check(settings) if finding.name == "runbook"]
    assert "for takes a text in quotes" in found.problem
