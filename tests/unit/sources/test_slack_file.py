"""What is asked of Slack for a shared file, and what is not taken from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, Response, redirect, request
from slack_sdk import WebClient

from bot.errors import SourceError
from bot.service.loading.shared_file import SharedFile
from bot.serving import Server
from bot.sources import slack_file
from bot.sources.slack_file import SlackFiles

TOKEN = "xoxb-of-the-tests"
CSV: dict[str, object] = {"name": "f.csv", "size": 4, "mode": "hosted"}


def content() -> Response:
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    return Response(b"a,b\n", content_type="text/csv")


@contextmanager
def slack(answer: Callable[[], Any] = content, told: dict[str, object] | None = None) -> Iterator[SlackFiles]:
    """A Slack that knows one file, and answers its download so."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/f.csv", view_func=answer)
    app.add_url_rule("/api/files.info", "info", lambda: {"ok": True, "file": told}, methods=["POST"])
    server = Server(app, "127.0.0.1", 0, threads=2, most_bytes=1000)
    server.start()
    try:
        yield SlackFiles(WebClient(TOKEN, base_url=f"http://127.0.0.1:{server.port}/api/"))
    finally:
        server.stop()


def file_of(files: SlackFiles, path: str = "/f.csv") -> SharedFile:
    return SharedFile("f.csv", 4, files.client.base_url.removesuffix("/api/") + path, reportlike=True, problem=None)


def test_a_file_is_fetched_with_the_bots_token() -> None:
    with slack() as files, files.fetched(file_of(files)) as stream:
        assert stream.read() == b"a,b\n"


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.evil.example/f.csv",
        "https://evil.example/f.csv?files.slack.com",
        "http://files.slack.com/f.csv",
        "https://user@files.slack.com/f.csv",
        "//files.slack.com/f.csv",
        "file:///etc/passwd",
        "",
    ],
)
def test_the_token_goes_to_slack_alone(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("httpx.stream", lambda *_, **__: pytest.fail("it was fetched"))
    files = SlackFiles(WebClient(TOKEN))
    with (
        pytest.raises(SourceError, match="does not lie with Slack"),
        files.fetched(SharedFile("f.csv", 4, url, reportlike=True, problem=None)),
    ):
        pass


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda: Response("<!DOCTYPE html><title>Sign in</title>", content_type="text/html"), "lacks files:read"),
        (lambda: redirect("https://evil.example/"), "lacks files:read"),
        (lambda: Response("no", status=500), "does not hand the file over"),
    ],
)
def test_what_is_no_file_is_not_taken_for_one(answer: Callable[[], Any], says: str) -> None:
    with slack(answer) as files, pytest.raises(SourceError, match=says), files.fetched(file_of(files)):
        pass


def test_a_file_that_is_larger_than_announced_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_file, "MOST_BYTES", 3)
    with slack() as files, pytest.raises(SourceError, match="larger than Slack said"), files.fetched(file_of(files)):
        pass


def test_a_connection_that_breaks_is_told() -> None:
    files = SlackFiles(WebClient(TOKEN, base_url="http://127.0.0.1:9/api/"))
    with pytest.raises(SourceError, match="does not hand the file over"):
        files.look("F1")
    with pytest.raises(SourceError, match="does not hand the file over"), files.fetched(file_of(files)):
        pass


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"mode": "external"}, "Share the file, not a link to it"),
        ({"mode": "tombstone"}, "Share the file, not a link to it"),
        ({"url_private_download": ""}, "Share the file, not a link to it"),
        ({"name": "f.docx"}, "I take reports as CSV"),
        ({"name": "csv"}, "I take reports as CSV"),
        ({"size": 0}, "is empty"),
        ({"size": 50_000_001}, "has 51 MB"),
        ({"size": 50_000_000}, None),
        ({"name": "F.JSON"}, None),
        ({"mode": "snippet"}, None),
    ],
)
def test_a_file_is_judged_by_what_slack_says_of_it(told: dict[str, object], says: str | None) -> None:
    with slack(told={**CSV, "url_private_download": "https://files.slack.com/f", **told}) as files:
        problem = files.look("F1").problem
    assert (problem is None) if says is None else (says in str(problem))
