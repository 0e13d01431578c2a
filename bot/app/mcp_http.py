"""MCP over HTTP, put together for `sspr run`: people are told apart by Slack's signature or by their tokens."""

from collections.abc import Callable

from flask import Flask

from bot.app.bot import Bot
from bot.app.mcp import explain, tool_calls
from bot.errors import SettingsError
from bot.mcp.callers import CHANNEL, SlackCallers
from bot.mcp.endpoint import CALLER, Endpoint
from bot.mcp.host_guard import HostGuard
from bot.mcp.routes import STRICT, Doors, add_mcp
from bot.mcp.server import build_server
from bot.mcp.signing_keys import SigningKeys
from bot.mcp.tokens import SCOPE, TokenCallers
from bot.service.asker import Asker
from bot.settings import Settings
from bot.slack.access import Refused
from bot.slack.transport.request_verifier import MOST_BYTES, RequestVerifier


def serve_http(bot: Bot, flask: Flask) -> Endpoint:
    """Add /mcp to the bot's routes. Raises SettingsError when nothing would say who asks."""
    settings = bot.services.settings
    require_doors(settings)
    doors = Doors(_slack(bot), _tokens(bot))
    server = build_server(tool_calls(bot.answering), lambda request: request.scope[CALLER], explain)
    endpoint, url = Endpoint(server, MOST_BYTES), str(settings.mcp_url)
    HostGuard((url, *([str(settings.public_url)] if settings.public_url else []))).protect(flask, strict=STRICT)
    add_mcp(
        flask,
        endpoint,
        doors,
        url=url,
        scopes=[f"{_resource(settings.mcp_audience)}/{SCOPE}"],
        most_bytes=MOST_BYTES,
    )
    return endpoint


def require_doors(settings: Settings) -> None:
    """Raise SettingsError where nothing, or half of it, says who asks."""
    if (settings.mcp_issuer is None) is not (not settings.mcp_audience):
        raise SettingsError(
            "SSPR_MCP_ISSUER and SSPR_MCP_AUDIENCE belong together: who signs the tokens, and for whom they are."
        )
    if settings.slack_signing_secret is None and settings.mcp_issuer is None:
        raise SettingsError(
            "SSPR_MCP_URL is set, but nothing says who asks there. Set SLACK_SIGNING_SECRET for Slackbot, or "
            "SSPR_MCP_ISSUER and SSPR_MCP_AUDIENCE for clients with tokens of Microsoft Entra."
        )


def check_mcp(settings: Settings) -> None:
    """Raise SettingsError where /mcp would not start, SourceError where the issuer of tokens does not answer."""
    require_doors(settings)
    if settings.mcp_issuer:
        SigningKeys(settings.mcp_issuer).key("")


def _slack(bot: Bot) -> SlackCallers | None:
    secret = bot.services.settings.slack_signing_secret
    if secret is None:
        return None
    verifier = RequestVerifier(secret.get_secret_value(), bot.services.clock)
    return SlackCallers(verifier, lambda team, user: _sentence(bot.access.asker(team, user, CHANNEL)))


def _tokens(bot: Bot) -> TokenCallers | None:
    settings = bot.services.settings
    if settings.mcp_issuer is None:
        return None
    return TokenCallers(
        issuer=settings.mcp_issuer,
        audiences=settings.mcp_audience,
        keys=SigningKeys(settings.mcp_issuer),
        by_address=_by_address(bot),
        zone=settings.zone,
    )


def _by_address(bot: Bot) -> Callable[[str], Asker | str | None]:
    def find(address: str) -> Asker | str | None:
        found = bot.access.asker_by_address(address, CHANNEL)
        return None if found is None else _sentence(found)

    return find


def _sentence(found: Asker | Refused) -> Asker | str:
    return found.sentence if isinstance(found, Refused) else found


def _resource(audience: tuple[str, ...]) -> str:
    """The application ID URI, which Entra's scopes begin with; `api://CLIENT-ID` where only the client ID is set."""
    uris = [one for one in audience if "://" in one]
    return uris[0] if uris else f"api://{next(iter(audience), '')}"
