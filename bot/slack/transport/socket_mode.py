"""Socket Mode: the bot calls Slack and keeps the line open, so that no port need be reachable from outside."""

import logging
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, cast

from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.errors import SettingsError, SourceError
from bot.slack.transport.dispatcher import Dispatcher
from bot.slack.transport.payload import is_sound

if TYPE_CHECKING:
    from slack_bolt import App

_CONCURRENCY = 32
_BUFFER = 65_536


class _Handler(SocketModeHandler):
    """Hand on what has the shape that Slack documents; acknowledge anything else, so that it does not come again."""

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Take one envelope."""
        if is_sound(req.payload):
            super().handle(client, req)
        else:
            client.logger.warning("Slack sent something of type %s that cannot be read", req.type)
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


class SocketMode:
    """One connection for one app; the SDK renews it when Slack asks for that or when it is lost."""

    def __init__(self, bolt: Dispatcher, app_token: str, client: WebClient, *, ping_seconds: float = 10) -> None:
        log = logging.getLogger("bot.slack.socket")
        log.setLevel(logging.INFO)  # below it the SDK writes down whole messages
        self._handler: Any = _Handler(  # partly untyped
            cast("App", bolt),  # all that is done with it is to dispatch
            app_token,
            logger=log,
            web_client=client,
            ping_interval=ping_seconds,
            receive_buffer_size=_BUFFER,
            concurrency=_CONCURRENCY,
        )

    def start(self) -> None:
        """Connect. Raises SettingsError when Slack refuses the token, SourceError when it does not answer."""
        try:
            self._handler.connect()
        except SlackApiError as error:
            self.stop()
            raise SettingsError(
                f"Slack refuses SLACK_APP_TOKEN ({error.response.get('error')}); "
                "it needs the scope connections:write, and Socket Mode must be on for the app."
            ) from error
        except (SlackClientError, OSError, HTTPException, ValueError, RecursionError) as error:
            self.stop()
            raise SourceError("Slack cannot be reached to open Socket Mode; is there a way out, a proxy?") from error

    def problems(self) -> list[str]:
        """What is not in order now, for /readyz."""
        return [] if self.connected else ["The Socket Mode connection to Slack is down."]

    @property
    def connected(self) -> bool:
        """Whether the line is open."""
        return bool(self._handler.client.is_connected())

    def stop(self) -> None:
        """Hang up, and wait for the answers under way."""
        client = self._handler.client
        if client.current_session is not None:
            # The reader holds the socket for seconds while nothing comes; the answer to a ping lets it see the end.
            client.current_session_state.terminated = True
            with suppress(OSError):
                client.current_session.ping("bye")
        self._handler.close()
