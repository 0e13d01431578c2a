import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.errors import BotError
from bot.local_slack.local_slack import LocalSlack
from tests.unit.local_slack.minimal_bot import toy_slack


def next_morning() -> str:
    return "It is the next morning."


def broken() -> str:
    raise BotError("There is no further file to load.")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with toy_slack() as (slack, _):
        events_url = slack.context.endpoint.events_url or ""
        slack.connect(
            events_url,
            suggestions=[("/sspr help", "what it can be asked")],
            controls=[("morning", "Go to the next morning", next_morning), ("load", "Load", broken)],
        )
        yield slack


class Visitor:
    """A browser's requests, with the cookie that the key was changed into."""

    def __init__(self, slack: LocalSlack) -> None:
        self.address = urlsplit(slack.page_url)
        self.cookie = ""
        _, headers, _ = self.ask("GET", f"/?{self.address.query}")
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any, bytes]:
        line = http.client.HTTPConnection(str(self.address.hostname), self.address.port, timeout=10)
        sent = {"Cookie": self.cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
        line.request(method, path, body, sent)
        answer = line.getresponse()
        data = answer.read()
        line.close()
        return answer.status, answer.headers, data

    def read(self, path: str) -> Any:
        return json.loads(self.ask("GET", path)[2])

    def act(self, name: str, **args: object) -> Any:
        body = json.dumps({"viewer": "U1", **args}).encode()
        headers = {"X_Local_Slack": "page", "Content_Type": "application/json"}
        return json.loads(self.ask("POST", f"/page/{name}", body, **headers)[2])


@pytest.fixture
def visitor(slack: LocalSlack) -> Visitor:
    return Visitor(slack)


def test_the_key_opens_the_page_and_leaves_the_address(slack: LocalSlack, visitor: Visitor) -> None:
    status, headers, _ = visitor.ask("GET", f"/?{visitor.address.query}")
    assert (status, headers["Location"]) == (302, "/")
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]
    status, headers, page = visitor.ask("GET", "/")
    assert status == 200
    assert b"<title>Local Slack</title>" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]


PAGES = ["/", "/page/setting", "/page/screen?viewer=U1", "/static/main.js", "/archives/C1/p1"]


@pytest.mark.parametrize("path", PAGES)
def test_without_the_key_there_is_nothing_to_see(visitor: Visitor, path: str) -> None:
    status, _, words = visitor.ask("GET", path, Cookie="local_slack_80=guess")
    assert status == 403
    assert b"it carries a key" in words


@pytest.mark.parametrize("path", [*PAGES, "/api/auth.test"])
def test_a_name_from_elsewhere_is_refused(visitor: Visitor, path: str) -> None:
    assert visitor.ask("GET", path, Host="rebound.example")[0] == 403
    assert visitor.ask("GET", path, Host=f"localhost:{visitor.address.port}")[0] != 421


def test_an_act_must_come_from_the_page(slack: LocalSlack, visitor: Visitor) -> None:
    body = json.dumps({"viewer": "U1", "channel": "C1", "text": "hello"}).encode()
    status, _, _ = visitor.ask("POST", "/page/act/say", body, Content_Type="application/json")
    assert status == 403
    assert slack.seen("U1", "C1") == []


def test_the_screen_shows_what_one_person_sees(slack: LocalSlack, visitor: Visitor) -> None:
    slack.command("U1", "C1", "/sspr", "status")
    mine = visitor.read("/page/screen?viewer=U1&channel=C1")
    theirs = visitor.read("/page/screen?viewer=U2&channel=C1")
    guests = visitor.read("/page/screen?viewer=U3&channel=C1")
    assert [message["text"] for message in mine["messages"]] == ["You typed: status"]
    assert theirs["messages"] == guests["messages"] == []
    assert [place["name"] for place in guests["conversations"]] == ["lobby", "directmessage"]


def test_an_unchanged_screen_is_not_sent_again(visitor: Visitor) -> None:
    version = visitor.read("/page/screen?viewer=U1&channel=C1")["version"]
    assert visitor.read(f"/page/screen?viewer=U1&channel=C1&after={version}").keys() == {"clock"}


