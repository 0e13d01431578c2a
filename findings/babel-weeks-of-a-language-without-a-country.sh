#!/usr/bin/env bash
# babel 2.19.0: the number of a week, in a language with and without its country.
#
# Guessed: "de" counts weeks as "de_DE" does, by ISO 8601, as it takes its words, its order of a date and its decimal comma
# from Germany; CLDR says which country a bare language stands for. Seen: without a country the week takes the rule of the
# whole world, in which the 1st of January makes a week 1, so that 1 January 2027 is in 2027-W01 and not in 2026-W53, and the
# weeks are one ahead until the end of 2028: 1,834 of the 3,653 days of ten years, all of 2021 to 2023, none of 2024 and
# 2025, four in 2026. The same in French, Spanish, Italian, Dutch, Danish and Swedish, and in "en", whose weeks begin on a
# Monday while those of "en_US" begin on a Sunday. A bot that gets "de" from a person's settings names another week than
# their calendar, and a test written in 2026 passes until the end of December. Locale("de").min_week_days is 1;
# date.isocalendar() needs no locale.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "babel==2.19.0"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from collections import Counter
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

days = [date(2020, 1, 1) + timedelta(days=number) for number in range(3653)]
for name in ("de", "de_DE", "fr", "fr_FR", "sv", "sv_SE", "da", "da_DK", "nl", "it", "es", "en", "en_US", "en_GB"):
    locale = Locale.parse(name)
    weeks = {day: format_date(day, "YYYY-'W'ww", locale=locale) for day in days}
    other = Counter(day.year for day in days if weeks[day] != "{0}-W{1:02}".format(*day.isocalendar()))
    print(f"{name}: {locale.min_week_days} {locale.first_week_day} {weeks[date(2027, 1, 1)]}, {other.total()} other than ISO")
    if name == "de":
        print("  days of each year:", " ".join(f"{year} {other[year]}" for year in range(2020, 2030)))
moment = date(2026, 11, 29)
print([(format_date(moment, locale=name), format_decimal(1.5, locale=name)) for name in ("de", "de_DE")])
PYTHON
)
expected="de: 1 0 2027-W01, 1834 other than ISO
  days of each year: 2020 4 2021 365 2022 365 2023 365 2024 0 2025 0 2026 4 2027 365 2028 366 2029 0
de_DE: 4 0 2026-W53, 0 other than ISO
fr: 1 0 2027-W01, 1834 other than ISO
fr_FR: 4 0 2026-W53, 0 other than ISO
sv: 1 0 2027-W01, 1834 other than ISO
sv_SE: 4 0 2026-W53, 0 other than ISO
da: 1 0 2027-W01, 1834 other than ISO
da_DK: 4 0 2026-W53, 0 other than ISO
nl: 1 0 2027-W01, 1834 other than ISO
it: 1 0 2027-W01, 1834 other than ISO
es: 1 0 2027-W01, 1834 other than ISO
en: 1 0 2027-W01, 1834 other than ISO
en_US: 1 6 2027-W01, 1782 other than ISO
en_GB: 4 0 2026-W53, 0 other than ISO
[('29.11.2026', '1,5'), ('29.11.2026', '1,5')]"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Babel behaves otherwise now"; exit 1; }
