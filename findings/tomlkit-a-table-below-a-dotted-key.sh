#!/usr/bin/env bash
# tomlkit 0.15.2: a table set below a dotted key takes the lines after it along, into a table at the top of the file.
#
# Guessed: what is dumped reads back as what the document held, in whatever form the keys were written. Seen: `a.b = 1` within
# [report] and document["report"]["a"]["z"] = {"y": 3} write a header [a.z] between the lines of [report]: z belongs to a
# table at the top of the file now, and all that followed in [report] to [a.z]. The document in memory is right, the text
# is valid, and nothing is said. A list of tables does the same; a plain value does not, nor does a table that was written
# with a header. Below a dotted key an inline table (tomlkit.inline_table()) is set, and what was written is read once more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "tomlkit==0.15.2"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import tomllib

import tomlkit


def inline(**values):
    table = tomlkit.inline_table()
    table.update(values)
    return table


dotted = "[report]\na.b = 1\nkept = 2\n"
header = "[report]\nkept = 2\n[report.a]\nb = 1\n"
for name, text, value in (
    ("dotted, a dict", dotted, {"y": 3}),
    ("dotted, a list", dotted, [{"y": 3}]),
    ("dotted, inline", dotted, inline(y=3)),
    ("dotted, a number", dotted, 3),
    ("a header, a dict", header, {"y": 3}),
):
    document = tomlkit.parse(text)
    document["report"]["a"]["z"] = value
    written = tomllib.loads(tomlkit.dumps(document))
    print(f"{name}: {'the same' if written == document.unwrap() else written}")
PYTHON
)
expected="dotted, a dict: {'report': {'a': {'b': 1}}, 'a': {'z': {'y': 3, 'kept': 2}}}
dotted, a list: {'report': {'a': {'b': 1}}, 'a': {'z': [{'y': 3, 'kept': 2}]}}
dotted, inline: the same
dotted, a number: the same
a header, a dict: the same"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "tomlkit behaves otherwise now"; exit 1; }
