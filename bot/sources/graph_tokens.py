"""Tokens for Microsoft Graph: one that was given, or those of the app's own credentials."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from bot.errors import SourceError
from bot.sources.graph_client import Tokens

# Where apps of the national clouds sign in; azure-identity's own default for all others.
_SIGN_IN: Final = {
    "graph.microsoft.us": "login.microsoftonline.us",
    "dod-graph.microsoft.us": "login.microsoftonline.us",
    "microsoftgraph.chinacloudapi.cn": "login.chinacloudapi.cn",
}


@dataclass(frozen=True, slots=True)
class GivenToken:
    """The token of SSPR_GRAPH_TOKEN, as long as it lasts."""

    value: str = field(repr=False)

    def token(self) -> str:
        """Return the token."""
        return self.value

    def renew(self) -> None:
        """Raise SourceError: there is no other."""
        raise SourceError(
            "Graph does not accept the token in SSPR_GRAPH_TOKEN: it has expired (they last about an hour), or is for "
            "another service. Get a new one, or give the app credentials of its own; the README says how."
        )


@dataclass(slots=True)
class AppTokens:
    """Tokens that azure-identity gets and keeps: secret, certificate, workload or managed identity, `az login`."""

    make: Callable[[], Any]  # a credential of azure-identity
    scope: str
    _credential: Any = field(default=None, repr=False)

    def token(self) -> str:
        """Get a token from the credential, which renews it before it expires."""
        from azure.core.exceptions import (  # noqa: PLC0415 - an extra that few commands need
            AzureError,
            ClientAuthenticationError,
        )

        self._credential = self._credential or self.make()
        try:
            return str(self._credential.get_token(self.scope).token)
        except ClientAuthenticationError as error:
            raise SourceError(
                f"No credentials for {self.scope.removesuffix('/.default')} were accepted. Set AZURE_TENANT_ID, "
                "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH), run where the app has a "
                f"managed or workload identity, or set SSPR_GRAPH_TOKEN.{_code(error)}"
            ) from error
        except AzureError as error:
            raise SourceError(
                f"Where {self.scope.removesuffix('/.default')} signs in does not answer ({type(error).__name__}). "
                "Is the network there? Try again in a minute."
            ) from error

    def renew(self) -> None:
        """Forget the credential and the tokens that it kept."""
        self._credential = None


def tokens_for(url: str, given: str | None) -> Tokens:
    """Choose the tokens for a Graph host. Raises SourceError when the extra that gets them is not installed."""
    if given:
        return GivenToken(given)
    try:
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415 - an extra that few commands need
    except ImportError as error:
        raise SourceError(
            "Pulling from Microsoft Graph needs the graph extra: pip install 'sspr-bot[graph]'. "
            "A token in SSPR_GRAPH_TOKEN works without it."
        ) from error
    logging.getLogger("azure").setLevel(logging.CRITICAL)  # it logs at length, and sometimes whom it signs in
    host = urlsplit(url).hostname or ""
    authority = {"authority": _SIGN_IN[host]} if host in _SIGN_IN else {}
    return AppTokens(lambda: DefaultAzureCredential(**authority), f"{url}/.default")


def _code(error: Exception) -> str:
    """Find the AADSTS number, by which the sign-in page's own help is found."""
    words = str(error).replace(":", " ").split()
    number = next((word for word in words if word.startswith("AADSTS") and word[6:].isdecimal()), "")
    return f" (The sign-in says {number}.)" if number else ""
