"""People look after cases: open one, hear when it is over, are reminded, take a decision back, see it everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.local_slack.workspace.messages import Json, SeenMessage
from tests.support.slack_bot_fixture import ADA, DANA, HARPER, HELP, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

LICENSE = "User does not have a license. You can add a license to the user to resolve this"
HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
FIRST = f"""{HEAD}dana@contoso.com,User,2017-02-27T06:00:00Z,Mobile Phone,Failed,{LICENSE}
bob@contoso.com,User,2017-02-27T06:30:00Z,Mobile Phone,Failed,{LICENSE}
"""
SECOND = f"""{HEAD}cyd@contoso.com,User,2017-02-27T13:00:00Z,Mobile Phone,Failed,{LICENSE}
eve@contoso.com,User,2017-02-27T14:00:00Z,Mobile Phone,Failed,{LICENSE}
"""
RUNBOOK = """
[[runbook]]
for = "cause:no_license"
owner = "{owner}"
steps = ["Order one."]
"""
DAILY = "subscribe daily at 09:00 tz:Europe/Berlin show:names"


def succeeded(*users: str, day: int = 27) -> str:
    rows = (
        f"{user},User,2017-02-{day}T10:00:00Z,Mobile Phone,Succeeded,User successfully reset password" for user in users
    )
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(FIRST)
        yield bot


@pytest.fixture
def reported(bot: WholeBot) -> WholeBot:
    """The channel has had its baseline and a second digest, with two new cases."""
    bot.ask(ADA, HELP, DAILY)
    bot.clock.go_to(27)
    bot.scheduler.drain()
    bot.load(SECOND)
    bot.clock.go_to(28)
    bot.scheduler.drain()
    return bot


def words(of: SeenMessage | Json) -> str:
    return str(of.blocks if isinstance(of, SeenMessage) else of).replace("`", "").replace("*", "")


def row(message: SeenMessage, user: str) -> dict[str, str]:
    """The buttons of one person's row in a table, label by action id."""
    (table,) = [block for block in message.blocks if block["type"] == "data_table"]
    cells = next(cells for cells in table["rows"][1:] if cells[0]["text"] == user)
    buttons = [cell["element"] for cell in cells if cell["type"] == "action_cell"]
    return {one["text"]["text"]: one["action_id"] for one in buttons}


def opened(bot: WholeBot, user: str = "bob@contoso.com", reader: str = HARPER) -> Json:
    stuck = bot.ask(reader, HELP, "stuck")
    bot.slack.click(reader, HELP, stuck.ts, row(stuck, user)["Open"])
    return bot.modal(reader)


def listed(bot: WholeBot, message: SeenMessage) -> SeenMessage:
    """A message as it is now."""
    bot.wait_idle()
    return next(one for one in bot.slack.seen(HARPER, HELP) if one.ts == message.ts)


def direct(bot: WholeBot, user: str) -> list[SeenMessage]:
    bot.wait_idle()
    return bot.slack.seen(user, bot.slack.direct_channel(user))


def digests(bot: WholeBot) -> list[SeenMessage]:
    bot.wait_idle()
    return [one for one in bot.slack.seen(HARPER, HELP) if one.thread_ts is None and not one.ephemeral]


def thread(bot: WholeBot, head: SeenMessage) -> list[SeenMessage]:
    return [one for one in bot.slack.seen(HARPER, HELP) if one.thread_ts == head.ts]


def details(bot: WholeBot, head: SeenMessage) -> str:
    """What is in a digest's thread."""
    return " ".join(words(one) for one in thread(bot, head))


# --- one case


def test_a_row_opens_the_case_with_a_text_for_a_ticket(bot: WholeBot) -> None:
    modal = opened(bot)
    text = words(modal)
    assert "bob@contoso.com: No license" in text
    assert "bob@contoso.com could not reset their password: No license" in text
    assert "First failure 2017-02-27 06:30 UTC, last 2017-02-27 06:30 UTC, 1 try" in text
    assert "Who acts: " in text
    assert "dana@contoso.com" not in text
    assert (HARPER, "case", "bob@contoso.com", "answered") in bot.log()


