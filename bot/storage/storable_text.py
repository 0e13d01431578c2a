"""Column types of text that every database takes: what none can store is replaced, what is too long is cut."""

from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

_REPLACEMENT = "\ufffd"


class StorableText(TypeDecorator[str]):
    """Text of any length."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else storable(value)


class StorableString(TypeDecorator[str]):
    """Text of at most `length` characters: one long value must not make a whole row unwritable."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    @override
    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else storable(value)[: self.length]


def storable(text: str) -> str:
    """The text with U+FFFD for each NUL, which PostgreSQL refuses, and each half of a surrogate pair, as all do."""
    if text.isascii():
        return text.replace("\0", _REPLACEMENT)
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return paired.replace("\0", _REPLACEMENT)


def all_storable(texts: list[str]) -> list[str]:
    """The same of many, which hardly ever hold any of that."""
    whole = "".join(texts)
    return texts if whole.isascii() and "\0" not in whole else [storable(text) for text in texts]
