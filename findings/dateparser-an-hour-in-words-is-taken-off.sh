#!/usr/bin/env bash
# dateparser 1.5.0: "yesterday at 17 o'clock" in seven languages, asked on 29 November 2026 at 10:00 and at 15:20.
#
# Guessed: 17:00 of the day before, or None where a form is not known. Seen: so it is with minutes (17:00), and as "5pm" and
# "17h" in English and French. A whole hour followed by its word ("heures", "uur", "h" in Spanish and Portuguese) is taken
# for a span and subtracted: "hier à 17 heures", asked at 10:00, is 17:00 of the day before that, and asked at 15:20 it is
# 22:20. "gestern um 17 Uhr", and a bare 17 in English, Spanish and Italian, is passed over and the time is that of the
# asking. No answer is None, all of them are a day in the past that looks right, and the same words mean another time at each
# asking. Who takes a person's time from it refuses one without minutes first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "dateparser==1.5.0"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime

from dateparser import parse

for language, text in (
    ("de", "gestern um 17:00 Uhr"),
    ("de", "gestern um 17 Uhr"),
    ("fr", "hier à 17h"),
    ("fr", "hier à 17 heures"),
    ("nl", "gisteren om 17 uur"),
    ("pt", "ontem às 17h"),
    ("es", "ayer a las 17:00"),
    ("es", "ayer a las 17h"),
    ("es", "ayer a las 17"),
    ("it", "ieri alle 17"),
    ("en", "yesterday at 5pm"),
    ("en", "yesterday at 17h"),
    ("en", "yesterday at 17"),
):
    bases = (datetime(2026, 11, 29, 10), datetime(2026, 11, 29, 15, 20))
    found = [parse(text, languages=[language], settings={"RELATIVE_BASE": base}) for base in bases]
    print(f"{language} {text}:", ", ".join(f"{moment:%d %H:%M}" for moment in found))
PYTHON
)
expected="de gestern um 17:00 Uhr: 28 17:00, 28 17:00
de gestern um 17 Uhr: 28 10:00, 28 15:20
fr hier à 17h: 28 17:00, 28 17:00
fr hier à 17 heures: 27 17:00, 27 22:20
nl gisteren om 17 uur: 27 17:00, 27 22:20
pt ontem às 17h: 27 17:00, 27 22:20
es ayer a las 17:00: 28 17:00, 28 17:00
es ayer a las 17h: 27 17:00, 27 22:20
es ayer a las 17: 28 10:00, 28 15:20
it ieri alle 17: 28 10:00, 28 15:20
en yesterday at 5pm: 28 17:00, 28 17:00
en yesterday at 17h: 28 17:00, 28 17:00
en yesterday at 17: 28 10:00, 28 15:20"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "dateparser behaves otherwise now"; exit 1; }