def test_the_setting_lists_people_suggestions_and_controls(visitor: Visitor) -> None:
    setting = visitor.read("/page/setting")
    assert [(one["name"], one["roles"]) for one in setting["people"]] == [
        ("Ann Able", ["workspace admin"]),
        ("Bob Bright", []),
        ("Gil Guest", ["guest"]),
    ]
    assert setting["suggestions"] == [{"text": "/sspr help", "hint": "what it can be asked"}]
    assert [one["label"] for one in setting["controls"]] == ["Go to the next morning", "Load"]


def test_a_control_says_what_it_did_or_why_not(visitor: Visitor) -> None:
    assert visitor.act("control/morning") == {"said": "It is the next morning."}
    assert visitor.act("control/load") == {"problem": "There is no further file to load."}


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/sspr status", "You typed: status"),
        ("/invite @sspr", "@sspr is in this channel already."),
        ("/remind me", "/remind is not a valid command. In this workspace there are /sspr and /invite."),
        ("/<b>", "/&lt;b&gt; is not a valid command. In this workspace there are /sspr and /invite."),
        ("@sspr hello", "Heard: <@U0THEBOT> hello"),
    ],
)
def test_a_typed_line_becomes_what_it_would_in_slack(
    slack: LocalSlack, visitor: Visitor, line: str, answer: str
) -> None:
    assert visitor.act("act/say", channel="C1", text=line) == {}
    assert slack.seen("U1", "C1")[-1].text == answer


def test_a_slash_command_is_not_run_in_a_thread(slack: LocalSlack, visitor: Visitor) -> None:
    slack.say("U1", "C1", "head")
    head = slack.seen("U1", "C1")[0].ts
    visitor.act("act/say", channel="C1", text="/sspr help", thread_ts=head)
    answer = slack.seen("U1", "C1")[-1]
    assert "not supported in threads" in answer.text
    assert (answer.thread_ts, answer.ephemeral) == (head, True)


def test_what_cannot_be_done_is_said(visitor: Visitor) -> None:
    assert visitor.act("act/say", viewer="U3", channel="C1", text="hi") == {"problem": "Gil Guest is not in C1."}
    assert visitor.act("act/close") == {"problem": "No modal is open."}


def test_an_ephemeral_message_can_be_put_away_by_its_reader(slack: LocalSlack, visitor: Visitor) -> None:
    slack.command("U1", "C1", "/sspr", "status")
    slack.say("U1", "C1", "stays")
    for message in slack.seen("U1", "C1"):
        visitor.act("act/dismiss", channel="C1", ts=message.ts)
    assert [message.text for message in slack.seen("U1", "C1")] == ["stays"]


def test_a_shared_file_is_saved_not_shown_unless_it_is_a_picture(slack: LocalSlack, visitor: Visitor) -> None:
    page = slack.upload("U1", "C1", "page.html", b"<script>alert(1)</script>")
    picture = slack.upload("U1", "C1", "chart.png", b"\x89PNG")
    _, headers, data = visitor.ask("GET", f"/page/files/{page}/page.html?viewer=U2")
    assert (headers["Content-Type"], data) == ("application/octet-stream", b"<script>alert(1)</script>")
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    _, headers, _ = visitor.ask("GET", f"/page/files/{picture}/chart.png?viewer=U2")
    assert headers["Content-Type"] == "image/png"
    assert visitor.ask("GET", f"/page/files/{page}/page.html?viewer=U3")[0] == 404


def test_a_file_is_shared_from_the_page(slack: LocalSlack, visitor: Visitor) -> None:
    path = "/page/upload?viewer=U2&channel=C1&name=feb.csv"
    status, _, _ = visitor.ask("POST", path, b"Date,User\n", X_Local_Slack="page")
    (file,) = slack.seen("U1", "C1")[-1].files
    assert (status, file.name, slack.file_bytes(file.id)) == (200, "feb.csv", b"Date,User\n")
