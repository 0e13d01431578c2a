import http.client
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from bot.errors import BotError
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.refusals import NotOnScreen
from tests.unit.local_slack.listening_bot import Ear
from tests.unit.local_slack.minimal_bot import CHANNELS, PEOPLE, SECRET, TOKEN, toy_slack


@pytest.fixture
def connected() -> Iterator[tuple[LocalSlack, App]]:
    with toy_slack() as both:
        yield both


@pytest.fixture
def slack(connected: tuple[LocalSlack, App]) -> LocalSlack:
    return connected[0]


def texts(slack: LocalSlack, viewer: str, channel: str) -> list[str]:
    return [message.text for message in slack.seen(viewer, channel)]


def heard_by(connected: tuple[LocalSlack, App]) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = connected[1].heard  # type: ignore[attr-defined]
    return heard


def test_the_answer_to_a_command_is_for_the_asker_alone(slack: LocalSlack) -> None:
    assert slack.command("U1", "C1", "/sspr", "status").ok
    (message,) = slack.seen("U1", "C1")
    assert (message.text, message.ephemeral) == ("You typed: status", True)
    assert slack.seen("U2", "C1") == []


def test_an_in_channel_answer_is_for_all(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "public")
    assert texts(slack, "U2", "C1") == ["for all"]


def test_an_answer_of_words_alone_is_shown(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "plain")
    assert texts(slack, "U1", "C1") == ["only words"]


def test_nothing_is_written_in_an_archived_channel(slack: LocalSlack) -> None:
    slack.archive("C1")
    with pytest.raises(NotOnScreen, match="#helpdesk is archived"):
        slack.say("U1", "C1", "hello")
    with pytest.raises(NotOnScreen, match="#helpdesk is archived"):
        slack.command("U1", "C1", "/sspr", "help")


def test_a_failed_command_tells_the_person(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "fail")
    assert texts(slack, "U1", "C1") == ["/sspr failed with the error “dispatch_failed”"]


def test_an_answer_that_slack_would_refuse_tells_the_person(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "wrong")
    assert "unsupported type: chart" in texts(slack, "U1", "C1")[0]
    assert slack.calls[-1].error == "invalid_blocks"


def test_only_members_type_commands_in_a_channel(slack: LocalSlack) -> None:
    with pytest.raises(NotOnScreen, match="Gil Guest is not in C1"):
        slack.command("U3", "C1", "/sspr", "help")


def test_a_press_replaces_the_message_it_stands_in(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "status")
    (message,) = slack.seen("U1", "C1")
    assert slack.click("U1", "C1", message.ts, "toy.show").ok
    assert texts(slack, "U1", "C1") == ["All of them: all"]


def test_a_forged_value_reaches_the_bot(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "status")
    slack.click("U1", "C1", slack.seen("U1", "C1")[0].ts, "toy.show", value="forged")
    assert texts(slack, "U1", "C1") == ["All of them: forged"]


def test_a_choice_is_among_what_is_offered(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "status")
    ts = slack.seen("U1", "C1")[0].ts
    slack.click("U1", "C1", ts, "toy.pick", selected="b")
    assert texts(slack, "U1", "C1")[-1] == "Picked b"
    with pytest.raises(NotOnScreen, match="not among the options"):
        slack.click("U1", "C1", ts, "toy.pick", selected="c")


def test_nobody_presses_what_they_do_not_see(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "status")
    ts = slack.seen("U1", "C1")[0].ts
    with pytest.raises(NotOnScreen, match="sees no message"):
        slack.click("U2", "C1", ts, "toy.show")
    with pytest.raises(NotOnScreen, match="nothing called"):
        slack.click("U1", "C1", ts, "toy.other")


def test_a_mention_is_answered_in_its_thread(slack: LocalSlack) -> None:
    slack.mention("U2", "C1", "why can't dana reset?")
    question, answer = slack.seen("U1", "C1")
    assert question.text == "<@U0THEBOT> why can't dana reset?"
    assert (answer.text, answer.thread_ts) == (f"Heard: {question.text}", question.ts)


def test_a_plain_line_is_not_the_bots_business(slack: LocalSlack) -> None:
    assert slack.say("U1", "C1", "good morning") == []
    assert texts(slack, "U2", "C1") == ["good morning"]


def test_a_mention_where_the_bot_is_not_offers_to_invite_it(connected: tuple[LocalSlack, App]) -> None:
    slack, _ = connected
    assert slack.mention("U1", "C2", "hello") == []
    assert "/invite @sspr" in texts(slack, "U1", "C2")[-1]
    assert len(texts(slack, "U2", "C2")) == 1
    assert slack.invite_bot("U1", "C2")[0].ok
    assert texts(slack, "U2", "C2")[-1] == "Thank you for the invitation"


def test_a_direct_message_is_seen_by_one(slack: LocalSlack) -> None:
    slack.direct_message("U1", "help")
    channel = slack.direct_channel("U1")
    assert texts(slack, "U1", channel) == ["help", "Direct: help"]
    assert slack.seen("U2", channel) == []


