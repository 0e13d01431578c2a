"""People set up digests, decide about cases and look at both again, with the whole bot behind the local Slack."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.local_slack.workspace.messages import Json, SeenMessage
from bot.privacy import Role
from tests.support.slack_bot_fixture import ADA, ALONE, BOARD, DANA, GUS, HARPER, HELP, PARTNERS, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

LICENSE = "User does not have a license. You can add a license to the user to resolve this"
HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
FIRST = f"""{HEAD}dana@contoso.com,User,2017-02-27T06:00:00Z,Mobile Phone,Failed,{LICENSE}
bob@contoso.com,User,2017-02-27T06:30:00Z,Mobile Phone,Failed,{LICENSE}
"""
SECOND = f"""{HEAD}dana@contoso.com,User,2017-02-27T12:00:00Z,Mobile Phone,Succeeded,User successfully reset password
cyd@contoso.com,User,2017-02-27T13:00:00Z,Mobile Phone,Failed,{LICENSE}
eve@contoso.com,User,2017-02-27T14:00:00Z,Mobile Phone,Failed,{LICENSE}
"""
HOSTILE = "*<!channel>* :tada: `x` <https://evil.example|press>@contoso.com"
DAILY = "subscribe daily at 09:00 tz:Europe/Berlin show:names"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(FIRST)
        yield bot


@pytest.fixture
def told(bot: WholeBot) -> WholeBot:
    """The channel has had its baseline and a second digest, with two new cases."""
    bot.ask(ADA, HELP, DAILY)
    bot.clock.go_to(27)
    bot.scheduler.drain()
    bot.load(SECOND)
    bot.clock.go_to(28)
    bot.scheduler.drain()
    return bot


def digest(bot: WholeBot, viewer: str = HARPER, channel: str = HELP) -> SeenMessage:
    """The newest digest of a channel."""
    bot.wait_idle()
    return [one for one in bot.slack.seen(viewer, channel) if one.thread_ts is None and not one.ephemeral][-1]


def behind(bot: WholeBot, viewer: str = HARPER) -> SeenMessage:
    """What is in the newest digest's thread about its first cause."""
    head = digest(bot, viewer)
    return next(one for one in bot.slack.seen(viewer, HELP) if one.thread_ts == head.ts and "sspr.case" in shown(one))


def whole(bot: WholeBot) -> str:
    """The newest digest with its thread."""
    return shown(digest(bot)) + shown(behind(bot))


def syntax(bot: WholeBot) -> str:
    """What of it Slack reads syntax in: in the cells of a table it reads none."""
    blocks = [*digest(bot).blocks, *behind(bot).blocks]
    return str([block for block in blocks if block["type"] != "data_table"])


def replies(bot: WholeBot, channel: str = HELP) -> list[str]:
    return [one.text for one in bot.slack.seen(HARPER, channel) if one.thread_ts and not one.ephemeral]


def shown(message: SeenMessage | Json) -> str:
    return str(message.blocks if isinstance(message, SeenMessage) else message)


def rows_of(message: SeenMessage) -> list[list[Json]]:
    """The rows of the message's table."""
    (table,) = [block for block in message.blocks if block["type"] == "data_table"]
    return [list(row) for row in table["rows"][1:]]


def choose(bot: WholeBot, user: str, message: SeenMessage, deed: str, cause: str = "no_license") -> None:
    """Take something from the three dots."""
    block, option = next(found for found in options(message) if found[1].endswith(f"|{cause}|{deed}"))
    bot.slack.click(user, HELP, message.ts, "sspr.case.more", block, selected=option)
    bot.wait_idle()


def options(message: SeenMessage) -> list[tuple[str, str]]:
    """The ids of blocks with three dots, each with every option."""
    return [
        (str(block["block_id"]), option["value"])
        for block in message.blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        if element.get("type") == "overflow"
        for option in element["options"]
    ]


def people_to_choose(view: Json) -> dict[str, str]:
    """Label -> value of the form's menu of people."""
    block = next(block for block in view["blocks"] if block.get("block_id") in ("who", "person"))
    menu: Any = block.get("element") or block["elements"][0]
    return {option["text"]["text"]: option["value"] for option in menu["options"]}


# --- subscriptions, typed


