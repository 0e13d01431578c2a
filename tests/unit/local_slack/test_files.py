import pytest

from bot.local_slack.web_api.methods.files import receive
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.workspace import Workspace
from tests.unit.local_slack.conftest import Bot


def announced(bot: Bot) -> str:
    return str(bot("files.getUploadURLExternal", filename="a.csv", length=3)["file_id"])


def test_the_announced_bytes_are_taken_once(workspace: Workspace, bot: Bot) -> None:
    file_id = announced(bot)
    assert [receive(workspace, file_id, data) for data in (b"toolong", b"abc", b"abc")] == [False, True, False]
    assert receive(workspace, "F404", b"abc") is False


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"filename": "a.csv", "length": 0}, "invalid_arguments"),
        ({"filename": "", "length": 3}, "invalid_arguments"),
    ],
)
def test_an_empty_or_nameless_file_is_not_announced(bot: Bot, args: Json, error: str) -> None:
    assert bot.error("files.getUploadURLExternal", **args) == error


def test_only_what_has_arrived_can_be_shared(workspace: Workspace, bot: Bot) -> None:
    file_id = announced(bot)
    share: Json = {"files": [{"id": file_id}], "channel_id": "C1"}
    assert bot.error("files.completeUploadExternal") == "invalid_arguments"
    assert bot.error("files.completeUploadExternal", **share) == "file_not_found"
    receive(workspace, file_id, b"abc")
    assert bot.error("files.completeUploadExternal", **{**share, "channel_id": "C2"}) == "not_in_channel"
    assert bot.error("files.completeUploadExternal", **share) is None


def test_a_file_shared_where_the_bot_is_not_stays_unknown_to_it(workspace: Workspace, bot: Bot) -> None:
    file_id = announced(bot)
    workspace.files[file_id].owner = "U1"
    workspace.files[file_id].channels.append("C2")
    assert bot.error("files.info", file=file_id) == "file_not_found"
    assert bot.error("files.info", file="F404") == "file_not_found"
