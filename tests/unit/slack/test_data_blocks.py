"""A workspace that refuses charts and tables: the text twin at once, for a day, and never for another reason."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.render.blocks.message import Message
from bot.render.blocks.native_chart import daily
from bot.render.blocks.text_twin import has_data_blocks
from bot.slack.client import SlackError
from bot.slack.sending.data_blocks import DataBlocks

CHART = Message("2 failed", tuple(daily("Failed", ("Failed",), [("2026-11-27", (2,))])))
WORDS = Message("nobody")


class Slack:
    """Takes words; refuses charts with one of its own words."""

    def __init__(self, refuses_with: str | None) -> None:
        self.refuses_with, self.asked = refuses_with, 0

    def post(self, message: Message) -> bool:
        self.asked += 1
        if self.refuses_with and has_data_blocks(message):
            raise SlackError(self.refuses_with)
        return has_data_blocks(message)


class Clock:
    now = datetime(2026, 11, 28, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_blocks_format", '{"ok":false,"error":"invalid_blocks"}'])
def test_a_refused_chart_goes_out_as_text_and_the_workspace_is_remembered_for_a_day(clock: Clock, code: str) -> None:
    slack, data_blocks = Slack(code), DataBlocks(clock)
    assert data_blocks.send(CHART, slack.post) is False
    assert (slack.asked, data_blocks.refused) == (2, 1)
    assert data_blocks.send(CHART, slack.post) is False
    assert (slack.asked, data_blocks.refused) == (3, 1)
    clock.now += timedelta(days=1)
    slack.refuses_with = None
    assert data_blocks.send(CHART, slack.post) is True


def test_a_message_without_charts_is_sent_as_it_is(clock: Clock) -> None:
    slack, data_blocks = Slack("invalid_blocks"), DataBlocks(clock)
    assert data_blocks.send(WORDS, slack.post) is False
    assert (slack.asked, data_blocks.refused) == (1, 0)


def test_another_refusal_is_no_reason_to_send_text(clock: Clock) -> None:
    slack, data_blocks = Slack("channel_not_found"), DataBlocks(clock)
    with pytest.raises(SlackError, match="Slack"):
        data_blocks.send(CHART, slack.post)
    assert (slack.asked, data_blocks.refused) == (1, 0)
