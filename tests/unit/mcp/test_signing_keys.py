"""Keys of an issuer: from it alone, remembered, and looked for again, but not at every stranger's word."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

jwt = pytest.importorskip("jwt")
rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")

from bot.errors import SourceError  # noqa: E402
from bot.mcp.signing_keys import SigningKeys  # noqa: E402

ISSUER = "https://login.example/tenant/v2.0"
KEYS = "https://login.example/tenant/keys"
PUBLIC = jwt.algorithms.RSAAlgorithm.to_jwk(
    rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key(), as_dict=True
)


@dataclass
class Web:
    """Documents by address, and what was asked for."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        page = self.pages[url]
        if isinstance(page, Exception):
            raise page
        return page if isinstance(page, bytes) else json.dumps(page).encode()

    def keys(self) -> SigningKeys:
        return SigningKeys(ISSUER, self.fetch, lambda: self.seconds)


@pytest.fixture
def web() -> Web:
    configuration = {"issuer": ISSUER, "jwks_uri": KEYS}
    return Web({f"{ISSUER}/.well-known/openid-configuration": configuration, KEYS: {"keys": [{**PUBLIC, "kid": "k1"}]}})


def changed(web: Web, **parts: Any) -> None:
    web.pages[f"{ISSUER}/.well-known/openid-configuration"] = {"issuer": ISSUER, "jwks_uri": KEYS} | parts


def test_keys_are_fetched_once_a_day(web: Web) -> None:
    keys = web.keys()
    for _ in range(3):
        assert keys.key("k1") is not None
    assert len(web.asked) == 2
    web.seconds = 25 * 3600
    assert keys.key("k1") is not None
    assert len(web.asked) == 4


def test_an_unknown_key_is_looked_for_once_a_minute(web: Web) -> None:
    keys = web.keys()
    assert keys.key("k1")
    for second in range(50):
        web.seconds = float(second)
        assert keys.key(f"k{second + 2}") is None
    assert len(web.asked) == 2
    web.pages[KEYS] = {"keys": [{**PUBLIC, "kid": "k9"}]}
    web.seconds = 61.0
    assert keys.key("k9") is not None
    assert keys.key("k1") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda web: changed(web, jwks_uri="https://evil.example/keys"),
        lambda web: changed(web, jwks_uri="http://login.example/tenant/keys"),
        lambda web: changed(web, jwks_uri="https://login.example@evil.example/keys"),
        lambda web: changed(web, jwks_uri=None),
        lambda web: changed(web, issuer="https://login.example/other/v2.0"),
        lambda web: web.pages.update({KEYS: {"keys": []}}),
        lambda web: web.pages.update({KEYS: b"<html>"}),
        lambda web: web.pages.update({KEYS: b"[" * 100_000}),
        lambda web: web.pages.update({KEYS: b"\xff"}),
        lambda web: web.pages.update({KEYS: [1]}),
        lambda web: web.pages.update({KEYS: {"keys": [1]}}),
        lambda web: web.pages.update({KEYS: OSError()}),
    ],
)
def test_what_is_not_the_issuers_word_gives_no_key(web: Web, spoil: Callable[[Web], None]) -> None:
    spoil(web)
    with pytest.raises(SourceError, match="does not give its keys"):
        web.keys().key("k1")
    assert not [url for url in web.asked if not url.startswith("https://login.example/")]


def test_while_one_request_waits_for_the_issuer_the_others_do_not(web: Web) -> None:
    """A fetch that asks for a key itself, as another request would in the meantime."""
    keys = web.keys()
    assert keys.key("k1")
    answers: list[Any] = []
    real, asked = web.fetch, len(web.asked)

    def slow(url: str) -> bytes:
        answers.append(keys.key("k1") is not None)
        return real(url)

    keys._fetch = slow
    web.seconds = 25 * 3600
    assert keys.key("k1")
    assert (answers, len(web.asked) - asked) == ([True, True], 2)


def test_known_keys_go_on_counting_while_the_issuer_is_away(web: Web) -> None:
    keys = web.keys()
    assert keys.key("k1")
    web.pages[KEYS] = OSError()
    web.seconds = 25 * 3600
    assert keys.key("k1")
    assert keys.key("k2") is None
