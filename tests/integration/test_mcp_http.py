"""/mcp over real HTTP: who is let in, as whom, with what; and what a hostile client gets."""

import json
from collections.abc import Iterator
from time import time
from typing import Any

import pytest

pytest.importorskip("mcp")

import httpx2
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.app.checking import check
from bot.errors import SettingsError
from bot.settings import Settings
from tests.support.mcp_bot import (
    AUDIENCE,
    FAILING,
    TEAM,
    Bearer,
    McpBot,
    SlackSigns,
    call,
    mcp_bot,
)
from tests.support.slack_bot_fixture import ADA, DANA, GUS, HARPER, SID, VIC

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
DANAS = {"person": "dana@contoso.com"}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[McpBot]:
    with mcp_bot(tmp_path_factory.mktemp("mcp")) as made:
        yield made


def said(answer: tuple[int, dict[str, str], Any]) -> str:
    """The text of a tool's answer, or of a refusal."""
    _, _, body = answer
    return str(body["result"]["content"][0]["text"] if "result" in body else body["error"]["message"])


def initialize(version: str) -> dict[str, Any]:
    client = {"name": "test", "version": "1"}
    return {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "initialize",
        "params": {"protocolVersion": version, "capabilities": {}, "clientInfo": client},
    }


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_sdks_client_asks_as_slackbot(bot: McpBot, mode: str) -> None:
    async def use(client: Any) -> None:
        assert len((await client.list_tools()).tools) == 9
        who = {"slack": {"user_id": HARPER, "team_id": TEAM}}
        result = await client.call_tool("status", DANAS, meta=who)
        assert "dana@contoso.com cannot reset" in result.content[0].text
        assert result.structured_content["answer"]["user"] == "dana@contoso.com"
        assert result.meta["slack"]["blocks"][0]["type"] == "section"

    bot.with_client(use, SlackSigns(), mode=mode)
    assert bot.log()[-1] == (HARPER, "mcp", "status", "dana@contoso.com", "answered")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_sdks_client_asks_with_a_token(bot: McpBot, mode: str) -> None:
    async def use(client: Any) -> None:
        result = await client.call_tool("status", DANAS)
        assert "dana@contoso.com cannot reset" in result.content[0].text
        assert "slack" not in (result.meta or {})

    bot.with_client(use, Bearer(bot.issuer.token()), mode=mode)
    assert bot.log()[-1] == (HARPER, "mcp", "status", "dana@contoso.com", "answered")


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
def test_older_protocols_are_served(bot: McpBot, version: str) -> None:
    headers = {"Authorization": f"Bearer {bot.issuer.token()}"}
    status, _, body = bot.post(initialize(version), headers)
    assert (status, body["result"]["protocolVersion"]) == (200, version)
    later = headers if version == "2024-11-05" else headers | {"MCP-Protocol-Version": version}
    assert bot.post({"jsonrpc": "2.0", "method": "notifications/initialized"}, later)[0] == 202
    assert len(bot.post(LIST, later)[2]["result"]["tools"]) == 9
    assert "dana@contoso.com cannot reset" in said(bot.post(call("status", DANAS), later))


@pytest.mark.parametrize(
    ("user", "tool", "given", "text"),
    [
        (ADA, "status", DANAS, "dana@contoso.com cannot reset"),
        (VIC, "status", DANAS, "Only the helpdesk may ask about other people here."),
        (VIC, "stuck", {}, "6 people are stuck"),
        (DANA, "stuck", {}, "Only viewers may ask about the numbers here."),
        (DANA, "status", {}, "You (dana@contoso.com) cannot reset"),
        (DANA, "fix", {"text": "SSPR_0029"}, "SSPR_0029"),
        (GUS, "fix", {"text": "SSPR_0029"}, "I answer members of this workspace; you are here as a guest."),
        (SID, "fix", {"text": "SSPR_0029"}, "I answer only people of this workspace."),
        ("U0NOBODY", "fix", {"text": "SSPR_0029"}, "Slack does not tell me who you are just now"),
    ],
)
def test_the_roles_of_slack_count(bot: McpBot, user: str, tool: str, given: dict[str, Any], text: str) -> None:
    answer = bot.ask(tool, given, user)
    assert answer[0] == 200
    assert text in said(answer)


def test_a_viewer_gets_nobody_in_any_part_of_an_answer(bot: McpBot) -> None:
    for tool in ("stuck", "failures", "trend", "compare", "rollout", "digest_preview", "data"):
        _, _, body = bot.ask(tool, {}, VIC)
        assert not body["result"]["isError"], tool
        assert not [name for name in FAILING if f"{name}@" in json.dumps(body)], tool


