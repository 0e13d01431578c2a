"""People talk to the bot in the local Slack: commands, mentions, direct messages, buttons, modals, the Home tab."""

import json
import logging
import re
from collections.abc import Iterator

import pytest

from bot.local_slack.workspace.messages import SeenMessage
from tests.support.fake_answering import SECRET_OF_A_PERSON
from tests.support.slack_bot_fixture import (
    ADA,
    ALONE,
    BOARD,
    DANA,
    GUS,
    HARPER,
    HELP,
    PARTNERS,
    SID,
    VIC,
    SlackBot,
    slack_bot,
)


@pytest.fixture
def bot() -> Iterator[SlackBot]:
    with slack_bot() as bot:
        yield bot


def last(bot: SlackBot, viewer: str, channel: str) -> SeenMessage:
    return bot.slack.seen(viewer, channel)[-1]


def texts(bot: SlackBot, viewer: str, channel: str) -> list[str]:
    return [message.text for message in bot.slack.seen(viewer, channel)]


# --- /sspr


def test_a_command_is_answered_in_its_own_acknowledgement_for_the_asker_alone(bot: SlackBot) -> None:
    outcome = bot.slack.command(VIC, HELP, "/sspr", "failures 7d")
    assert outcome.ok
    assert "viewer asked: failures 7d" in outcome.body
    assert last(bot, VIC, HELP).ephemeral
    assert texts(bot, DANA, HELP) == []
    assert [call.method for call in bot.slack.calls if call.method.startswith("chat.")] == []


def test_a_command_works_where_the_bot_is_no_member(bot: SlackBot) -> None:
    bot.slack.command(HARPER, BOARD, "/sspr", "status dana")
    assert texts(bot, HARPER, BOARD) == ["helpdesk asked: status dana"]


def test_a_command_about_a_person_stays_unanswered_in_a_channel_shared_with_others(bot: SlackBot) -> None:
    bot.slack.command(HARPER, PARTNERS, "/sspr", "status dana")
    assert "another organisation may read" in last(bot, HARPER, PARTNERS).text
    bot.slack.command(HARPER, PARTNERS, "/sspr", "failures 7d")
    assert last(bot, HARPER, PARTNERS).text == "helpdesk asked: failures 7d"


# --- mentions


def test_numbers_are_answered_in_the_thread_of_the_mention(bot: SlackBot) -> None:
    bot.slack.mention(VIC, HELP, "how many were blocked last week")
    question, answer = bot.slack.seen(DANA, HELP)
    assert answer.text == "viewer asked: how many were blocked last week"
    assert (answer.thread_ts, answer.ephemeral) == (question.ts, False)


def test_people_are_answered_for_the_one_who_mentioned_the_bot(bot: SlackBot) -> None:
    bot.slack.mention(HARPER, HELP, "status dana@contoso.com")
    assert last(bot, HARPER, HELP).ephemeral
    assert last(bot, HARPER, HELP).thread_ts is None  # in a thread that does not exist yet Slack would not show it
    assert len(texts(bot, DANA, HELP)) == 1


def test_in_a_thread_an_answer_about_people_stays_in_the_thread(bot: SlackBot) -> None:
    bot.slack.say(HARPER, HELP, "Dana is on the line")
    head = last(bot, HARPER, HELP).ts
    bot.slack.mention(HARPER, HELP, "status dana@contoso.com", head)
    answer = last(bot, HARPER, HELP)
    assert (answer.ephemeral, answer.thread_ts) == (True, head)


def test_a_channel_shared_with_others_sees_no_answer_at_all(bot: SlackBot) -> None:
    bot.slack.mention(HARPER, PARTNERS, "failures 7d")
    assert last(bot, HARPER, PARTNERS).text == "helpdesk asked: failures 7d"
    bot.slack.mention(HARPER, PARTNERS, "status dana")
    assert "another organisation may read" in last(bot, HARPER, PARTNERS).text
    assert all(not message.text.startswith(("helpdesk", ":")) for message in bot.slack.seen(SID, PARTNERS))
    assert len(texts(bot, SID, PARTNERS)) == 2


def test_when_slack_does_not_say_who_reads_a_channel_people_are_not_named_there(bot: SlackBot) -> None:
    bot.slack.inject_fault("conversations.info", times=4, error="internal_error")
    bot.slack.mention(HARPER, HELP, "status dana")
    assert "another organisation may read" in last(bot, HARPER, HELP).text


