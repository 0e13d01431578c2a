"""The wheel: all that the program reads is in it, and it runs where nothing of this folder is."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SSPR_", "PYTHON", "PIP_"))}
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: install the test extra")
    folder = tmp_path_factory.mktemp("dist")
    build = "import os, sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    return folder / run(sys.executable, "-c", build, str(folder), cwd=ROOT).split()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it. The libraries are those of the tests; of this folder it knows nothing."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
        cwd=folder,
    )
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")  # .pth files in there are not followed
    return folder


def test_every_file_of_the_program_is_in_the_wheel(wheel: Path) -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("bot/")}
    assert packed == there
    assert {Path(name).suffix for name in packed} >= {".py", ".toml", ".css", ".js", ".html"}


def test_it_holds_nothing_beside_the_program(wheel: Path) -> None:
    assert {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()} == {
        "bot",
        f"sspr_bot-{version('sspr-bot')}.dist-info",
    }


def test_the_installed_program_loads_and_answers(installed: Path) -> None:
    sspr, python = installed / "venv" / "bin" / "sspr", installed / "venv" / "bin" / "python"
    assert str(installed) in run(python, "-c", "import bot; print(bot.__file__)", cwd=installed)
    assert run(sspr, "--version", cwd=installed) == f"sspr {version('sspr-bot')}\n"
    assert "SSPR_0029" in run(sspr, "fix", "SSPR_0029", cwd=installed)
    report = (
        "User,Role,Date and Time,Method(s) Used,Result,Details\ndana@contoso.com,User,2017-02-27T12:00:00Z,,Failed,x\n"
    )
    (installed / "reset.csv").write_text(report)
    run(sspr, "load", "reset.csv", cwd=installed)
    answer = run(sspr, "ask", "stuck", "--now", "2017-02-28T12:00:00Z", cwd=installed)
    assert "dana@contoso.com" in answer
    run(sspr, "backup", "copy", cwd=installed)
