"""An answer shared in a channel: asked first, masked, once, and taken back by whoever shared it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.web_api.methods.arguments import Arguments
from bot.local_slack.web_api.response_urls import ResponseUrls
from bot.local_slack.workspace.messages import SeenMessage
from bot.local_slack.workspace.refusals import Refusal
from bot.render.blocks.compose import NEXT, SHARE, TAKE_BACK
from bot.render.views.share_modal import NAMES
from tests.support.slack_bot_fixture import ADA, ALONE, DANA, HARPER, HELP, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

REPORT = (
    "User,Role,Date and Time,Method(s) Used,Result,Details\n"
    "dana@contoso.com,User,2017-02-27T06:00:00Z,Mobile Phone,Failed,User does not have a license. "
    "You can add a license to the user to resolve this\n"
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


def asked_to_share(bot: WholeBot, user: str, text: str, channel: str = HELP) -> str:
    """Ask, press Share, and read the form that opens."""
    answer = bot.ask(user, channel, text)
    bot.slack.click(user, channel, answer.ts, SHARE)
    return str(bot.modal(user))


def shared(bot: WholeBot, user: str, text: str, channel: str = HELP, **values: object) -> SeenMessage:
    asked_to_share(bot, user, text, channel)
    assert bot.slack.submit(user, values) == {}
    return bot.last(DANA, channel)


def public(bot: WholeBot) -> list[SeenMessage]:
    return [message for message in bot.slack.seen(DANA, HELP) if "Shared by" in str(message.blocks)]


def test_it_is_asked_first_what_how_many_will_read(bot: WholeBot) -> None:
    form = asked_to_share(bot, HARPER, "status dana@contoso.com")
    assert re.search(r"and its \d members will see this answer", form)
    assert "It is about people" in form
    assert "d***@contoso.com" in form
    assert "dana@contoso.com" not in form
    assert public(bot) == []
    bot.slack.close_modal(HARPER)
    assert public(bot) == []


def test_people_are_masked_unless_names_are_chosen(bot: WholeBot) -> None:
    masked = shared(bot, HARPER, "status dana@contoso.com")
    assert not masked.ephemeral
    assert f"Shared by <@{HARPER}>" in str(masked.blocks)
    assert "d***@contoso.com" in str(masked.blocks)
    assert "dana@contoso.com" not in str(masked.blocks)
    assert "dana@contoso.com" in str(shared(bot, HARPER, "stuck", **{NAMES: "names"}).blocks)


def test_numbers_are_shared_without_a_question_about_names(bot: WholeBot) -> None:
    assert "It holds no names" in asked_to_share(bot, VIC, "fix SSPR_0029")
    bot.slack.submit(VIC, {})
    assert "OnPremisesAdminActionRequired" in public(bot)[-1].text


def test_an_answer_is_shared_once_in_a_channel_and_again_after_it_was_taken_back(bot: WholeBot) -> None:
    answer = bot.ask(HARPER, HELP, "status dana@contoso.com")
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    bot.slack.submit(HARPER, {})
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    assert "in this channel already" in bot.last(HARPER, HELP).text
    assert len(public(bot)) == 1
    bot.slack.click(HARPER, HELP, public(bot)[0].ts, TAKE_BACK)
    assert public(bot) == []
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    bot.slack.submit(HARPER, {})
    assert len(public(bot)) == 1


def test_what_may_be_in_the_channel_already_is_not_shared_again(bot: WholeBot, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = bot.ask(HARPER, HELP, "status dana@contoso.com")
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    responses = bot.slack.context.responses

    def lose(ticket: str, args: Arguments) -> None:
        ResponseUrls.use(responses, ticket, args)
        raise ConnectionError

    monkeypatch.setattr(responses, "use", lose)
    bot.slack.submit(HARPER, {})
    assert "Look there; if it is not, ask again" in str(bot.modal(HARPER))
    monkeypatch.undo()
    bot.slack.close_modal(HARPER)
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    assert "in this channel already" in bot.last(HARPER, HELP).text
    assert len(public(bot)) == 1


def test_what_slack_did_not_take_can_be_shared_again(bot: WholeBot, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = bot.ask(HARPER, HELP, "status dana@contoso.com")
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)

    def refuse(_ticket: str, _args: Arguments) -> None:
        raise Refusal("expired_url")

    monkeypatch.setattr(bot.slack.context.responses, "use", refuse)
    bot.slack.submit(HARPER, {})
    assert "Slack does not answer as it should" in str(bot.modal(HARPER))
    monkeypatch.undo()
    bot.slack.close_modal(HARPER)
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    bot.slack.submit(HARPER, {})
    bot.wait_idle()
    assert len(public(bot)) == 1


@pytest.mark.parametrize("fault", [{}, {"error": "internal_error", "status": 500}], ids=["lost", "failed"])
def test_of_an_answer_that_may_have_arrived_that_is_said(bot: WholeBot, fault: dict[str, object]) -> None:
    bot.slack.inject_fault("chat.postEphemeral", after=True, **fault)  # type: ignore[arg-type]
    bot.slack.mention(HARPER, HELP, "status dana@contoso.com")
    bot.wait_idle()
    *_, answer, note = bot.slack.seen(HARPER, HELP)
    assert "dana@contoso.com" in answer.text
    assert "it may or may not have reached you" in note.text


def test_of_an_answer_that_slack_refused_nothing_is_said_but_that(bot: WholeBot) -> None:
    bot.slack.inject_fault("chat.postEphemeral", error="user_not_in_channel")
    bot.slack.mention(HARPER, HELP, "status dana@contoso.com")
    bot.wait_idle()
    note = bot.last(HARPER, HELP).text
    assert "Slack does not answer as it should" in note
    assert "may or may not" not in note


def test_only_whoever_shared_it_takes_it_back(bot: WholeBot) -> None:
    shared(bot, HARPER, "status dana@contoso.com")
    for other in (ADA, VIC, DANA):
        bot.slack.click(other, HELP, public(bot)[0].ts, TAKE_BACK)
        assert "Only whoever shared an answer can take it back." in bot.last(other, HELP).text
    assert len(public(bot)) == 1


def test_the_shared_copy_has_no_button_to_share_it_again(bot: WholeBot) -> None:
    copy = shared(bot, HARPER, "status dana@contoso.com")
    assert SHARE not in str(copy.blocks)
    bot.slack.click(VIC, HELP, copy.ts, NEXT)
    assert "Only the helpdesk may ask about other people here." in bot.last(VIC, HELP).text


def test_nothing_is_offered_for_sharing_in_a_direct_message(bot: WholeBot) -> None:
    bot.slack.direct_message(HARPER, "status dana@contoso.com")
    bot.wait_idle()
    answer = bot.slack.seen(HARPER, bot.slack.direct_channel(HARPER))[-1]
    assert NEXT in str(answer.blocks)
    assert SHARE not in str(answer.blocks)


def test_it_is_shared_where_the_bot_is_no_member(bot: WholeBot) -> None:
    copy = shared(bot, HARPER, "failures all", ALONE)
    assert not copy.ephemeral
    bot.slack.click(HARPER, ALONE, copy.ts, TAKE_BACK)
    assert "Shared by" not in str([message.blocks for message in bot.slack.seen(DANA, ALONE)])


def test_a_channel_shared_with_others_while_the_form_was_open_gets_nothing(bot: WholeBot) -> None:
    asked_to_share(bot, HARPER, "status dana@contoso.com")
    bot.slack.share(HELP)
    bot.slack.submit(HARPER, {})
    assert public(bot) == []
    assert "shared with another organisation" in str(bot.slack.modal(HARPER))
