"""A whole file as UTF-8, whatever it was written in."""

import codecs
import re
import unicodedata
from typing import BinaryIO, Final

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
        return composed(data.decode(head.encoding, errors="replace")).encode(errors="replace")
    if not _is_utf8(data):
        return data.decode("cp1252", errors="replace").encode()
    marked = (b"\xcc" in data or b"\xcd" in data) and _MARKS.search(data)  # one byte is found twenty times as quickly
    return composed(data.decode()).encode() if marked or _TWICE_BYTES.search(data) else data


def composed(text: str) -> str:
    """The text with each letter in one way: written once, and as one sign instead of a letter and a mark."""
    return text if text.isascii() else unicodedata.normalize("NFC", decoded_twice(text))


def decoded_twice(text: str) -> str:
    """The text without what comes of writing it in UTF-8 twice: `Ã¼` for `ü`.

    Only where each letter beyond ASCII belongs to such a pair, so that nobody's name is changed that was meant so.
    """
    begun = any(sign in text for sign in _FIRST)  # one sign is found forty times as quickly as a pair
    if not begun or not _TWICE.search(text) or not _TWICE.sub("", text).isascii():
        return text
    return _TWICE.sub(lambda found: found[0].translate(_BYTES).encode("latin-1").decode(), text)


# Characters that stand for the bytes of a letter where a program took UTF-8 for Windows-1252: the first byte, and the
# others. Only letters of Europe and punctuation are looked for: `É…` is an É and three dots.
_BYTES: Final = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # which Windows leaves as they are
}
_FIRST: Final = "\xc2\xc3\xc4\xc5\xe2"
_FOLLOWING: Final = "[\x80-\xbf" + "".join(map(chr, _BYTES)) + "]"
_TWICE: Final = re.compile(f"[\xc2-\xc5]{_FOLLOWING}|\xe2[\x80\x82€\u201a]{_FOLLOWING}")
_MARKS: Final = re.compile(rb"\xcc[\x80-\xbf]|\xcd[\x80-\xaf]")  # accents and dots as signs of their own
_TWICE_BYTES: Final = re.compile(rb"\xc3[\x82-\x85\xa2]\xc2|\xc3[\x82-\x85\xa2][\xc5\xc6\xcb\xe2]")


def _is_utf8(data: bytes) -> bool:
    """Whether the rest of the file keeps what its head promised."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
