"""The times of an audit log: ISO with any number of digits, or the portal's American clock."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_CLOCK = r"^\d{1,2}/\d{1,2}/\d{4},? \d{1,2}:\d{2}:\d{2}(\.\d+)? [AaPp][Mm]$"


def parse_times(column: pa.ChunkedArray) -> "pd.Series[pd.Timestamp]":
    """Each text as a time in UTC, cut to microseconds; NaT for what is no time. A time without a zone is UTC."""
    iso = pd.to_datetime(column.to_pandas(), format="ISO8601", utc=True, errors="coerce")
    return _with_clock(column, iso).dt.as_unit("us")


def _with_clock(column: pa.ChunkedArray, times: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    """Log Analytics writes `11/20/2026, 8:14:33.123 AM`: month first, as its twelve-hour clock is American."""
    clock = pc.match_substring_regex(column, _CLOCK).to_numpy()
    if not clock.any():
        return times
    texts = column.to_pandas()[clock].str.replace(",", "").str.replace(r"(\.\d{1,6})\d*", r"\1", regex=True)
    fractions = texts.str.contains(".", regex=False)
    texts = texts.where(fractions, texts.str.replace(r"(:\d\d) ", r"\1.0 ", regex=True))
    return times.mask(clock, pd.to_datetime(texts, format="%m/%d/%Y %I:%M:%S.%f %p", utc=True, errors="coerce"))
