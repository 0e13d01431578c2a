"""Tokens: what must be right for one to count, and whom it stands for."""

import json
from collections.abc import Callable
from time import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

jwt = pytest.importorskip("jwt")
rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")

written = pytest.importorskip("cryptography.hazmat.primitives.serialization")

from bot.errors import SourceError  # noqa: E402
from bot.mcp.callers import Found  # noqa: E402
from bot.mcp.signing_keys import SigningKeys  # noqa: E402
from bot.mcp.tokens import TokenCallers, TokenRefused  # noqa: E402
from bot.privacy import Role  # noqa: E402
from bot.service.asker import Asker  # noqa: E402

ISSUER = "https://login.example/tenant/v2.0"
AUDIENCE = ("client-id", "api://sspr")
KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
HARPER = Asker("U0HARPER", Role.HELPDESK, "harper@contoso.com", ZoneInfo("Europe/Berlin"), "mcp")


def document(url: str) -> bytes:
    if url.endswith("openid-configuration"):
        return json.dumps({"issuer": ISSUER, "jwks_uri": "https://login.example/tenant/keys"}).encode()
    assert url == "https://login.example/tenant/keys"
    return json.dumps(
        {"keys": [jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "k1"}]}
    ).encode()


def token(*, key: Any = KEY, kid: str = "k1", algorithm: str = "RS256", **changes: Any) -> str:
    claims = {
        "iss": ISSUER,
        "aud": "client-id",
        "exp": int(time()) + 600,
        "oid": "0b1c",
        "scp": "openid sspr.read",
        "preferred_username": "dana@contoso.com",
    } | changes
    given = {name: value for name, value in claims.items() if value is not None}
    return str(jwt.encode(given, key, algorithm=algorithm, headers={"kid": kid}))


def callers(by_address: Callable[[str], Found | None] = lambda _: None) -> TokenCallers:
    return TokenCallers(ISSUER, AUDIENCE, SigningKeys(ISSUER, document), by_address, ZoneInfo("UTC"))


def asker(by_address: Callable[[str], Found | None] = lambda _: None, **changes: Any) -> Found:
    return callers(by_address).caller(token(**changes)).asker({})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"key": OTHER}, "invalid_token"),
        ({"kid": "k2"}, "invalid_token"),
        ({"iss": "https://login.example/other/v2.0"}, "invalid_token"),
        ({"iss": None}, "invalid_token"),
        ({"aud": "another-app"}, "invalid_token"),
        ({"aud": None}, "invalid_token"),
        ({"exp": int(time()) - 120}, "invalid_token"),
        ({"exp": None}, "invalid_token"),
        ({"nbf": int(time()) + 600}, "invalid_token"),
        ({"scp": None}, "insufficient_scope"),
        ({"scp": "sspr.readall"}, "insufficient_scope"),
        ({"oid": None}, "insufficient_scope"),
        ({"scp": None, "roles": ["admin"], "idtyp": "app"}, "insufficient_scope"),
    ],
)
def test_a_token_that_does_not_count(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        callers().caller(token(**changes))
    assert refused.value.why == why


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "a.b.c.d", "e30.e30.", "ё", "x" * 30_000, "[" * 9000 + ".e30.x"])
def test_what_is_no_token_at_all(text: str) -> None:
    with pytest.raises(TokenRefused):
        callers().caller(text)


def test_a_key_is_no_word_of_the_token() -> None:
    """Neither no signature, nor the public key taken for a shared secret."""
    public = KEY.public_key().public_bytes(written.Encoding.PEM, written.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(jwt.InvalidKeyError):
        token(key=public, algorithm="HS256")  # the library refuses to make one
    head, claims, _ = token().split(".")
    for forged in (
        token(key="s" * 32, algorithm="HS256"),
        jwt.encode({"iss": ISSUER}, None, algorithm="none"),
        f"{head}.{claims}.",
    ):
        with pytest.raises(TokenRefused):
            callers().caller(forged)


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["viewer"], Role.VIEWER),
        (["helpdesk"], Role.HELPDESK),
        (["viewer", "admin"], Role.ADMIN),
        (["owner"], Role.SELF),
        ("admin", Role.SELF),
        (None, Role.SELF),
    ],
)
def test_an_app_role_is_the_bots_own(roles: Any, role: Role) -> None:
    found = asker(roles=roles)
    assert isinstance(found, Asker)
    assert (found.id, found.role, found.user, found.channel) == ("entra:0b1c", role, "dana@contoso.com", "mcp")


def test_without_an_app_role_the_slack_account_of_the_same_address_counts() -> None:
    book = {"dana@contoso.com": HARPER}
    assert asker(book.get) is HARPER
    assert asker(lambda _: "I answer active members of this workspace.") == "I answer active members of this workspace."
    granted = asker(book.get, roles=["viewer"])
    assert isinstance(granted, Asker)
    assert granted.role is Role.VIEWER


def test_the_name_of_a_guest_is_nobodys_address_here() -> None:
    found = asker({"dana@contoso.com": HARPER}.get, idp="https://sts.windows.net/another/")
    assert isinstance(found, Asker)
    assert (found.role, found.user) == (Role.SELF, None)
    own = asker({"dana@contoso.com": HARPER}.get, idp=ISSUER)
    assert own is HARPER


@pytest.mark.parametrize("name", [None, "", "dana", 7, ["dana@contoso.com"]])
def test_a_name_that_is_no_address_is_none(name: object) -> None:
    found = asker({"dana@contoso.com": HARPER}.get, preferred_username=name)
    assert isinstance(found, Asker)
    assert found.user is None


def test_while_the_keys_are_away_no_token_is_called_wrong() -> None:
    def away(_url: str) -> bytes:
        raise OSError

    with pytest.raises(SourceError):
        TokenCallers(ISSUER, AUDIENCE, SigningKeys(ISSUER, away), lambda _: None, ZoneInfo("UTC")).caller(token())
