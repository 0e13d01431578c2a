"""Slack's end of Socket Mode on loopback: a websocket that greets, sends envelopes and collects acknowledgements."""

import base64
import hashlib
import json
import socket
import struct
from queue import Queue
from threading import Thread
from typing import Any

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_SECONDS = 5


class SocketSlack:
    """Accepts one connection after the other; the newest one is the line."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: Queue[socket.socket] = Queue()
        self._acks: Queue[dict[str, Any]] = Queue()
        self._open: list[socket.socket] = []
        self.url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}/link?ticket=one"
        self._thread = Thread(target=self._accept, daemon=True)
        self._thread.start()

    def line(self) -> socket.socket:
        """Wait for the bot to connect."""
        return self._lines.get(timeout=_SECONDS)

    def send(self, line: socket.socket, message: dict[str, Any]) -> None:
        """Send what Slack would send."""
        line.sendall(_frame(_TEXT, json.dumps(message).encode()))

    def ack(self) -> dict[str, Any]:
        """Wait for the next acknowledgement."""
        return self._acks.get(timeout=_SECONDS)

    def nothing_more(self) -> bool:
        """Whether every acknowledgement was looked at."""
        return self._acks.empty()

    def close(self) -> None:
        """Hang up on everybody."""
        for line in [self._listener, *self._open]:
            line.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(line)
            Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            _shake_hands(line)
            self.send(line, {"type": "hello", "num_connections": 1})
            self._lines.put(line)
            while True:
                kind, payload = _receive(line)
                if kind == _PING:
                    line.sendall(_frame(_PONG, payload))
                elif kind == _TEXT:
                    self._acks.put(json.loads(payload))
                elif kind == _CLOSE:
                    return
        except OSError:
            return


def _shake_hands(line: socket.socket) -> None:
    request = b""
    while b"\r\n\r\n" not in request:
        request += _some(line, 1)
    (key,) = [part for part in request.decode().splitlines() if part.lower().startswith("sec-websocket-key:")]
    accept = base64.b64encode(hashlib.sha1((key.partition(":")[2].strip() + _GUID).encode()).digest()).decode()
    answer = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
    line.sendall("\r\n".join([*answer, f"Sec-WebSocket-Accept: {accept}", "", ""]).encode())


def _frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    head = bytes([0x80 | kind, size]) if size < 126 else bytes([0x80 | kind, 126]) + struct.pack("!H", size)
    return head + payload


def _receive(line: socket.socket) -> tuple[int, bytes]:
    kind, size = _some(line, 2)
    size &= 0x7F
    if size == 126:
        (size,) = struct.unpack("!H", _some(line, 2))
    elif size == 127:
        (size,) = struct.unpack("!Q", _some(line, 8))
    mask = _some(line, 4)
    return kind & 0x0F, bytes(byte ^ mask[place % 4] for place, byte in enumerate(_some(line, size)))


def _some(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = line.recv(size - len(data))
        if not more:
            raise ConnectionResetError
        data += more
    return data
