#!/usr/bin/env bash
# ruamel.yaml 0.19.1, a document that is loaded, changed and dumped: a base (&base) that others merge (<<: *base).
#
# Guessed: a mapping that merges a base shows what the base holds, or what it held when it was loaded. Seen: north["added"]
# and get() find a key that the base was given later, while a key that was changed in the base keeps its old value in north;
# items() and dict(north) have neither. The file that is dumped means the new values for all. To take a key out of the
# base (del, pop) ends with KeyError: 1, once the key is gone from it, so that a retry says that the key is not there.
# A program that changes a base and goes on with the document works by other settings than its own file, until it starts anew.
# After a change in a base the document is dumped and loaded once more, which gives what the file means.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "ruamel.yaml==0.19.1"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from io import StringIO

from ruamel.yaml import YAML

TEXT = "base: &base\n  keep: 30\n  zone: UTC\nnorth:\n  <<: *base\n  name: North\n"
yaml = YAML()


def again(document):
    text = StringIO()
    yaml.dump(document, text)
    return yaml.load(text.getvalue())


document = yaml.load(TEXT)
document["base"]["keep"] = 7
document["base"]["added"] = 1
for name, north in (("in memory", document["north"]), ("dumped and loaded", again(document)["north"])):
    print(f"{name}: keep {north['keep']}, added {north['added']}, items {sorted(north.items())}")
document = yaml.load(TEXT)
for attempt in ("del", "del again"):
    try:
        del document["base"]["keep"]
    except KeyError as error:
        print(f"{attempt}: KeyError {error}, base {dict(document['base'])}, north {document['north']['keep']}")
print("after del, dumped and loaded:", sorted(again(document)["north"].items()))
PYTHON
)
expected="in memory: keep 30, added 1, items [('keep', 30), ('name', 'North'), ('zone', 'UTC')]
dumped and loaded: keep 7, added 1, items [('added', 1), ('keep', 7), ('name', 'North'), ('zone', 'UTC')]
del: KeyError 1, base {'zone': 'UTC'}, north 30
del again: KeyError 'keep', base {'zone': 'UTC'}, north 30
after del, dumped and loaded: [('name', 'North'), ('zone', 'UTC')]"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "ruamel.yaml behaves otherwise now"; exit 1; }
