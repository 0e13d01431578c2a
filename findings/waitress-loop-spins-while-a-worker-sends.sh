#!/usr/bin/env bash
# waitress 3.0.2: while a worker thread sends its answer, the loop's thread does not wait but turns.
#
# Guessed: a worker that has an answer sends it itself (`write_soon` flushes from `send_bytes` = 1 byte on), and the loop
# waits in poll() meanwhile, as it has nothing to do for that connection.
# Seen: the answer counts as unsent until the worker's send() has returned. Whatever wakes the loop in that time (another
# client, another answer's end) makes it ask whether the socket can be written, which it can, and find the lock taken,
# again and again. One send is short, but Python lets go of its lock in it: where other threads compute, the worker gets
# it back after milliseconds, all of which the loop turns and takes part of. Four connections to a busy app: 26 turns of
# the loop a request, a fifth of the process's time. The send is made slow here, so that the machine does not matter.
# Way round: a channel class that is not writable while its requests are being answered; what a worker could not send
# is sent by the loop afterwards, as the worker's end wakes it.
#
# Output seen:
#   waitress 3.0.2
#   as it comes: 20040 turns of the loop for two requests, each with two sends of 100 ms
#   left to the worker: 6 turns
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q waitress==3.0.2
"$folder/venv/bin/python" - <<'PYTHON'
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from urllib.request import urlopen

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server


sending = threading.Event()


class Slow(HTTPChannel):
    def send(self, data, do_close=True):
        sending.set()
        time.sleep(0.1)
        return super().send(data, do_close)


class Left(Slow):
    def writable(self):
        return bool((self.total_outbufs_len and not self.requests) or self.will_close or self.close_when_flushed)


def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


def turns(channel):
    sending.clear()
    sockets, ended, count = {}, threading.Event(), 0
    server = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=2)
    server.channel_class = channel

    def loop():
        nonlocal count
        while not ended.is_set():
            wasyncore.loop(timeout=0.2, use_poll=True, map=sockets, count=1)
            count += 1

    thread = threading.Thread(target=loop)
    thread.start()
    url = f"http://127.0.0.1:{server.effective_port}/"
    with ThreadPoolExecutor(2) as clients:
        first = clients.submit(lambda: urlopen(url).read())
        sending.wait()
        assert urlopen(url).read() == first.result() == b"ok"
    ended.set()
    thread.join()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)
    return count


print("waitress", version("waitress"))
spinning, waiting = turns(Slow), turns(Left)
print(f"as it comes: {spinning} turns of the loop for two requests, each with two sends of 100 ms")
print(f"left to the worker: {waiting} turns")
assert spinning > 100 > waiting
PYTHON
