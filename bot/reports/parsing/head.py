"""The beginning of a file: its bytes, its encoding, and enough of its text to tell what it is."""

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
_SAMPLE: Final = 4_096  # characters that tell whether a file is text
_CONTROLS: Final = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1e")


@dataclass(frozen=True, slots=True)
class Head:
    """The first part of a file. Lines of `text` end in a line feed alone, and a byte order mark is gone."""

    name: str
    start: bytes  # as they stand in the file
    encoding: str  # a Python codec
    text: str  # "" where the file is no text
    within: str = ""  # what the text was found in: "sheet Resets of an Excel workbook"

    def described(self, form: str) -> str:
        """How a file of some form (`CSV with commas`) is told of."""
        return self.within or f"{form}, {self.encoding_name}"

    @property
    def is_text(self) -> bool:
        """Whether it can be read as text at all."""
        return bool(self.text)

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
    """The head of the file; the stream stands at its start again. Raises ReportError when it is empty."""
    start = stream.read(HEAD_BYTES)
    whole = len(start) < HEAD_BYTES
    stream.seek(0)
    encoding = encoding_of(start)
    decoded = codecs.getincrementaldecoder(encoding)("replace").decode(start, final=whole)
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReportError(f"{name} is empty; download the report again.")
    return Head(name, start, encoding, text if _is_text(text[:_SAMPLE]) else "")


def _is_text(sample: str) -> bool:
    """Whether no more than one character in twenty is one that nobody writes."""
    return 20 * sum(character in _CONTROLS for character in sample) <= len(sample)


def encoding_of(start: bytes) -> str:
    """The Python codec of a text by its first bytes: its mark, its zeros, whether it is UTF-8; else Windows's own."""
    for bom, codec in _BOMS:
        if start.startswith(bom):
            return codec
    sample = start[:_SAMPLE]
    if 3 * sample[1::2].count(0) > len(sample[1::2]) > 0:
        return "utf-16-le"
    if 3 * sample[::2].count(0) > len(sample[::2]):
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
