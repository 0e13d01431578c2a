"""What Python raises over a damaged archive: zipfile trusts the offsets, sizes and methods that stand in it."""

import lzma
import struct
import zipfile
import zlib
from typing import Final

ZIP_DAMAGE: Final = (
    OSError, EOFError, zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile,
    ValueError,  # a place before the file's beginning, a name in no encoding
    RuntimeError,  # a password, a way of packing that is not known
)  # fmt: skip
