"""The people of the sample tenant: first names at two example companies, nobody real."""

from typing import Final

_FIRST: Final = (
    "ada", "alan", "amir", "amy", "ana", "anton", "asta", "ben", "bo", "bruno", "cara", "carl", "chen", "clara",
    "dan", "demi", "dina", "ed", "ela", "elif", "emil", "eva", "farid", "femi", "finn", "flora", "gita", "greta",
    "gus", "hana", "hans", "hedda", "hugo", "ida", "igor", "ines", "ivan", "jan", "jana", "jo", "juan", "jun",
    "kai", "kira", "kofi", "lars", "lena", "leo", "lin", "lola", "luc", "maja", "marc", "mei", "milo", "mina",
    "nadia", "ned", "nia", "nils", "noor", "olga", "omar", "otto", "paul", "pia", "priya", "quinn", "rafa",
    "ravi", "rita", "rosa", "sam", "sara", "sven", "tara", "theo", "tim", "tove", "uma", "ursa", "vera", "viktor",
    "wanda", "wim", "xenia", "yara", "yusuf", "zoe", "zora",
)  # fmt: skip
_INITIALS: Final = " abcdefghijklmnoprstuvw"


def names(count: int) -> list[str]:
    """So many user IDs, each once; every fourth person works at the smaller company."""
    people = (f"{first}{'.' + initial if initial.strip() else ''}" for initial in _INITIALS for first in _FIRST)
    return [
        f"{name}@{'fabrikam.com' if number % 4 == 3 else 'contoso.com'}"  # noqa: PLR2004 - every fourth
        for number, name in zip(range(count), people, strict=False)
    ]
