"""What a person presses instead of typing it again: one of several people, a near name, a suggestion."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.workspace.messages import Json, SeenMessage
from bot.render.views.feedback import GIVE
from bot.render.views.home import PERSON
from bot.slack.listeners.shortcuts import ON_MESSAGE
from tests.support.slack_bot_fixture import ADA, HARPER, HELP, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

LICENSE = "User does not have a license. You can add a license to the user to resolve this"
PEOPLE = ("dan@contoso.com", "dana@contoso.com", "daniel@contoso.com", "dan.b@contoso.com")
REPORT = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f"{user},User,2017-02-27T06:00:00Z,Mobile Phone,Failed,{LICENSE}\n" for user in PEOPLE
)
MANY = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f"dan{number}@contoso.com,User,2017-02-27T06:00:00Z,,Failed,{LICENSE}\n" for number in range(5)
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


def rows(shown: SeenMessage | Json) -> list[Json]:
    """The rows of buttons and menus of a message or a modal, but for the one that asks whether the answer helped."""
    blocks = shown["blocks"] if isinstance(shown, dict) else shown.blocks
    actions = [block for block in blocks if block["type"] == "actions"]
    return [row for row in actions if not row["elements"][0]["action_id"].startswith(GIVE)]


def buttons(message: SeenMessage | Json) -> dict[str, str]:
    """The label and action of every button that asks."""
    elements = [element for row in rows(message) for element in row["elements"] if element["type"] == "button"]
    return {element["text"]["text"]: element["action_id"] for element in elements}


def chosen(row: Json, label: str) -> str:
    """The value of an option by its label."""
    (value,) = [one["value"] for one in row["elements"][0]["options"] if one["text"]["text"] == label]
    return str(value)


def press(bot: WholeBot, user: str, message: SeenMessage, label: str, channel: str = HELP) -> SeenMessage:
    bot.slack.click(user, channel, message.ts, buttons(message)[label])
    return bot.last(user, channel)


def test_one_of_several_people_is_chosen_by_a_press_and_the_exact_name_comes_first(bot: WholeBot) -> None:
    several = bot.ask(HARPER, HELP, "status da")
    assert list(buttons(several)) == ["dan.b@contoso.com", "dan@contoso.com", "dana@contoso.com", "daniel@contoso.com"]
    assert next(iter(buttons(bot.ask(HARPER, HELP, "status dan")))) == "dan@contoso.com"
    answer = press(bot, HARPER, several, "dana@contoso.com")
    assert answer.ephemeral
    assert "dana@contoso.com cannot reset right now" in answer.text.replace("`", "").replace("*", "")


def test_of_several_people_none_is_said_to_be_in_no_digest(bot: WholeBot) -> None:
    several = bot.ask(HARPER, HELP, "why da")
    assert "4 people fit `da`. Which one?" in several.text
    answer = press(bot, HARPER, several, "dana@contoso.com")
    assert answer.text.endswith("No digest has named `dana@contoso.com`.")
    assert bot.log()[-1] == (HARPER, "why", "dana@contoso.com", "answered")


def test_a_question_that_such_words_mostly_do_not_mean_is_asked_back_and_either_is_one_press_away(
    bot: WholeBot,
) -> None:
    asked_back = bot.ask(HARPER, HELP, "did handing out those licences actually help anyone")
    assert "I am not sure what is asked. Do you mean `stuck cause:no_license` or `helped`?" in asked_back.text
    assert "did not understand" not in str(asked_back.blocks)
    assert list(buttons(asked_back)) == ["stuck cause:no_license", "helped"]
    assert "stuck" in press(bot, HARPER, asked_back, "stuck cause:no_license").text.casefold()


def test_above_five_they_are_a_menu(bot: WholeBot) -> None:
    bot.load(MANY, "more.csv")
    several = bot.ask(HARPER, HELP, "status dan")
    (row,) = rows(several)
    assert [element["type"] for element in row["elements"]] == ["static_select"]
    bot.slack.click(HARPER, HELP, several.ts, row["elements"][0]["action_id"], selected=chosen(row, "dan3@contoso.com"))
    assert "dan3@contoso.com" in bot.last(HARPER, HELP).text


def test_a_near_name_is_asked_with_a_press(bot: WholeBot) -> None:
    nobody = bot.ask(HARPER, HELP, "status danna@contoso.com")
    assert "`dan@contoso.com` or `dan.b@contoso.com`?" in nobody.text
    assert "dana@contoso.com" in press(bot, HARPER, nobody, "dana@contoso.com").text


def test_a_suggestion_is_asked_with_a_press(bot: WholeBot) -> None:
    wrong = bot.ask(HARPER, HELP, "failures 2016-02-30")
    assert "2016-02-29" in press(bot, HARPER, wrong, "failures 2016-02-29").text


def test_where_two_readings_fit_both_are_offered(bot: WholeBot) -> None:
    unread = bot.ask(HARPER, HELP, "failures for fabricorp")
    assert list(buttons(unread)) == ["failures domain:fabricorp", "status fabricorp"]


def test_a_deed_offers_the_question_that_helps(bot: WholeBot) -> None:
    declined = bot.ask(HARPER, HELP, "unlock dana@contoso.com")
    assert "never unlock" in declined.text
    assert "cannot reset" in press(bot, HARPER, declined, "status dana@contoso.com").text


def look_up(bot: WholeBot, who: str) -> Json:
    """The Home tab's form, filled in and sent: what stands in it then."""
    bot.slack.open_home(HARPER)
    bot.slack.click_home(HARPER, PERSON)
    assert bot.slack.submit(HARPER, {"person": who}) == {}
    return bot.modal(HARPER)


