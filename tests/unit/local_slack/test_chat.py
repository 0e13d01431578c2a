import pytest

from bot.local_slack.actions import visible
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.workspace import Workspace
from tests.unit.local_slack.conftest import Bot

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}
KEY = {"event_type": "sspr_digest", "event_payload": {"part": 1}}


def texts(workspace: Workspace, viewer: str, channel: str) -> list[str]:
    return [message.text for message in visible.seen(workspace, viewer, channel)]


def test_a_message_is_seen_by_the_members_of_its_channel(workspace: Workspace, bot: Bot) -> None:
    assert bot("chat.postMessage", channel="C1", text="hello")["ok"]
    assert texts(workspace, "U1", "C1") == texts(workspace, "U2", "C1") == ["hello"]
    assert texts(workspace, "U3", "C1") == []


def test_an_ephemeral_message_is_seen_by_one(workspace: Workspace, bot: Bot) -> None:
    assert bot("chat.postEphemeral", channel="C1", user="U1", text="psst")["ok"]
    assert texts(workspace, "U1", "C1") == ["psst"]
    assert texts(workspace, "U2", "C1") == []
    assert bot("conversations.history", channel="C1")["messages"] == []


def test_every_message_has_a_ts_of_its_own_though_the_clock_stands_still(bot: Bot) -> None:
    first, second = (bot("chat.postMessage", channel="C1", text="hello")["ts"] for _ in range(2))
    assert float(first) < float(second)


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C2", "not_in_channel"),
        ("G2", "channel_not_found"),
        ("C9", "is_archived"),
        ("C404", "channel_not_found"),
        ("#helpdesk", "channel_not_found"),
        ("", "invalid_arguments"),
    ],
)
def test_the_bot_writes_only_where_it_may(bot: Bot, channel: str, error: str | None) -> None:
    assert bot.error("chat.postMessage", channel=channel, text="hello") == error


def test_a_message_to_a_person_goes_to_their_direct_messages(workspace: Workspace, bot: Bot) -> None:
    answer = bot("chat.postMessage", channel="U2", text="hello")
    assert answer["channel"] == workspace.direct_channel("U2")
    assert texts(workspace, "U2", answer["channel"]) == ["hello"]
    assert texts(workspace, "U1", answer["channel"]) == []


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"blocks": [SECTION]}, "no_text"),
        ({"text": " "}, "no_text"),
        ({"text": "x" * 40_000}, None),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "a", "blocks": [{"type": "chart"}]}, "invalid_blocks"),
        ({"text": "a", "blocks": "{not json"}, "invalid_blocks_format"),
        ({"text": "a", "blocks": [{"type": "table", "rows": [[]]}] * 2}, "invalid_attachments"),
        ({"text": "a", "attachments": [{"text": "b"}]}, "invalid_attachments"),
        ({"text": "a", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "a", "metadata": {"event_type": 1, "event_payload": {}}}, "invalid_metadata_schema"),
        ({"text": "a", "thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
def test_what_slack_refuses_in_a_message(bot: Bot, args: Json, error: str | None) -> None:
    assert bot.error("chat.postMessage", channel="C1", **args) == error


@pytest.mark.parametrize(("last", "error"), [(1200, None), (1201, "msg_blocks_too_long")])
def test_all_blocks_together_hold_13200_characters(bot: Bot, last: int, error: str | None) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * n}} for n in (3000,) * 4 + (last,)]
    assert bot.error("chat.postMessage", channel="C1", text="a", blocks=blocks) == error


def test_a_refusal_says_what_and_where(bot: Bot) -> None:
    answer = bot("chat.postMessage", channel="C1", text="a", blocks=[{"type": "section"}])
    assert answer["response_metadata"] == {
        "messages": ["[ERROR] missing required field: text or fields [json-pointer:/blocks/0]"]
    }


def test_replies_go_to_the_head_of_their_thread(workspace: Workspace, bot: Bot) -> None:
    head = bot("chat.postMessage", channel="C1", text="head")["ts"]
    reply = bot("chat.postMessage", channel="C1", text="one", thread_ts=head)["ts"]
    bot("chat.postMessage", channel="C1", text="two", thread_ts=reply)
    assert [m.thread_ts for m in visible.seen(workspace, "U1", "C1")] == [None, head, head]
    replies = bot("conversations.replies", channel="C1", ts=head)["messages"]
    assert [m["text"] for m in replies] == ["head", "one", "two"]
    assert [m["text"] for m in bot("conversations.history", channel="C1")["messages"]] == ["head"]


