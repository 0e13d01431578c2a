"""Every setting of the bot: SLACK_* and SSPR_* variables (or a .env file), checked together and named when wrong."""

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.privacy import CROWD, LARGEST_CROWD
from bot.reports.parsing.head import encoding_of

_DOTENV = ".env"
_KEPT_AT_LEAST = {"facts": 60, "steps": 35, "origins": 1, "deliveries": 35, "access-log": 30}  # days
_LONGEST = 36_500
_LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")  # as the ways to read an address call them
_MANY_TENANTS = {"common", "organizations", "consumers"}


def _zone(name: str) -> str:
    if name == "UTC":  # the usual one costs no list of names
        return name
    from bot.questions.timezones import is_zone, zones_meant  # noqa: PLC0415 - as above

    if not is_zone(name):
        meant = zones_meant(name)
        hint = f"; did you mean {' or '.join(meant)}?" if meant else ", like Europe/Berlin"
        raise ValueError(f"is no IANA time zone{hint}")
    return name


def ids_in(words: object) -> object:
    """`U123, S456` as a tuple: people and user groups by their Slack ids."""
    return tuple(word for word in words.replace(",", " ").split() if word) if isinstance(words, str) else words


def slack_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Check ids of people and user groups. Raises ValueError."""
    odd = [word for word in ids if word[:1] not in ("U", "W", "S") or not word.isalnum() or not word.isupper()]
    if odd:
        raise ValueError(f"takes Slack ids of people (U...) and user groups (S...), not {', '.join(odd)}")
    return ids


def slack_channel_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Check ids of channels. Raises ValueError."""
    odd = [word for word in ids if word[:1] not in ("C", "G") or not word.isalnum() or not word.isupper()]
    if odd:
        raise ValueError(f"takes Slack channel ids (C...), not {', '.join(odd)}")
    return ids


def _bot_token(token: SecretStr) -> SecretStr:
    if not token.get_secret_value().startswith("xoxb-"):
        raise ValueError("begins with xoxb-; copy the Bot User OAuth Token of the app's OAuth & Permissions page")
    return token


def _app_token(token: SecretStr) -> SecretStr:
    if not token.get_secret_value().startswith("xapp-"):
        raise ValueError("begins with xapp-; make one with connections:write on the app's Basic Information page")
    return token


