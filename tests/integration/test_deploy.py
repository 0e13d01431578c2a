"""What is in `deploy/`: linted by its own tools, and true of the program that it starts."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.settings import names
from tests.integration.test_run import free_port, get, until

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SSPR = Path(sys.executable).parent / "sspr"
pytestmark = pytest.mark.slow


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not at hand")
    return found


def test_the_dockerfile_is_well_written() -> None:
    done = subprocess.run([tool("hadolint"), DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_is_built_from_files_that_are_there_and_are_not_ignored() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [words.split()[:-1] for words in re.findall(r"(?m)^COPY (?!--from)(.+)$", text)]
    names_copied = [name for words in copied for name in words]
    assert all((ROOT / name).exists() for name in names_copied)
    let_in = [
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"
    ]
    assert sorted(let_in) == sorted(names_copied)


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["10001:10001"]
    assert [line for line in lines if line.startswith(("ENTRYPOINT", "CMD"))] == ['ENTRYPOINT ["sspr"]', 'CMD ["run"]']


def test_the_compose_file_is_one() -> None:
    docker = tool("docker")
    found = subprocess.run([docker, "compose", "version"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip("docker compose is not at hand")
    environ = {**os.environ, "POSTGRES_PASSWORD": "x"}
    command: list[str | Path] = [
        docker,
        "compose",
        "-f",
        DEPLOY / "compose.yml",
        "config",
        "--no-interpolate",
        "--no-env-resolution",
        "-q",
    ]
    assert subprocess.run(command, env=environ, capture_output=True, text=True, check=False).stderr == ""


def test_the_compose_file_shuts_the_bot_in() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))["services"]
    bot = services["bot"]
    assert (bot["read_only"], bot["cap_drop"], bot["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert [port.startswith("127.0.0.1:") for port in bot["ports"]] == [True]
    assert "ports" not in services["database"]
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize("name", ["sspr.service", "sspr.env.example", "compose.yml", "Dockerfile"])
def test_every_setting_that_is_named_there_is_one(name: str) -> None:
    found = set(re.findall(r"\b(?:SSPR|SLACK)_[A-Z_]+\b", (DEPLOY / name).read_text("utf-8")))
    assert found - set(names()) == set()
    assert found


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    path = tmp_path / "sspr.service"
    text = (DEPLOY / "sspr.service").read_text("utf-8")
    path.write_text(text.replace("/opt/sspr/bin/sspr", str(SSPR)))  # systemd looks whether it can be run
    return path


def test_systemd_takes_the_unit(unit: Path) -> None:
    done = subprocess.run([tool("systemd-analyze"), "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_leaves_the_bot_little_that_it_could_harm(unit: Path) -> None:
    command: list[str | Path] = [
        tool("systemd-analyze"),
        "security",
        "--offline=yes",
        "--threshold=20",
        "--no-pager",
        unit,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd cannot look at a unit that is not installed")
    assert done.returncode == 0, done.stdout[-500:]


def test_it_runs_as_somebody_without_rights_where_only_its_own_folder_can_be_written(tmp_path: Path) -> None:
    """As the image and the unit run it: the root file system read-only, one folder and /tmp for itself."""
    unshare, setpriv = tool("unshare"), tool("setpriv")
    if os.geteuid():
        pytest.skip("only root may take a file system away")
    if Path(sys.executable).is_relative_to("/tmp"):
        pytest.skip("it gets a /tmp of its own, and the program itself lies in /tmp")
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    os.chown(data, 10001, 10001)
    port = free_port()
    shut_in = (
        'set -e; mount --make-rprivate /; mount --bind "$1" /mnt; mount -t tmpfs tmpfs /tmp; '
        'mount -o remount,ro,bind /; touch /nothing 2>/dev/null && exit 9; cd /mnt; shift; exec "$@"'
    )
    as_nobody = [setpriv, "--reuid=10001", "--regid=10001", "--clear-groups", "--no-new-privs", "--bounding-set=-all"]
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": "/mnt",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SSPR_DATABASE_URL": "sqlite:////mnt/sspr.db",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "SSPR_SLACK_API_URL": "http://127.0.0.1:9/api/",
        "SSPR_PORT": str(port),
    }
    command: list[str | Path] = [
        unshare,
        "--mount",
        "sh",
        "-c",
        shut_in,
        "sh",
        data,
        *as_nobody,
        sys.executable,
        "-m",
        "bot",
        "run",
    ]
    trial = subprocess.run(
        [unshare, "--mount", "sh", "-c", "mount --make-rprivate /"], capture_output=True, check=False
    )
    if trial.returncode:
        pytest.skip("this machine lets nobody mount")
    process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200 or process.poll() is not None)
        assert process.poll() is None, process.communicate()[1]
        assert json.loads(get(f"http://127.0.0.1:{port}/readyz")[1])["status"] in ("ready", "not ready")
        process.terminate()
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "Read-only file system" not in said
        assert "Permission denied" not in said
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert sorted(path.name for path in data.iterdir()) == ["sspr.activity.db", "sspr.db"]
