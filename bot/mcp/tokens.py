"""Access tokens of Microsoft Entra: what one must have to count, and whom it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import jwt

from bot.mcp.callers import CHANNEL, Caller, Found
from bot.mcp.signing_keys import SigningKeys
from bot.privacy import Role
from bot.service.asker import Asker

SCOPE: Final = "sspr.read"
_LONGEST: Final = 20_000
_SKEW: Final = 30  # seconds that clocks may differ by
_ROLES: Final = {role.value: role for role in (Role.ADMIN, Role.HELPDESK, Role.VIEWER)}  # app roles, the most first

Why = Literal["invalid_token", "insufficient_scope"]


class TokenRefused(Exception):  # noqa: N818 - an answer rather than a fault
    """A token that does not count, with OAuth's word for the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class TokenCallers:
    """People who signed in to Entra and let a client ask for them."""

    issuer: str
    audiences: tuple[str, ...]
    keys: SigningKeys
    by_address: Callable[[str], Found | None]  # somebody's role by their e-mail address; None where nobody has it
    zone: ZoneInfo

    def caller(self, token: str) -> Caller:
        """The client with this token. Raises TokenRefused, and SourceError while the issuer's keys are not known."""
        claims = self._claims(token)
        if SCOPE not in str(claims.get("scp", "")).split() or not isinstance(claims.get("oid"), str):
            raise TokenRefused("insufficient_scope")  # an app without a person has no scope either
        return Caller(lambda _meta: self._asker(claims))

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What a token says, once its signature, issuer, audience and times are found right."""
        try:
            if len(token) > _LONGEST:
                raise TokenRefused("invalid_token")
            key = self.keys.key(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise TokenRefused("invalid_token")
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=list(self.audiences),
                issuer=self.issuer,
                leeway=_SKEW,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise TokenRefused("invalid_token") from error
        return claims

    def _asker(self, claims: Mapping[str, Any]) -> Found:
        """The person, with the app role that Entra gives them, else with the role of their Slack account."""
        address = _address(claims)
        granted = claims.get("roles")
        names = granted if isinstance(granted, list) else []
        role = next((role for name, role in _ROLES.items() if name in names), None)
        found = self.by_address(address) if role is None and address else None
        return found or Asker(f"entra:{claims['oid']}", role or Role.SELF, address, self.zone, CHANNEL)


def _address(claims: Mapping[str, Any]) -> str | None:
    """The sign-in name of somebody of the tenant itself; a guest's was given by somebody else."""
    if claims.get("idp", claims["iss"]) != claims["iss"]:
        return None
    name = claims.get("upn") or claims.get("preferred_username")
    return name if isinstance(name, str) and "@" in name else None