def words(view: Json) -> str:
    """Everything that a modal says, without marks."""
    return str(view["blocks"]).replace("`", "").replace("*", "")


def test_one_of_several_people_is_chosen_in_the_form_of_the_home_tab(bot: WholeBot) -> None:
    several = look_up(bot, "da")
    assert "4 people fit da. Which one?" in words(several)
    assert list(buttons(several)) == ["dan.b@contoso.com", "dan@contoso.com", "dana@contoso.com", "daniel@contoso.com"]
    bot.slack.click_modal(HARPER, buttons(several)["dana@contoso.com"])
    assert "dana@contoso.com cannot reset right now" in words(bot.modal(HARPER))
    assert bot.log()[-1] == (HARPER, "status", "dana@contoso.com", "answered")
    bot.slack.close_modal(HARPER)
    assert "Which one?" in words(bot.modal(HARPER))  # the choice is still there, for the next of them
    assert bot.slack.seen(HARPER, HELP) == []


def test_above_five_they_are_a_menu_in_the_form_of_the_home_tab(bot: WholeBot) -> None:
    bot.load(MANY, "more.csv")
    (row,) = rows(look_up(bot, "dan"))
    assert [element["type"] for element in row["elements"]] == ["static_select"]
    assert len(row["elements"][0]["options"]) == 9
    bot.slack.click_modal(HARPER, row["elements"][0]["action_id"], selected=chosen(row, "dan3@contoso.com"))
    assert "dan3@contoso.com cannot reset right now" in words(bot.modal(HARPER))


def test_a_near_name_of_a_message_is_chosen_in_its_modal(bot: WholeBot) -> None:
    bot.slack.say(ADA, HELP, "danna@contoso.com cannot get in, can somebody look?")
    ts = bot.slack.seen(HARPER, HELP)[-1].ts
    bot.slack.message_shortcut(HARPER, HELP, ts, ON_MESSAGE)
    nobody = bot.modal(HARPER)
    assert "No row names danna@contoso.com." in words(nobody)
    bot.slack.click_modal(HARPER, buttons(nobody)["dana@contoso.com"])
    assert "dana@contoso.com cannot reset right now" in words(bot.modal(HARPER))


def test_what_is_below_an_answer_opens_on_top_of_the_choice(bot: WholeBot) -> None:
    several = look_up(bot, "da")
    bot.slack.click_modal(HARPER, buttons(several)["dana@contoso.com"])
    bot.slack.click_modal(HARPER, buttons(bot.modal(HARPER))["Next steps for the user"])
    assert "For dana@contoso.com" in words(bot.modal(HARPER))
    bot.slack.close_modal(HARPER)
    assert "dana@contoso.com cannot reset right now" in words(bot.modal(HARPER))


def test_whoever_sees_numbers_alone_has_no_such_form(bot: WholeBot) -> None:
    bot.slack.open_home(VIC)
    home = bot.slack.home(VIC)
    assert home
    assert PERSON not in str(home)
