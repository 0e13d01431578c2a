"""Reports shared with the bot, and answers that are files, with the whole bot behind the local Slack."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.messages import SeenMessage
from tests.support.slack_bot_fixture import ADA, ALONE, DANA, GUS, HARPER, HELP, PARTNERS, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

REPORT = b"""User,Role,Date and Time,Method(s) Used,Result,Details
dana@contoso.com,User,2017-02-26T06:00:00Z,Mobile Phone,Failed,User does not have a license. You can add a license to the user to resolve this
bob@contoso.com,User,2017-02-26T06:30:00Z,Mobile Phone,Succeeded,User successfully reset password
eve@contoso.com,User,never,Mobile Phone,Succeeded,User successfully reset password
"""


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        yield bot


def share(bot: WholeBot, user: str, name: str = "february.csv", data: bytes = REPORT, channel: str = "") -> list[str]:
    """Share a file, by default with the bot alone; the texts of what the bot says to it."""
    place = channel or bot.slack.direct_channel(user)
    before = len(bot.slack.seen(user, place))
    bot.slack.upload(user, place, name, data)
    bot.wait_idle()
    return [message.text for message in bot.slack.seen(user, place)[before + 1 :]]


def attempts(bot: WholeBot) -> int:
    return len(bot.core.snapshots.current().attempts)


def last_file(slack: LocalSlack, user: str) -> SeenMessage:
    return [message for message in slack.seen(user, slack.direct_channel(user)) if message.files][-1]


# --- in a direct message


def test_an_admins_report_is_loaded_and_answered_with_its_receipt(bot: WholeBot) -> None:
    (receipt,) = share(bot, ADA)
    assert "`february.csv`" in receipt
    assert "3 rows, 2 new and 1 not readable" in receipt
    assert attempts(bot) == 2
    assert (ADA, "load", None, "loaded") in bot.log()
    (again,) = share(bot, ADA)
    assert "2 known already" in again
    assert "dana@contoso.com" in json.dumps(bot.ask(HARPER, HELP, "stuck").blocks)


def test_a_report_comes_with_words_that_are_no_question(bot: WholeBot) -> None:
    bot.slack.upload(ADA, bot.slack.direct_channel(ADA), "february.csv", REPORT, text="here is february")
    assert "3 rows" in bot.last(ADA, bot.slack.direct_channel(ADA)).text


@pytest.mark.parametrize("person", [HARPER, VIC, DANA])
def test_others_load_nothing(bot: WholeBot, person: str) -> None:
    (answer,) = share(bot, person)
    assert "Only admins may load reports" in answer
    assert attempts(bot) == 0
    assert not any(call.method == "files.info" for call in bot.slack.calls)
    assert (person, "load", None, "refused") in bot.log()


def test_a_guest_is_refused_as_always(bot: WholeBot) -> None:
    (answer,) = share(bot, GUS)
    assert "guest" in answer
    assert attempts(bot) == 0


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("holiday.png", b"png", "I take reports as CSV, TSV"),
        ("notes.csv", b"Name,Phone\nDana,1\n", "notes.csv"),
        ("<!channel> *x*.csv", b"Name,Phone\nDana,1\n", "x"),
        ("empty.csv", b"", "is empty"),
        ("huge.csv", b"x" * 50_000_001, "51 MB"),
    ],
)
def test_what_is_no_report_is_refused_politely(bot: WholeBot, name: str, data: bytes, says: str) -> None:
    (answer,) = share(bot, ADA, name, data)
    assert says in answer
    assert "<!channel>" not in answer
    assert "eference" not in answer
    assert attempts(bot) == 0


def test_nothing_is_fetched_before_size_and_kind_are_known(bot: WholeBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("httpx.stream", lambda *_, **__: pytest.fail("it was fetched"))
    assert len(share(bot, ADA, "holiday.png", b"png") + share(bot, ADA, "huge.csv", b"x" * 50_000_001)) == 2


def test_a_long_load_is_announced_and_the_announcement_becomes_the_receipt(bot: WholeBot) -> None:
    row = REPORT.splitlines(keepends=True)[1]
    days = [row.replace(b"dana", b"user%05d" % number) for number in range(8_000)]
    (receipt,) = share(bot, ADA, "year.csv", b"".join([REPORT, *days]))
    assert "8,003 rows" in receipt
    assert [call.method for call in bot.slack.calls if call.method.startswith("chat.")] == [
        "chat.postMessage",
        "chat.update",
    ]
    assert bot.last(ADA, bot.slack.direct_channel(ADA)).edited


def test_several_files_of_one_message_have_a_receipt_each(bot: WholeBot) -> None:
    assert len(share(bot, ADA) + share(bot, ADA, "january.csv", REPORT.replace(b"-02-", b"-01-"))) == 2
    assert attempts(bot) == 4


def test_when_slack_does_not_hand_the_file_over_that_is_said(bot: WholeBot) -> None:
    bot.slack.inject_fault("files.info", times=9, error="internal_error")
    (answer,) = share(bot, ADA)
    assert "does not hand the file over" in answer
    bot.slack.inject_fault("files.info", times=9, error="missing_scope")
    assert attempts(bot) == 0


# --- in a channel


def test_a_report_in_a_channel_is_loaded_and_told_to_the_one_who_shared_it(bot: WholeBot) -> None:
    (receipt,) = share(bot, ADA, channel=HELP)
    assert "3 rows" in receipt
    assert bot.last(ADA, HELP).ephemeral
    assert [message.text for message in bot.slack.seen(DANA, HELP)] == [""]
    assert attempts(bot) == 2


@pytest.mark.parametrize(
    ("person", "channel", "name"),
    [
        (HARPER, HELP, "february.csv"),
        (GUS, HELP, "february.csv"),
        (ADA, HELP, "holiday.png"),
        (ADA, PARTNERS, "february.csv"),
        (ADA, ALONE, "february.csv"),
    ],
)
def test_what_is_not_meant_for_the_bot_is_left_alone_in_channels(
    bot: WholeBot, person: str, channel: str, name: str
) -> None:
    assert share(bot, person, name, channel=channel) == []
    assert attempts(bot) == 0


def test_only_listed_channels_take_reports(tmp_path: Path) -> None:
    with whole_bot(tmp_path, allowed=("C0OTHER",)) as bot:
        assert share(bot, ADA, channel=HELP) == []
        assert attempts(bot) == 0


def test_the_bots_own_files_are_no_reports(bot: WholeBot) -> None:
    share(bot, ADA)
    bot.slack.command(HARPER, HELP, "/sspr", "export failures all")
    bot.wait_idle()
    assert attempts(bot) == 2


# --- answers that are files


def test_an_export_comes_in_the_askers_direct_messages_and_nowhere_else(bot: WholeBot) -> None:
    share(bot, ADA)
    answer = bot.ask(HARPER, HELP, "export failures all")
    assert answer.ephemeral
    assert "The file comes in our direct messages" in str(answer.blocks)
    bot.wait_idle()
    (file,) = last_file(bot.slack, HARPER).files
    assert file.name.startswith("failures-")
    assert b"dana@contoso.com" in bot.slack.file_bytes(file.id)
    assert not any(message.files for message in bot.slack.seen(HARPER, HELP))


def test_a_mention_and_a_direct_message_export_as_well(bot: WholeBot) -> None:
    share(bot, ADA)
    bot.slack.mention(HARPER, HELP, "export failures all")
    bot.wait_idle()
    assert bot.last(HARPER, HELP).ephemeral
    bot.slack.direct_message(HARPER, "export failures all as parquet")
    bot.wait_idle()
    (file,) = last_file(bot.slack, HARPER).files
    assert file.name.endswith(".parquet")
    assert bot.slack.file_bytes(file.id).startswith(b"PAR1")


def test_viewers_export_nothing(bot: WholeBot) -> None:
    share(bot, ADA)
    assert "Only the helpdesk" in bot.ask(VIC, HELP, "export failures all").text
    bot.wait_idle()
    assert not any(call.method.startswith("files.getUpload") for call in bot.slack.calls)


def test_an_export_that_slack_does_not_take_is_told(bot: WholeBot) -> None:
    share(bot, ADA)
    bot.slack.inject_fault("files.getUploadURLExternal", times=9, error="internal_error")
    bot.slack.command(HARPER, HELP, "/sspr", "export failures all")
    assert "does not answer as it should" in bot.last(HARPER, bot.slack.direct_channel(HARPER)).text
