"""Signs of attacks in Slack: a security channel hears of them at once, and three dots close or mute them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.workspace.messages import Json, SeenMessage
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.render.cases.signs import TRIAGE
from tests.support.slack_bot_fixture import ADA, HARPER, HELP, PARTNERS, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
DONE = "Mobile Phone,Succeeded,User successfully reset password"
REPEATED = HEAD + "".join(f"dana@contoso.com,User,2017-02-2{day}T12:00:00Z,{DONE}\n" for day in (4, 5, 6))
ADMIN = f"{HEAD}gil@contoso.com,Company Administrator,2017-02-27T12:00:00Z,{DONE}\n"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPEATED)
        yield bot


def menu(message: SeenMessage, sign: str) -> tuple[str, dict[str, str]]:
    """The block of a sign with its three dots: label -> value of what can be said."""
    for block in message.blocks:
        dots = block.get("accessory") or {}
        if dots.get("action_id") == TRIAGE and f"|{sign}|" in dots["options"][0]["value"]:
            return block["block_id"], {one["text"]["text"]: one["value"] for one in dots["options"]}
    return "", {}


def choose(bot: WholeBot, user: str, message: SeenMessage, label: str, sign: str = "repeated") -> None:
    block, options = menu(message, sign)
    bot.slack.click(user, HELP, message.ts, TRIAGE, block, selected=options[label])
    bot.wait_idle()


def words(of: SeenMessage | Json) -> str:
    return str(of.blocks if isinstance(of, SeenMessage) else of).replace("`", "").replace("*", "")


def test_a_sign_is_closed_as_innocent_by_a_press_and_the_closing_taken_back(bot: WholeBot) -> None:
    odd = bot.ask(HARPER, HELP, "odd")
    assert list(menu(odd, "repeated")[1]) == ["Close as innocent", "Close as an attack", "Mute until a day"]
    choose(bot, HARPER, odd, "Close as innocent")
    assert "Three resets or more (repeated)" in words(bot.modal(HARPER))
    assert bot.slack.submit(HARPER, {"reason": "an old *phone*"}) == {}
    assert "repeated is closed by <@U0HARPER> as innocent" in words(bot.modal(HARPER))
    odd = bot.ask(HARPER, HELP, "odd")
    assert "No sign that is neither muted nor closed" in words(odd)
    assert "an old" in words(odd)
    choose(bot, HARPER, odd, "Take the last closing back")
    assert "taken back" in bot.last(HARPER, HELP).text
    assert "1 sign worth a look" in words(bot.ask(HARPER, HELP, "odd"))
    assert (HARPER, "triage", None, "decided") in bot.log()


def test_an_attack_counts_for_how_often_a_sign_is_one(bot: WholeBot) -> None:
    choose(bot, HARPER, bot.ask(HARPER, HELP, "odd"), "Close as an attack")
    assert bot.slack.submit(HARPER, {}) == {}
    assert "1 of 1 closing was an attack: too few (below 10)" in words(bot.ask(HARPER, HELP, "triage"))


def test_a_mute_takes_a_reason_and_an_end_to_come_as_the_words_do(bot: WholeBot) -> None:
    choose(bot, HARPER, bot.ask(HARPER, HELP, "odd"), "Mute until a day")
    assert "A mute needs a reason" in bot.slack.submit(HARPER, {"reason": " ", "until": "2017-03-31"})["reason"]
    assert "still to come" in bot.slack.submit(HARPER, {"reason": "training", "until": "2017-02-01"})["until"]
    assert "a year at most" in bot.slack.submit(HARPER, {"reason": "training", "until": "2019-02-01"})["until"]
    assert bot.slack.submit(HARPER, {"reason": "training", "until": "2017-03-31"}) == {}
    assert "muted by <@U0HARPER> until" in words(bot.modal(HARPER))
    odd = bot.ask(HARPER, HELP, "odd")
    assert "training" in words(odd)
    choose(bot, HARPER, odd, "Unmute")
    assert "is not muted any more" in bot.last(HARPER, HELP).text


def posted_alert(bot: WholeBot, show: str) -> SeenMessage:
    """The alert about an administrator, as a channel that asked for signs has it."""
    bot.ask(ADA, HELP, f"subscribe odd show:{show}")
    bot.clock.forward(minutes=1)
    bot.scheduler.drain()
    bot.load(ADMIN)
    bot.clock.go_to(27, 14)
    bot.scheduler.drain()
    return bot.last(VIC, HELP)


def test_viewers_have_no_dots_and_cannot_forge_one(bot: WholeBot) -> None:
    assert menu(bot.ask(VIC, HELP, "odd"), "repeated") == ("", {})
    alert = posted_alert(bot, "names")
    assert "1 urgent sign worth a look now" in alert.text
    choose(bot, VIC, alert, "Close as innocent", "admin")
    assert "Only the helpdesk may decide about signs here." in bot.last(VIC, HELP).text
    assert bot.slack.modal(VIC) is None
    choose(bot, HARPER, alert, "Close as an attack", "admin")
    assert bot.slack.submit(HARPER, {}) == {}
    assert "closed by <@U0HARPER> as an attack" in words(bot.ask(HARPER, HELP, "triage"))


def test_an_alert_shows_what_was_said_of_its_signs(bot: WholeBot) -> None:
    alert = posted_alert(bot, "masked")
    choose(bot, HARPER, alert, "Close as an attack", "admin")
    assert bot.slack.submit(HARPER, {"reason": "the owner denies it"}) == {}
    closed = bot.last(VIC, HELP)
    assert (closed.ts, "worth a look now" in closed.text) == (alert.ts, False)
    assert "1 urgent sign new since" in words(closed)
    assert "closed by <@U0HARPER> as an attack" in words(closed)
    assert "denies" not in words(closed)
    choose(bot, HARPER, closed, "Take the last closing back", "admin")
    (opened,) = [one for one in bot.slack.seen(VIC, HELP) if one.ts == alert.ts]
    assert "1 urgent sign worth a look now" in opened.text
    assert "closed by" not in words(opened)


def test_a_menu_of_another_version_says_so(bot: WholeBot) -> None:
    odd = bot.ask(HARPER, HELP, "odd")
    with pytest.raises(NotOnScreen):
        bot.slack.click(HARPER, HELP, odd.ts, TRIAGE, menu(odd, "repeated")[0], selected="moon|attack")


def test_signs_are_subscribed_in_words_and_in_the_form(bot: WholeBot) -> None:
    added = bot.ask(ADA, HELP, "subscribe odd")
    assert "Subscribed: `odd tz:Europe/Berlin show:counts`" in added.text
    assert "each once; muted and closed ones do not" in words(added)
    assert "at once, when an urgent sign shows" in bot.ask(ADA, HELP, "subscriptions").text
    assert "come to this channel already" in bot.ask(ADA, HELP, "subscribe odd show:names").text
    assert "odd goes by itself" in bot.ask(ADA, HELP, "subscribe odd at 09:00").text
    assert "shared with another organisation" in bot.ask(ADA, PARTNERS, "subscribe odd").text
    assert "Only admins" in bot.ask(HARPER, HELP, "subscribe odd").text
    listing = bot.ask(ADA, HELP, "subscriptions")
    change = next(block for block in listing.blocks if (block.get("accessory") or {}).get("value") == "1")
    bot.slack.click(ADA, HELP, listing.ts, "sspr.subscription.edit", change["block_id"])
    assert bot.slack.submit(ADA, {"show": "masked", "quiet_from": "20:00", "quiet_to": "07:00"}) == {}
    (one,) = bot.digests.subscribing.not_ended()
    assert one.plan.words() == "odd tz:Europe/Berlin show:masked quiet:20:00-07:00"
    bot.slack.click(ADA, HELP, listing.ts, "sspr.subscription.edit", change["block_id"])
    assert "goes by itself" in bot.slack.submit(ADA, {"domain": "contoso.com"})["domain"]
    assert bot.slack.submit(ADA, {"domain": "", "rhythm": "daily", "at": "09:00"}) == {}
    (one,) = bot.digests.subscribing.not_ended()
    assert one.plan.words().startswith("daily at 09:00")
