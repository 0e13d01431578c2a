"""The dashboard and the alert rules ask for metrics that /metrics has, in queries that can be read."""

import importlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from bot.app.bot import build_bot
from bot.app.running import register_readiness
from bot.app.tenants.metrics import registry_of_tenants
from bot.settings import Settings
from tests.support.many_tenants import many_tenants
from tests.support.sqlite import sqlite_url

DEPLOY = Path(__file__).parents[3] / "deploy"
FROM_PROMETHEUS = {"up"}  # it says itself whether it could scrape
REPORT = "User,Role,Date and Time,Method(s) Used,Result,Details\ndana@contoso.com,User,2017-02-27T12:00:00Z,,Failed,x\n"


def dashboard() -> dict[str, Any]:
    return json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))  # type: ignore[no-any-return]


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((DEPLOY / "prometheus-rules.yml").read_text("utf-8"))["groups"]
    return list(group["rules"])


def queries() -> list[str]:
    panels = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    return [*panels, *(rule["expr"] for rule in rules())]


def selectors(query: str) -> Iterator[str]:
    """The metrics that a query asks for."""
    parser = _parser()
    found: list[str] = []

    def look(node: Any) -> None:
        if isinstance(node, parser.VectorSelector):
            found.append(str(node.name))
        parts = [getattr(node, name, None) for name in ("expr", "lhs", "rhs", "vector_selector", "param")]
        for part in [*parts, *(getattr(node, "args", None) or [])]:
            if isinstance(part, parser.Expr):
                look(part)

    look(parser.parse(query.replace("$instance", ".*")))
    yield from found


def _parser() -> Any:
    if os.environ.get("SSPR_TEST_REQUIRE_ALL") == "1":
        return importlib.import_module("promql_parser")
    return pytest.importorskip("promql_parser")


def metrics(registry: CollectorRegistry) -> Iterator[str]:
    """What /metrics shows; a counter with labels shows from its first count on."""
    for family in registry.collect():
        yield from (sample.name for sample in family.samples)
        if family.type == "counter":
            yield f"{family.name}_total"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[CollectorRegistry]:
    settings = {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
    bot = build_bot(Settings.model_validate(settings))
    (tmp_path / "feb.csv").write_text(REPORT)
    bot.services.load_file(tmp_path / "feb.csv")
    register_readiness(bot, list)
    yield bot.registry
    bot.close()


@pytest.fixture
def of_tenants(tmp_path: Path) -> set[str]:
    """What /metrics shows where there are many."""
    folder = tmp_path / "many"
    folder.mkdir()
    with many_tenants(folder) as bots:
        bots.bots.rounds.plan()
        return set(metrics(registry_of_tenants(bots.bots.rounds, bots.bots.data_blocks_refused, dict)))


def test_every_metric_that_is_asked_for_is_exported(registry: CollectorRegistry, of_tenants: set[str]) -> None:
    exported = set(metrics(registry)) | of_tenants
    asked = {name for query in queries() for name in selectors(query)}
    assert asked - exported == FROM_PROMETHEUS
    assert len(asked) > 10


def test_every_metric_of_the_bot_is_on_the_dashboard(registry: CollectorRegistry, of_tenants: set[str]) -> None:
    exported = set(metrics(registry)) | of_tenants
    shown = {name for panel in dashboard()["panels"] for one in panel["targets"] for name in selectors(one["expr"])}
    assert {name for name in exported if name.startswith("sspr_")} - shown == set()


def test_no_metric_carries_a_value_of_the_reports(registry: CollectorRegistry) -> None:
    labels = {value for family in registry.collect() for sample in family.samples for value in sample.labels.values()}
    assert not [value for value in labels if "@" in value or "dana" in value]


def test_every_rule_says_how_bad_it_is_and_what_to_do() -> None:
    said = [
        (rule["labels"]["severity"], rule["annotations"]["summary"], rule["annotations"]["description"])
        for rule in rules()
    ]
    assert all(all(one) for one in said)
    assert {severity for severity, _, _ in said} <= {"critical", "warning", "info"}
    assert len({rule["alert"] for rule in rules()}) == len(rules())


def test_panels_do_not_lie_on_each_other() -> None:
    cells = [
        (x, y)
        for panel in dashboard()["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert all(x < 24 for x, _ in cells)
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(dashboard()["panels"])


def test_the_dashboard_asks_for_its_own_data_source() -> None:
    text = (DEPLOY / "grafana-dashboard.json").read_text("utf-8")
    assert set(re.findall(r'"uid": "([^"]+)"', text)) == {"${datasource}", "sspr-bot"}
