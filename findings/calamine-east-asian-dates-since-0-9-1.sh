#!/usr/bin/env bash
# python-calamine 0.9.1 and openpyxl 3.1.5: a date in a built-in format of Excel in Chinese, Japanese or Korean.
#
# A format that Excel has built in stands in a workbook as a number without its code; 27 to 36 and 50 to 58 are dates there
# (ECMA-376, 18.8.30). Guessed: no library knows them, as no code is in the file, so that all give the serial number.
# Seen: calamine gives the date since 0.9.1, and the number until 0.9.0; openpyxl gives the number, with "General" as its
# format, and so does pandas with it. One column is times or numbers by the language of the Excel that saved it, by the engine
# that reads it (pandas 3.1.1 warns that its default will be calamine) and by a patch release. 14 and 22 are dates to all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/dates.py" <<'PYTHON'
import io
from importlib.metadata import version

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

FORMATS = (14, 22, 27, 31, 36, 50, 58)
made = io.BytesIO()
with xlsxwriter.Workbook(made) as book:
    sheet = book.add_worksheet()
    for row, built_in in enumerate(FORMATS):
        sheet.write_number(row, 0, 46355.5, book.add_format({"num_format": built_in}))
cells = [cell for (cell,) in openpyxl.load_workbook(io.BytesIO(made.getvalue())).active.iter_rows()]
book = CalamineWorkbook.from_filelike(io.BytesIO(made.getvalue()))
read = {
    f"calamine {version('python-calamine')}": book.get_sheet_by_index(0).to_python(),
    f"openpyxl {version('openpyxl')}": [[cell.value] for cell in cells],
}
for name, rows in read.items():
    numbers = [built_in for built_in, (value,) in zip(FORMATS, rows, strict=True) if value == 46355.5]
    dates = [built_in for built_in, (value,) in zip(FORMATS, rows, strict=True) if str(value) == "2026-11-29 12:00:00"]
    print(f"{name}: dates {dates}, numbers {numbers}")
print("31 is", cells[3].number_format, "to openpyxl")
PYTHON
python3 -m venv "$folder/venv"
for version in 0.9.0 0.9.1; do
  "$folder/venv/bin/pip" install --quiet "python-calamine==$version" "openpyxl==3.1.5" "xlsxwriter==3.3.1"
  "$folder/venv/bin/python" "$folder/dates.py" >> "$folder/seen"
done
seen=$(cat "$folder/seen")
expected="calamine 0.9.0: dates [14, 22], numbers [27, 31, 36, 50, 58]
openpyxl 3.1.5: dates [14, 22], numbers [27, 31, 36, 50, 58]
31 is General to openpyxl
calamine 0.9.1: dates [14, 22, 27, 31, 36, 50, 58], numbers []
openpyxl 3.1.5: dates [14, 22], numbers [27, 31, 36, 50, 58]
31 is General to openpyxl"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "a library behaves otherwise now"; exit 1; }
