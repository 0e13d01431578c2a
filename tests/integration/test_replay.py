"""`sspr replay`: what another catalogue would have told otherwise, and nothing where it is the same."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from tests.integration.test_fleet import NOW, run, url

__all__ = ["url"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue" / "details"
    folder.mkdir(parents=True)
    (folder / "failed.toml").write_text(files("bot.knowledge").joinpath("details/failed.toml").read_text("utf-8"))
    return folder.parent


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "details" / "failed.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_same_catalogue_tells_nothing_otherwise(url: str, folder: Path) -> None:
    done = run(url, "replay", str(folder), "90d", *NOW)
    assert (done.returncode, done.stdout.startswith("0 of 26 failures of ")) == (0, True)
    assert len(done.stdout.splitlines()) == 1


def test_another_cause_is_counted_over_all_tenants(url: str, folder: Path) -> None:
    text = (folder / "details" / "failed.toml").read_text("utf-8")
    block = next(part for part in text.split("[[detail]]") if '"no_license"' in part)
    change(folder, block, block.replace('"no_license"', '"onprem_refused"', 1))
    done = run(url, "replay", str(folder), "90d", *NOW)
    assert done.stdout.startswith("26 of 26 failures of ")
    assert "no_license -> onprem_refused; 26 people, 26 attempts, 4 tenants" in done.stdout
    alone = json.loads(run(url, "replay", str(folder), "90d", "--tenant", "calm", "--format", "json", *NOW).stdout)
    assert [(one["tenant"], [each["people"] for each in one["retold"]]) for one in alone] == [("calm", [1])]
    assert "@" not in done.stdout


@pytest.mark.parametrize(("name", "text", "sentence"), [
    ("failed.toml", "[[detail]]\nkey = 3", "cannot be read"),
    (None, "", "holds no file of a catalogue"),
])  # fmt: skip
def test_what_is_no_catalogue_is_refused(url: str, tmp_path: Path, name: str | None, text: str, sentence: str) -> None:
    folder = tmp_path / "other" / "details"
    folder.mkdir(parents=True)
    if name:
        (folder / name).write_text(text)
    done = run(url, "replay", str(folder.parent), *NOW)
    assert (done.returncode, sentence in done.stderr) == (1, True)