def test_small_groups_are_kept_from_viewers_as_in_slack(bot: McpBot) -> None:
    """The service answers programs as it answers people, so that whatever it keeps back is kept back here as well."""
    given = {"window": "feb 2017", "domain": "elsewhere.example"}
    assert "ewer than" in said(bot.ask("failures", given, VIC))
    assert "ewer than" not in said(bot.ask("failures", given, ADA))


def test_people_of_another_workspace_are_refused(bot: McpBot) -> None:
    assert "only people of the workspace that I was installed in" in said(bot.ask("data", {}, ADA, team="T0ELSE"))


def test_without_a_person_slack_gets_lists_and_no_answer(bot: McpBot) -> None:
    body = call("data", {})
    assert bot.post(LIST, bot.signed(LIST))[0] == 200
    assert said(bot.post(body, bot.signed(body))) == "Slack does not say who asks, so I cannot answer."


def test_what_a_client_with_a_token_says_about_itself_is_not_believed(bot: McpBot) -> None:
    token = bot.issuer.token(preferred_username="vic@contoso.com")
    body = call("status", DANAS, slack=ADA)
    answer = bot.post(body, {"Authorization": f"Bearer {token}"})
    assert "Only the helpdesk" in said(answer)
    assert "slack" not in answer[2]["result"].get("_meta", {})


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"preferred_username": "harper@contoso.com"}, "dana@contoso.com cannot reset"),
        ({"preferred_username": "gus@fabrikam.com"}, "you are here as a guest"),
        ({"preferred_username": "new@contoso.com"}, "Only the helpdesk"),
        ({"preferred_username": "new@contoso.com", "roles": ["helpdesk"]}, "dana@contoso.com cannot reset"),
        ({"preferred_username": "harper@contoso.com", "idp": "https://sts.windows.net/x/"}, "Only the helpdesk"),
        ({"preferred_username": "dana@contoso.com"}, "You (dana@contoso.com) cannot reset"),
    ],
)
def test_a_token_has_the_role_of_its_person(bot: McpBot, changes: dict[str, Any], text: str) -> None:
    answer = bot.post(call("status", DANAS), {"Authorization": f"Bearer {bot.issuer.token(**changes)}"})
    assert text in said(answer)


def test_a_client_without_a_token_learns_where_to_get_one(bot: McpBot) -> None:
    status, headers, body = bot.post(LIST)
    metadata = "https://sspr.contoso.com/.well-known/oauth-protected-resource/mcp"
    assert (status, headers["www-authenticate"]) == (401, f'Bearer resource_metadata="{metadata}"')
    assert body == {
        "jsonrpc": "2.0",
        "id": None,
        "error": {"code": -32600, "message": "Nothing in this request says who asks."},
    }
    found = httpx2.get(bot.url.replace("/mcp", "/.well-known/oauth-protected-resource/mcp")).json()
    assert found["resource"] == "https://sspr.contoso.com/mcp"
    assert found["authorization_servers"] == [bot.issuer.url]
    assert found["scopes_supported"] == [f"api://{AUDIENCE}/sspr.read"]


def test_a_token_that_does_not_count_says_why(bot: McpBot) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for token in (bot.issuer.token(key=other), bot.issuer.token(aud="x"), bot.issuer.token(exp=1), "abc"):
        status, headers, _ = bot.post(LIST, {"Authorization": f"Bearer {token}"})
        assert status == 401
        assert headers["www-authenticate"].startswith('Bearer error="invalid_token", resource_metadata=')
    status, headers, _ = bot.post(LIST, {"Authorization": f"Bearer {bot.issuer.token(scp='User.Read')}"})
    assert (status, 'error="insufficient_scope"' in headers["www-authenticate"]) == (403, True)


