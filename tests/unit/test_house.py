"""The rules of the house that neither ruff, mypy nor import-linter knows."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sqlite import sqlite_url

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"
MOST_MODULES = 20
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "bot/README.md",
    "docs/glossary.md",
    "docs/erasure.md",
    "docs/retention.md",
    "docs/upgrading.md",
    "docs/when-not-to-use.md",
)

# Names that meant several things, or nothing to a stranger, each with what such a module is called now.
RETIRED = {
    "analysis": "ability case_values cut helpdesk newest pace points",
    "app": "core slack_side terminal_desk",
    "knowledge": "finding reading",
    "local_slack": "bot_line cast composing disturbances kit pressing seeing stage talking wire world",
    "questions": "asjson guide slots unclear wishes words",
    "render": "advice block_end chart error pickers refusal",
    "reports": "account audit_bytes audit_records order people reading records sources words zone_words",
    "schedule": "clockwork every",
    "service": "asking casework desk due naming pull_account recent refreshing regrouping showing stuck_decided",
    "slack": "admission anatomy aside calling deciding_forms exports failing forms front_door jobs leftovers memory pace "
    "rooms surfaces telling",
    "sources": "graph_pacing graph_refusals",
    "storage": "building facts kept_answers live settling writer",
}
VAGUE = {"common", "helpers", "manager", "misc", "utils"}
# Words that had several meanings each: name the thing instead (docs/glossary.md).
RETIRED_WORDS = {"casework", "clockwork", "deed", "playground", "settle", "settled", "settling", "told"}
KEPT = {"told_as"}  # a field of the JSON answers and a column, which scripts read


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if path.name != "__init__.py")


def test_no_folder_holds_more_modules_than_one_can_look_through() -> None:
    counts: dict[Path, int] = {}
    for path in modules(BOT):
        counts[path.parent] = counts.get(path.parent, 0) + 1
    del counts[BOT / "storage" / "migrations" / "versions"]  # one for each change of the schema, and read by Alembic
    assert {str(folder.relative_to(ROOT)): n for folder, n in counts.items() if n > MOST_MODULES} == {}


def test_no_module_has_a_retired_name() -> None:
    parts = {path: path.relative_to(BOT).parts for path in modules(BOT)}
    retired = {package: set(names.split()) for package, names in RETIRED.items()}
    found = [str(path) for path, names in parts.items() if path.stem in retired.get(names[0], set()) | VAGUE]
    assert found == []
    assert not (BOT / "playground").exists()


def test_no_identifier_uses_a_retired_word() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in modules(BOT)
        for line, name in _identifiers(ast.parse(path.read_text("utf-8")))
        if RETIRED_WORDS & set(name.lower().strip("_").split("_")) and name not in KEPT
    }
    assert sorted(found) == []


CORE = ("privacy.py", "knowledge", "reports", "analysis", "digests", "questions", "render", "service")
CLOCKS = re.compile(
    r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.(?:time|monotonic)|os\.(?:environ|getenv))\b"
)


def test_the_core_reads_no_clock_and_no_environment() -> None:
    files = [path for name in CORE for path in ([BOT / name] if name.endswith(".py") else modules(BOT / name))]
    assert [str(path.relative_to(ROOT)) for path in files if CLOCKS.search(path.read_text("utf-8"))] == []


def _identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name


def test_the_import_contract_has_no_exception_and_names_every_package() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert [c["name"] for c in contracts if {"ignore_imports", "unmatched_ignore_imports_alerting"} & set(c)] == []
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    named = {name.strip().removeprefix("bot.") for layer in layers for name in layer.split("|")}
    there = {path.stem for path in BOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == there - {"__init__"}


def test_no_test_reads_a_file_outside_the_project() -> None:
    outside = re.compile(r"ROOT\.parent|parents\[[4-9]\]")
    files = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    assert [str(path) for path in files if outside.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [name for name in _paths(text) if not _is_there(name)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    place = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (place / link).exists()] == []


def test_each_migration_has_a_number_of_its_own_and_the_newest_is_the_schema() -> None:
    """Two that took the same number at the same time: no new database could be made."""
    files = sorted((BOT / "storage" / "migrations" / "versions").glob("[0-9]*.py"))
    said = [re.findall(r'(?m)^(?:down_)?revision = (?:"(\d+)"|None)', file.read_text("utf-8")) for file in files]
    numbers = [f"{number:04}" for number in range(1, len(files) + 1)]
    assert said == [[number, before] for number, before in zip(numbers, ["", *numbers], strict=False)]
    assert [file.name[:4] for file in files] == numbers
    assert f'SCHEMA = "{numbers[-1]}"' in (BOT / "storage" / "database.py").read_text("utf-8")


def _paths(text: str) -> Iterator[str]:
    """Names in backticks that are paths of the project: `service/answers/table.py`, `tests/spec`, `reports/`."""
    for name in re.findall(r"`([\w./*<>-]+)`", text):
        top = name.split("/")[0]
        if "/" in name and top and ((ROOT / top).is_dir() or (BOT / top).is_dir()):
            yield name


def _is_there(name: str) -> bool:
    pattern = re.sub(r"<[^>]+>", "*", name.rstrip("/"))
    return any(any(folder.glob(pattern)) for folder in (ROOT, BOT))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("bot.cli", "numpy pandas pyarrow pydantic slack_bolt sqlalchemy"),
        ("bot.app.running, bot.app.retention", "alembic matplotlib pandas pyarrow"),
    ],
)
def test_nothing_waits_for_a_library_that_it_does_not_need(module: str, heavy: str) -> None:
    look = f"import sys, {module}; print(*sorted(set('{heavy}'.split()) & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists a process's threads there")
def test_numpy_starts_no_threads_for_matrices_which_nothing_here_multiplies() -> None:
    look = (
        "import atexit, os, sys; from bot.__main__ import main; sys.argv = ['sspr', '--version']; "
        "atexit.register(lambda: (__import__('numpy'), print(len(os.listdir('/proc/self/task'))))); main()"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, env=environment)
    assert found.stdout.splitlines()[-1] == "1"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["ask", "data"], "alembic pandas pyarrow slack_bolt bot.app.tenants.tenants_file bot.reports.people.user_ids"),
        (["ask", "stuck"], "bot.analysis.digest bot.render.cases.unknown_details"),
        (["fix", "SSPR_0029"], "alembic numpy pandas pyarrow slack_bolt sqlalchemy"),
    ],
)
def test_a_question_waits_for_no_library_that_its_answer_does_not_need(
    tmp_path: Path, words: list[str], unwanted: str
) -> None:
    look = (
        "import atexit, sys; from bot.cli import main; "
        f"atexit.register(lambda: print(*sorted(set('{unwanted}'.split()) & sys.modules.keys()))); main({words})"
    )
    environment = os.environ | {"SSPR_DATABASE_URL": sqlite_url(tmp_path)}
    for _ in range(2):  # the first one makes the tenant
        command = [sys.executable, "-c", look]
        found = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert found.stdout.splitlines()[-1] == ""
