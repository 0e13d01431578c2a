"""The beginning of a file: its encoding, and enough of its text to tell what it is."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO, Final

from bot.errors import ReportError

HEAD_BYTES: Final = 65_536
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENCODINGS: Final = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252",
    "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
}  # fmt: skip
_PACKED: Final = b"PK\x03\x04"  # what workbooks and ZIP archives begin with
_CONTROLS: Final = frozenset(map(chr, range(32))) - set("\t\n\v\f\r")


@dataclass(frozen=True, slots=True)
class Head:
    """The first part of a file, decoded; lines end in a line feed alone, and a byte order mark is gone."""

    name: str
    encoding: str  # a Python codec
    text: str

    @property
    def encoding_name(self) -> str:
        """The encoding as people call it."""
        return _ENCODINGS[self.encoding]

    @property
    def first_line(self) -> str:
        """The first line that is not blank, cut to a length that fits into a sentence."""
        line = next((line.strip() for line in self.text.split("\n") if line.strip()), "")
        return line if len(line) <= 200 else f"{line[:200]}..."  # noqa: PLR2004 - a sentence's worth


def head_of(name: str, stream: BinaryIO) -> Head:
    """The head of the file; the stream stands at its start again. Raises ReportError when it is empty or no text."""
    start = stream.read(HEAD_BYTES)
    whole = len(start) < HEAD_BYTES
    stream.seek(0)
    if start.startswith(_PACKED):
        raise ReportError(f"{name} is an Excel workbook or an archive; save the report as CSV and load that.")
    encoding = _encoding(start)
    decoded = codecs.getincrementaldecoder(encoding)("replace").decode(start, final=whole)
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReportError(f"{name} is empty; download the report again.")
    sample = text[:4096]
    if 20 * sum(character in _CONTROLS for character in sample) > len(sample):  # one in twenty
        raise ReportError(f"{name} is no text; save the report as CSV and load that.")
    return Head(name, encoding, text)


def _encoding(start: bytes) -> str:
    for bom, codec in _BOMS:
        if start.startswith(bom):
            return codec
    sample = start[:4096]
    if 3 * sample[1::2].count(0) > len(sample[1::2]) > 0:
        return "utf-16-le"
    if 3 * sample[::2].count(0) > len(sample[::2]):
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
