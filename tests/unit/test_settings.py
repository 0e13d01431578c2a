"""Settings: what is wrong is named, all of it at once."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings, names


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in names():
        monkeypatch.delenv(name, raising=False)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert (settings.database_url, settings.timezone, settings.admins) == ("sqlite:///data/sspr.db", "UTC", ())


def test_lists_are_read_with_commas_or_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPR_ADMINS", "U0ADA, S0ADMINS U0BOB")
    assert load_settings().admins == ("U0ADA", "S0ADMINS", "U0BOB")


def test_a_dot_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SSPR_TIMEZONE=Europe/Berlin\n")
    assert load_settings().timezone == "Europe/Berlin"


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("last_line", ["", "# für alle", "# wegen René"])
def test_a_dot_env_file_is_read_as_editors_save_it(tmp_path: Path, last_line: str, encoding: str) -> None:
    text = f"SSPR_TIMEZONE=Europe/Berlin\r\nSSPR_TENANT=café\r\n{last_line}"
    (tmp_path / ".env").write_bytes(text.encode(encoding))
    settings = load_settings()
    assert (settings.timezone, settings.tenant) == ("Europe/Berlin", "café")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_slip_in_a_dot_env_file_is_named_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_bytes("SSPR_TIMEZON=UTC\r\n".encode(encoding))
    with pytest.raises(SettingsError, match="SSPR_TIMEZON is no setting; did you mean SSPR_TIMEZONE"):
        load_settings()


@pytest.mark.parametrize("junk", [b"SSPR_TENANT=\x81\x8d\n", b"\xff\xfeS\x00S"], ids=["bytes of no code page", "cut"])
def test_a_dot_env_file_that_is_no_text_is_one_sentence(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / ".env").write_bytes(junk)
    with pytest.raises(SettingsError, match=r"The file .env cannot be read .*; save it as UTF-8\."):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "SLACK_BOT_TOKEN begins with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN begins with xapp-"),
        ("SLACK_SIGNING_SECRET", "  ", "SLACK_SIGNING_SECRET is empty"),
        ("SSPR_TIMEZONE", "Berlin", "SSPR_TIMEZONE is no IANA time zone; did you mean Europe/Berlin?"),
        ("SSPR_ADMINS", "ada", "SSPR_ADMINS takes Slack ids of people (U...) and user groups (S...), not ada"),
        ("SSPR_DIGEST_CHANNELS", "#help", "SSPR_DIGEST_CHANNELS takes Slack channel ids (C...), not #help"),
        ("SSPR_PORT", "eighty", "SSPR_PORT input should be a valid integer"),
        ("SSPR_DATE_ORDER", "american", "SSPR_DATE_ORDER input should be 'day-first' or 'month-first'"),
        ("SSPR_PING_URL", "http://example.org/x", "SSPR_PING_URL takes an https:// address; plain http only to"),
        ("SSPR_PING_URL", "http://127.0.0.1.example.org/x", "SSPR_PING_URL takes an https:// address"),
        (
            "SSPR_MCP_URL",
            "http://sspr.contoso.com/mcp",
            "SSPR_MCP_URL is the address of /mcp, like https://sspr.contoso",
        ),
        ("SSPR_MCP_URL", "https://sspr.contoso.com/", "SSPR_MCP_URL is the address of /mcp"),
        ("SSPR_MCP_URL", "https://sspr.contoso.com/mcp?x=1", "SSPR_MCP_URL is the address of /mcp"),
        ("SSPR_MCP_URL", "https://a:b@sspr.contoso.com/mcp", "SSPR_MCP_URL is the address of /mcp"),
        ("SSPR_MCP_URL", "https:///mcp", "SSPR_MCP_URL is the address of /mcp"),
        ("SSPR_MCP_URL", "https://[::1/mcp", "SSPR_MCP_URL is the address of /mcp"),
        (
            "SSPR_MCP_ISSUER",
            "https://login.microsoftonline.com/common/v2.0",
            "SSPR_MCP_ISSUER names one tenant by its ID",
        ),
        ("SSPR_MCP_ISSUER", "http://login.example/t/v2.0", "SSPR_MCP_ISSUER is an issuer's address"),
        ("SSPR_MCP_ISSUER", "https://login.microsoftonline.com", "SSPR_MCP_ISSUER is an issuer's address"),
        (
            "SSPR_KEEP_DAYS",
            "facts:10",
            "these or more: facts:60 steps:35 origins:1 deliveries:35 access-log:30; not facts:10",
        ),
        ("SSPR_KEEP_DAYS", "facts", "; not facts"),
        ("SSPR_KEEP_DAYS", "everything:90", "; not everything:90"),
        ("SSPR_KEEP_DAYS", "facts:99999", "; not facts:99999"),
        ("SSPR_TIMEZON", "UTC", "SSPR_TIMEZON is no setting; did you mean SSPR_TIMEZONE?"),
        ("SSPR_FROBNICATE_ALL", "1", "SSPR_FROBNICATE_ALL is no setting; the README lists them all."),
    ],
)
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://sspr.contoso.com/mcp", "https://sspr.contoso.com:8443/mcp", "http://localhost/mcp"]
)
def test_an_address_for_mcp_clients(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SSPR_MCP_URL", url)
    monkeypatch.setenv("SSPR_MCP_AUDIENCE", "5d1f6d3e, api://sspr")
    assert load_settings().mcp_url == url
    assert load_settings().mcp_audience == ("5d1f6d3e", "api://sspr")


def test_all_that_is_wrong_is_said_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPR_PORT", "eighty")
    monkeypatch.setenv("SSPR_TIMEZONE", "Nowhere")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert len(str(refused.value).splitlines()) == 2


def test_secrets_do_not_show_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    assert "very-secret" not in repr(load_settings())


def test_a_wrong_secret_does_not_show_in_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "very-secret")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "very-secret" not in str(refused.value)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description and field.alias for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    "url", ["https://watch.example.org/1-2", "http://127.0.0.1:8000/x", "http://[::1]:8000/x", "http://localhost/x"]
)
def test_a_ping_goes_to_https_or_to_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SSPR_PING_URL", url)
    assert str(load_settings().ping_url) == url


def test_days_are_read_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPR_KEEP_DAYS", "facts:730, access-log:90")
    assert load_settings().keep_days == {"facts": 730, "access-log": 90}
