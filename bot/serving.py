"""A Flask app behind waitress, on a thread of its own, started and ended without a race."""

from threading import Event, Thread

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

_SECONDS_TO_FINISH = 5
_SECONDS_TO_NOTICE = 0.2  # how soon the loop sees that it shall end


class Server:
    """The port is taken when this is made. Raises OSError or ValueError when it cannot be had."""

    def __init__(self, flask: Flask, host: str, port: int, *, threads: int, most_bytes: int) -> None:
        self._sockets: dict[int, object] = {}
        try:
            self._server = create_server(
                flask,
                map=self._sockets,
                host=host,
                port=port,
                threads=threads,
                max_request_body_size=most_bytes,
                clear_untrusted_proxy_headers=True,
                ident=None,
            )
        except (OSError, ValueError):
            wasyncore.close_all(self._sockets, ignore_all=True)  # what waitress had opened before it failed
            raise
        listening = getattr(self._server, "effective_listen", None)  # there for names with several addresses
        self.port = int(listening[0][1] if listening else self._server.effective_port)
        self._stopping = Event()
        self._thread = Thread(target=self._serve, name="sspr-http", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, finish those under way, give the port back."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=_SECONDS_TO_FINISH)
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_SECONDS_TO_FINISH)
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _serve(self) -> None:
        """Run the loop of waitress, which nothing but an exception in the main thread would end."""
        while not self._stopping.is_set() or self._unsent():
            wasyncore.loop(timeout=_SECONDS_TO_NOTICE, use_poll=True, map=self._sockets, count=1)

    def _unsent(self) -> bool:
        return any(getattr(channel, "total_outbufs_len", 0) for channel in list(self._sockets.values()))