def test_a_modal_is_filled_in_and_submitted(slack: LocalSlack) -> None:
    slack.command("U1", "C1", "/sspr", "ask")
    assert slack.modal("U2") is None
    assert slack.submit("U1") == {"words": "Please complete this required field."}
    assert slack.submit("U1", {"words": "bad"}) == {"words": "Please be kind."}
    assert slack.submit("U1", {"words": "good", "when": "now"}) == {}
    assert slack.modal("U1") is None
    assert texts(slack, "U1", slack.direct_channel("U1")) == ["Sent: good"]


@pytest.mark.parametrize(
    ("words", "titles"), [("more", ["Second", "Next steps"]), ("other", ["Changed"]), ("clear", [])]
)
def test_a_modal_leads_to_another(slack: LocalSlack, words: str, titles: list[str]) -> None:
    slack.command("U1", "C1", "/sspr", "ask")
    slack.submit("U1", {"words": words})
    shown = []
    while view := slack.modal("U1"):
        shown.append(view["title"]["text"])
        slack.close_modal("U1")
    assert shown == titles


@pytest.mark.parametrize("words", ["astray", "dance", "fail"])
def test_an_answer_that_slack_does_not_understand_keeps_the_modal_open(slack: LocalSlack, words: str) -> None:
    slack.command("U1", "C1", "/sspr", "ask")
    assert slack.submit("U1", {"words": words}) == {"": "We had some trouble connecting. Try again?"}
    assert slack.modal("U1")
    assert slack.calls[-1].error


def test_only_what_is_in_the_modal_can_be_filled_in(slack: LocalSlack) -> None:
    with pytest.raises(NotOnScreen, match="No modal is open"):
        slack.submit("U1")
    slack.command("U1", "C1", "/sspr", "ask")
    with pytest.raises(NotOnScreen, match="no input called colour"):
        slack.submit("U1", {"colour": "red"})


def test_a_choice_in_a_modal_is_heard_at_once_and_kept(connected: tuple[LocalSlack, App]) -> None:
    slack, _ = connected
    slack.command("U1", "C1", "/sspr", "ask")
    assert slack.click_modal("U1", "any.tone", selected="short").ok
    assert heard_by(connected)[-1]["action_id"] == "any.tone"
    view = slack.modal("U1")
    assert view
    entered = [value for block in view["state"]["values"].values() for value in block.values()]
    assert entered[0]["selected_option"]["value"] == "short"


def test_a_button_on_the_home_tab_is_heard(connected: tuple[LocalSlack, App]) -> None:
    slack, _ = connected
    with pytest.raises(NotOnScreen, match="Nothing is open"):
        slack.click_home("U1", "any.home")
    slack.open_home("U1")
    assert slack.click_home("U1", "any.home").ok
    assert heard_by(connected)[-1]["value"] == "v"
    slack.open_home("U1")
    assert heard_by(connected)[-1]["view"]["type"] == "home"


def test_the_bot_hears_that_its_modal_was_closed(connected: tuple[LocalSlack, App]) -> None:
    slack, _ = connected
    slack.command("U1", "C1", "/sspr", "ask")
    closed = slack.close_modal("U1")
    assert closed
    assert closed.ok
    assert heard_by(connected)[-1]["type"] == "view_closed"


def test_the_home_tab_is_published_when_it_is_opened(slack: LocalSlack) -> None:
    assert slack.home("U1") is None
    slack.open_home("U1")
    assert "Welcome home" in str(slack.home("U1"))
    assert slack.home("U2") is None


def test_a_shared_file_is_announced_and_can_be_fetched_with_the_token(connected: tuple[LocalSlack, App]) -> None:
    slack, app = connected
    file_id = slack.upload("U1", slack.direct_channel("U1"), "feb 2017/a.csv", b"Date,User\n")
    assert [event["type"] for event in heard_by(connected)] == ["file_shared", "message"]
    assert heard_by(connected)[1]["subtype"] == "file_share"
    file = app.client.files_info(file=file_id)["file"]
    assert (file["name"], file["size"], file["filetype"]) == ("feb 2017/a.csv", 10, "csv")
    assert _fetch(file["url_private_download"], TOKEN) == b"Date,User\n"
    assert b"Sign in" in _fetch(file["url_private_download"], "xoxb-other")


def _fetch(url: str, token: str) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        data: bytes = answer.read()
    return data


def test_the_bot_uploads_in_three_steps(connected: tuple[LocalSlack, App]) -> None:
    slack, app = connected
    head = app.client.chat_postMessage(channel="C1", text="digest")["ts"]
    app.client.files_upload_v2(channel="C1", content="a,b\n1,2\n", filename="all.csv", title="All", thread_ts=head)
    message = slack.seen("U2", "C1")[-1]
    (file,) = message.files
    assert (message.thread_ts, file.name, file.title, file.size) == (head, "all.csv", "All", 8)
    assert slack.file_bytes(file.id) == b"a,b\n1,2\n"
    with pytest.raises(SlackApiError, match="not_in_channel"):
        app.client.files_upload_v2(channel="C2", content="a", filename="a.csv")


