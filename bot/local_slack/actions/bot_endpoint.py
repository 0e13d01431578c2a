"""Signed HTTP requests to the bot, as Slack makes them, with three seconds to answer."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from slack_sdk.signature import SignatureVerifier

ANSWER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the bot answered; `status` is None when it did not."""

    status: int | None = None
    body: str = ""
    timed_out: bool = False
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Whether Slack would be content."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own number

    @property
    def error(self) -> str | None:
        """What Slack calls the failure on the person's screen."""
        if self.ok:
            return None
        return "operation_timeout" if self.timed_out else "dispatch_failed"


class BotEndpoint:
    """Sends requests to the bot's one endpoint."""

    def __init__(self, signing_secret: str, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self.events_url: str | None = None
        self._signatures = SignatureVerifier(signing_secret)
        self._answer_seconds = answer_seconds

    def send(self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Outcome:
        """Deliver one request and wait as long as Slack would."""
        if self.events_url is None:
            return Outcome()
        # Signatures are always of today: the bot checks them against the real clock, not the demo's.
        timestamp = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": self._signatures.generate_signature(timestamp=timestamp, body=body) or "",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            **(headers or {}),
        }
        return _post(self.events_url, body, signed, self._answer_seconds)


def _post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Outcome:
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port or 80, timeout=seconds)
    try:
        connection.request("POST", address.path or "/", body, dict(headers))
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except TimeoutError:
        return Outcome(timed_out=True)
    except (OSError, HTTPException):
        return Outcome()
    else:
        return Outcome(answer.status, text, no_retry=answer.getheader("x-slack-no-retry") == "1")
    finally:
        connection.close()
