"""What people wrote down before they saw the bot, as they would ask it, with the kinds of question that answer it.

`heard.tsv` has text and kinds, joined by |; `cannot` says that no question does. What narrows it is not in there: that
is for the labelled questions of `phrasings`.
"""

from pathlib import Path

from typing_extensions import override

from tests.support.phrasings import Loaded

FILE = Path(__file__).parents[1] / "data" / "heard.tsv"


class Everybody(Loaded):
    """Whoever these people ask about."""

    @override
    def person(self, word: str) -> bool:
        return super().person(word) or word.casefold() in {"ada", "dan", "lars", "noor"}

    @override
    def domain(self, word: str) -> str | None:
        fabrikam = word.casefold() in {"fabrikam", "fabrikam.com"}
        return "fabrikam.com" if fabrikam else super().domain(word)


def heard() -> dict[str, tuple[str, ...]]:
    cells = (line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:])
    return {text: tuple(kinds.split("|")) for text, kinds in cells}