def test_the_channel_can_be_read_back_by_metadata(bot: Bot) -> None:
    bot("chat.postMessage", channel="C1", text="digest", metadata=KEY)
    (plain,) = bot("conversations.history", channel="C1")["messages"]
    (full,) = bot("conversations.history", channel="C1", include_all_metadata="1")["messages"]
    assert "metadata" not in plain
    assert full["metadata"] == KEY


def test_history_is_newest_first_and_comes_in_pages(bot: Bot) -> None:
    for number in range(5):
        bot("chat.postMessage", channel="C1", text=str(number))
    first = bot("conversations.history", channel="C1", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = bot("conversations.history", channel="C1", limit=3, cursor=cursor)
    assert [m["text"] for m in first["messages"] + second["messages"]] == list("43210")
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_history_can_start_after_a_message(bot: Bot) -> None:
    old = bot("chat.postMessage", channel="C1", text="old")["ts"]
    bot("chat.postMessage", channel="C1", text="new")
    after = bot("conversations.history", channel="C1", oldest=old)["messages"]
    since = bot("conversations.history", channel="C1", oldest=old, inclusive=True)["messages"]
    assert [m["text"] for m in after] == ["new"]
    assert [m["text"] for m in since] == ["new", "old"]


def test_an_update_keeps_the_blocks_and_metadata_it_does_not_name(workspace: Workspace, bot: Bot) -> None:
    ts = bot("chat.postMessage", channel="C1", text="a", blocks=[SECTION], metadata=KEY)["ts"]
    assert bot("chat.update", channel="C1", ts=ts, text="b")["ok"]
    (message,) = visible.seen(workspace, "U1", "C1")
    assert (message.text, len(message.blocks), message.edited) == ("b", 1, True)
    bot("chat.update", channel="C1", ts=ts, text="b", blocks=[])
    (message,) = visible.seen(workspace, "U1", "C1")
    assert message.blocks == []
    (read,) = bot("conversations.history", channel="C1", include_all_metadata=True)["messages"]
    assert read["metadata"] == KEY


def test_an_update_takes_shorter_texts(bot: Bot) -> None:
    ts = bot("chat.postMessage", channel="C1", text="a")["ts"]
    assert bot.error("chat.update", channel="C1", ts=ts, text="x" * 4001) == "msg_too_long"


def test_only_the_bots_own_messages_can_be_changed_or_removed(workspace: Workspace, bot: Bot) -> None:
    ts = workspace.post("C1", "U1", "mine").ts
    assert bot.error("chat.update", channel="C1", ts=ts, text="b") == "cant_update_message"
    assert bot.error("chat.delete", channel="C1", ts=ts) == "cant_delete_message"
    assert bot.error("chat.delete", channel="C1", ts="1.000001") == "message_not_found"


def test_an_ephemeral_message_cannot_be_updated(bot: Bot) -> None:
    ts = bot("chat.postEphemeral", channel="C1", user="U1", text="psst")["message_ts"]
    assert bot.error("chat.update", channel="C1", ts=ts, text="b") == "message_not_found"


def test_a_deleted_message_is_gone(workspace: Workspace, bot: Bot) -> None:
    ts = bot("chat.postMessage", channel="C1", text="a")["ts"]
    assert bot("chat.delete", channel="C1", ts=ts)["ok"]
    assert texts(workspace, "U1", "C1") == []


def test_an_ephemeral_message_goes_to_members_only(bot: Bot) -> None:
    assert bot.error("chat.postEphemeral", channel="C1", user="U3", text="a") == "user_not_in_channel"


def test_a_reaction_stands_once(workspace: Workspace, bot: Bot) -> None:
    ts = bot("chat.postMessage", channel="C1", text="a")["ts"]
    assert bot("reactions.add", channel="C1", timestamp=ts, name="white_check_mark")["ok"]
    assert bot.error("reactions.add", channel="C1", timestamp=ts, name="white_check_mark") == "already_reacted"
    (message,) = visible.seen(workspace, "U1", "C1")
    assert message.reactions == {"white_check_mark": ["U0THEBOT"]}


def test_a_permalink_names_channel_and_message(bot: Bot) -> None:
    ts = bot("chat.postMessage", channel="C1", text="a")["ts"]
    link = bot("chat.getPermalink", channel="C1", message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/C1/p{ts.replace('.', '')}")
