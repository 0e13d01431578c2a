"""What `sspr check` looks for is what the manifest asks for."""

from pathlib import Path

import yaml

from bot.slack.scopes import NEEDED, OPTIONAL

MANIFEST = Path(__file__).parents[3] / "manifest.yml"


def test_the_scopes_of_the_check_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load(MANIFEST.read_text("utf-8"))
    scopes = manifest["oauth_config"]["scopes"]
    assert sorted(scopes["bot"]) == sorted(NEEDED)
    assert sorted(scopes["bot_optional"]) == sorted(OPTIONAL)