class TestHostile:
    """What is tried by somebody who means harm."""

    @pytest.mark.parametrize("at", [-330, -3600, 330, 86_400])
    def test_an_old_or_early_signature(self, bot: McpBot, at: int) -> None:
        body = call("status", DANAS, slack=ADA)
        assert bot.post(body, bot.signed(body, at=time() + at))[0] == 401

    def test_a_forged_signature(self, bot: McpBot) -> None:
        body = call("status", DANAS, slack=ADA)
        good = bot.signed(body)
        assert bot.post(body, bot.signed(body, secret="another"))[0] == 401
        assert bot.post(call("status", DANAS, slack=ADA, number=2), good)[0] == 401
        assert bot.post(body, good | {"X-Slack-Request-Timestamp": str(int(time()) - 5)})[0] == 401
        assert bot.post(body, {"X-Slack-Signature": good["X-Slack-Signature"]})[0] == 401
        assert bot.post(body, {"X-Slack-Request-Timestamp": good["X-Slack-Request-Timestamp"]})[0] == 401
        for odd in ("", "v0=", "v0=zz", "v1=" + "a" * 64, "v0=" + "A" * 64):
            assert bot.post(body, good | {"X-Slack-Signature": odd})[0] == 401

    def test_a_call_that_was_listened_to_is_no_use_again(self, bot: McpBot) -> None:
        body = call("status", DANAS, slack=ADA, number=77)
        good = bot.signed(body)
        assert [bot.post(body, good)[0] for _ in range(3)] == [200, 401, 401]

    def test_lists_may_come_twice_in_a_second(self, bot: McpBot) -> None:
        good = bot.signed(LIST)
        assert [bot.post(LIST, good)[0] for _ in range(2)] == [200, 200]

    def test_two_ways_to_say_who_asks_are_none(self, bot: McpBot) -> None:
        body = call("status", DANAS, slack=ADA, number=78)
        both = bot.signed(body) | {"Authorization": f"Bearer {bot.issuer.token()}"}
        assert bot.post(body, both)[0] == 401
        assert bot.post(body, bot.signed(body) | {"Authorization": "Basic YTpi"})[0] == 401

    @pytest.mark.parametrize("kind", ["Basic", "Bearer", "bearer", "Token x", "Bearer,x"])
    def test_an_authorization_without_a_token(self, bot: McpBot, kind: str) -> None:
        assert bot.post(LIST, {"Authorization": kind})[0] == 401

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Host": "evil.example"}, 421),
            ({"Host": "sspr.contoso.com.evil.example"}, 421),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Host": "sspr.contoso.com"}, 200),
            ({"Origin": "https://sspr.contoso.com"}, 200),
        ],
    )
    def test_dns_rebinding(self, bot: McpBot, headers: dict[str, str], status: int) -> None:
        assert bot.post(LIST, headers | bot.signed(LIST))[0] == status
        for path in ("/healthz", "/metrics", "/readyz", "/.well-known/oauth-protected-resource/mcp"):
            found = httpx2.get(bot.url.removesuffix("/mcp") + path, headers=headers).status_code
            assert found == status, path

    def test_a_huge_body(self, bot: McpBot) -> None:
        body = json.dumps(call("fix", {"text": "x" * 1_100_000}, slack=ADA)).encode()
        assert bot.post(body, bot.signed(body))[0] == 413

    def test_a_large_argument(self, bot: McpBot) -> None:
        assert "at most 500 characters" in said(bot.ask("fix", {"text": "x" * 900_000}))

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"tools/call"',
            b"[" * 100_000,
            b'{"method": 7}',
            b'{"jsonrpc": "2.0"}',
        ],
    )
    def test_what_is_no_message(self, bot: McpBot, body: bytes) -> None:
        assert bot.post(body, bot.signed(body))[0] == 400

    def test_a_batch(self, bot: McpBot) -> None:
        body = [call("status", DANAS, slack=ADA), LIST]
        assert bot.post(body, bot.signed(body))[0] == 400

    @pytest.mark.parametrize("session", ["1", "x" * 5000, "../../etc/passwd"])
    def test_there_are_no_sessions_to_guess(self, bot: McpBot, session: str) -> None:
        status, headers, _ = bot.post(LIST, bot.signed(LIST) | {"Mcp-Session-Id": session})
        assert status == 200
        assert "mcp-session-id" not in headers

    @pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS", "HEAD"])
    def test_other_methods(self, bot: McpBot, method: str) -> None:
        answer = httpx2.request(method, bot.url, headers={"Authorization": f"Bearer {bot.issuer.token()}"})
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")

    def test_another_kind_of_content(self, bot: McpBot) -> None:
        assert bot.post(LIST, bot.signed(LIST) | {"Content-Type": "text/plain"})[0] == 400

    @pytest.mark.parametrize("name", ["subscribe", "export", "unsubscribe", "digest", "digest preview", "", "status "])
    def test_tools_that_there_are_not(self, bot: McpBot, name: str) -> None:
        status, _, body = bot.ask(name, {})
        assert (status, body["error"]["code"]) == (200, -32602)

    def test_methods_that_there_are_not(self, bot: McpBot) -> None:
        for method in ("resources/list", "prompts/list", "logging/setLevel", "completion/complete", "shutdown"):
            body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {}}
            assert "error" in bot.post(body, bot.signed(body))[2]

    def test_arguments_of_another_kind(self, bot: McpBot) -> None:
        body = call("failures", {}, slack=ADA, number=79)
        body["params"]["arguments"] = ["7d"]
        assert "error" in bot.post(body, bot.signed(body))[2]

    @pytest.mark.parametrize(
        ("tool", "given"),
        [
            ("failures", {"window": "7d\nsubscribe daily"}),
            ("status", {"person": "me\u0000"}),
            ("fix", {"text": "digest now"}),
            ("fix", {"text": "\u202egnitset"}),
            ("digest_preview", {"window": "now"}),
            ("failures", {"domain": "contoso.com by day"}),
        ],
    )
    def test_words_that_would_do_something_else(self, bot: McpBot, tool: str, given: dict[str, str]) -> None:
        status, _, body = bot.ask(tool, given)
        assert status == 200
        if not body["result"]["isError"]:
            assert body["result"]["structuredContent"]["question"]["kind"] == tool.split("_", maxsplit=1)[0]

    def test_it_leaves_no_name_in_the_log(self, bot: McpBot, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level("DEBUG", logger="bot"):
            bot.ask("status", DANAS)
            bot.ask("status", {"persons": "dana@contoso.com"})
            body = call("dana@contoso.com", {"dana@contoso.com": 1}, slack=ADA)
            bot.post(body, bot.signed(body))
            bot.post({"dana@contoso.com": 1}, bot.signed({"dana@contoso.com": 1}))
            bot.post(LIST, {"Authorization": "Bearer dana@contoso.com"})
        ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
        assert "dana" not in "\n".join(ours)


def test_what_was_asked_stands_in_the_log_with_whom_it_was_about(bot: McpBot) -> None:
    before = len(bot.log())
    bot.ask("failures", {"window": "feb 2017", "cause": "no_license"}, VIC)
    bot.ask("status", DANAS, VIC)
    bot.ask("stuck", {}, ADA)
    assert bot.log()[before:] == [
        (VIC, "mcp", "failures", None, "answered"),
        (VIC, "mcp", "status", "dana@contoso.com", "refused"),
        (ADA, "mcp", "stuck", None, "answered"),
    ]


def test_nothing_is_served_without_a_way_to_say_who_asks(tmp_path: Any) -> None:
    with (
        pytest.raises(SettingsError, match="nothing says who asks"),
        mcp_bot(
            tmp_path,
            SLACK_SIGNING_SECRET=None,
            SLACK_APP_TOKEN="xapp-1",
            SSPR_MCP_ISSUER=None,
            SSPR_MCP_AUDIENCE=None,
        ),
    ):
        pass


@pytest.mark.parametrize("missing", ["SSPR_MCP_ISSUER", "SSPR_MCP_AUDIENCE"])
def test_an_issuer_and_an_audience_belong_together(tmp_path: Any, missing: str) -> None:
    with pytest.raises(SettingsError, match="belong together"), mcp_bot(tmp_path, **{missing: None}):
        pass


def test_without_tokens_only_slack_is_let_in(tmp_path: Any) -> None:
    with mcp_bot(tmp_path, SSPR_MCP_ISSUER=None, SSPR_MCP_AUDIENCE=None) as bot:
        status, headers, _ = bot.post(LIST)
        assert (status, "www-authenticate" in headers) == (401, False)
        assert bot.post(LIST, {"Authorization": f"Bearer {bot.issuer.token()}"})[0] == 401
        assert bot.post(LIST, bot.signed(LIST))[0] == 200
        assert bot.issuer.asked == []


def test_while_the_issuer_is_away_clients_are_asked_to_come_back(tmp_path: Any) -> None:
    with mcp_bot(tmp_path, SSPR_MCP_ISSUER="http://127.0.0.1:9/tenant/v2.0") as bot:
        status, headers, body = bot.post(LIST, {"Authorization": f"Bearer {bot.issuer.token()}"})
        assert (status, headers["retry-after"]) == (503, "5")
        assert body["error"]["message"] == "The issuer of tokens does not give its keys just now."


def test_check_says_whether_mcp_clients_could_ask(bot: McpBot) -> None:
    def found(**changes: Any) -> str:
        base = {"SSPR_MCP_URL": "https://sspr.contoso.com/mcp", "SSPR_DATABASE_URL": "sqlite://"}
        settings = Settings.model_validate(base | changes)
        return next(str(finding) for finding in check(settings) if finding.name == "mcp")

    issuer = {"SSPR_MCP_ISSUER": bot.issuer.url, "SSPR_MCP_AUDIENCE": AUDIENCE}
    assert found(**issuer) == "mcp: ok (tokens at https://sspr.contoso.com/mcp)"
    assert found(SLACK_SIGNING_SECRET="x", **issuer).startswith("mcp: ok (Slackbot and tokens at ")
    assert "nothing says who asks there" in found()
    away = issuer | {"SSPR_MCP_ISSUER": "http://127.0.0.1:9/t/v2.0"}
    assert found(**away) == "mcp: The issuer of tokens does not give its keys just now."