@pytest.mark.parametrize(
    ("fault", "seen"), [({"after": True}, http.client.RemoteDisconnected), ({"half": True}, http.client.IncompleteRead)]
)
def test_a_lost_answer_may_mean_that_the_work_is_done(
    connected: tuple[LocalSlack, App], fault: dict[str, Any], seen: type[Exception]
) -> None:
    slack, _ = connected
    client = WebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])
    slack.inject_fault("chat.postMessage", **fault)
    with pytest.raises(seen):
        client.chat_postMessage(channel="C1", text="once")
    assert texts(slack, "U1", "C1") == ["once"]


def test_a_revoked_token_an_archived_channel_and_a_removed_bot_are_told_apart(
    connected: tuple[LocalSlack, App],
) -> None:
    slack, app = connected

    def error(channel: str) -> str:
        with pytest.raises(SlackApiError) as caught:
            app.client.chat_postMessage(channel=channel, text="hello")
        return str(caught.value.response["error"])

    slack.kick_bot("C1")
    slack.kick_bot("G1")
    assert (error("C1"), error("G1")) == ("not_in_channel", "channel_not_found")
    slack.archive("C1")
    assert error("C1") == "is_archived"
    slack.revoke_token()
    assert error("C1") == "token_revoked"


# --- what goes over the wire


def listening(ear: Ear, **options: Any) -> LocalSlack:
    return LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=TOKEN,
        people=PEOPLE,
        channels=CHANNELS,
        clock=lambda: datetime(2026, 11, 23, tzinfo=UTC),
        **options,
    )


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    server = ear.server()
    server.start()
    ear.url = f"http://127.0.0.1:{server.port}/slack/events"
    yield ear
    ear.let_go.set()
    server.stop()


def test_every_delivery_is_signed_as_slack_signs(ear: Ear) -> None:
    with listening(ear) as slack:
        slack.connect(ear.url)
        slack.command("U1", "C1", "/sspr", "status <x> & y")
        slack.mention("U1", "C1", "hello")
    verifier = SignatureVerifier(SECRET)
    assert [verifier.is_valid_request(one.body, one.headers) for one in ear.heard] == [True, True]


def test_an_event_is_delivered_up_to_four_times(ear: Ear) -> None:
    ear.statuses = [500, 500, 500, 500]
    with listening(ear) as slack:
        slack.connect(ear.url)
        attempts = slack.mention("U1", "C1", "hello")
    assert [attempt.status for attempt in attempts] == [500] * 4
    assert [one.headers.get("x-slack-retry-num") for one in ear.heard] == [None, "1", "2", "3"]
    assert ear.heard[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({one.body for one in ear.heard}) == 1


def test_a_retried_event_ends_with_the_first_success(ear: Ear) -> None:
    ear.statuses = [404, 200]
    with listening(ear) as slack:
        slack.connect(ear.url)
        assert [attempt.status for attempt in slack.mention("U1", "C1", "hello")] == [404, 200]


def test_a_command_that_is_not_answered_in_time_tells_the_person(ear: Ear) -> None:
    ear.slow = True
    with listening(ear, answer_seconds=0.1) as slack:
        slack.connect(ear.url)
        assert slack.command("U1", "C1", "/sspr", "help").error == "operation_timeout"
        assert texts(slack, "U1", "C1") == ["/sspr failed with the error “operation_timeout”"]


def test_a_bot_that_is_not_there_fails_at_once(ear: Ear) -> None:
    with listening(ear) as slack:
        assert slack.command("U1", "C1", "/sspr", "help").error == "dispatch_failed"


def test_a_port_in_use_is_named() -> None:
    with listening(Ear()) as slack:
        port = int(slack.api_url.split(":")[2].split("/")[0])
        with pytest.raises(BotError, match=f"Port {port} of 127.0.0.1 cannot be opened"):
            listening(Ear(), port=port).start()


def test_many_at_once_are_all_heard(connected: tuple[LocalSlack, App]) -> None:
    slack, _ = connected
    with ThreadPoolExecutor(8) as many:
        asked = [many.submit(slack.command, f"U{1 + n % 2}", "C1", "/sspr", str(n)) for n in range(40)]
        written = [many.submit(slack.mention, "U1", "C1", str(n)) for n in range(20)]
        assert all(one.result().ok for one in asked)
        assert all(one.result()[0].ok for one in written)
    seen = {viewer: slack.seen(viewer, "C1") for viewer in ("U1", "U2")}
    assert [len([m for m in seen[viewer] if m.ephemeral]) for viewer in ("U1", "U2")] == [20, 20]
    assert len([m for m in seen["U2"] if m.thread_ts]) == 20
    stamps = [message.ts for message in seen["U1"]]
    assert stamps == sorted(set(stamps), key=float)


def test_events_that_the_app_did_not_subscribe_to_stay_away(ear: Ear) -> None:
    with toy_slack(events={"app_mention"}) as (slack, _):
        assert slack.direct_message("U1", "help") == []
        assert slack.mention("U1", "C1", "help")[0].ok
