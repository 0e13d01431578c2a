"""An admin lets the bot write to people who can help themselves; people get what is theirs to mend, and may stop it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.workspace.messages import Json, SeenMessage
from tests.support.slack_bot_fixture import ADA, DANA, GUS, HARPER, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"


@pytest.fixture
def detail(bot: WholeBot) -> str:
    return bot.core.catalogue.details["failed.no_cookies"].text


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.clock.go_to(27, 11)
        yield bot


def failed(user: str, at: str, detail: str, role: str = "User") -> str:
    return f'{HEAD}{user},{role},2017-02-{at}:00Z,Mobile Phone,Failed,"{detail}"\n'


def switch(bot: WholeBot, action_id: str, user: str = ADA) -> None:
    bot.slack.open_home(user)
    bot.slack.click_home(user, action_id)
    bot.wait_idle()


def home(bot: WholeBot, user: str) -> str:
    bot.slack.open_home(user)
    view: Json | None = bot.slack.home(user)
    return str(view)


def direct(bot: WholeBot, user: str) -> list[SeenMessage]:
    bot.clock.forward(minutes=10)
    bot.scheduler.drain()
    bot.wait_idle()
    return bot.slack.seen(user, bot.slack.direct_channel(user))


def test_nobody_is_written_to_until_an_admin_switches_it_on(bot: WholeBot, detail: str) -> None:
    bot.load(failed("dana@contoso.com", "27T09:00", detail))
    assert direct(bot, DANA) == []
    assert "I do not write to anybody" in home(bot, ADA)
    assert "I do not write to anybody" not in home(bot, HARPER)
    switch(bot, "sspr.notices.on")
    assert "I write to people who can help themselves" in home(bot, ADA)
    assert direct(bot, DANA) == []  # what happened before is no news
    bot.load(failed("dana@contoso.com", "27T10:25", detail), "second.csv")
    (message,) = direct(bot, DANA)
    assert "could not reset your password" in message.text
    assert "When you tried, your browser blocked the cookies" in message.text
    assert "If it was not you, please tell your helpdesk." in message.text
    assert direct(bot, DANA) == [message]


def test_it_is_switched_off_again(bot: WholeBot, detail: str) -> None:
    switch(bot, "sspr.notices.on")
    switch(bot, "sspr.notices.off")
    bot.load(failed("dana@contoso.com", "27T10:05", detail))
    assert direct(bot, DANA) == []


@pytest.mark.parametrize("user", [HARPER, VIC, DANA])
def test_others_do_not_switch_it_on(bot: WholeBot, user: str) -> None:
    bot.slack.open_home(user)
    assert "sspr.notices" not in str(bot.slack.home(user))


def test_a_person_stops_it_and_hears_no_more(bot: WholeBot, detail: str) -> None:
    switch(bot, "sspr.notices.on")
    bot.load(failed("dana@contoso.com", "27T10:05", detail))
    (message,) = direct(bot, DANA)
    bot.slack.click(DANA, bot.slack.direct_channel(DANA), message.ts, "sspr.notices.stop")
    assert "I will not write to you of my own accord any more" in bot.last(DANA, bot.slack.direct_channel(DANA)).text
    before = len(direct(bot, DANA))
    bot.clock.go_to(28, 11)
    bot.load(failed("dana@contoso.com", "28T09:30", detail), "next.csv")
    assert len(direct(bot, DANA)) == before
    assert (DANA, "notices", "dana@contoso.com", "stopped") in bot.log()


def test_what_is_not_the_users_to_mend_is_told_to_nobody(bot: WholeBot) -> None:
    switch(bot, "sspr.notices.on")
    bot.load(failed("dana@contoso.com", "27T10:05", LICENSE))
    assert direct(bot, DANA) == []


def test_admins_guests_and_people_with_a_role_are_not_written_to(bot: WholeBot, detail: str) -> None:
    switch(bot, "sspr.notices.on")
    bot.load(failed("dana@contoso.com", "27T10:05", detail, role="Company Administrator"))
    bot.load(failed("gus@fabrikam.com", "27T10:05", detail), "gus.csv")
    bot.load(failed("harper@contoso.com", "27T10:05", detail), "harper.csv")
    bot.load(failed("ada@contoso.com", "27T10:05", detail), "ada.csv")
    assert [direct(bot, user) for user in (DANA, GUS, HARPER, ADA)] == [[], [], [], []]


def test_at_night_nothing_is_sent_and_in_the_morning_it_is(bot: WholeBot, detail: str) -> None:
    switch(bot, "sspr.notices.on")
    bot.clock.go_to(27, 20)
    bot.load(failed("dana@contoso.com", "27T18:05", detail))
    assert direct(bot, DANA) == []
    bot.clock.go_to(28, 10)  # 09:00 where Dana is
    assert len(direct(bot, DANA)) == 1


def test_the_links_lead_to_microsofts_pages_alone_and_what_was_sent_is_kept(bot: WholeBot, detail: str) -> None:
    switch(bot, "sspr.notices.on")
    bot.load(failed("dana@contoso.com", "27T10:05", detail))
    (message,) = direct(bot, DANA)
    assert all(
        re.fullmatch(r"https://(?:[\w-]+\.)*(?:aka\.ms|microsoft\.com|microsoftonline\.com)\S*", link)
        for link in re.findall(r"https?://[^\s|<>]+", f"{message.text} {message.blocks}")
    )
    kept = bot.digests.notices.store.all()[-1]
    assert (str(kept.kind), kept.who, kept.user, kept.said) == ("sent", DANA, "dana@contoso.com", message.text)


def test_a_message_that_slack_does_not_take_is_not_sent_twice(bot: WholeBot, detail: str) -> None:
    switch(bot, "sspr.notices.on")
    bot.load(failed("dana@contoso.com", "27T10:05", detail))
    bot.slack.inject_fault("chat.postMessage", error="internal_error", after=True)
    assert len(direct(bot, DANA)) == 1
    assert len(direct(bot, DANA)) == 1
