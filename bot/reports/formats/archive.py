"""Archives of reports: `.gz` of one, `.zip` of several."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from bot.errors import ReportError
from bot.reports.formats import workbook_size
from bot.reports.formats.zip_damage import ZIP_DAMAGE
from bot.reports.parsing.head import Head
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading, Unread, part_reason

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_BYTES: Final = 1 << 30  # of one file, unpacked
_DEPTH: Final = 2  # archives in archives
_PIECE: Final = 1 << 20


def recognises(head: Head) -> bool:
    """Whether a file is an archive, and no workbook."""
    return head.start.startswith((_GZIP, *_ZIP)) and workbook_size.kind_of_zip(head.start) is None


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads every report in the archive. Raises ReportError when it holds none."""
    reading = _read(head.name, stream, options, _DEPTH)
    if progress:
        progress(stream.tell())
    if not reading.reports and not reading.rosters:
        reasons = "; ".join(f"{one.name}: {one.reason}" for one in reading.unread[:3])
        raise ReportError(f"{head.name} holds no report that the bot knows. {reasons or 'The archive is empty.'}")
    return reading


def _read(name: str, stream: BinaryIO, options: ReadOptions, depth: int) -> Reading:
    from bot.reports.formats.registry import read_all  # noqa: PLC0415 - the registry lists this module

    found, unread = [], []
    for member, content in _members(name, stream):
        if isinstance(content, str):
            unread.append(Unread(member, content))
            continue
        try:
            if content.startswith((_GZIP, *_ZIP)) and workbook_size.kind_of_zip(content[:200]) is None:
                if not depth:
                    raise ReportError(f"{member} is an archive in an archive in an archive.")  # noqa: TRY301
                found.append(_read(member, io.BytesIO(content), options, depth - 1))
            else:
                found.append(read_all(member, io.BytesIO(content), options))
        except ReportError as error:
            unread.append(Unread(member, part_reason(error, member)))
    return Reading(
        tuple(report for reading in found for report in reading.reports),
        tuple(roster for reading in found for roster in reading.rosters),
        (*unread, *(one for reading in found for one in reading.unread)),
    )


def _members(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes | str]]:
    """The files, each with its content or the reason why it is not read."""
    stream.seek(0)
    start = stream.read(2)
    stream.seek(0)
    try:
        if start == _GZIP:
            yield name.removesuffix(".gz"), _limited(gzip.GzipFile(fileobj=stream))
            return
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist():
                if not member.is_dir() and not _is_of_the_system(member.filename):
                    yield member.filename, _member(archive, member)
    except ZIP_DAMAGE as error:
        raise ReportError(f"{name} is a damaged archive, or cut off; download it again.") from error


def _is_of_the_system(path: str) -> bool:
    return path.startswith("__MACOSX/") or path.rpartition("/")[2].startswith((".", "~"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | str:
    if member.flag_bits & 1:
        return "it is protected by a password"
    if member.file_size > _MOST_BYTES:
        return f"it is larger than {_MOST_BYTES >> 20:,} MB"
    try:
        with archive.open(member) as content:
            return _limited(content)
    except ZIP_DAMAGE:
        return "it is damaged, or packed in a way that is not read"


def _limited(content: BinaryIO | gzip.GzipFile | object) -> bytes | str:
    pieces, size = [], 0
    while piece := content.read(_PIECE):  # type: ignore[union-attr]
        size += len(piece)
        if size > _MOST_BYTES:
            return f"it is larger than {_MOST_BYTES >> 20:,} MB"
        pieces.append(piece)
    return b"".join(pieces)
