"""The messages as files, reviewed like prose; SSPR_TEST_UPDATE_GOLDENS=1 rewrites them."""

import json
import os
import re
from pathlib import Path

import pytest

from bot.render.formats import terminal
from tests.unit.render.messages import MESSAGES
from tests.unit.render.rules import check_message, mrkdwn_of

GOLDENS = Path(__file__).parents[2] / "data" / "goldens"


def _golden(name: str, made: str) -> str:
    path = GOLDENS / name
    if os.environ.get("SSPR_TEST_UPDATE_GOLDENS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_is_the_one_that_was_reviewed(name: str) -> None:
    made = json.dumps(MESSAGES[name]().payload(), indent=1, ensure_ascii=False) + "\n"
    assert made == _golden(f"{name}.json", made)


@pytest.mark.parametrize("name", MESSAGES)
def test_the_terminal_shows_the_same_words(name: str) -> None:
    made = terminal.show(MESSAGES[name](), width=100)
    assert made == _golden(f"{name}.txt", made)


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_keeps_the_rules(name: str) -> None:
    check_message(
        MESSAGES[name](), tokens=("t0ken", "d1", "1", "2")
    )  # kept answers and digests, numbers of subscriptions


@pytest.mark.parametrize("name", MESSAGES)
def test_days_are_in_words_and_no_label_of_a_chart_is_cut(name: str) -> None:
    message = MESSAGES[name]()
    for text in [message.text, *mrkdwn_of(message.blocks)]:
        assert "on <!date" not in text  # which a reader's Slack may make "on today"
        assert not re.search(r"\d{4}-\d\d-\d\d", re.sub(r"`[^`]*`|<!date[^>]*>", "", text))
    for block in message.blocks:
        assert block["type"] != "data_visualization" or "…" not in json.dumps(block, ensure_ascii=False)


def test_every_golden_has_its_message() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(MESSAGES)
