"""Middleware before all listeners: each delivery passes once, and nobody passes who may not ask."""

from collections.abc import Callable
from datetime import timedelta

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.render import problems
from bot.service.ports import Clock
from bot.slack.access import Access, Refused
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.payloads import asks, delivery_of, installed_in
from bot.slack.sending.replies import Replies

# Slack tries again at once, after a minute and after five.
_REMEMBERED = timedelta(hours=1)
_MOST = 20_000


class Authorization(Middleware):
    """Put the `asker` into the context of every request by a person; None where no person asks anything."""

    def __init__(self, access: Access, replies: Replies, clock: Clock) -> None:
        self._access = access
        self._replies = replies
        self._deliveries: TtlCache[str, None] = TtlCache(_REMEMBERED, _MOST, clock)

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt passes it by name
        next: Callable[[], BoltResponse],  # noqa: A002 - and this one
    ) -> BoltResponse | None:
        """Let a request pass, or answer it here."""
        delivery = delivery_of(req.body)
        if delivery and not self._deliveries.put_first(delivery, None):
            return BoltResponse(status=200)
        req.context["asker"] = None
        if asks(req.body):
            channel = req.context.channel_id or ""
            found = self._access.asker(installed_in(req.context), req.context.user_id, channel)
            if isinstance(found, Refused):
                return self._replies.acknowledge(req, problems.refusal(found.sentence, myself=False))
            req.context["asker"] = found
        return next()