# --- direct messages


def test_a_direct_message_is_answered_in_place(bot: SlackBot) -> None:
    bot.slack.direct_message(HARPER, "status dana@contoso.com")
    channel = bot.slack.direct_channel(HARPER)
    question, answer = bot.slack.seen(HARPER, channel)
    assert (answer.thread_ts, answer.ephemeral) == (None, False)
    assert bot.answering.asked[0][0] == question.text


def test_the_bot_does_not_answer_itself(bot: SlackBot) -> None:
    bot.slack.direct_message(HARPER, "help")
    assert len(bot.answering.asked) == 1


# --- buttons and modals


def test_an_answer_is_shared_by_a_button(bot: SlackBot) -> None:
    bot.slack.command(HARPER, HELP, "/sspr", "status dana")
    assert bot.slack.click(HARPER, HELP, last(bot, HARPER, HELP).ts, "sspr.answer.share").ok
    assert texts(bot, DANA, HELP) == []
    assert bot.slack.submit(HARPER, {}) == {}
    assert texts(bot, DANA, HELP) == ["helpdesk asked: status d***"]
    assert not last(bot, DANA, HELP).ephemeral


def test_nothing_is_shared_with_outsiders_or_into_the_unknown(bot: SlackBot) -> None:
    for channel, why in ((PARTNERS, "shared with another organisation"), (BOARD, "Invite me")):
        bot.slack.command(HARPER, channel, "/sspr", "failures 7d")
        bot.slack.click(HARPER, channel, last(bot, HARPER, channel).ts, "sspr.answer.share")
        answer = last(bot, HARPER, channel)
        assert answer.ephemeral
        assert why in answer.text
    bot.slack.direct_message(HARPER, "failures 7d")
    direct = bot.slack.direct_channel(HARPER)
    bot.slack.click(HARPER, direct, last(bot, HARPER, direct).ts, "sspr.answer.share")
    assert "no channel here" in last(bot, HARPER, direct).text
    assert bot.answering.shared == []


def test_a_channel_that_has_just_been_shared_with_others_gets_nothing(bot: SlackBot) -> None:
    bot.slack.command(HARPER, HELP, "/sspr", "status dana@contoso.com")
    bot.slack.share(HELP)
    bot.slack.click(HARPER, HELP, last(bot, HARPER, HELP).ts, "sspr.answer.share")
    assert "shared with another organisation" in last(bot, HARPER, HELP).text
    assert bot.answering.shared == []


def test_buttons_of_a_shared_answer_give_each_presser_what_they_may_see(bot: SlackBot) -> None:
    bot.slack.mention(VIC, HELP, "failures 7d")
    ts = last(bot, VIC, HELP).ts
    bot.slack.click(DANA, HELP, ts, "sspr.answer.all")
    assert bot.slack.modal(DANA)["blocks"][0]["text"]["text"] == "All of: failures 7d, for self"  # type: ignore[index]
    bot.slack.click(VIC, HELP, ts, "sspr.answer.next_steps")
    assert bot.slack.modal(VIC)["title"]["text"] == "Next steps"  # type: ignore[index]


def test_a_forged_button_value_is_refused_with_a_sentence(bot: SlackBot) -> None:
    bot.slack.command(HARPER, HELP, "/sspr", "failures 7d")
    bot.slack.click(HARPER, HELP, last(bot, HARPER, HELP).ts, "sspr.answer.share", value="kept-99")
    assert "too old for its buttons" in last(bot, HARPER, HELP).text


def test_the_home_tab_is_made_for_who_opens_it(bot: SlackBot) -> None:
    bot.slack.open_home(VIC)
    assert bot.slack.home(VIC)["blocks"][0]["text"]["text"] == "You are viewer"  # type: ignore[index]


# --- who is refused


