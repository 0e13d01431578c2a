"""A Flask app behind waitress, on a thread of its own, started and ended without a race.

waitress reads a request whole before a worker sees it, so that a slow client costs a socket and no worker; what it
lacks is added here: a deadline for a whole request, room for others when very many connect, and workers that are kept
for the paths that must be answered whatever the rest does.
"""

import time
from collections.abc import Collection
from threading import Event, Thread

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.trigger import trigger

from bot.turns import Turns, in_turn

REQUEST_SECONDS = 10.0  # for a whole request to arrive; Slack itself waits three seconds for the answer
MOST_CONNECTIONS = 400  # beyond it those go that have waited longest without a whole request
_SECONDS_TO_FINISH = 5
_SECONDS_TO_NOTICE = 0.2  # how soon the loop sees that a client is slow


class Server:
    """The port is taken when this is made. Raises OSError or ValueError when it cannot be had.

    Each path of `reserved` is answered by a worker of its own, whatever the others are busy with. These take turns, of
    `turn_seconds` at most; where that is None they all work at once.
    """

    def __init__(
        self,
        flask: Flask,
        host: str,
        port: int,
        *,
        threads: int,
        most_bytes: int,
        reserved: Collection[str] = (),
        request_seconds: float = REQUEST_SECONDS,
        most_connections: int = MOST_CONNECTIONS,
        turn_seconds: float | None = None,
    ) -> None:
        self._sockets: dict[int, object] = {}
        self._turns = None if turn_seconds is None else Turns(turn_seconds)
        self._workers = _Workers(threads, reserved, self._turns)
        self._slow = _SlowClients(request_seconds, most_connections)
        try:
            self._server = create_server(
                flask,
                map=self._sockets,
                _dispatcher=self._workers,
                host=host,
                port=port,
                connection_limit=2 * most_connections,  # never reached: from here on nobody new would be let in
                max_request_body_size=most_bytes,
                clear_untrusted_proxy_headers=True,
                ident=None,
            )
        except (OSError, ValueError):
            wasyncore.close_all(self._sockets, ignore_all=True)  # what waitress had opened before it failed
            self._workers.shutdown()
            raise
        for one in self._sockets.values():
            if isinstance(one, BaseWSGIServer):
                one.channel_class = _Channel
        listening = getattr(self._server, "effective_listen", None)  # there for names with several addresses
        self.port = int(listening[0][1] if listening else self._server.effective_port)
        self._stopping = Event()
        self._thread = Thread(target=self._serve, name="sspr-http", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, finish those under way, give the port back."""
        self._workers.shutdown(cancel_pending=True, timeout=_SECONDS_TO_FINISH)
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout=_SECONDS_TO_FINISH)
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _serve(self) -> None:
        """Run the loop of waitress, which nothing but an exception in the main thread would end."""
        while not self._stopping.is_set() or self._unsent():
            with in_turn(self._turns):
                self._look(seconds=0)
            self._look(seconds=_SECONDS_TO_NOTICE)
            self._slow.close(self._channels())

    def _look(self, seconds: float) -> None:
        """Read and send what can be, and wait so long for the first of it."""
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._sockets, count=1)

    def _wake(self) -> None:
        """End the loop's wait: a server has a trigger for that, each of several its own."""
        for channel in list(self._sockets.values()):
            if isinstance(channel, trigger):
                channel.pull_trigger()

    def _unsent(self) -> bool:
        return any(channel.total_outbufs_len for channel in self._channels())

    def _channels(self) -> list[HTTPChannel]:
        return [one for one in list(self._sockets.values()) if isinstance(one, HTTPChannel)]


class _Task(WSGITask):  # type: ignore[misc] # untyped
    """An answer whose header goes out with its body: one packet, and the reader is woken once."""

    wrote_header: bool

    def write(self, data: bytes) -> None:
        """Send the whole of it in one piece, where this is the whole."""
        if self.complete and not self.wrote_header and self.has_body and data and len(data) == self.content_length:
            self.channel.write_soon(self.build_response_header() + data)
            self.wrote_header = True
            self.content_bytes_written = len(data)
        else:
            super().write(data)


class _Channel(HTTPChannel):  # type: ignore[misc] # untyped
    """A connection whose answer is sent by the worker that makes it, and only what that could not send by the loop."""

    task_class = _Task

    def writable(self) -> bool:
        """Whether the loop should write. While a worker does, the socket is ready and the lock taken: it would spin."""
        unsent = self.total_outbufs_len
        mine = not self.requests or unsent > self.adj.outbuf_high_watermark  # beyond it a worker waits for the loop
        return bool((unsent and mine) or self.will_close or self.close_when_flushed)


class _Workers(ThreadedTaskDispatcher):  # type: ignore[misc] # untyped
    """The threads that answer requests in turn, and one more for each reserved path."""

    def __init__(self, threads: int, reserved: Collection[str], turns: Turns | None) -> None:
        super().__init__()
        self._turns = turns
        self.set_thread_count(threads)
        self._reserved = {path: ThreadedTaskDispatcher() for path in reserved}
        for worker in self._reserved.values():
            worker.set_thread_count(1)

    def add_task(self, task: HTTPChannel) -> None:
        """Queue the next request of a connection; one that could not be parsed has no path."""
        worker = self._reserved.get(getattr(task.requests[0], "path", ""))
        if worker:
            worker.add_task(task)
        else:
            super().add_task(_InTurn(task, self._turns))

    def shutdown(self, cancel_pending: bool = True, timeout: float = _SECONDS_TO_FINISH) -> bool:
        """End all threads."""
        for worker in self._reserved.values():
            worker.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))


class _InTurn:
    """The next request of a connection, answered when it is its turn."""

    def __init__(self, task: HTTPChannel, turns: Turns | None) -> None:
        self._task, self._turns = task, turns

    def service(self) -> None:
        """Answer it."""
        with in_turn(self._turns):
            self._task.service()

    def cancel(self) -> None:
        """Let it go unanswered."""
        self._task.cancel()


class _SlowClients:
    """Remember since when each connection owes a whole request, and close those that owe it too long."""

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._owing: dict[HTTPChannel, tuple[object, float]] = {}
        self._next_look = 0.0

    def close(self, channels: Collection[HTTPChannel]) -> None:
        """Close the connections that are overdue and, when there are too many, those that wait longest."""
        now = time.monotonic()
        if now < self._next_look and len(channels) <= self._most:
            return
        self._next_look = now + _SECONDS_TO_NOTICE
        waiting = [one for one in channels if not one.requests and not one.total_outbufs_len]
        self._owing = {one: self._since(one, now) for one in waiting if one.request or _is_new(one)}
        late = [one for one, (_, since) in self._owing.items() if now - since > self._seconds]
        crowding = sorted(waiting, key=lambda one: one.last_activity)[: max(0, len(channels) - self._most)]
        for channel in {*late, *crowding}:
            channel.handle_close()

    def _since(self, channel: HTTPChannel, now: float) -> tuple[object, float]:
        """The request that a connection owes, and since when: a new connection owes its first from the beginning."""
        request, since = self._owing.get(channel, (None, now))
        return channel.request, since if request in (None, channel.request) else now


def _is_new(channel: HTTPChannel) -> bool:
    """Whether nothing has come yet; between two requests a connection owes nothing."""
    return bool(channel.last_activity == channel.creation_time)
