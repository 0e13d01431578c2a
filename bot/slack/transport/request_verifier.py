"""What is checked of an HTTP request before Bolt reads it: size, headers, signature, and that it is no replay."""

import re
from datetime import timedelta

from slack_sdk import signature as sdk

from bot.errors import SettingsError
from bot.service.ports import Clock
from bot.slack.directory.ttl_cache import TtlCache

MOST_BYTES = 1_000_000
_SKEW = timedelta(minutes=5)
_MOST_REPLAYS = 100_000
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=([0-9a-f]{64})")


class RequestVerifier:
    """Let each request of Slack in once. Raises SettingsError for an empty secret.

    The SDK checks the signature; odd headers and bodies are refused before, as it raises errors of its own for them.
    """

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        if not signing_secret.strip():
            raise SettingsError(
                "SLACK_SIGNING_SECRET is empty; copy the Signing Secret of the app's Basic Information page."
            )
        self._signatures = sdk.SignatureVerifier(signing_secret, _Now(clock))
        # A signature is good from five minutes before its time until five minutes after it.
        self._passed: TtlCache[bytes, None] = TtlCache(2 * _SKEW, _MOST_REPLAYS, clock)

    def accepts(self, timestamp: str | None, signature: str | None, body: bytes) -> bool:
        """Whether Slack made this request, now, and it comes for the first time."""
        if not signature or not self.is_signed(timestamp, signature, body):
            return False
        return self._passed.put_first(bytes.fromhex(signature.removeprefix("v0=")), None)  # it covers the timestamp

    def is_signed(self, timestamp: str | None, signature: str | None, body: bytes) -> bool:
        """Whether Slack made this request, within the last minutes."""
        if not timestamp or not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature or ""):
            return False
        try:
            return self._signatures.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:
            return False


class _Now(sdk.Clock):
    """Our clock as the SDK asks for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock().timestamp()
