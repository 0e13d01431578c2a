"""What each load read, kept as it was read: a load is taken back by recording all others anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, delete, func, insert, select

from bot.errors import StoreError
from bot.reports.receipt import ReportKind
from bot.storage.tables import load_inputs, loads


@dataclass(frozen=True, slots=True)
class LoadInput:
    """One load that has not been taken back: its row in the table of loads, and what it read."""

    load: Row[Any]
    frame: pd.DataFrame
    warnings: tuple[str, ...]


def keep_input(connection: Connection, frame: pd.DataFrame, warnings: Sequence[str], *, tenant: int, load: int) -> None:
    """Keep the rows of one load."""
    values = {"tenant": tenant, "load": load, "warnings": list(warnings), "content": packed(frame)}
    connection.execute(insert(load_inputs).values(values))


def inputs(connection: Connection, tenant: int, *, after: int, without: int) -> Iterator[LoadInput]:
    """Read what the loads behind `after` read, oldest first; those without rows and those taken back are left out.

    Raises StoreError where an earlier version made a load, and kept nothing of it.
    """
    counted = loads.c.tenant == tenant, loads.c.unloaded_at.is_(None), loads.c.report != str(ReportKind.UNREAD)
    chosen = select(loads).where(*counted, loads.c.id > after, loads.c.id != without).order_by(loads.c.id)
    for load in connection.execute(chosen).all():
        asked = select(load_inputs).where(load_inputs.c.tenant == tenant, load_inputs.c.load == load.id)
        kept = connection.execute(asked).one_or_none()
        if kept is None:
            raise StoreError(
                f"Load {load.id} was made by an earlier version, which did not keep what it read: nothing can be taken "
                "back beside it. Load the files that count into an empty database."
            )
        yield LoadInput(load, unpacked(kept.content), tuple(kept.warnings))


def forget_input(connection: Connection, tenant: int, load: int) -> None:
    """Forget what one load has read."""
    connection.execute(delete(load_inputs).where(load_inputs.c.tenant == tenant, load_inputs.c.load == load))


def has_input(connection: Connection, tenant: int, load: int) -> bool:
    """Whether what a load has read is kept."""
    asked = select(func.count()).where(load_inputs.c.tenant == tenant, load_inputs.c.load == load)
    return connection.execute(asked).scalar() == 1


def packed(frame: pd.DataFrame) -> bytes:
    """What a load has read, as it is kept."""
    from pyarrow.feather import write_feather  # noqa: PLC0415 - whoever only asks keeps nothing

    frame = frame.drop(columns="line", errors="ignore").reset_index(drop=True)
    if "event_id" in frame:
        frame = frame.assign(event_id=frame["event_id"].fillna(""))
    content = BytesIO()
    write_feather(frame, content, compression="zstd")
    return content.getvalue()


def unpacked(content: bytes) -> pd.DataFrame:
    """What `packed` was given, but for its lines."""
    from pyarrow.feather import read_feather  # noqa: PLC0415

    frame: pd.DataFrame = read_feather(BytesIO(content))
    return frame
