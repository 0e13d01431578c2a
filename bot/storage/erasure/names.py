"""The names of one person, found in any text and put out of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from bot.render.blocks.mrkdwn import clean, code, escape

_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Names:
    """What one person is called: casefolded user IDs and object ids; and who stands there instead."""

    keys: tuple[str, ...]
    instead: str

    @property
    def certain(self) -> bool:
        """Whether they are found in running text: an ordinary word that somebody typed as a user ID is not."""
        return all("@" in key or _GUID.fullmatch(key) for key in self.keys)

    def probes(self) -> list[str]:
        """For each name a piece that all its spellings have, for a quick look; nothing where one has none."""
        pieces = [max(re.findall(r"[a-z0-9.-]+", key), key=len, default="") for key in self.keys]
        return pieces if all(pieces) else []

    def pattern(self, *, within: bool = False) -> re.Pattern[str]:
        """Finds them in any spelling that an answer may have given them: as whole words, or `within` others, too."""
        forms = {form for key in self.keys for form in _forms(key)}
        words = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
        whole = words if within else rf"(?<![\w.+@-])(?:{words})(?![\w@+-]|\.\w)"
        return re.compile(whole, re.IGNORECASE)

    def out_of(self, value: Any, *, within: bool = False) -> Any:
        """The same without the names: a text, or what JSON can hold."""
        return _replaced(value, self.pattern(within=within), self.instead)


def _forms(key: str) -> Iterable[str]:
    shown = clean(key)
    yield from filter(None, (key, shown, escape(shown), code(key).strip("`"), quote(key), quote(key, safe="")))


def _replaced(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda _: instead, value)
    if isinstance(value, dict):
        return {_replaced(key, pattern, instead): _replaced(one, pattern, instead) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(one, pattern, instead) for one in value]
    return value
