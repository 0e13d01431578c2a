"""/mcp where there are many tenants: a tool takes the tenant by its key, else that of the person who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from flask import Flask

from bot.app.mcp import explain, tool_calls
from bot.app.tenants.many import ManyBots
from bot.errors import SettingsError
from bot.knowledge.catalogue import load
from bot.mcp.callers import CHANNEL, SlackCallers
from bot.mcp.endpoint import CALLER, Endpoint
from bot.mcp.host_guard import HostGuard
from bot.mcp.routes import STRICT, Doors, add_mcp
from bot.mcp.server import build_server
from bot.privacy import Role
from bot.questions.text import alike
from bot.questions.tools import Argument, QuestionTool, tools
from bot.service.answers.tool_calls import ToolResult, refusal
from bot.service.asker import Asker
from bot.slack.access import Refused
from bot.slack.transport.request_verifier import MOST_BYTES, RequestVerifier

_TENANT: Final = Argument(
    "tenant",
    {
        "type": "string",
        "description": "The key or name of a tenant; without it, that of whoever asks.",
        "maxLength": 75,
    },
    "tenant:",
    required=False,
)


@dataclass(frozen=True)
class TenantToolCalls:
    """Answers tools with the bot of one tenant, which checks who asks as if they had asked in Slack."""

    bots: ManyBots

    @cached_property
    def tools(self) -> tuple[QuestionTool, ...]:
        """The tools that there are, each with an argument for the tenant."""
        return tuple(replace(one, arguments=(*one.arguments, _TENANT)) for one in tools(load()))

    def call(self, name: str, given: Mapping[str, object], asker: Asker) -> ToolResult | None:
        """Answer a tool; None where there is no such tool. Raises StoreError as one tenant's does."""
        people, team = self.bots.people, asker.workspace
        named, seen = alike(str(given.get("tenant") or "")), people.seen(team)
        key = seen.by_name.get(named, "") if named else self._usual(team, asker.id)
        row = seen.rows.get(key)
        found = people.access(team, row).asker(team, asker.id, CHANNEL) if row else None
        if found is None or isinstance(found, Refused):
            mine = ", ".join(people.mine(team, asker.id))
            return refusal(f"Name the tenant: {mine}." if mine else "There is no tenant that you may ask about.")
        with people.bot(team, key) as bot:
            rest = {argument: value for argument, value in given.items() if argument != "tenant"}
            return tool_calls(bot.answering).call(name, rest, found)

    def _usual(self, team: str, user: str) -> str:
        """The tenant of a person's own address, else the only one they may ask about; "" for none."""
        own = self.bots.people.seen(team).by_domain.get(self.bots.people.domain(team, user))
        mine = (own,) if own else self.bots.people.mine(team, user)
        return mine[0] if len(mine) == 1 else ""


def serve_tenants(bots: ManyBots, flask: Flask) -> Endpoint:
    """Add /mcp to the routes; Slack's signature says who asks. Raises SettingsError without it."""
    settings = bots.settings
    if settings.slack_signing_secret is None or settings.mcp_issuer or settings.mcp_audience:
        raise SettingsError(
            "With SSPR_TENANTS /mcp answers Slackbot, by SLACK_SIGNING_SECRET. SSPR_MCP_ISSUER and SSPR_MCP_AUDIENCE "
            "are for one tenant alone."
        )
    verifier = RequestVerifier(settings.slack_signing_secret.get_secret_value(), bots.clock)
    callers = SlackCallers(verifier, lambda team, user: person_asking(bots, team, user))
    server = build_server(TenantToolCalls(bots), lambda request: request.scope[CALLER], explain)
    endpoint, url = Endpoint(server, MOST_BYTES), str(settings.mcp_url)
    HostGuard((url, *([str(settings.public_url)] if settings.public_url else []))).protect(flask, strict=STRICT)
    add_mcp(flask, endpoint, Doors(callers, None), url=url, scopes=(), most_bytes=MOST_BYTES)
    return endpoint


def person_asking(bots: ManyBots, team: str, user: str) -> Asker | str:
    """Whoever Slack names; each tenant's own access says what they may."""
    team = bots.workspaces.home_of(team)
    known = bots.people.is_known(team) and bots.workspaces.of(team).identity.bot().team == team
    if not known:
        return "I answer only people of the workspace that I was installed in."
    return Asker(user, Role.SELF, None, bots.settings.zone, CHANNEL, workspace=team)