def _filled(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().strip():
        raise ValueError("is empty; copy the Signing Secret of the app's Basic Information page")
    return secret


def _client_secret(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().strip():
        raise ValueError("is empty; copy the Client Secret of the app's Basic Information page")
    return secret


def _days(text: object) -> object:
    """`facts:730 origins:30` as days by kind."""
    if not isinstance(text, str):
        return text
    found: dict[str, int] = {}
    for word in text.replace(",", " ").split():
        kind, colon, days = word.partition(":")
        least = _KEPT_AT_LEAST.get(kind)
        if least is None or not colon or not days.isdecimal() or not least <= int(days) <= _LONGEST:
            known = " ".join(f"{name}:{most}" for name, most in _KEPT_AT_LEAST.items())
            raise ValueError(f"takes days by kind, these or more: {known}; not {word}")
        found[kind] = int(days)
    return found


def _ping_address(address: HttpUrl) -> HttpUrl:
    if address.scheme != "https" and address.host not in _LOOPBACK:
        raise ValueError("takes an https:// address; plain http only to this machine")
    return address


def _mcp_url(url: str) -> str:
    if not _is_safe(url) or urlsplit(url).path != "/mcp":
        raise ValueError("is the address of /mcp, like https://sspr.contoso.com/mcp")
    return url


def _issuer(url: str) -> str:
    if not _is_safe(url) or urlsplit(url).path in {"", "/"}:
        raise ValueError("is an issuer's address, like https://login.microsoftonline.com/TENANT-ID/v2.0")
    if _MANY_TENANTS & set(urlsplit(url).path.split("/")):
        raise ValueError("names one tenant by its ID; common and organizations would let in everybody")
    return url


def _is_safe(url: str) -> bool:
    """Whether a web address is plain and encrypted, or leads to this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.password) and parts.hostname
    return bool(plain) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))


Zone = Annotated[str, AfterValidator(_zone)]
Audiences = Annotated[tuple[str, ...], NoDecode, BeforeValidator(ids_in)]
KeepDays = Annotated[dict[str, int], NoDecode, BeforeValidator(_days)]
SlackIds = Annotated[tuple[str, ...], NoDecode, BeforeValidator(ids_in), AfterValidator(slack_ids)]
ChannelIds = Annotated[tuple[str, ...], NoDecode, BeforeValidator(ids_in), AfterValidator(slack_channel_ids)]


class Settings(BaseSettings):
    """All of them, with their defaults. The README's table is checked against this class."""

    model_config = SettingsConfigDict(env_file=_DOTENV, extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = Field(
        None, alias="SLACK_BOT_TOKEN", description="The bot's token, `xoxb-...`"
    )
    slack_app_token: Annotated[SecretStr, AfterValidator(_app_token)] | None = Field(
        None, alias="SLACK_APP_TOKEN", description="The app-level token, `xapp-...`; with it the bot uses Socket Mode"
    )
    slack_signing_secret: Annotated[SecretStr, AfterValidator(_filled)] | None = Field(
        None, alias="SLACK_SIGNING_SECRET", description="Needed for HTTP mode instead of the app-level token"
    )
    slack_client_id: str | None = Field(
        None, alias="SLACK_CLIENT_ID", description="With it workspaces install the app themselves, instead of one token"
    )
    slack_client_secret: Annotated[SecretStr, AfterValidator(_client_secret)] | None = Field(
        None, alias="SLACK_CLIENT_SECRET", description="... and its secret, which also seals the tokens in the database"
    )
    slack_api_url: HttpUrl = Field(
        HttpUrl("https://slack.com/api/"), alias="SSPR_SLACK_API_URL", description="Another Slack API base, for tests"
    )
    database_url: str = Field(
        "sqlite:///data/sspr.db", alias="SSPR_DATABASE_URL", description="SQLite file or `postgresql+psycopg://...`"
    )
    reports_dir: Path | None = Field(
        None, alias="SSPR_REPORTS_DIR", description="A folder to watch: a report dropped there is loaded"
    )
    timezone: Zone = Field("UTC", alias="SSPR_TIMEZONE", description="Days and hours, where a person's own is unknown")
    report_timezone: Zone = Field(
        "UTC", alias="SSPR_REPORT_TIMEZONE", description="The zone of times that a report writes without one"
    )
    date_order: Literal["day-first", "month-first"] | None = Field(
        None, alias="SSPR_DATE_ORDER", description="`day-first` or `month-first`, for dates like 03/04/2017"
    )
    tenant: str = Field("default", alias="SSPR_TENANT", description="Whose reports these are", max_length=100)
    tenants: Path | None = Field(
        None,
        alias="SSPR_TENANTS",
        description="Many tenants in one process, as a TOML file; read again when it changes",
    )
    tenants_memory: int = Field(
        512, alias="SSPR_TENANTS_MEMORY", description="MB of data held for them; the least recently asked goes", ge=16
    )
    dask: str | None = Field(
        None, alias="SSPR_DASK", description="A Dask scheduler, `tcp://HOST:8786`, for questions about all of them"
    )
    admins: SlackIds = Field((), alias="SSPR_ADMINS", description="Slack people and user groups who decide and load")
    helpdesk: SlackIds = Field((), alias="SSPR_HELPDESK", description="... who may ask about people")
    viewers: SlackIds = Field((), alias="SSPR_VIEWERS", description="... who may ask for numbers")
    digest_channels: ChannelIds = Field(
        (), alias="SSPR_DIGEST_CHANNELS", description="Where digests may go; empty: wherever the bot is invited"
    )
    incident_budget: float = Field(
        1.0, alias="SSPR_INCIDENT_BUDGET", description="False incident alarms a month that are put up with", gt=0, le=30
    )
    smallest_group: int = Field(
        CROWD,
        alias="SSPR_SMALLEST_GROUP",
        description="Of fewer people nothing is said to viewers and in digests of numbers alone",
        ge=1,
        le=LARGEST_CROWD,
    )
    subscriptions_file: Path | None = Field(
        None, alias="SSPR_SUBSCRIPTIONS", description="Digest subscriptions as a TOML file"
    )
    runbook: Path | None = Field(
        None, alias="SSPR_RUNBOOK", description="Your own runbooks as a TOML file; read again when it changes"
    )
    access_log_key: SecretStr | None = Field(
        None,
        alias="SSPR_ACCESS_LOG_KEY",
        description="Secret words that seal the access log; older ones, to verify with, behind a comma",
    )
    keep_days: KeepDays = Field(
        {},
        alias="SSPR_KEEP_DAYS",
        description="Days that data is kept, `facts:730 steps:90 origins:30 deliveries:365 access-log:730`",
    )
    host: str = Field("127.0.0.1", alias="SSPR_HOST", description="HTTP mode listens here")
    port: int = Field(3000, alias="SSPR_PORT", description="... and on this port", ge=0, le=65535)
    public_url: HttpUrl | None = Field(
        None, alias="SSPR_PUBLIC_URL", description="Where browsers reach the bot, `https://...`: answers get links"
    )
    ping_url: Annotated[HttpUrl, AfterValidator(_ping_address)] | None = Field(
        None, alias="SSPR_PING_URL", description="An address to ask for each minute while the bot is ready"
    )
    mcp_url: Annotated[str, AfterValidator(_mcp_url)] | None = Field(
        None, alias="SSPR_MCP_URL", description="Where MCP clients reach `/mcp`: `https://HOST/mcp`; empty: nowhere"
    )
    mcp_issuer: Annotated[str, AfterValidator(_issuer)] | None = Field(
        None,
        alias="SSPR_MCP_ISSUER",
        description="Who signs their tokens: `https://login.microsoftonline.com/TENANT-ID/v2.0`",
    )
    mcp_audience: Audiences = Field(
        (), alias="SSPR_MCP_AUDIENCE", description="... for whom: the app's client ID and its application ID URI"
    )
    graph_url: HttpUrl = Field(
        HttpUrl("https://graph.microsoft.com"), alias="SSPR_GRAPH_URL", description="Microsoft Graph, for `sspr pull`"
    )
    graph_token: SecretStr | None = Field(
        None, alias="SSPR_GRAPH_TOKEN", description="A Graph token you already have, to try a pull"
    )
    pull_minutes: int | None = Field(
        None, alias="SSPR_PULL_MINUTES", description="Pull from Graph this often while running", ge=5, le=1440
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="SSPR_LOG_LEVEL", description="How much is logged; never a personal value"
    )

    @property
    def log_keys(self) -> tuple[bytes, ...]:
        """The keys of the access log, the one to write with first; none where it is not sealed."""
        words = self.access_log_key.get_secret_value() if self.access_log_key else ""
        return tuple(word.strip().encode() for word in words.split(",") if word.strip())

    @property
    def zone(self) -> ZoneInfo:
        """The default zone."""
        return ZoneInfo(self.timezone)

    @property
    def other_channels(self) -> str:
        """What to say to whoever wants a digest in a channel that may have none."""
        return f"Whoever runs this bot lists the channels in {self.where('digest_channels')}."

    def where(self, name: str) -> str:
        """Where whoever runs the bot sets a value, for sentences about it: its variable."""
        return str(Settings.model_fields[name].alias)


def names() -> tuple[str, ...]:
    """The variables, in the order of the README's table."""
    return tuple(str(field.alias) for field in Settings.model_fields.values())


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment and `.env`. Raises SettingsError with one line for each thing that is wrong."""
    encoding = _dotenv_encoding()
    given = dotenv_values(_DOTENV, encoding=encoding) | dict(os.environ if environ is None else environ)
    wrong = [f"{name} is no setting{_nearest(name)}" for name in _unknown(given)]
    settings = None
    try:
        settings = Settings(_env_file_encoding=encoding)  # type: ignore[call-arg]  # fields come by their aliases
    except ValidationError as error:
        wrong += [_sentence(problem["loc"][0], problem["msg"]) for problem in error.errors()]
    if wrong or settings is None:
        raise SettingsError("\n".join(f"{line}{'' if line[-1] in '.?' else '.'}" for line in wrong))
    return settings


def text_encoding(path: Path) -> str:
    """The codec of a text file saved by any editor: UTF-8 or UTF-16, with or without a mark, or Windows-1252.

    Raises OSError when it cannot be read, UnicodeDecodeError when it is none of these.
    """
    data = path.read_bytes()
    encoding = encoding_of(data + b"\n")  # a character that is cut off at the end is none of UTF-8
    data.decode(encoding)
    return encoding


def _dotenv_encoding() -> str:
    path = Path(_DOTENV)
    if not path.is_file():
        return "utf-8"
    try:
        return text_encoding(path)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file .env cannot be read ({type(error).__name__}); save it as UTF-8.") from error


def _unknown(given: Iterable[str]) -> list[str]:
    return [name for name in sorted(given) if name.startswith("SSPR_") and name not in names()
            and not name.startswith("SSPR_TEST_")]  # fmt: skip


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, names(), n=1, cutoff=0.75)
    return f"; did you mean {near[0]}?" if near else "; the README lists them all"


def _sentence(name: object, problem: str) -> str:
    return f"{name} {problem.removeprefix('Value error, ')[:1].lower()}{problem.removeprefix('Value error, ')[1:]}"