def test_the_list_behind_a_case_shows_what_is_decided_in_front_of_it(bot: WholeBot) -> None:
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "bob@contoso.com")["Open"])
    bot.slack.click_modal(HARPER, "sspr.case.acknowledge")
    assert list(row(listed(bot, stuck), "bob@contoso.com")) == ["Open"]
    bot.slack.click_modal(HARPER, "sspr.case.undo")
    assert "Acknowledge" in row(listed(bot, stuck), "bob@contoso.com")
    bot.slack.click_modal(HARPER, "sspr.case.assign")
    assert bot.slack.submit(HARPER, {"to": ADA}) == {}
    assert list(row(listed(bot, stuck), "bob@contoso.com")) == ["Open"]
    assert "Acknowledge" in row(listed(bot, stuck), "dana@contoso.com")


def test_a_reminder_stays_what_it_is_when_its_case_is_decided(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.remind")
    bot.clock.go_to(28, 10)
    bot.scheduler.drain()
    (message,) = direct(bot, HARPER)
    bot.slack.click(HARPER, bot.slack.direct_channel(HARPER), message.ts, "sspr.case.open")
    bot.slack.click_modal(HARPER, "sspr.case.acknowledge")
    assert [words(one) for one in direct(bot, HARPER)] == [words(message)]


def test_from_the_case_it_is_assigned_and_the_form_is_about_that_person(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.assign")
    assert bot.slack.submit(HARPER, {"to": ADA}) == {}
    bot.wait_idle()
    (decision,) = bot.digests.decisions.every()
    assert (decision.case.user, decision.to) == ("bob@contoso.com", ADA)


# --- to hear of it


def test_whoever_follows_a_case_hears_once_that_it_is_over(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.follow")
    assert "I will write to you about bob@contoso.com (No license) as soon as it is over." in words(bot.modal(HARPER))
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    for _ in range(2):
        bot.scheduler.drain()
    (message,) = direct(bot, HARPER)
    assert "bob@contoso.com has succeeded" in words(message)
    assert (HARPER, "follow", "bob@contoso.com", "done") in bot.log()


@pytest.mark.parametrize("asked", ["follow bob@contoso.com", "tell me when bob has recovered"])
def test_whoever_asks_in_words_hears_once_that_somebody_has_recovered(bot: WholeBot, asked: str) -> None:
    says = "I will write to you about bob@contoso.com (No license) as soon as it is over."
    assert says in words(bot.ask(HARPER, HELP, asked))
    assert "You had asked me already." in words(bot.ask(HARPER, HELP, asked))
    assert bot.slack.seen(VIC, HELP) == []  # it was for Harper alone
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    for _ in range(2):
        bot.scheduler.drain()
    (message,) = direct(bot, HARPER)
    assert "bob@contoso.com has succeeded" in words(message)
    assert (HARPER, "follow", "bob@contoso.com", "done") in bot.log()


def test_about_somebody_who_has_recovered_there_is_nothing_to_wait_for(bot: WholeBot) -> None:
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    answer = words(bot.ask(HARPER, HELP, "tell me when bob@contoso.com has recovered"))
    assert "bob@contoso.com has no open case in the loaded data" in answer
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []


def test_whoever_follows_may_stop_in_words_and_hears_nothing(bot: WholeBot) -> None:
    bot.ask(HARPER, HELP, "follow bob@contoso.com")
    bot.ask(ADA, HELP, "follow bob@contoso.com")
    assert "I will not write to you about bob@contoso.com (No license) any more." in words(
        bot.ask(HARPER, HELP, "stop telling me about bob@contoso.com")
    )
    assert "You had not asked me to write to you." in words(bot.ask(HARPER, HELP, "unfollow"))
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    assert len(direct(bot, ADA)) == 1
    assert (HARPER, "unfollow", "bob@contoso.com", "done") in bot.log()


def test_a_name_ends_what_is_followed_of_that_one_and_a_beginning_of_several_ends_nothing(bot: WholeBot) -> None:
    bot.load(f"{HEAD}dan@contoso.com,User,2017-02-27T06:30:00Z,Mobile Phone,Failed,{LICENSE}", "dan.csv")
    for user in ("dan@contoso.com", "dana@contoso.com"):
        bot.ask(HARPER, HELP, f"follow {user}")
    assert "You follow several people whose user IDs begin so" in words(bot.ask(HARPER, HELP, "unfollow da"))
    answer = words(bot.ask(HARPER, HELP, "unfollow dan"))
    assert "I will not write to you about dan@contoso.com (No license) any more." in answer
    assert "You will still hear about dana@contoso.com (No license)." in answer
    assert "dana@contoso.com (No license) any more" in words(bot.ask(HARPER, HELP, "unfollow da"))


def test_whoever_follows_may_stop_with_a_button_where_they_began(bot: WholeBot) -> None:
    answer = bot.ask(HARPER, HELP, "follow bob@contoso.com")
    bot.slack.click(HARPER, HELP, answer.ts, "sspr.follow.stop")
    assert "any more" in words(bot.last(HARPER, HELP))
    assert bot.digests.following.follows.open() == ()
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.follow")
    assert "Tell me when it is over" not in words(bot.modal(HARPER))
    bot.slack.click_modal(HARPER, "sspr.case.unfollow")
    assert "I will not write to you about bob@contoso.com (No license) any more." in words(bot.modal(HARPER))
    assert "Tell me when it is over" in words(bot.modal(HARPER))
    assert bot.digests.following.follows.open() == ()


def test_where_it_is_not_clear_who_is_meant_nobody_is_followed(bot: WholeBot) -> None:
    bot.load(f"{HEAD}bob@fabrikam.com,User,2017-02-27T06:30:00Z,Mobile Phone,Failed,{LICENSE}", "two.csv")
    assert "Nobody is followed yet" in words(bot.ask(HARPER, HELP, "follow bob"))
    assert "Nobody is followed yet" in words(bot.ask(HARPER, HELP, "follow zoe@contoso.com"))
    bot.load(succeeded("bob@contoso.com", "bob@fabrikam.com"), "later.csv")
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []


def test_who_is_chosen_of_several_is_followed(bot: WholeBot) -> None:
    bot.load(f"{HEAD}bob@fabrikam.com,User,2017-02-27T06:30:00Z,Mobile Phone,Failed,{LICENSE}", "two.csv")
    asked = bot.ask(HARPER, HELP, "follow bob")
    bot.slack.click(HARPER, HELP, asked.ts, "sspr.answer.ask_b")
    assert "I will write to you about bob@fabrikam.com (No license)" in words(bot.last(HARPER, HELP))
    assert [one.case.user for one in bot.digests.following.follows.open()] == ["bob@fabrikam.com"]


@pytest.mark.parametrize("who", [VIC, DANA])
def test_only_the_helpdesk_follows_people(bot: WholeBot, who: str) -> None:
    answer = bot.ask(who, HELP, "tell me when bob@contoso.com has recovered")
    assert "Only the helpdesk may ask about other people here." in answer.text
    if who == DANA:
        assert "Only the helpdesk may follow cases here." in bot.ask(who, HELP, "follow me").text
    bot.load(succeeded("bob@contoso.com", "dana@contoso.com"), "later.csv")
    bot.scheduler.drain()
    assert direct(bot, who) == []


def test_whoever_follows_a_cause_hears_when_nobody_is_left(bot: WholeBot) -> None:
    stuck = bot.ask(HARPER, HELP, "stuck")
    block = next(block for block in stuck.blocks if (block.get("accessory") or {}).get("action_id") == "sspr.case.more")
    value = next(one["value"] for one in block["accessory"]["options"] if one["value"].endswith("|follow"))
    bot.slack.click(HARPER, HELP, stuck.ts, "sspr.case.more", block["block_id"], selected=value)
    assert "as soon as nobody is stuck on it" in bot.last(HARPER, HELP).text
    bot.load(succeeded("bob@contoso.com"), "one.csv")
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    bot.load(succeeded("dana@contoso.com"), "two.csv")
    bot.scheduler.drain()
    (message,) = direct(bot, HARPER)
    assert "Nobody is stuck on No license any more" in words(message)


def test_a_reminder_comes_the_next_morning_where_the_person_is_and_opens_the_case(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.remind")
    bot.clock.go_to(28, 9, 59)  # in Berlin: Harper lives by UTC
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    bot.clock.go_to(28, 10)
    bot.scheduler.drain()
    (message,) = direct(bot, HARPER)
    assert "bob@contoso.com is still stuck, as far as the loaded data goes: No license" in words(message)
    bot.slack.click(HARPER, bot.slack.direct_channel(HARPER), message.ts, "sspr.case.open")
    assert "bob@contoso.com: No license" in words(bot.modal(HARPER))


def test_a_reminder_of_a_case_that_is_over_says_so(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.remind")
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    bot.clock.go_to(28, 10)
    bot.scheduler.drain()
    (message,) = direct(bot, HARPER)
    assert "bob@contoso.com has succeeded" in words(message)


def test_whoever_lost_the_role_meanwhile_hears_nothing(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.follow")
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    object.__setattr__(bot.digests.following, "may_see", lambda _: False)
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    assert bot.digests.following.follows.open() == ()


def test_what_slack_does_not_take_for_the_moment_is_said_later(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.follow")
    bot.load(succeeded("bob@contoso.com"), "later.csv")
    bot.slack.inject_fault("chat.postMessage", error="internal_error")
    bot.scheduler.drain()
    assert direct(bot, HARPER) == []
    bot.scheduler.drain()
    assert len(direct(bot, HARPER)) == 1


@pytest.mark.parametrize("user", [VIC, DANA])
def test_others_open_and_follow_nothing(bot: WholeBot, user: str) -> None:
    stuck = bot.ask(HARPER, HELP, "stuck")
    value = next(
        cell["element"]["value"]
        for block in stuck.blocks
        if block["type"] == "data_table"
        for cells in block["rows"][1:]
        for cell in cells
        if cell["type"] == "action_cell"
    )
    bot.slack.context.workspace.post(
        HELP, "U0THEBOT", "forged", blocks=[{"type": "actions", "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "sspr.case.open", "value": value}]}],
    )  # fmt: skip
    forged = bot.last(user, HELP)
    bot.slack.click(user, HELP, forged.ts, "sspr.case.open")
    assert "Only the helpdesk may decide about cases here." in bot.last(user, HELP).text
    assert bot.slack.modal(user) is None


# --- taken back


def test_a_decision_is_taken_back_within_a_minute(bot: WholeBot) -> None:
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "bob@contoso.com")["Acknowledge"])
    answer = bot.last(HARPER, HELP)
    assert "Acknowledged: bob@contoso.com, No license." in words(answer)
    assert "Acknowledge" not in row(answer, "bob@contoso.com")
    bot.slack.click(HARPER, HELP, answer.ts, "sspr.case.undo")
    answer = bot.last(HARPER, HELP)
    assert "Taken back: bob@contoso.com, No license." in words(answer)
    assert "Acknowledge" in row(answer, "bob@contoso.com")
    assert (HARPER, "undo", "bob@contoso.com", "decided") in bot.log()


def test_taking_back_brings_back_what_counted_before(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.assign")
    bot.slack.submit(HARPER, {"to": ADA})
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "bob@contoso.com")["Open"])
    bot.slack.click_modal(HARPER, "sspr.case.close")
    bot.slack.submit(HARPER, {})
    assert "bob@contoso.com" not in str(
        [block for block in bot.ask(HARPER, HELP, "stuck").blocks if block["type"] == "data_table"]
    )
    modal = bot.modal(HARPER)
    assert "Closed: bob@contoso.com" in words(modal)
    bot.slack.click_modal(HARPER, "sspr.case.undo")
    bot.wait_idle()
    assert "assigned" in words(bot.ask(HARPER, HELP, "stuck"))


def test_nobody_takes_back_what_others_decided_since(bot: WholeBot) -> None:
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "bob@contoso.com")["Acknowledge"])
    answer = bot.last(HARPER, HELP)
    opened(bot, reader=ADA)
    bot.slack.click_modal(ADA, "sspr.case.close")
    bot.slack.submit(ADA, {})
    bot.wait_idle()
    bot.slack.click(HARPER, HELP, answer.ts, "sspr.case.undo")
    assert "Somebody has decided about it since" in bot.last(HARPER, HELP).text
    assert [str(one.kind) for one in bot.digests.decisions.every()] == ["acknowledged", "closed"]


# --- everywhere


def test_a_decision_shows_in_every_digest_that_lists_the_case(reported: WholeBot) -> None:
    bot = reported
    bot.load(f"{HEAD}eve@contoso.com,User,2017-02-28T12:00:00Z,,Failed,{LICENSE}\n", "third.csv")
    bot.ask(ADA, HELP, "subscribe daily at 10:00 tz:Europe/Berlin show:names")
    bot.clock.go_to(28, 10, month=2)
    bot.scheduler.drain()
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "cyd@contoso.com")["Acknowledge"])
    bot.wait_idle()
    found = [words(one) + details(bot, one) for one in digests(bot)]
    listing = [one for one in found if "cyd@contoso.com" in one]
    assert len(listing) == 2
    assert all(f"cknowledged by <@{HARPER}>" in one and "'text': 'acknowledged'" in one for one in listing)


def test_the_buttons_of_a_digest_go_when_all_have_recovered(reported: WholeBot) -> None:
    bot = reported
    posted = digests(bot)[-1]
    assert "sspr.case.acknowledge" in str(posted.blocks)
    bot.load(succeeded("cyd@contoso.com", day=28), "one.csv")
    bot.scheduler.drain()
    assert "1 of 2 has succeeded since" in words(digests(bot)[-1])
    assert "sspr.case.acknowledge" in str(digests(bot)[-1].blocks)
    bot.load(succeeded("eve@contoso.com", day=28), "two.csv")
    bot.scheduler.drain()
    assert "all 2 have succeeded since" in words(digests(bot)[-1])
    assert "sspr.case" not in str(digests(bot)[-1].blocks) + details(bot, digests(bot)[-1])


def test_who_is_stuck_opens_from_a_digest_of_any_age(reported: WholeBot) -> None:
    first = digests(reported)[0]
    reported.slack.click(HARPER, HELP, first.ts, "sspr.digest.stuck")
    assert reported.modal(HARPER)["title"]["text"] == "Who is stuck"
    assert "cyd@contoso.com" in words(reported.modal(HARPER))
    reported.slack.click(VIC, HELP, first.ts, "sspr.digest.stuck")
    assert "cyd@contoso.com" not in words(reported.modal(VIC))
    reported.slack.click(ADA, HELP, first.ts, "sspr.digest.stuck", value="x|status cyd@contoso.com")
    assert "people are stuck" in words(reported.modal(ADA))


def test_a_person_is_taken_on_their_row_in_the_digests_thread(reported: WholeBot) -> None:
    bot = reported
    posted = next(one for one in thread(bot, digests(bot)[-1]) if "data_table" in str(one.blocks))
    bot.slack.click(HARPER, HELP, posted.ts, row(posted, "cyd@contoso.com")["Acknowledge"])
    bot.wait_idle()
    assert f"acknowledged by <@{HARPER}>" in details(bot, digests(bot)[-1])
    posted = next(one for one in thread(bot, digests(bot)[-1]) if one.ts == posted.ts)
    assert "Acknowledge" not in row(posted, "cyd@contoso.com")
    bot.slack.click(HARPER, HELP, posted.ts, row(posted, "eve@contoso.com")["Open"])
    assert "eve@contoso.com: No license" in words(bot.modal(HARPER))


def test_whoever_got_a_case_acknowledges_it_in_the_message_itself(bot: WholeBot) -> None:
    opened(bot)
    bot.slack.click_modal(HARPER, "sspr.case.assign")
    bot.slack.submit(HARPER, {"to": ADA})
    (handed,) = direct(bot, ADA)
    bot.slack.click(ADA, bot.slack.direct_channel(ADA), handed.ts, "sspr.case.acknowledge")
    (handed,) = direct(bot, ADA)
    assert "You look after this: No license" in words(handed)
    assert "sspr.case.acknowledge" not in str(handed.blocks)
    assert "stuck" not in handed.text


def test_home_lists_my_cases_each_with_a_button_and_follows_a_decision(bot: WholeBot) -> None:
    bot.slack.open_home(HARPER)
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "bob@contoso.com")["Acknowledge"])
    bot.wait_idle()
    home = bot.slack.home(HARPER)
    assert home is not None
    assert "My cases: 1" in words(home)
    block = next(
        block for block in home["blocks"] if (block.get("accessory") or {}).get("action_id") == "sspr.case.open"
    )
    bot.slack.click_home(HARPER, "sspr.case.open", block["block_id"])
    assert "bob@contoso.com: No license" in words(bot.modal(HARPER))


