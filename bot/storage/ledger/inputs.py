"""What each load read, kept as it was read: a load is taken back by recording all others anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, delete, func, insert, select, update

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
    values = {"tenant": tenant, "load": load, "warnings": list(warnings), "content": _packed(frame)}
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
        yield LoadInput(load, _unpacked(kept.content), tuple(kept.warnings))


def forget_people(connection: Connection, tenant: int, keys: Sequence[str]) -> int:
    """Take people out of what loads have read; `keys` are casefolded user or object IDs. How many rows went."""
    gone, wanted = 0, set(keys)
    numbers = connection.execute(select(load_inputs.c.load).where(load_inputs.c.tenant == tenant)).scalars().all()
    for load in numbers:
        this = load_inputs.c.tenant == tenant, load_inputs.c.load == load
        frame = _unpacked(connection.execute(select(load_inputs.c.content).where(*this)).scalar_one())
        named = frame["user"].astype("str").str.strip().str.casefold().isin(wanted)
        if named.any():
            kept = frame[~named].reset_index(drop=True)
            connection.execute(update(load_inputs).where(*this).values(content=_packed(_without_unused(kept))))
            gone += int(named.sum())
    return gone


def forget_input(connection: Connection, tenant: int, load: int) -> None:
    """Forget what one load has read."""
    connection.execute(delete(load_inputs).where(load_inputs.c.tenant == tenant, load_inputs.c.load == load))


def has_input(connection: Connection, tenant: int, load: int) -> bool:
    """Whether what a load has read is kept."""
    asked = select(func.count()).where(load_inputs.c.tenant == tenant, load_inputs.c.load == load)
    return connection.execute(asked).scalar() == 1


def _without_unused(frame: pd.DataFrame) -> pd.DataFrame:
    """Without words that no row has any more: a name is one."""
    for name, column in frame.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            frame[name] = column.cat.remove_unused_categories()
    return frame


def _packed(frame: pd.DataFrame) -> bytes:
    from pyarrow.feather import write_feather  # noqa: PLC0415 - whoever only asks keeps nothing

    frame = frame.drop(columns="line", errors="ignore").reset_index(drop=True)
    if "event_id" in frame:
        frame = frame.assign(event_id=frame["event_id"].fillna(""))
    content = BytesIO()
    write_feather(frame, content, compression="zstd")
    return content.getvalue()


def _unpacked(content: bytes) -> pd.DataFrame:
    from pyarrow.feather import read_feather  # noqa: PLC0415

    frame: pd.DataFrame = read_feather(BytesIO(content))
    return frame
