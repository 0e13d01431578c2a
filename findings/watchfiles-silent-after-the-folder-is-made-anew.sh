#!/usr/bin/env bash
# watchfiles 1.3.0: a watched folder that is removed and made anew is watched no more, and nothing says so.
#
# Guessed: watch() is given a path, so it goes on with what stands there, or raises when the folder is gone. Seen on Linux:
# it tells of the deletion, then waits on for ever and sees nothing of the new folder; neither an error nor an end. Behind a
# link that comes to lead to another folder (how Kubernetes replaces a ConfigMap) not even the change is told. A folder that
# was moved away is still followed: what comes into it is told under the old path, where no such file is. A caller has to
# compare the folder's device and inode from time to time (yield_on_timeout) and begin a new watch().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "watchfiles==1.3.0"
mkdir "$folder/seen"
seen=$(cd "$folder/seen" && "$folder/venv/bin/python" - <<'PYTHON'
import shutil
import threading
import time
from pathlib import Path

from watchfiles import watch

base = Path.cwd()


def told(folder, *acts):
    """What a watch of the folder tells of each act, and how it stands after the last one."""
    changes, stop = [], threading.Event()

    def follow():
        for some in watch(folder, stop_event=stop, step=20, debounce=100, rust_timeout=100):
            changes.append(sorted(f"{kind.name} {Path(name).relative_to(base)}" for kind, name in some))

    watching = threading.Thread(target=follow)
    watching.start()
    time.sleep(1)
    for act in acts:
        act()
        time.sleep(1)
    state = "still waits" if watching.is_alive() else "has ended"
    stop.set()
    watching.join()
    return f"{changes}, {state}"


folder = base / "a"
folder.mkdir()
print("made anew:", told(folder, lambda: shutil.rmtree(folder), folder.mkdir, (folder / "late.csv").touch))

folder, real, other = base / "b", base / "real", base / "other"
real.mkdir()
other.mkdir()
folder.symlink_to(real)
(base / "link").symlink_to(other)
print("a link:", told(folder, lambda: (base / "link").replace(folder), (folder / "late.csv").touch))

folder = base / "c"
folder.mkdir()
print("moved away:", told(folder, lambda: folder.rename(base / "old"), (base / "old" / "late.csv").touch))
print("where that is:", (folder / "late.csv").exists())
PYTHON
)
expected="made anew: [['deleted a']], still waits
a link: [], still waits
moved away: [['deleted c'], ['added c/late.csv']], still waits
where that is: False"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "watchfiles behaves otherwise now"; exit 1; }
