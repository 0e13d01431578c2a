"""What an app of 2026 does around an answer: suggestions, a line while it works, feedback, links that unfurl."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.catalogue import load
from bot.local_slack.workspace.messages import SeenMessage
from bot.privacy import Role
from bot.questions.grammar import parse
from bot.questions.question import Misunderstood
from bot.render.lines.question_link import link_to, question_in
from bot.render.views.prompts import PROMPTS
from bot.service.asker import Asker
from bot.service.authorization import refused
from bot.slack.client import web_client
from bot.slack.sending.status_line import StatusLine
from tests.support.slack_bot_fixture import ADA, DANA, GUS, HARPER, HELP, PARTNERS, TOKEN, VIC, SlackBot, slack_bot
from tests.support.whole_bot_fixture import WholeBot, whole_bot

PUBLIC = "https://sspr.contoso.com"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
REPORT = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f"user{number}@contoso.com,User,2017-02-27T06:0{number}:00Z,Mobile Phone,Failed,{LICENSE}\n" for number in range(6)
)
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
GIVE = "sspr.feedback.give"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path, public_url=PUBLIC) as bot:
        bot.load(REPORT)
        yield bot


# --- suggestions


@pytest.mark.parametrize(("user", "role"), [(DANA, "SELF"), (VIC, "VIEWER"), (HARPER, "HELPDESK"), (ADA, "ADMIN")])
def test_the_direct_messages_suggest_what_the_person_may_ask(bot: WholeBot, user: str, role: str) -> None:
    bot.slack.open_messages(user)
    assert [(one["title"], one["message"]) for one in bot.slack.prompts(user)] == list(PROMPTS[Role[role]])


def test_a_guest_is_suggested_nothing_and_told_nothing(bot: WholeBot) -> None:
    bot.slack.open_messages(GUS)
    assert bot.slack.prompts(GUS) == []
    assert bot.slack.home(GUS) is None


@pytest.mark.parametrize(("role", "question"), [(role, one) for role, asked in PROMPTS.items() for _, one in asked])
def test_every_suggestion_is_understood_and_allowed(role: Role, question: str) -> None:
    meant = parse(question, now=NOW, zone=ZoneInfo("UTC"), catalogue=load())
    assert not isinstance(meant, Misunderstood)
    assert refused(meant, Asker("U1", role, "u1@contoso.com", ZoneInfo("UTC"))) is None


# --- a line while it works


class AtOnce(Timer):
    """A timer whose time is over as soon as it starts."""

    def start(self) -> None:
        self.function()


def test_work_that_takes_a_while_says_what_it_is(bot: WholeBot) -> None:
    asked_for = asked(bot)
    direct = bot.slack.direct_channel(HARPER)
    line = StatusLine(web_client(TOKEN, bot.slack.api_url), lambda: 75_000, AtOnce)
    with line.while_working({"channel": direct, "ts": asked_for.ts}):
        assert bot.slack.status(direct) == "is looking through 75,000 rows ..."
    assert bot.slack.status(direct) == ""


def test_the_answer_takes_the_line_away(bot: WholeBot) -> None:
    asked_for = asked(bot)
    direct = bot.slack.direct_channel(HARPER)
    line = StatusLine(web_client(TOKEN, bot.slack.api_url), lambda: 75_000, AtOnce)
    with line.while_working({"channel": direct, "ts": asked_for.ts}):
        asked(bot)
        assert bot.slack.status(direct) == ""


def test_quick_work_says_nothing(bot: WholeBot) -> None:
    bot.slack.direct_message(HARPER, "stuck")
    assert "assistant.threads.setStatus" not in {call.method for call in bot.slack.calls}


def test_where_slack_shows_no_line_the_work_goes_on(bot: WholeBot) -> None:
    bot.slack.inject_fault("assistant.threads.setStatus", error="missing_scope")
    done = False
    line = StatusLine(web_client(TOKEN, bot.slack.api_url), lambda: 1, AtOnce)
    with line.while_working({"channel": bot.slack.direct_channel(HARPER), "ts": "1.1"}):
        done = True
    assert done


# --- feedback


def metric(bot: WholeBot) -> list[str]:
    text = bot.flask.test_client().get("/metrics").text
    return [line for line in text.splitlines() if line.startswith("sspr_feedback_total")]


def asked(bot: WholeBot, text: str = "failures by cause") -> SeenMessage:
    bot.slack.direct_message(HARPER, text)
    return bot.last(HARPER, bot.slack.direct_channel(HARPER))


def test_an_answer_asks_whether_it_helped_and_a_yes_is_counted_once(bot: WholeBot) -> None:
    answer, direct = asked(bot), bot.slack.direct_channel(HARPER)
    assert answer.blocks[-1]["type"] == "context_actions"
    for _ in range(2):
        bot.slack.click(HARPER, direct, answer.ts, GIVE, selected="positive_button")
        assert bot.modal(HARPER)["title"]["text"] == "Thank you"
    assert metric(bot) == ['sspr_feedback_total{question="failures",reason="",verdict="helped"} 1.0']


def test_a_no_asks_for_the_reason_and_counts_it(bot: WholeBot) -> None:
    answer, direct = asked(bot, "stuck"), bot.slack.direct_channel(HARPER)
    bot.slack.click(HARPER, direct, answer.ts, GIVE, selected="negative_button")
    assert metric(bot) == []
    assert bot.slack.submit(HARPER, {"reason": "missing"}) == {}
    assert metric(bot) == ['sspr_feedback_total{question="stuck",reason="missing",verdict="did_not"} 1.0']


def test_a_no_without_a_reason_counts_as_well(bot: WholeBot) -> None:
    answer, direct = asked(bot, "trend"), bot.slack.direct_channel(HARPER)
    bot.slack.click(HARPER, direct, answer.ts, GIVE, selected="negative_button")
    bot.slack.close_modal(HARPER)
    assert metric(bot) == ['sspr_feedback_total{question="trend",reason="not_said",verdict="did_not"} 1.0']


@pytest.mark.parametrize(("text", "kind"), [("fix SSPR_0029", "fix"), ("failures by cause", "failures")])
def test_a_command_has_the_same_in_plain_buttons_with_a_chart_and_without(bot: WholeBot, text: str, kind: str) -> None:
    answer = bot.ask(HARPER, HELP, text)
    assert ("data_table" in {block["type"] for block in answer.blocks}) is (kind == "failures")
    labels = [one["text"]["text"] for one in answer.blocks[-1]["elements"]]
    assert labels == ["Helpful", "Not helpful"]
    bot.slack.click(HARPER, HELP, answer.ts, f"{GIVE}.yes")
    assert metric(bot) == [f'sspr_feedback_total{{question="{kind}",reason="",verdict="helped"}} 1.0']


def test_a_mention_that_one_person_sees_answered_has_plain_buttons_as_well(bot: WholeBot) -> None:
    bot.slack.mention(HARPER, HELP, "stuck")
    answer = bot.last(HARPER, HELP)
    assert answer.ephemeral
    assert {"data_table", "context_actions"} & {block["type"] for block in answer.blocks} == {"data_table"}
    bot.slack.click(HARPER, HELP, answer.ts, f"{GIVE}.no")
    assert bot.slack.submit(HARPER, {"reason": "long"}) == {}
    assert metric(bot) == ['sspr_feedback_total{question="stuck",reason="long",verdict="did_not"} 1.0']


def test_a_workspace_without_the_small_buttons_gets_the_answer_all_the_same(bot: WholeBot) -> None:
    bot.slack.inject_fault("chat.postMessage", error="invalid_blocks")
    assert [block["type"] for block in asked(bot, "fix SSPR_0029").blocks][-1] == "actions"


def test_help_and_refusals_ask_nobody_whether_they_helped(bot: WholeBot) -> None:
    assert GIVE not in str(asked(bot, "help").blocks)
    bot.slack.direct_message(DANA, "stuck")
    assert GIVE not in str(bot.last(DANA, bot.slack.direct_channel(DANA)).blocks)


def test_a_forged_kind_of_question_is_not_counted(bot: WholeBot) -> None:
    answer, direct = asked(bot), bot.slack.direct_channel(HARPER)
    blocks = bot.slack.context.workspace.message(direct, answer.ts).blocks
    blocks[-1]["elements"][0]["positive_button"]["value"] = "helped|dana@contoso.com"
    bot.slack.click(HARPER, direct, answer.ts, GIVE, selected="positive_button")
    assert "earlier version" in bot.last(HARPER, direct).text
    assert metric(bot) == []


# --- links


def linked(message: SeenMessage) -> str:
    (found,) = set(re.findall(rf"<({re.escape(PUBLIC)}[^|>]+)\|Link to this question>", str(message.blocks)))
    return str(found).replace("&amp;", "&")


def test_an_answer_of_numbers_has_a_link_that_unfurls_to_the_answer(bot: WholeBot) -> None:
    bot.slack.mention(VIC, HELP, "failures by cause")
    address = linked(bot.last(VIC, HELP))
    assert question_in(f"{PUBLIC}/", address) == "failures by cause"
    bot.slack.say(VIC, HELP, f"see {address} please")
    (blocks,) = bot.last(DANA, HELP).unfurls.values()
    assert "6 failed attempts" in str(blocks).replace("*", "")
    assert "user0" not in str(blocks)
    assert "actions" not in {block["type"] for block in blocks}


def test_a_link_to_people_shows_nobody_to_those_who_read_along(bot: WholeBot) -> None:
    bot.slack.say(HARPER, HELP, link_to(PUBLIC, "status user1@contoso.com"))
    (blocks,) = bot.last(HARPER, HELP).unfurls.values()
    assert "Only the one who asks sees this answer" in str(blocks)
    assert "cannot reset" not in str(blocks)
    assert not any(who == HARPER and kind == "status" for who, kind, *_ in bot.log())


def test_below_a_link_of_the_helpdesk_there_is_nothing_about_a_few_people(tmp_path: Path) -> None:
    with whole_bot(tmp_path, public_url=PUBLIC, smallest_group=5) as bot:
        bot.load(f"{REPORT}chair@board.contoso.com,User,2017-02-27T06:30:00Z,Mobile Phone,Failed,{LICENSE}\n")
        question = "failures domain:board.contoso.com"
        assert "Fewer than 5 people" not in bot.ask(HARPER, HELP, question).text
        bot.slack.say(HARPER, HELP, link_to(PUBLIC, question))
        (blocks,) = bot.last(VIC, HELP).unfurls.values()
        assert "Fewer than 5 people" in str(blocks)


def test_answers_about_people_have_no_link(bot: WholeBot) -> None:
    assert PUBLIC not in str(bot.ask(HARPER, HELP, "status user1@contoso.com").blocks)
    assert PUBLIC not in str(bot.ask(HARPER, HELP, "stuck").blocks)


@pytest.mark.parametrize(("user", "channel"), [(VIC, PARTNERS), (GUS, HELP)])
def test_outsiders_unfurl_nothing(bot: WholeBot, user: str, channel: str) -> None:
    bot.slack.say(user, channel, link_to(PUBLIC, "failures by cause"))
    assert bot.last(user, channel).unfurls == {}


def test_whoever_may_not_ask_unfurls_no_numbers(bot: WholeBot) -> None:
    bot.slack.say(DANA, HELP, link_to(PUBLIC, "failures by cause"))
    assert "failed attempts" not in str(bot.last(DANA, HELP).unfurls)


def test_in_a_browser_a_link_says_what_to_type(bot: WholeBot) -> None:
    client = bot.flask.test_client()
    page = client.get(link_to("", "failures <b>7d</b>"))
    assert (page.status_code, page.mimetype) == (200, "text/plain")
    assert "/sspr failures <b>7d</b>" in page.text


@pytest.mark.parametrize(
    "address",
    [f"{PUBLIC}.evil.example/ask?q=data", f"{PUBLIC}/healthz?q=data", f"{PUBLIC}/ask", f"{PUBLIC}/ask?q=", "http://[",
     f"http://{PUBLIC[8:]}/ask?q=data", f"{PUBLIC}/ask?q={'x' * 501}"],
)  # fmt: skip
def test_an_address_of_somebody_else_holds_no_question(address: str) -> None:
    assert question_in(PUBLIC, address) is None


def test_without_a_public_address_answers_have_no_link() -> None:
    with slack_bot() as plain:
        assert isinstance(plain, SlackBot)
        plain.slack.mention(VIC, HELP, "data")
        assert "Link to this question" not in str(plain.slack.seen(VIC, HELP)[-1].blocks)
