#!/usr/bin/env bash
# azure-kusto-data 6.0.4 with pandas 3.1.1: one result, read row by row and by dataframe_from_result_table.
#
# Guessed: the frame holds what the rows hold, but for the finer unit. Seen: a span below minus a day is read as its days
# below zero plus its hours: -1.02:00:00, 26 hours ago, is -22 hours in the frame; -01:00:00 is right. The text goes to pandas
# as "-1 days 02:00:00", where the sign is that of the days alone. And a moment far off (9999-12-31, which stands for "never")
# is NaT, as a missing one is, once any other row of the column has a seventh digit of a second, as most logs of Azure have:
# the column is kept in nanoseconds then, which end in 2262. Without such a row it is kept. No error and no warning for both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "azure-kusto-data==6.0.4" "pandas==3.1.1"
seen=$("$folder/venv/bin/python" -W error - <<'PYTHON'
from azure.kusto.data.helpers import dataframe_from_result_table
from azure.kusto.data.response import KustoResponseDataSetV2


def both(kind, *values):
    """A column of the type with these values: as rows, and as a frame."""
    table = KustoResponseDataSetV2(
        [
            {
                "FrameType": "DataTable",
                "TableId": 1,
                "TableKind": "PrimaryResult",
                "TableName": "PrimaryResult",
                "Columns": [{"ColumnName": "v", "ColumnType": kind}],
                "Rows": [[value] for value in values],
            }
        ]
    ).primary_results[0]
    return [row["v"] for row in table], list(dataframe_from_result_table(table)["v"])


for span in ("-01:00:00", "1.02:00:00", "-1.02:00:00", "-3.00:00:01"):
    (row,), (cell,) = both("timespan", span)
    print(f"{span}: {row.total_seconds():.0f} s in the row, {cell.total_seconds():.0f} s in the frame")
for other in ("2026-11-29T10:00:00.123456Z", "2026-11-29T10:00:00.1234567Z"):
    rows, cells = both("datetime", "9999-12-31T00:00:00Z", other)
    print(f"beside {other}: {rows[0]} in the row, {cells[0]} in the frame")
PYTHON
)
expected="-01:00:00: -3600 s in the row, -3600 s in the frame
1.02:00:00: 93600 s in the row, 93600 s in the frame
-1.02:00:00: -93600 s in the row, -79200 s in the frame
-3.00:00:01: -259201 s in the row, -259199 s in the frame
beside 2026-11-29T10:00:00.123456Z: 9999-12-31 00:00:00+00:00 in the row, 9999-12-31 00:00:00+00:00 in the frame
beside 2026-11-29T10:00:00.1234567Z: 9999-12-31 00:00:00+00:00 in the row, NaT in the frame"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "azure-kusto-data or pandas behaves otherwise now"; exit 1; }
