#!/usr/bin/env bash
# pytest 9.2.0: caplog sees what is logged by a logger that does not propagate, if it did not when the test began.
#
# Guessed: caplog's handler hangs on the root logger, so that a record of a logger with propagate = False never reaches it;
# a test that such a logger keeps a library's words out of the log then looks at caplog.text and finds nothing.
# Seen: when a test begins, pytest attaches its handler to the loggers that do not propagate as well, so that caplog holds
# records which handlers on the root logger never get. (8.4.2 does not.) A logger that stops to propagate within the test
# is missed, so that the same test can pass alone and fail behind another. To see what really is written, a test has to
# bring a handler of its own.
#
# Output seen:
#   8.4.2: caplog ['through'], root handler ['through']
#   9.2.0: caplog ['kept apart', 'through'], root handler ['through']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/test_seen.py" <<'PYTHON'
import logging

import pytest


class Listed(logging.Handler):
    def __init__(self):
        super().__init__()
        self.words = []

    def emit(self, record):
        self.words.append(record.getMessage())


apart = logging.getLogger("apart")
apart.propagate = False


def test_seen(caplog):
    late, own = logging.getLogger("late"), Listed()
    late.propagate = False
    logging.getLogger().addHandler(own)
    apart.warning("kept apart")
    late.warning("kept apart late")
    logging.getLogger("through").warning("through")
    seen = f"caplog {[record.getMessage() for record in caplog.records]}, root handler {own.words}"
    with open("seen.txt", "w") as file:
        file.write(f"{pytest.__version__}: {seen}")
PYTHON
cd "$folder"
for version in 8.4.2 9.2.0; do
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/pip" install --quiet "pytest==$version"
  "$folder/$version/bin/python" -m pytest -q -p no:cacheprovider test_seen.py > /dev/null
  cat seen.txt >> all.txt
  echo >> all.txt
done
cat all.txt
expected="8.4.2: caplog ['through'], root handler ['through']
9.2.0: caplog ['kept apart', 'through'], root handler ['through']"
[ "$(cat all.txt)" = "$expected" ] || { echo "pytest behaves otherwise now"; exit 1; }
