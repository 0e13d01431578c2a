"""The locked requirements: all that pyproject.toml asks for, at a version it allows, with hashes and no addresses."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
AGAIN = "run the two commands of CONTRIBUTING.md that lock the requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
FOR_DEVELOPERS = {"test", "bench", "lint"}


def asked_for(extras: set[str]) -> list[str]:
    """What the project asks for itself, and with these extras; extras within extras are there by themselves."""
    lines = [*PROJECT["dependencies"], *(line for extra in sorted(extras) for line in EXTRAS[extra])]
    return [line for line in lines if not line.startswith(PROJECT["name"])]


RUN = asked_for(set(EXTRAS) - FOR_DEVELOPERS)
DEV = asked_for(set(EXTRAS))


def locked(name: str) -> str:
    return (ROOT / "requirements" / name).read_text("utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """The versions of each package; there may be several, for several versions of Python."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", locked(name)):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


@pytest.mark.parametrize(("name", "asked"), [("run.txt", RUN), ("dev.txt", DEV)])
def test_all_that_is_asked_for_is_locked_at_a_version_that_is_allowed(name: str, asked: list[str]) -> None:
    has = pins(name)
    wanting = []
    for requirement in map(Requirement, asked):
        versions = has.get(canonicalize_name(requirement.name), set())
        if not versions or not all(version in requirement.specifier for version in versions):
            wanting.append(f"{requirement}: locked is {versions or 'none'}")
    assert wanting == [], AGAIN


def test_what_runs_is_what_was_tested() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")
    assert {name: versions for name, versions in run.items() if not versions <= dev.get(name, set())} == {}, AGAIN


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_what_is_locked_fits_together(name: str) -> None:
    has, wrong = pins(name), []
    for package, versions in has.items():
        for requirement in map(Requirement, _asked_by(package, versions)):
            locked_at = has.get(canonicalize_name(requirement.name), set())
            if not any(version in requirement.specifier for version in locked_at):
                wrong.append(f"{package} asks for {requirement}: locked is {locked_at or 'none'}")
    assert wrong == [], AGAIN


def _asked_by(package: str, versions: set[str]) -> list[str]:
    """What a package asks for on this machine, where it is installed at the locked version; nothing where it is not."""
    try:
        found = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return []
    asked = found.requires or [] if found.version in versions else []
    return [line for line in asked if (marker := Requirement(line).marker) is None or marker.evaluate({"extra": ""})]


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_each_version_has_hashes_and_no_address(name: str) -> None:
    entries = re.split(r"(?m)^(?=[^\s#])", locked(name))[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in locked(name)
    assert not re.search(r"(?m)^\s*-", re.sub(r"--hash=", "", locked(name)))  # no --index-url, no --find-links