def test_home_names_nobody_before_that_is_on_record(bot: WholeBot) -> None:
    stuck = bot.ask(HARPER, HELP, "stuck")
    bot.slack.click(HARPER, HELP, stuck.ts, row(stuck, "bob@contoso.com")["Acknowledge"])
    bot.wait_idle()
    bot.slack.open_home(HARPER)
    assert (HARPER, "home", None, "answered") in bot.log()
    no_line = "CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END"
    with bot.core.activity.engine.begin() as connection:
        connection.execute(text(no_line))
    bot.slack.open_home(HARPER)
    home = words(bot.slack.home(HARPER) or {})
    assert "bob@contoso.com" not in home
    assert "My cases are not shown. This cannot be recorded in the access log just now" in home
    assert "people are stuck" in home


# --- the runbook's owner


def test_a_case_is_escalated_to_the_owner_of_its_runbook_in_one_press(tmp_path: Path) -> None:
    (tmp_path / "runbook.toml").write_text(RUNBOOK.format(owner=ADA), "utf-8")
    with whole_bot(tmp_path, runbook=tmp_path / "runbook.toml") as bot:
        bot.load(FIRST)
        assert "Order one." in words(opened(bot))
        bot.slack.click_modal(HARPER, "sspr.case.escalate")
        bot.wait_idle()
        assert f"Assigned to <@{ADA}>: bob@contoso.com" in words(bot.modal(HARPER))
        assert "sspr.case.escalate" not in str(bot.modal(HARPER))
        (handed,) = direct(bot, ADA)
        assert "asks you to look after this" in words(handed)


def test_an_owner_who_may_see_no_cases_gets_none(tmp_path: Path) -> None:
    (tmp_path / "runbook.toml").write_text(RUNBOOK.format(owner=VIC), "utf-8")
    with whole_bot(tmp_path, runbook=tmp_path / "runbook.toml") as bot:
        bot.load(FIRST)
        opened(bot)
        bot.slack.click_modal(HARPER, "sspr.case.escalate")
        assert "may not see cases here" in words(bot.modal(HARPER))
        assert bot.digests.decisions.every() == ()


def test_without_a_runbook_nothing_is_escalated(bot: WholeBot) -> None:
    assert "sspr.case.escalate" not in str(opened(bot))
