"""The rows behind an answer as a file: CSV that is safe in a spreadsheet and can be read back, or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from bot.later import later_import
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code
from bot.render.blocks.wording import count
from bot.render.lines import coverage
from bot.reports.coverage import Coverage

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
else:
    pd = later_import("pandas")
    pa = later_import("pyarrow")

# The columns of the two classic reports, in their order.
CLASSIC: Final[Mapping[str, Mapping[str, str]]] = {
    "attempts": {
        "user": "User",
        "role": "Role",
        "at": "Date and Time",
        "methods": "Method(s) Used",
        "result": "Result",
        "detail": "Details",
    },
    "registrations": {"user": "User", "role": "Role", "at": "Date and Time", "datum": "Data Registered"},
}


@dataclass(frozen=True, slots=True)
class ExportFile:
    """The answer to `export`: whoever shows the message also hands over the file."""

    name: str
    write: Callable[[IO[bytes]], None] = field(repr=False)  # a file of 3,000,000 rows takes 480 MB, its rows 60
    rows: int
    coverage: Coverage
    of_attempts: bool = False  # of which each row is one, whatever the question counts
    other_span: tuple[datetime, datetime] | None = None  # of the rows, where the window that was asked for holds none

    def whole(self) -> bytes:
        """All that is in it."""
        file = BytesIO()
        self.write(file)
        return file.getvalue()

    @property
    def notice(self) -> str:
        """What must be said beside the number of rows; "" where they are those that were asked for."""
        if self.other_span is None:
            return ""
        first, last = (f"{at:%Y-%m-%d %H:%M} UTC" for at in self.other_span)
        return f"The window that was asked for holds no rows: these are the newest ones, from {first} to {last}."


def message(file: ExportFile) -> Message:
    """What goes with the file."""
    icon = icons.OK if file.rows else icons.INFO
    each = ", one for each attempt" if file.rows and file.of_attempts else ""
    verdict = f"{icon} {code(file.name)}: {count(file.rows, 'row')}{each}."
    if not file.rows:
        verdict += " Nothing in the loaded data fits the question."
    if file.notice:
        verdict += f"\n{icons.WARNING} {file.notice}"
    return assemble(verdict, [section(verdict), context(*coverage.warnings(file.coverage))])


def classic(frame: pd.DataFrame, report: str) -> pd.DataFrame:
    """The rows as the classic report has them. An attempt that still goes on is not in it yet."""
    columns = CLASSIC[report]
    kept = frame[frame["result"] != "In progress"] if "result" in frame else frame
    return kept[list(columns)].rename(columns=columns)


def write_parquet(frame: pd.DataFrame, file: IO[bytes]) -> None:
    """Write typed columns; words are stored once."""
    from pyarrow import parquet  # noqa: PLC0415 - slow to import, seldom wanted

    parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), file, compression="zstd")