def test_an_admin_subscribes_lists_and_stops_a_channels_digest(bot: WholeBot) -> None:
    assert "First one: " in bot.ask(ADA, HELP, DAILY).text
    assert bot.last(ADA, HELP).ephemeral
    listing = bot.ask(ADA, HELP, "subscriptions")
    assert "gets 1 digest" in listing.text
    assert "daily at 09:00 tz:Europe/Berlin" in listing.text
    assert "gets exactly that digest already" in bot.ask(ADA, HELP, DAILY).text
    assert "1 digest stopped" in bot.ask(ADA, HELP, "unsubscribe").text
    assert "gets no digest" in bot.ask(ADA, HELP, "subscriptions").text
    assert (ADA, "unsubscribe", None, "done") in bot.log()


@pytest.mark.parametrize(("person", "why"), [(HARPER, "Only admins"), (VIC, "Only admins"), (GUS, "guest")])
def test_others_set_up_nothing(bot: WholeBot, person: str, why: str) -> None:
    for words in (DAILY, "unsubscribe all", "digest now"):
        assert why in bot.ask(person, HELP, words).text
    assert bot.digests.subscribing.not_ended() == ()


@pytest.mark.parametrize(
    ("channel", "why"),
    [(PARTNERS, "shared with another organisation"), (ALONE, "Invite me"), (BOARD, "nvite me")],
)
def test_a_channel_that_may_have_no_digest_says_what_to_do(bot: WholeBot, channel: str, why: str) -> None:
    assert why in bot.ask(ADA, channel, DAILY).text
    assert bot.digests.subscribing.not_ended() == ()


def test_a_direct_message_is_no_channel_for_digests(bot: WholeBot) -> None:
    bot.slack.direct_message(ADA, DAILY)
    assert "A digest goes to a channel" in bot.last(ADA, bot.slack.direct_channel(ADA)).text


def test_a_direct_message_lists_the_digests_of_all_channels(told: WholeBot) -> None:
    told.slack.direct_message(ADA, "subscriptions")
    answer = told.last(ADA, told.slack.direct_channel(ADA)).text
    assert "1 digest in this workspace" in answer
    assert "<#C0HELP>" in answer
    told.slack.direct_message(VIC, "subscriptions")
    assert "gets no digest" in told.last(VIC, told.slack.direct_channel(VIC)).text


def test_only_listed_channels_get_digests(tmp_path: Path) -> None:
    with whole_bot(tmp_path, allowed=("C0OTHER",)) as bot:
        assert "SSPR_DIGEST_CHANNELS" in bot.ask(ADA, HELP, DAILY).text


def test_a_mention_subscribes_as_well_and_answers_its_author_alone(bot: WholeBot) -> None:
    bot.slack.mention(ADA, HELP, "subscribe weekly on mon at 09:00")
    assert bot.last(ADA, HELP).ephemeral
    assert len(bot.digests.subscribing.not_ended(HELP)) == 1


# --- subscriptions, by form


def open_form(bot: WholeBot) -> Json:
    bot.slack.click(ADA, HELP, bot.ask(ADA, HELP, "subscriptions").ts, "sspr.subscription.add")
    return bot.modal(ADA)


def open_whole_form(bot: WholeBot) -> Json:
    open_form(bot)
    bot.slack.click_modal(ADA, "sspr.subscription.more")
    return bot.modal(ADA)


