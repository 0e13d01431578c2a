"""A port goes on answering whatever its clients and its own workers do."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from threading import Event, Thread
from urllib.request import urlopen

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry

from bot.serving import Server
from bot.slack.transport.http import HttpServer, operations_app

_SECONDS = 10  # longer means that it hangs
PART = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"


def echo_app() -> Flask:
    flask = operations_app(list, CollectorRegistry())

    @flask.post("/echo")
    def echo() -> str:
        return "heard"

    return flask


@contextmanager
def running(server: Server) -> Iterator[int]:
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def client(port: int, sent: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)
    connection.sendall(sent)
    return connection


def status(port: int, path: str = "/healthz") -> int:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=_SECONDS) as answer:
        return int(answer.status)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_is_answered_while_all_workers_are_busy(path: str) -> None:
    flask, begun, go = echo_app(), [Event() for _ in range(16)], Event()
    waiting = iter(begun)

    @flask.get("/wait")
    def wait() -> str:
        next(waiting).set()
        go.wait(2 * _SECONDS)
        return "done"

    with running(HttpServer(flask, "127.0.0.1", 0)) as port:
        askers = [Thread(target=status, args=(port, "/wait")) for _ in begun]
        for asker in askers:
            asker.start()
        try:
            assert all(one.wait(_SECONDS) for one in begun)
            assert status(port, path) == 200
        finally:
            go.set()
            for asker in askers:
                asker.join(_SECONDS)


@pytest.mark.parametrize("silent", [b"", PART], ids=["nothing", "half a request"])
def test_very_many_slow_clients_do_not_keep_others_out(silent: bytes) -> None:
    with running(HttpServer(echo_app(), "127.0.0.1", 0)) as port, ExitStack() as slow:
        for _ in range(150):
            slow.enter_context(client(port, silent))
        assert status(port) == 200


def test_beyond_the_limit_the_oldest_of_those_who_wait_goes() -> None:
    server = Server(echo_app(), "127.0.0.1", 0, threads=2, most_bytes=1000, most_connections=5)
    with running(server) as port, ExitStack() as slow:
        first, *_ = [slow.enter_context(client(port, PART)) for _ in range(8)]
        assert status(port) == 200
        assert first.recv(1) == b""


@pytest.mark.parametrize("begun", [b"", PART, PART + b"\r\n12345"], ids=["nothing", "head", "body"])
def test_who_sends_no_whole_request_in_time_is_hung_up_on(begun: bytes) -> None:
    server = Server(echo_app(), "127.0.0.1", 0, threads=2, most_bytes=1000, request_seconds=0.1)
    with running(server) as port, client(port, begun) as slow:
        assert slow.recv(1) == b""


def test_a_byte_now_and_then_does_not_prolong_it() -> None:
    server = Server(echo_app(), "127.0.0.1", 0, threads=2, most_bytes=1000, request_seconds=0.1)
    with running(server) as port, client(port, PART + b"X-Slow: ") as slow:
        slow.settimeout(0.02)
        assert any(_hung_up(slow) for _ in range(500))


def _hung_up(slow: socket.socket) -> bool:
    """Send one more byte, and look whether the other end is still there."""
    try:
        slow.sendall(b"x")
        return slow.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_connection_that_rests_between_two_requests_owes_nothing() -> None:
    server = Server(echo_app(), "127.0.0.1", 0, threads=2, most_bytes=1000, request_seconds=0.1)
    with running(server) as port, closing(HTTPConnection("127.0.0.1", port, timeout=_SECONDS)) as kept:
        assert heard(kept)
        line = kept.sock
        with client(port, PART) as slow:
            assert slow.recv(1) == b""  # by now a request would be overdue
        assert heard(kept)
        assert kept.sock is line


def test_the_loop_leaves_a_connection_to_the_worker_that_writes_to_it() -> None:
    flask = echo_app()
    asked: list[bool] = []

    @flask.get("/writing")
    def writing() -> str:
        (channel,) = server._channels()
        with channel.outbuf_lock:  # as a worker has it while it sends
            channel.total_outbufs_len += 1
            asked.append(channel.writable())
            channel.total_outbufs_len -= 1
        return "done"

    server = Server(flask, "127.0.0.1", 0, threads=2, most_bytes=1000)
    with running(server) as port:
        assert status(port, "/writing") == 200
    assert asked == [False]


def test_an_answer_comes_with_its_header_in_one_piece() -> None:
    with running(Server(echo_app(), "127.0.0.1", 0, threads=2, most_bytes=1000)) as port, client(port) as asking:
        for _ in range(5):
            asking.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            header, _, body = asking.recv(1 << 16).partition(b"\r\n\r\n")
            assert (header[:15], body) == (b"HTTP/1.1 200 OK", b"heard")


def test_who_asks_for_the_header_alone_gets_nothing_else() -> None:
    asked = b"HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with running(Server(echo_app(), "127.0.0.1", 0, threads=2, most_bytes=1000)) as port, client(port, asked) as asking:
        answer = b"".join(iter(lambda: asking.recv(1 << 16), b""))
    assert b"\r\nContent-Length: 16\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("parts", [1, 50])
def test_what_no_buffer_holds_arrives_whole_though_it_is_read_late(parts: int) -> None:
    flask, part, made = echo_app(), b"x" * (40_000_000 // parts), Event()

    @flask.get("/large")
    def large() -> Iterator[bytes]:
        made.set()
        yield from (part for _ in range(parts))

    with running(HttpServer(flask, "127.0.0.1", 0)) as port, client(port, b"GET /large HTTP/1.0\r\n\r\n") as late:
        assert made.wait(_SECONDS)
        answer = b"".join(iter(lambda: late.recv(1 << 20), b""))
    assert len(answer.partition(b"\r\n\r\n")[2]) == 40_000_000


def heard(connection: HTTPConnection) -> bool:
    connection.request("POST", "/echo")
    return connection.getresponse().read() == b"heard"
