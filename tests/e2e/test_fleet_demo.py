"""`sspr demo --fleet`: a provider with thirty tenants, in a folder that is not there yet."""

import json
from collections.abc import Iterator

import pytest

from bot.app.fleet_demo import OPS, PAT, FleetDemo, start_fleet_demo
from bot.local_slack.workspace.messages import SeenMessage


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FleetDemo]:
    running = start_fleet_demo(tmp_path_factory.mktemp("demo") / "new")
    try:
        yield running
    finally:
        running.stop()


def asked(demo: FleetDemo, words: str) -> SeenMessage:
    demo.slack.command(PAT, OPS, "/sspr", words)
    assert demo.bots.workspaces.background.wait_idle(60)
    return demo.slack.seen(PAT, OPS)[-1]


@pytest.mark.parametrize("words", ["fleet", "which customers need a look?", "for every customer"])
def test_all_thirty_are_beside_each_other(demo: FleetDemo, words: str) -> None:
    assert " of 30 tenants need a look* in the last 7 days: *Lucerne* (nothing is loaded)" in asked(demo, words).text


def test_one_is_asked_by_its_key_or_chosen(demo: FleetDemo) -> None:
    assert "Which tenant do you mean?" in asked(demo, "stuck").text
    assert "Nobody is stuck" in asked(demo, "tenant:tailspin stuck").text


def test_its_own_channel_hears_of_all_in_the_morning(demo: FleetDemo) -> None:
    assert "09:00 UTC" in demo.next_morning()
    posted = demo.slack.seen(PAT, OPS)[-1]
    assert "of 30 tenants" in posted.text
    assert "@" not in json.dumps(posted.blocks)
