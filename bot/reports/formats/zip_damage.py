"""Archives that are damaged or made to harm: zipfile trusts the offsets, sizes and methods that stand in them."""

import lzma
import struct
import zipfile
import zlib
from typing import Final

# What it raises over them.
ZIP_DAMAGE: Final = (
    OSError, EOFError, zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile,
    ValueError,  # a place before the file's beginning, a name in no encoding
    RuntimeError,  # a password, a way of packing that is not known
)  # fmt: skip

INFLATED: Final = "it unpacks to more than a hundred times its size, which no report does"
_TIMES: Final = 100  # reports come to 10 to 30
_ANY_SIZE: Final = 64 << 20  # bytes that are unpacked whatever they came from


def is_inflated(unpacked: int, packed: int) -> bool:
    """Whether so many bytes of so few are more than any report packs."""
    return unpacked > max(_ANY_SIZE, _TIMES * packed)