@pytest.mark.parametrize(("person", "why"), [(GUS, "guest"), (SID, "this workspace|was installed in")])
def test_guests_and_strangers_are_refused_on_every_path(bot: SlackBot, person: str, why: str) -> None:
    slack = bot.slack
    slack.command(person, HELP, "/sspr", "status me")
    slack.mention(person, HELP, "failures 7d")
    slack.direct_message(person, "failures 7d")
    slack.mention(VIC, HELP, "failures 7d")
    slack.click(person, HELP, last(bot, VIC, HELP).ts, "sspr.answer.all")
    slack.open_home(person)
    refused = [message for message in slack.seen(person, HELP) if message.ephemeral]
    refused += slack.seen(person, slack.direct_channel(person))[1:]
    assert len(refused) == 4
    assert all(re.search(why, message.text) for message in refused)
    assert slack.modal(person) is None
    assert re.search(why, str(slack.home(person)))
    assert [asker.id for _, asker in bot.answering.asked] == [VIC]


def test_nobody_is_let_in_while_slack_does_not_say_who_they_are(bot: SlackBot) -> None:
    bot.slack.inject_fault("users.info", times=9, error="internal_error")
    bot.slack.command(HARPER, HELP, "/sspr", "status dana")
    assert "does not tell me who you are" in last(bot, HARPER, HELP).text
    assert bot.answering.asked == []


def test_the_askers_role_zone_and_address_come_from_slack(bot: SlackBot) -> None:
    for person in (ADA, HARPER, VIC, DANA):
        bot.slack.command(person, HELP, "/sspr", "help")
    askers = [asker for _, asker in bot.answering.asked]
    assert [asker.role.name for asker in askers] == ["ADMIN", "HELPDESK", "VIEWER", "SELF"]
    assert [asker.user for asker in askers][:2] == ["ada@contoso.com", "harper@contoso.com"]
    assert (askers[0].zone.key, askers[1].zone.key, askers[0].channel) == ("Europe/Berlin", "UTC", HELP)


# --- when something is wrong


def test_an_event_that_is_delivered_again_is_answered_once(bot: SlackBot) -> None:
    bot.slack.say(VIC, HELP, "hello")
    head = last(bot, VIC, HELP).ts
    event = {"type": "app_mention", "user": VIC, "text": "<@U0THEBOT> failures", "channel": HELP, "ts": head}
    body = {"type": "event_callback", "team_id": "T0HERE", "event_id": "Ev01", "event": event}
    for retry in range(3):
        headers = {"X-Slack-Retry-Num": str(retry)} if retry else {}
        spelled = json.dumps(body).encode() + b" " * retry  # Slack signs a retry anew
        assert bot.slack.context.endpoint.send(spelled, "application/json", headers).ok
    assert texts(bot, VIC, HELP) == ["hello", "viewer asked: failures"]


@pytest.mark.parametrize("path", ["command", "mention", "direct"])
def test_a_fault_of_ours_is_a_sentence_for_the_person_and_a_trace_without_values_for_the_log(
    bot: SlackBot, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = HELP
    if path == "command":
        bot.slack.command(VIC, HELP, "/sspr", "boom")
    elif path == "mention":
        bot.slack.mention(VIC, HELP, "boom")
    else:
        bot.slack.direct_message(VIC, "boom")
        channel = bot.slack.direct_channel(VIC)
    told = last(bot, VIC, channel).text
    reference = told.split("`")[1]
    assert "That did not work." in told
    assert f"reference {reference}: builtins.RuntimeError" in caplog.text
    assert "caused by builtins.KeyError" in caplog.text
    assert "fake_answering.py" in caplog.text
    for value in (SECRET_OF_A_PERSON, "vic@contoso.com", "boom", "xoxb-"):
        assert value not in caplog.text
    bot.slack.command(VIC, HELP, "/sspr", "help")
    assert last(bot, VIC, HELP).text == "viewer asked: help"


def test_a_mistake_of_the_person_is_a_sentence_without_a_reference(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/sspr", "wrong")
    assert "That day is not in the calendar." in last(bot, VIC, HELP).text
    assert "eference" not in last(bot, VIC, HELP).text


def test_a_mention_where_the_bot_may_not_write_is_taken_without_a_retry(bot: SlackBot) -> None:
    bot.slack.inject_fault("chat.postMessage", times=9, error="restricted_action")
    bot.slack.inject_fault("chat.postEphemeral", times=9, error="restricted_action")
    outcomes = bot.slack.mention(VIC, HELP, "failures 7d")
    assert [outcome.ok for outcome in outcomes] == [True]


def test_the_bot_is_not_in_every_channel(bot: SlackBot) -> None:
    assert bot.slack.mention(VIC, ALONE, "failures 7d") == []
