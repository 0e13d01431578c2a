"""Who was erased, by keyed hashes alone: what a load reads about them is left out, and said in its receipt."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, select

from bot.later import later_import
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import Rejected
from bot.reports.roster import Roster
from bot.storage.tables import erasures

if TYPE_CHECKING:
    import pandas as pd
else:  # whoever loads nothing does without
    pd = later_import("pandas")

_PEOPLE: Final = ("user", "user_id")
_SENTENCES: Final = ("actor", "detail", "reason", "role", "methods", "result", "datum")
_TOKEN: Final = re.compile(r"[^\s,;\t|\"'<>()\[\]{}:=]+")
_GONE: Final = "(a person who was erased)"


@dataclass(frozen=True, slots=True)
class Erased:
    """The people of one tenant who were erased, by hashes: nobody can read a name, but whether one is there is told."""

    salt: str
    instead: Mapping[str, str]  # by hash: who stands in the rows that stay

    def has(self, name: str) -> bool:
        """Whether this is the user ID or object id of somebody who was erased."""
        return name_hash(self.salt, name) in self.instead

    def out_of(self, text: str) -> str:
        """A text in which those who were erased are called as in the rows that stay."""
        return _TOKEN.sub(lambda found: self._called(found[0]), text)

    def _called(self, word: str) -> str:
        bare = word.rstrip(".!?")
        other = self.instead.get(name_hash(self.salt, bare))
        return word if other is None else other + word[len(bare) :]

    def among(self, names: Iterable[str]) -> set[str]:
        """Those of the names."""
        return {name for name in names if name and self.has(name)}


def read_erased(connection: Connection, tenant: int) -> Erased | None:
    """Who was erased; None when nobody was, which costs one look."""
    columns = erasures.c.salt, erasures.c.hashes, erasures.c.instead
    asked = select(*columns).where(erasures.c.tenant == tenant, erasures.c.lifted.is_(None))
    rows = connection.execute(asked).all()
    return Erased(rows[0].salt, {one: row.instead for row in rows for one in row.hashes}) if rows else None


def name_hash(salt: str, name: str) -> str:
    """What stands for a name."""
    key = name.strip().casefold().encode(errors="surrogatepass")
    return hmac.new(bytes.fromhex(salt), key, hashlib.sha256).hexdigest()


def without_erased(connection: Connection, tenant: int, report: ReadReport) -> ReadReport:
    """The report without rows of people who were erased; how many these are is in it."""
    erased = read_erased(connection, tenant)
    if erased is None:
        return report
    frame, left_out = _kept(report.frame, erased)
    return replace(
        report,
        frame=frame,
        rejected=_rejected(report.rejected, erased),
        rows=report.rows - left_out,
        warnings=(*report.warnings, *_sentence(left_out)),
    )


def roster_without_erased(connection: Connection, tenant: int, read: Roster) -> Roster:
    """The same of a roster."""
    erased = read_erased(connection, tenant)
    if erased is None:
        return read
    frame, left_out = _kept(read.frame, erased)
    rejected, warnings = _rejected(read.rejected, erased), (*read.warnings, *_sentence(left_out))
    return replace(read, frame=frame, rejected=rejected, rows=read.rows - left_out, warnings=warnings)


def _kept(frame: pd.DataFrame, erased: Erased) -> tuple[pd.DataFrame, int]:
    """The rows of all others; who acted upon them goes, too, if it was somebody who was erased."""
    gone = pd.Series(data=False, index=frame.index)
    for name in _PEOPLE:
        if name in frame:
            gone |= frame[name].isin(erased.among(frame[name].astype("str").unique()))
    if gone.any():
        frame = without_unused(frame[~gone].reset_index(drop=True))
    return _unnamed(frame, erased), int(gone.sum())


def _unnamed(frame: pd.DataFrame, erased: Erased) -> pd.DataFrame:
    """What rows of others say of somebody who was erased: who acted, and in a sentence."""
    changed: dict[str, Any] = {}
    for name in set(_SENTENCES) & set(frame.columns):
        said = {text: erased.out_of(text) for text in map(str, frame[name].unique())}
        if any(text != other for text, other in said.items()):
            changed[name] = frame[name].astype("str").map(said).astype("category")
    return frame.assign(**changed)


def without_unused(frame: pd.DataFrame) -> pd.DataFrame:
    """Without words that no row has any more: a name is one."""
    unused = {
        name: column.cat.remove_unused_categories()
        for name, column in frame.items()
        if isinstance(column.dtype, pd.CategoricalDtype)
    }
    return frame.assign(**{str(name): column for name, column in unused.items()})


def _rejected(rows: tuple[Rejected, ...], erased: Erased) -> tuple[Rejected, ...]:
    """Rows that could not be read may hold anybody: those that name somebody who was erased keep line and reason."""
    return tuple(replace(row, raw=_GONE) if erased.among(_TOKEN.findall(row.raw)) else row for row in rows)


def _sentence(left_out: int) -> list[str]:
    if not left_out:
        return []
    rows = "1 row is" if left_out == 1 else f"{left_out:,} rows are"
    return [f"{rows} of people who were erased, and left out. To have somebody back: sspr erase PERSON --lift."]
