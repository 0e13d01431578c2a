"""Host and Origin, name by name: what a browser that was led astray would send is refused."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.mcp.host_guard import HostGuard

URL = "https://sspr.contoso.com/mcp"


@pytest.fixture
def client() -> FlaskClient:
    flask = Flask("x")
    for path in ("/mcp", "/metrics", "/slack/events"):
        flask.add_url_rule(path, path, lambda: "ok", methods=["GET", "POST"])
    HostGuard((URL, "https://links.contoso.com/x")).protect(flask, strict=frozenset({"/mcp"}))
    return flask.test_client()


def status(client: FlaskClient, path: str, **headers: str) -> int:
    return client.post(path, headers=headers).status_code


@pytest.mark.parametrize(
    ("host", "mcp", "metrics"),
    [
        ("sspr.contoso.com", 200, 200),
        ("SSPR.contoso.com", 200, 200),
        ("links.contoso.com", 200, 200),
        ("sspr.contoso.com:443", 200, 200),
        ("127.0.0.1:3000", 200, 200),
        ("localhost", 200, 200),
        ("[::1]:3000", 200, 200),
        ("10.1.2.3:3000", 421, 200),
        ("[fd00::1]", 421, 200),
        ("sspr", 421, 200),
        ("evil.example", 421, 421),
        ("evil.example:3000", 421, 421),
        ("sspr.contoso.com.evil.example", 421, 421),
        ("127.0.0.1.evil.example", 421, 421),
        ("sspr.contoso.com@evil.example", 421, 421),
        ("evil.example/sspr.contoso.com", 421, 421),
        ("sspr.contoso.com:443:3000", 421, 421),
        ("", 421, 421),
    ],
)
def test_hosts(client: FlaskClient, host: str, mcp: int, metrics: int) -> None:
    assert (status(client, "/mcp", Host=host), status(client, "/metrics", Host=host)) == (mcp, metrics)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://sspr.contoso.com", 200),
        ("http://localhost:6274", 200),
        ("http://127.0.0.1", 200),
        ("http://[::1]:1", 200),
        ("https://evil.example", 403),
        ("http://sspr.contoso.com", 403),
        ("https://sspr.contoso.com.evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("null", 403),
        ("file://", 403),
        ("", 403),
    ],
)
def test_origins(client: FlaskClient, origin: str, expected: int) -> None:
    for path in ("/mcp", "/metrics", "/slack/events"):
        assert status(client, path, Host="localhost", Origin=origin) == expected


def test_what_slack_signs_may_come_under_another_name(client: FlaskClient) -> None:
    assert status(client, "/slack/events", Host="bot.contoso.com") == 200
