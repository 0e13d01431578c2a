"""Whether Slack takes the bot's token, as /readyz tells it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackRequestError

from bot.slack.client import SlackError
from bot.slack.directory.bot_user import Identity
from tests.support.canned_slack import ME, CannedSlack, refusal


def test_the_bot_is_not_ready_before_slack_has_taken_its_token() -> None:
    slack = CannedSlack({"auth.test": SlackRequestError("no way out")})
    identity = Identity(slack)
    with pytest.raises(SlackError):
        identity.bot()
    (problem,) = identity.problems()
    assert "Slack has not answered yet" in problem
    slack.answers["auth.test"] = ME
    identity.look()
    assert identity.problems() == []


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_token_that_is_refused_later_on_is_told_until_it_is_taken_again(code: str) -> None:
    slack = CannedSlack({})
    identity = Identity(slack)
    identity.look()
    slack.answers["auth.test"] = refusal(code)
    identity.look()
    assert identity.problems() == [f"Slack refuses SLACK_BOT_TOKEN ({code})."]
    slack.answers["auth.test"] = ME
    identity.look()
    assert identity.problems() == []


@pytest.mark.parametrize("answer", [SlackRequestError("away"), refusal("internal_error", status=500)])
def test_that_slack_is_away_for_a_while_is_no_fault_of_the_token(answer: Any) -> None:
    slack = CannedSlack({})
    identity = Identity(slack)
    identity.look()
    slack.answers["auth.test"] = answer
    identity.look()
    assert identity.problems() == []
