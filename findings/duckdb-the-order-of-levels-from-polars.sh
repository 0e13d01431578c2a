#!/usr/bin/env bash
# duckdb 2.0.1: a column of levels with an order of their own (low, medium, high), in a frame of pandas 3.1.1 and polars 2.1.0.
#
# Guessed: the order comes along from both, as pandas' ordered categories and polars' Enum say what it is, and DuckDB has a
# type for it. Seen: of pandas' frame DuckDB makes an ENUM in that order; polars' frame, Arrow's table (a dictionary that is
# marked as ordered) and a Parquet file of either are VARCHAR, sorted by letter, so that the highest of low, medium and high
# is "medium". polars itself answers "high". A report that moves from one frame to the other answers otherwise, without an
# error. And `level > 'low'` compares an ENUM as text, unlike PostgreSQL's, so that max() and > part within one query. Both
# sides are cast to the ENUM in the query.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "duckdb==2.0.1" "polars==2.1.0" "pandas==3.1.1" "pyarrow==26.0.1"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

ORDER, rows = ["low", "medium", "high"], ["high", "low", "medium"]
pandas_frame = pd.DataFrame({"level": pd.Categorical(rows, categories=ORDER, ordered=True)})
polars_frame = pl.DataFrame({"level": pl.Series(rows, dtype=pl.Enum(ORDER))})
arrow_table = pa.Table.from_pandas(pandas_frame)
pandas_frame.to_parquet("pandas.parquet")
polars_frame.write_parquet("polars.parquet")
print("pandas:", pandas_frame.level.max(), "polars:", polars_frame["level"].max())
for source in ("pandas_frame", "polars_frame", "arrow_table", "'pandas.parquet'", "'polars.parquet'"):
    ((kind, highest, ordered, above),) = duckdb.sql(
        "SELECT typeof(any_value(level)), max(level), list(level ORDER BY level), count(*) FILTER (level > 'low') "
        f"FROM {source}"
    ).fetchall()
    print(f"{source}: {kind.partition('(')[0]}, max {highest}, sorted {' '.join(ordered)}, {above} above low")
duckdb.sql("CREATE TYPE levels AS ENUM ('low', 'medium', 'high')")
cast = "SELECT max(level::levels), count(*) FILTER (level::levels > 'low'::levels) FROM polars_frame"
print("cast:", *duckdb.sql(cast).fetchall()[0])
PYTHON
)
expected="pandas: high polars: high
pandas_frame: ENUM, max high, sorted low medium high, 1 above low
polars_frame: VARCHAR, max medium, sorted high low medium, 1 above low
arrow_table: VARCHAR, max medium, sorted high low medium, 1 above low
'pandas.parquet': VARCHAR, max medium, sorted high low medium, 1 above low
'polars.parquet': VARCHAR, max medium, sorted high low medium, 1 above low
cast: high 2"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "duckdb behaves otherwise now"; exit 1; }