def fields(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def test_a_new_digest_asks_for_the_channel_the_hour_and_the_names_alone(bot: WholeBot) -> None:
    form = open_form(bot)
    assert fields(form) == ["channel", "at", "show"]
    assert "Mon, Tue, Wed, Thu, Fri, time zone" in shown(form)
    assert bot.slack.submit(ADA, {"at": "07:30", "show": "names"}) == {}
    (one,) = bot.digests.subscribing.not_ended(HELP)
    assert one.plan.words().startswith("daily at 07:30 mon-fri tz:Europe/Berlin")
    assert "show:names" in one.plan.words()


def test_more_settings_keeps_what_was_chosen(bot: WholeBot) -> None:
    open_form(bot)
    bot.slack.click_modal(ADA, "sspr.subscription.more", values={"at": "07:30", "show": "counts"})
    assert len(fields(bot.modal(ADA))) > 10
    assert bot.slack.submit(ADA, {"days": ["mon"]}) == {}
    (one,) = bot.digests.subscribing.not_ended(HELP)
    assert one.plan.words().startswith("daily at 07:30 mon ")
    assert "show:counts" in one.plan.words()


def test_a_form_subscribes_a_channel(bot: WholeBot) -> None:
    form = open_whole_form(bot)
    assert form["title"]["text"] == "New digest"
    values: dict[str, object] = {
        "days": ["mon", "wed"],
        "at": "07:30",
        "tz": "America/New_York",
        "cause": "no_license",
        "result": "Failed",
    }
    values |= {"role": "user", "domain": "contoso.com", "show": "counts", "empty": "weekly", "extras": ["marks"]}
    values |= {"quiet_from": "20:00", "quiet_to": "07:00", "holidays": "2017-12-25, 2018-01-01"}
    assert bot.slack.submit(ADA, values) == {}
    assert "First one: " in str(bot.modal(ADA))
    (one,) = bot.digests.subscribing.not_ended(HELP)
    assert one.plan.words() == (
        "daily at 07:30 mon,wed tz:America/New_York result:Failed cause:no_license role:user domain:contoso.com "
        "show:counts empty:weekly quiet:20:00-07:00 holidays:2017-12-25,2018-01-01"
    )


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"rhythm": "weekly"}, "days", "one day"),
        ({"holidays": "yesterday"}, "holidays", "yesterday is no calendar of holidays"),
        ({"domain": "a b<script>"}, "domain", "is no domain"),
        ({"quiet_from": "20:00"}, "quiet_to", "a beginning and an end"),
        ({"channel": ALONE}, "channel", "Invite me"),
        ({"channel": PARTNERS}, "channel", "shared with another organisation"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_beside_its_field(
    bot: WholeBot, values: dict[str, object], field: str, says: str
) -> None:
    open_whole_form(bot)
    complaints = bot.slack.submit(ADA, values)
    assert list(complaints) == [field]
    assert says in complaints[field]
    assert bot.digests.subscribing.not_ended() == ()


def test_a_form_changes_and_ends_a_digest(told: WholeBot) -> None:
    told.slack.click(ADA, HELP, digest(told).ts, "sspr.subscription.edit")
    assert told.modal(ADA)["title"]["text"] == "Digest 1"
    assert told.slack.submit(ADA, {"at": "10:15", "show": "masked"}) == {}
    assert "Saved" in str(told.modal(ADA))
    assert "at 10:15" in told.digests.subscribing.found(1).plan.words()
    told.slack.close_modal(ADA)
    told.slack.click(ADA, HELP, told.ask(ADA, HELP, "subscriptions").ts, "sspr.subscription.edit")
    told.slack.click_modal(ADA, "sspr.subscription.end")
    assert "1 digest stopped" in str(told.modal(ADA))
    assert told.digests.subscribing.not_ended() == ()


def test_buttons_and_forms_of_digests_are_for_admins(told: WholeBot) -> None:
    for person in (HARPER, VIC):
        told.slack.click(person, HELP, digest(told, person).ts, "sspr.subscription.edit")
        assert "Only admins" in told.last(person, HELP).text
        assert told.slack.modal(person) is None
    assert (VIC, "subscribe", None, "refused") in told.log()


def test_who_loses_the_role_while_the_form_is_open_saves_nothing(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_form(bot)
    monkeypatch.setattr("bot.slack.access.Access._role", lambda *_: Role.VIEWER)
    bot.slack.submit(ADA, {})
    assert "Only admins" in str(bot.modal(ADA))
    assert bot.digests.subscribing.not_ended() == ()


def test_an_old_button_is_answered_with_a_sentence(told: WholeBot) -> None:
    told.slack.click(ADA, HELP, digest(told).ts, "sspr.subscription.edit", value="no number")
    assert "earlier version" in told.last(ADA, HELP).text
    told.slack.click(ADA, HELP, digest(told).ts, "sspr.subscription.edit", value="77")
    assert "There is no digest 77" in told.last(ADA, HELP).text


def test_a_paused_digest_goes_on_when_the_bot_is_invited_again(told: WholeBot) -> None:
    told.slack.kick_bot(HELP)
    told.clock.go_to(1, month=3)
    told.scheduler.drain()
    assert told.digests.subscribing.found(1).state == "paused"
    told.slack.invite_bot(ADA, HELP)
    assert told.digests.subscribing.found(1).state == "active"


# --- the Home tab


def test_home_says_who_one_is_and_offers_what_one_may(told: WholeBot) -> None:
    expected = {
        ADA: ("You are an admin", {"mine", "person", "stuck", "add", "help", "edit", "on"}),
        HARPER: ("You are on the helpdesk", {"mine", "person", "stuck", "help"}),
        VIC: ("You are a viewer", {"mine", "help"}),
        DANA: ("You may ask about yourself", {"mine", "help"}),
    }
    for person, (says, verbs) in expected.items():
        told.slack.open_home(person)
        home: Any = told.slack.home(person)
        assert says in str(home)
        assert "newest row" in str(home)
        elements = [
            one for block in home["blocks"] for one in (*block.get("elements", ()), block.get("accessory") or {})
        ]
        assert {one["action_id"].rpartition(".")[2] for one in elements if one.get("type") == "button"} == verbs


def test_home_lists_the_digests_of_the_channels_one_is_in_and_of_no_other(told: WholeBot) -> None:
    told.slack.invite_bot(ADA, BOARD)
    told.ask(ADA, BOARD, "subscribe weekly on mon at 09:00 show:counts")
    for person, says, private in ((HARPER, "2 digests in your", True), (VIC, "1 digest in your", False)):
        told.slack.open_home(person)
        home = str(told.slack.home(person))
        assert says in home
        assert ("Mondays at" in home, f"<#{BOARD}>" in home) == (private, private)
        assert f"<#{HELP}>: daily at 09:00 Berlin time, with names, next " in home
        assert "sspr.subscription" not in home  # only admins change them
    for person in (ADA, DANA):  # who sees all, and who may ask only about herself
        told.slack.open_home(person)
        assert "in your channels" not in str(told.slack.home(person))


def test_home_lists_no_digest_where_slack_does_not_say_who_is_in_a_channel(told: WholeBot) -> None:
    told.slack.inject_fault("users.conversations", error="missing_scope")
    told.slack.open_home(HARPER)
    home = str(told.slack.home(HARPER))
    assert "You are on the helpdesk" in home
    assert "in your channels" not in home
    assert HELP not in home


def test_home_shows_what_is_urgent_and_the_week_and_names_nobody_but_to_the_helpdesk(told: WholeBot) -> None:
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.acknowledge.1")
    told.wait_idle()
    for person, (numbers, mine) in {HARPER: (True, True), VIC: (True, False), DANA: (False, False)}.items():
        told.slack.open_home(person)
        home = str(told.slack.home(person))
        assert ("3 people are stuck" in home, "My cases" in home) == (numbers, mine)  # here one is a crowd
        assert ("failed attempts" in home) == numbers
        assert "@contoso.com" not in home
        assert ("/sspr stuck" in home) == numbers
        assert "From audit log" not in home  # it brings rows of the other reports, and has none of its own


def test_a_case_assigned_to_somebody_is_on_their_home_tab(told: WholeBot) -> None:
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.assign.1")
    cyd = next(value for label, value in people_to_choose(told.modal(HARPER)).items() if label.startswith("cyd"))
    assert told.slack.submit(HARPER, {"who": cyd, "to": ADA}) == {}
    told.wait_idle()
    told.slack.open_home(ADA)
    assert "`cyd@contoso.com`: No license" in str(told.slack.home(ADA))
    told.slack.open_home(HARPER)
    assert "My cases" not in str(told.slack.home(HARPER))


def test_home_looks_up_a_person(told: WholeBot) -> None:
    told.slack.open_home(HARPER)
    told.slack.click_home(HARPER, "sspr.home.person")
    assert told.slack.submit(HARPER, {"person": "eve@contoso.com"}) == {}
    assert "eve@contoso.com" in str(told.modal(HARPER))
    assert "license" in str(told.modal(HARPER))
    assert (HARPER, "status", "eve@contoso.com", "answered") in told.log()


def test_home_opens_answers_and_the_form(told: WholeBot) -> None:
    told.slack.open_home(HARPER)
    told.slack.click_home(HARPER, "sspr.home.stuck")
    view = told.modal(HARPER)
    assert "people are stuck" in str(view)
    assert "sspr.answer.share" not in str(view)
    told.slack.close_modal(HARPER)
    told.slack.open_home(DANA)
    told.slack.click_home(DANA, "sspr.home.mine")
    assert "dana@contoso.com" in str(told.modal(DANA))
    told.slack.open_home(ADA)
    told.slack.click_home(ADA, "sspr.subscription.add")
    assert told.slack.submit(ADA, {"channel": HELP, "show": "counts", "at": "10:15"}) == {}
    told.wait_idle()
    assert "2 digests in this workspace" in str(told.slack.home(ADA))


# --- decisions


def test_a_press_acknowledges_a_cause_in_the_digest_and_in_its_thread(told: WholeBot) -> None:
    before = digest(told)
    told.slack.click(HARPER, HELP, before.ts, "sspr.case.acknowledge.1")
    told.wait_idle()
    assert "Acknowledged by <@U0HARPER>" in whole(told)
    assert digest(told).ts == before.ts
    assert "Acknowledged by <@U0HARPER>" in replies(told)[-1]
    assert (HARPER, "acknowledged", None, "decided") in told.log()
    assert "Acknowledged by <@U0HARPER>" in shown(told.ask(ADA, HELP, "stuck"))


def test_a_case_is_assigned_to_somebody(told: WholeBot) -> None:
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.assign.1")
    cyd = next(value for label, value in people_to_choose(told.modal(HARPER)).items() if label.startswith("cyd"))
    assert told.slack.submit(HARPER, {"who": cyd, "to": ADA}) == {}
    told.wait_idle()
    assert "assigned by <@U0HARPER> to <@U0ADA>" in whole(told)
    assert "`cyd@contoso.com`" in replies(told)[-1]
    assert (HARPER, "assigned", "cyd@contoso.com", "decided") in told.log()


def test_whoever_a_case_is_assigned_to_is_told_and_can_say_that_they_have_seen_it(told: WholeBot) -> None:
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.assign.1")
    cyd = next(value for label, value in people_to_choose(told.modal(HARPER)).items() if label.startswith("cyd"))
    assert told.slack.submit(HARPER, {"who": cyd, "to": ADA}) == {}
    told.wait_idle()
    direct = told.slack.direct_channel(ADA)
    note = told.slack.seen(ADA, direct)[-1]
    assert note.text == "<@U0HARPER> asks you to look after `cyd@contoso.com`: No license."
    assert "eve@contoso.com" not in shown(note)
    told.slack.click(ADA, direct, note.ts, "sspr.case.acknowledge")
    told.wait_idle()
    assert "Acknowledged by <@U0ADA>" in replies(told)[-1] or "acknowledged by <@U0ADA>" in whole(told)
    assert (ADA, "acknowledged", "cyd@contoso.com", "decided") in told.log()


def test_nobody_is_told_of_what_they_took_themselves(told: WholeBot) -> None:
    before = len(told.slack.seen(HARPER, told.slack.direct_channel(HARPER)))
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.assign.1")
    assert told.slack.submit(HARPER, {"to": HARPER}) == {}
    told.wait_idle()
    assert len(told.slack.seen(HARPER, told.slack.direct_channel(HARPER))) == before


def test_only_people_who_may_see_cases_are_on_offer(told: WholeBot) -> None:
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.assign.1")
    (to,) = [block for block in told.modal(HARPER)["blocks"] if block.get("block_id") == "to"]
    assert {option["value"] for option in to["element"]["options"]} == {ADA, HARPER}


def test_a_snooze_needs_a_reason_and_an_end_to_come(told: WholeBot) -> None:
    told.slack.click(HARPER, HELP, behind(told).ts, "sspr.case.snooze")
    assert list(told.slack.submit(HARPER, {"reason": "  "})) == ["reason"]
    assert list(told.slack.submit(HARPER, {"reason": "order", "until": "2017-02-01"})) == ["until"]
    assert told.slack.submit(HARPER, {"reason": HOSTILE, "until": "2017-03-06"}) == {}
    told.wait_idle()
    assert "Snoozed by <@U0HARPER> until" in whole(told)
    assert "<!channel>" not in syntax(told) + str(replies(told))
    assert [one for one in ("sspr.case.reopen", "sspr.case.snooze") if one in whole(told)] == ["sspr.case.reopen"]


def test_a_case_is_acknowledged_on_its_own_row_of_stuck(told: WholeBot) -> None:
    answer = told.ask(HARPER, HELP, "stuck")
    assert [row[1]["element"]["text"]["text"] for row in rows_of(answer)] == ["Acknowledge"] * 3
    told.slack.click(HARPER, HELP, answer.ts, "sspr.case.acknowledge.2")
    told.wait_idle()
    anew = next(one for one in told.slack.seen(HARPER, HELP) if one.ts == answer.ts)
    assert [row[1].get("text", "button") for row in rows_of(anew)] == ["button", "acknowledged", "button"]
    assert shown(anew).count("acknowledged by <@U0HARPER>") == 1


def test_what_to_do_about_a_cause_opens_on_its_row(told: WholeBot) -> None:
    answer = told.ask(HARPER, HELP, "failures all by cause")
    told.slack.click(HARPER, HELP, answer.ts, "sspr.answer.fix.1")
    assert "license" in str(told.slack.modal(HARPER))


def test_a_workspace_that_refuses_tables_gets_the_same_as_text(told: WholeBot) -> None:
    told.slack.inject_fault("chat.postMessage", times=1, error="invalid_blocks")
    told.slack.direct_message(HARPER, "stuck")
    told.wait_idle()
    answer = told.slack.seen(HARPER, told.slack.direct_channel(HARPER))[-1]
    assert "3 people are stuck" in answer.text
    assert "data_table" not in str(answer.blocks)
    assert "Stuck by the newest row" in shown(answer)
    assert "sspr.case.acknowledge.1" in str(answer.blocks)


def test_a_digest_where_tables_are_refused_says_the_same_and_keeps_its_buttons(bot: WholeBot) -> None:
    bot.ask(ADA, HELP, DAILY)
    bot.clock.go_to(27)
    bot.scheduler.drain()
    bot.load(SECOND)
    bot.clock.go_to(28)
    bot.slack.inject_fault("chat.postMessage", times=1, error="invalid_blocks")
    bot.scheduler.drain()
    posted = digest(bot)
    assert "data_" not in shown(posted) + shown(behind(bot))
    assert "No license" in shown(posted)
    assert "cyd@contoso.com" in shown(behind(bot))
    bot.slack.click(HARPER, HELP, posted.ts, "sspr.case.acknowledge.1")
    bot.wait_idle()
    assert "Acknowledged by <@U0HARPER>" in whole(bot)


def test_a_case_closed_by_hand_leaves_stuck_and_comes_back_when_it_is_reopened(told: WholeBot) -> None:
    assert "3 people are stuck" in told.ask(HARPER, HELP, "stuck").text
    told.slack.click(HARPER, HELP, behind(told).ts, "sspr.case.close")
    cyd = next(value for label, value in people_to_choose(told.modal(HARPER)).items() if label.startswith("cyd"))
    assert told.slack.submit(HARPER, {"who": cyd, "reason": "at the counter"}) == {}
    answer = told.ask(HARPER, HELP, "stuck")
    assert "2 people are stuck" in answer.text
    assert "cyd@" not in shown(answer)
    told.slack.click(HARPER, HELP, answer.ts, "sspr.case.reopen_some")
    assert told.slack.submit(HARPER, {"who": cyd}) == {}
    assert "3 people are stuck" in told.ask(HARPER, HELP, "stuck").text


def test_a_decision_from_stuck_shows_there_and_in_the_digest(told: WholeBot) -> None:
    answer = told.ask(HARPER, HELP, "stuck")
    choose(told, HARPER, answer, "assigned")
    assert told.slack.submit(HARPER, {"to": HARPER}) == {}
    told.wait_idle()
    anew = next(one for one in told.slack.seen(HARPER, HELP) if one.ts == answer.ts)
    assert "Assigned by <@U0HARPER> to <@U0HARPER>" in shown(anew)
    assert anew.ephemeral
    assert "Assigned by <@U0HARPER> to <@U0HARPER>" in whole(told)
    assert "Assigned by" in replies(told)[-1]


def test_a_decision_from_the_home_tab_shows_in_the_modal_behind_the_form(told: WholeBot) -> None:
    told.slack.open_home(HARPER)
    told.slack.click_home(HARPER, "sspr.home.stuck")
    view = told.modal(HARPER)
    menu = next(block["accessory"] for block in view["blocks"] if "accessory" in block)
    close = next(option["value"] for option in menu["options"] if option["value"].endswith("closed"))
    told.slack.click_modal(HARPER, "sspr.case.more", selected=close)
    assert told.modal(HARPER)["title"]["text"] == "Close by hand"
    assert told.slack.submit(HARPER) == {}
    assert told.modal(HARPER)["title"]["text"] == "Who is stuck"
    assert "Nobody is known to be stuck as of" in str(told.modal(HARPER))


def test_what_was_closed_as_a_whole_can_be_reopened_where_it_was_closed(told: WholeBot) -> None:
    answer = told.ask(HARPER, HELP, "stuck")
    choose(told, HARPER, answer, "closed")
    assert told.slack.submit(HARPER, {"reason": "licenses have come"}) == {}
    told.wait_idle()
    anew = next(one for one in told.slack.seen(HARPER, HELP) if one.ts == answer.ts)
    assert "Nobody is known to be stuck as of" in anew.text
    assert "No license: 3 people closed by hand, not counted." in shown(anew)
    told.slack.click(HARPER, HELP, anew.ts, "sspr.case.reopen_some")
    assert told.slack.submit(HARPER) == {}
    assert "3 people are stuck" in told.ask(HARPER, HELP, "stuck").text


@pytest.mark.parametrize("person", [VIC, DANA, GUS])
def test_only_the_helpdesk_decides(told: WholeBot, person: str) -> None:
    before = shown(digest(told))
    for verb in ("acknowledge.1", "assign.1", "snooze", "close"):
        message = digest(told, person) if verb.endswith("1") else behind(told, person)
        told.slack.click(person, HELP, message.ts, f"sspr.case.{verb}")
        assert "helpdesk" in told.last(person, HELP).text or "guest" in told.last(person, HELP).text
    choose(told, person, behind(told, person), "why")
    assert told.slack.modal(person) is None
    assert shown(digest(told)) == before
    assert told.digests.decisions.every() == ()


@pytest.mark.parametrize("value", ["", "d1|no_license", "1-1|nothing", "||", "1-1488268800000000|no_license|x"])
def test_a_forged_place_is_refused_with_a_sentence(told: WholeBot, value: str) -> None:
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.acknowledge.1", value=value or "-")
    assert told.last(HARPER, HELP).ephemeral
    assert told.digests.decisions.every() == ()


def test_when_slack_does_not_take_the_announcement_the_decision_stands_and_that_is_told(told: WholeBot) -> None:
    told.slack.inject_fault("chat.postMessage", error="restricted_action_thread_locked")
    told.slack.click(HARPER, HELP, digest(told).ts, "sspr.case.acknowledge.1")
    assert "Only some people may post in this channel" in told.last(HARPER, HELP).text
    assert "Acknowledged by <@U0HARPER>" in whole(told)
    assert len(told.digests.decisions.every()) == 1


def test_a_hostile_name_stays_text_in_menus_and_messages(bot: WholeBot) -> None:
    bot.ask(ADA, HELP, DAILY)
    bot.clock.go_to(27)
    bot.scheduler.drain()
    bot.load(f'{HEAD}"{HOSTILE}",User,2017-02-27T13:00:00Z,Mobile Phone,Failed,{LICENSE}\n')
    bot.clock.go_to(28)
    bot.scheduler.drain()
    bot.slack.click(HARPER, HELP, digest(bot).ts, "sspr.case.assign.1")
    view = bot.modal(HARPER)
    (label,) = [label for label in people_to_choose(view) if "whole cause" not in label]
    assert label.startswith("*<!channel>* :tada:")
    block = next(block for block in view["blocks"] if block.get("block_id") == "who")
    assert all(option["text"]["type"] == "plain_text" for option in block["element"]["options"])
    assert all(option["text"]["emoji"] is False for option in block["element"]["options"])
    assert bot.slack.submit(HARPER, {"who": people_to_choose(view)[label], "to": ADA}) == {}
    bot.wait_idle()
    assert "assigned by" in whole(bot)
    assert "<!channel>" not in syntax(bot) + str(replies(bot))


# --- why, previews, once more


def test_why_tells_the_rows_and_the_rule(told: WholeBot) -> None:
    answer = told.ask(HARPER, HELP, "why cyd@contoso.com")
    assert "stood in the digest" in answer.text
    assert "so it was new" in answer.text
    assert "(new)" in shown(answer)
    assert "place" not in shown(answer)
    elsewhere = told.ask(HARPER, ALONE, "why cyd@contoso.com")
    assert "for another channel" in elsewhere.text
    assert HELP not in elsewhere.text
    assert HELP in told.ask(ADA, ALONE, "why cyd@contoso.com").text
    assert "stood in the digest" in told.ask(HARPER, HELP, "why cyd").text
    assert told.log()[-1] == (HARPER, "why", "cyd@contoso.com", "answered")
    assert "No digest has named" in told.ask(HARPER, HELP, "why nobody@contoso.com").text
    assert "Only the helpdesk" in told.ask(VIC, HELP, "why cyd@contoso.com").text
    assert "succeeded" in told.ask(DANA, HELP, "why me").text or "stood in" in told.last(DANA, HELP).text


def test_the_digests_menu_explains_who_stands_in_it(told: WholeBot) -> None:
    choose(told, HARPER, behind(told), "why")
    eve = next(value for label, value in people_to_choose(told.modal(HARPER)).items() if label.startswith("eve"))
    told.slack.click_modal(HARPER, "sspr.case.why", selected=eve)
    assert "`eve@contoso.com` stood in the digest" in str(told.modal(HARPER))
    assert (HARPER, "why", "eve@contoso.com", "answered") in told.log()


def test_a_preview_posts_nothing_and_counts_as_nothing(told: WholeBot) -> None:
    told.load(f"{HEAD}fay@contoso.com,User,2017-02-28T09:00:00Z,,Failed,{LICENSE}\n")
    posts = len(told.slack.seen(DANA, HELP))
    assert "1 person newly failing" in told.ask(ADA, HELP, "digest preview").text
    assert told.last(ADA, HELP).ephemeral
    assert "Nothing was posted" in shown(told.last(ADA, HELP))
    assert "fay@" not in shown(told.ask(VIC, HELP, "digest preview"))
    assert len(told.slack.seen(DANA, HELP)) == posts
    assert told.digests.subscribing.found(1).position == 5


def test_a_digest_is_sent_at_once(told: WholeBot) -> None:
    told.load(f"{HEAD}fay@contoso.com,User,2017-02-28T09:00:00Z,,Failed,{LICENSE}\n")
    told.clock.forward(minutes=5)
    assert "in a moment" in told.ask(ADA, HELP, "digest now").text
    assert "1 person newly failing" in digest(told).text
    assert (ADA, "digest now", None, "done") in told.log()
    assert "gets no digest" in told.ask(ADA, BOARD, "digest now").text


def test_a_digest_that_slack_does_not_take_is_said_to_who_asked_alone(told: WholeBot) -> None:
    told.load(f"{HEAD}fay@contoso.com,User,2017-02-28T09:00:00Z,,Failed,{LICENSE}\n")
    told.clock.forward(minutes=5)
    before = digest(told)
    told.slack.inject_fault("chat.postMessage", error="fatal_error")
    told.ask(ADA, HELP, "digest now")
    assert digest(told) == before
    (note,) = told.slack.seen(ADA, told.slack.direct_channel(ADA))
    assert "Digest 1 may not stand in the channel yet" in note.text
    assert "What is missing is tried again." in note.text


def test_the_last_digest_is_shown_again_to_the_byte(told: WholeBot) -> None:
    listing = told.ask(VIC, HELP, "subscriptions")
    told.slack.click(VIC, HELP, listing.ts, "sspr.subscription.last")
    told.wait_idle()
    seen = told.slack.seen(VIC, HELP)
    again = seen[seen.index(next(one for one in seen if one.ts == listing.ts)) + 1 :]
    posted = [one for one in seen if not one.ephemeral and not one.files]
    second = [one for one in posted if one.ts >= digest(told).ts]
    assert [one.text for one in again] == [one.text for one in second]
    assert [without_ids(one) for one in again] == [without_ids(one) for one in second]
    assert told.log()[-1] == (VIC, "last digest", None, "answered")


def without_ids(message: SeenMessage) -> list[Json]:
    return [{key: value for key, value in block.items() if key != "block_id"} for block in message.blocks]


def test_another_channels_digest_is_not_shown(told: WholeBot) -> None:
    told.slack.command(VIC, PARTNERS, "/sspr", "subscriptions")
    listing = told.ask(VIC, HELP, "subscriptions")
    told.slack.click(VIC, HELP, listing.ts, "sspr.subscription.last", value="2")
    assert "There is no digest 2" in told.last(VIC, HELP).text
