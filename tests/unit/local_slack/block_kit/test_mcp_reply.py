"""What the judge refuses in the blocks of a reply through MCP, which Slack shows in Slackbot's name."""

import pytest

from bot.local_slack.block_kit.surfaces import check_blocks
from bot.local_slack.workspace.messages import Json
from bot.render.blocks.mcp_reply import mcp_blocks
from tests.unit.local_slack.block_kit.test_data_blocks import action, chart, table


def pressed(**button: object) -> Json:
    made = {"type": "button", "text": {"type": "plain_text", "text": "Fix"}, **button}
    return {"type": "actions", "elements": [made]}


def wrong(*blocks: Json) -> list[str]:
    return [f"{problem.pointer} {problem.message}" for problem in check_blocks(list(blocks), "mcp")]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "words"}},
        {"type": "divider"},
        chart(),
        table(),
        pressed(action_id="tool:fix", value='{"text": "SSPR_0029"}'),
        pressed(action_id="open", url="https://learn.microsoft.com/"),
    ],
)
def test_what_slackbot_shows(block: Json) -> None:
    assert wrong(block) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ({"type": "alert", "text": "x"}, "/blocks/0/type unsupported type: alert"),
        ({"type": "context_actions", "elements": []}, "/blocks/0/type unsupported type: context_actions"),
        (pressed(action_id="sspr.answer.share", value="t0ken"), "/blocks/0 action_id sspr.answer.share calls no tool"),
        (pressed(action_id="tool:fix", value="SSPR_0029"), "/blocks/0 value must be a JSON object in a string"),
        (pressed(action_id="tool:fix", value="true"), "/blocks/0 value must be a JSON object in a string"),
        (
            pressed(action_id="open", url="http://contoso.com/"),
            "/blocks/0/elements/0/url must begin with https://",
        ),
        (
            {"type": "image", "alt_text": "a", "image_url": "http://contoso.com/a.png"},
            "/blocks/0/image_url must begin with https://",
        ),
        (pressed(action_id="tool:fix"), "/blocks/0 value must be a JSON object in a string"),
    ],
)
def test_what_would_drop_the_reply_or_do_nothing(block: Json, problem: str) -> None:
    assert problem in wrong(block)


def test_the_sums_are_those_of_a_message() -> None:
    assert wrong(*[chart() for _ in range(3)]) == ["/blocks no more than 2 data_visualization blocks allowed"]
    assert any("tables hold less than" in one for one in wrong(*[table(rows=90, text="x" * 50) for _ in range(3)]))


def test_a_message_becomes_a_reply_without_its_buttons() -> None:
    with_buttons = table(rows=3)
    for row in with_buttons["rows"][1:]:
        row.append(action())
    with_buttons["rows"][0].append({"type": "raw_text", "text": "Fix"})
    section = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "a"},
        "accessory": pressed(action_id="x")["elements"][0],
    }
    made = [*mcp_blocks([section, chart(), with_buttons, pressed(action_id="sspr.answer.all", value="t")])]
    assert made == [{"type": "section", "text": {"type": "mrkdwn", "text": "a"}}, chart(), table(rows=3)]
    assert wrong(*made) == []
