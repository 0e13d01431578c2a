"""Tokens for Microsoft Graph: one that was given, or those of the app's own credentials."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
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
    """A token that an operator has set, as long as it lasts."""

    value: str = field(repr=False)
    setting: str = "SSPR_GRAPH_TOKEN"  # the variable that holds it

    def token(self) -> str:
        """Return the token."""
        return self.value

    def renew(self) -> None:
        """Raise SourceError: there is no other."""
        raise SourceError(
            f"Graph does not accept the token in {self.setting}: it has expired (they last about an hour), or is for "
            "another service. Get a new one, or give the app credentials of its own; the README says how."
        )


@dataclass(slots=True)
class AppTokens:
    """Tokens that azure-identity gets and keeps: secret, certificate, workload or managed identity, `az login`."""

    make: Callable[[], Any]  # a credential of azure-identity
    scope: str
    advice: str = (
        "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH), run where "
        "the app has a managed or workload identity, or set SSPR_GRAPH_TOKEN."
    )
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
                f"No credentials for {self.scope.removesuffix('/.default')} were accepted. {self.advice}{_code(error)}"
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
    identity = _azure_identity("A token in SSPR_GRAPH_TOKEN")
    return AppTokens(lambda: identity.DefaultAzureCredential(**_authority(url)), _scope(url))


def tokens_of_app(url: str, tenant: str, client: str, secret: str) -> Tokens:
    """The tokens of an app of one directory, by its secret. Raises SourceError without the extra that gets them."""
    identity = _azure_identity("A token in the variable that graph_token names")
    return AppTokens(
        lambda: identity.ClientSecretCredential(tenant, client, secret, **_authority(url)),
        _scope(url),
        "Are graph_tenant, graph_client and the secret those of one app, and is the secret still valid?",
    )


def _azure_identity(instead: str) -> Any:
    try:
        identity = import_module("azure.identity")  # an extra that few commands need
    except ImportError as error:
        raise SourceError(
            "Pulling from Microsoft Graph needs the graph extra: pip install 'sspr-bot[graph]'. "
            f"{instead} works without it."
        ) from error
    logging.getLogger("azure").setLevel(logging.CRITICAL)  # it logs at length, and sometimes whom it signs in
    return identity


def _authority(url: str) -> dict[str, str]:
    host = urlsplit(url).hostname or ""
    return {"authority": _SIGN_IN[host]} if host in _SIGN_IN else {}


def _scope(url: str) -> str:
    return f"{url.rstrip('/')}/.default"


def _code(error: Exception) -> str:
    """Find the AADSTS number, by which the sign-in page's own help is found."""
    words = str(error).replace(":", " ").split()
    number = next((word for word in words if word.startswith("AADSTS") and word[6:].isdecimal()), "")
    return f" (The sign-in says {number}.)" if number else ""
