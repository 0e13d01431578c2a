"""A whole file as UTF-8, whatever it was written in."""

import codecs
from typing import BinaryIO

from bot.reports.parsing.head import Head
from bot.reports.parsing.options import Progress


def utf8_of(head: Head, stream: BinaryIO, progress: Progress | None) -> bytes:
    """The file's text as UTF-8 without a byte order mark."""
    if head.start.startswith(codecs.BOM_UTF8):  # to cut it off afterwards would copy the file
        stream.seek(len(codecs.BOM_UTF8))
    data = stream.read()
    if progress:
        progress(len(data))
    if not head.encoding.startswith("utf-8"):
        return data.decode(head.encoding, errors="replace").encode(errors="replace")
    return data if _is_utf8(data) else data.decode("cp1252", errors="replace").encode()


def _is_utf8(data: bytes) -> bool:
    """Whether the rest of the file keeps what its head promised."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
