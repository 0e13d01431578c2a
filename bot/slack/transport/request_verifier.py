"""What is checked of an HTTP request before Bolt reads it: size, headers, signature, and that it is no replay."""

import hashlib
import hmac
import re
from datetime import timedelta

from bot.errors import SettingsError
from bot.service.ports import Clock
from bot.slack.directory.ttl_cache import Memory

MOST_BYTES = 1_000_000
_SKEW = timedelta(minutes=5)
_MOST_REPLAYS = 100_000
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class FrontDoor:
    """Knows the signing secret. Bolt checks signatures as well; here odd headers are refused, not met with an error."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        if not signing_secret.strip():
            raise SettingsError(
                "SLACK_SIGNING_SECRET is empty; copy the Signing Secret of the app's Basic Information page."
            )
        self._secret = signing_secret.encode()
        self._clock = clock
        # A signature is good from five minutes before its time until five minutes after it.
        self._passed: Memory[tuple[str, str], None] = Memory(2 * _SKEW, _MOST_REPLAYS, clock)

    def admits(self, timestamp: str | None, signature: str | None, body: bytes) -> bool:
        """Whether Slack made this request, now, and it comes for the first time."""
        if not timestamp or not _TIMESTAMP.fullmatch(timestamp):
            return False
        if not signature or not _SIGNATURE.fullmatch(signature):
            return False
        if abs(self._clock().timestamp() - int(timestamp)) > _SKEW.total_seconds():
            return False
        due = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"v0={due}", signature):
            return False
        return self._passed.keep_first((timestamp, signature), None)
