"""What is heavy and not always wanted: imported or made when it is first used.

if TYPE_CHECKING:
import pandas as pd
else:
pd = later_import("pandas")
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


class _Later:
    """Stands for what it makes when somebody first takes something out of it. Two threads may both make it."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._make(), name)
        setattr(self, name, found)  # from now on as quick as any other
        return found


def later(make: Callable[[], Made], **known: object) -> Made:
    """What `make` makes once it is needed; call its methods and read what it is made of, and nothing else.

    What is `known` of it is there without it.
    """
    made: list[Made] = []

    def one() -> Made:
        if not made:
            made.append(make())
        return made[0]

    found = _Later(one)
    vars(found).update(known)
    return cast("Made", found)


def later_import(module: str) -> Any:
    """A module that is imported once something in it is used."""
    return _Later(lambda: import_module(module))
