"""Archives of reports: `.gz` of one, `.zip` of several."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import IO, BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import pages, workbook_size
from bot.reports.formats.zip_damage import INFLATED, ZIP_DAMAGE, is_inflated
from bot.reports.parsing import excerpts
from bot.reports.parsing.head import Head
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading, Unread, listed_reasons, part_reason
from bot.reports.receipt import IN_ARCHIVE

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_BYTES: Final = 1 << 30  # of all files together, unpacked
_DEPTH: Final = 2  # archives in archives
_PIECE: Final = 1 << 20


def recognises(head: Head) -> bool:
    """Whether a file is an archive, and no workbook."""
    return head.start.startswith((_GZIP, *_ZIP)) and workbook_size.kind_of_zip(head.start) is None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads every report in the archive. Raises ReportError when it holds none."""
    reading = _read(head.name, stream, options, _DEPTH, _Room())
    if progress:
        progress(stream.tell())
    if not reading.reports and not reading.rosters:
        raise ReportError(
            f"Nothing in {head.name} was read. {listed_reasons(reading.unread) or 'The archive is empty.'}"
        )
    return reading


class _Room:
    """How much may still be unpacked, of one archive and those in it."""

    def __init__(self) -> None:
        self._left = _MOST_BYTES

    def unpacked(self, content: IO[bytes] | gzip.GzipFile, packed: Callable[[], int]) -> bytes | str:
        """All that comes out, or the reason why it is not read; `packed` says of how many bytes it was so far."""
        pieces, size = [], 0
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > self._left:
                return f"with it the archive unpacks to more than {_MOST_BYTES >> 20:,} MB"
            if is_inflated(size, packed()):
                return INFLATED
            pieces.append(piece)
        self._left -= size
        return b"".join(pieces)


def _read(name: str, stream: BinaryIO, options: ReadOptions, depth: int, room: _Room) -> Reading:
    from bot.reports.formats.registry import read_all  # noqa: PLC0415 - the registry lists this module

    found, unread = list[tuple[str, Reading]](), list[Unread]()
    for member, content in pages.joined(_members(name, stream, room)):
        if isinstance(content, str):
            unread.append(Unread(member, content))
            continue
        try:
            if content.startswith((_GZIP, *_ZIP)) and workbook_size.kind_of_zip(content[:200]) is None:
                if not depth:
                    raise ReportError(f"{member} is an archive in an archive in an archive.")  # noqa: TRY301
                found.append(("", _read(member, io.BytesIO(content), options, depth - 1, room)))
            else:
                found.append((member, read_all(member, io.BytesIO(content), options)))
        except ReportError as error:
            unread.append(Unread(member, part_reason(error, member)))
    names = [member for member, _ in found if member]
    reports = pages.as_one(tuple(report for _, reading in found for report in reading.reports), names)
    in_reports = [member for member, reading in found for _ in reading.reports]
    in_rosters = [member for member, reading in found for _ in reading.rosters]
    rosters = tuple(roster for _, reading in found for roster in reading.rosters)
    if len(found) + len(unread) > 1:
        reports, rosters = (
            tuple(replace(one, recognised=_named(one.recognised, member)) for one, member in zip(*both, strict=True))
            for both in ((reports, in_reports), (rosters, in_rosters))
        )
    return Reading(
        reports,
        rosters,
        (*unread, *(part for _, reading in found for part in reading.unread)),
    )


def _named(recognised: str, member: str) -> str:
    """How it was recognised, with the name of its file among others."""
    return f"{recognised}{IN_ARCHIVE}{excerpts.cell(member)}" if member else recognised


def _members(name: str, stream: BinaryIO, room: _Room) -> Iterator[tuple[str, bytes | str]]:
    """The files, each with its content or the reason why it is not read."""
    stream.seek(0)
    start = stream.read(2)
    stream.seek(0)
    try:
        if start == _GZIP:
            yield PurePath(name).name.removesuffix(".gz"), room.unpacked(gzip.GzipFile(fileobj=stream), stream.tell)
            return
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist():
                if not member.is_dir() and not _is_of_the_system(member.filename):
                    yield member.filename, _member(archive, member, room)
    except ZIP_DAMAGE as error:
        raise ReportError(f"{name} is a damaged archive, or cut off; download it again.") from error


def _is_of_the_system(path: str) -> bool:
    return path.startswith("__MACOSX/") or path.rpartition("/")[2].startswith((".", "~"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: _Room) -> bytes | str:
    if member.flag_bits & 1:
        return "it is protected by a password"
    try:
        with archive.open(member) as content:
            return room.unpacked(content, lambda: member.compress_size)
    except ZIP_DAMAGE:
        return "it is damaged, or packed in a way that is not read"
