#!/usr/bin/env bash
# anyio 4.16.0, to_thread.run_sync(..., abandon_on_cancel=True, limiter=CapacityLimiter(2)), on asyncio and on trio 0.35.0.
#
# Guessed: a limiter of two means two threads at the most: one that is left behind keeps its token until it ends. Seen: on
# trio it does; on asyncio the token is given back when the caller is cancelled, while the thread goes on. Eight calls that
# time out one after the other have eight threads at work at once, each with its connection or its memory, just when the
# work is slow. Without abandon_on_cancel the caller waits for its thread on both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "anyio==4.16.0" "trio==0.35.0"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import threading
from functools import partial

import anyio
from anyio.to_thread import run_sync


async def most_at_once(abandon):
    """How many threads are at work at once, where eight calls are given up one after the other."""
    limiter, lock, end = anyio.CapacityLimiter(2), threading.Lock(), threading.Event()
    working = most = 0

    def work(begun):
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        begun.set()
        end.wait(20 if abandon else 0.1)
        with lock:
            working -= 1

    for _ in range(8):
        begun = threading.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(partial(run_sync, work, begun, abandon_on_cancel=abandon, limiter=limiter))
            with anyio.move_on_after(1):  # else it waits for a token
                while not begun.is_set():
                    await anyio.sleep(0.01)
            group.cancel_scope.cancel()
    end.set()
    return most


for backend in ("asyncio", "trio"):
    for abandon in (True, False):
        print(f"{backend}, abandon_on_cancel={abandon}: {anyio.run(most_at_once, abandon, backend=backend)} at once")
PYTHON
)
expected="asyncio, abandon_on_cancel=True: 8 at once
asyncio, abandon_on_cancel=False: 1 at once
trio, abandon_on_cancel=True: 2 at once
trio, abandon_on_cancel=False: 1 at once"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "anyio behaves otherwise now"; exit 1; }
