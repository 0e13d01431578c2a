"""Small checks that combine into the shape of a JSON value; each yields what is wrong and where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that Slack would refuse, at a JSON pointer."""

    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Problems = Iterator[Problem]
Check = Callable[[object, str], Problems]


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Say whether a JSON value is an object."""
    return isinstance(value, dict)


def string(most: int, least: int = 1) -> Check:
    """A string between two lengths."""

    def check(value: object, at: str) -> Problems:
        if not isinstance(value, str):
            yield Problem(at, "invalid_type", "must provide a string")
        elif len(value) < least:
            yield Problem(at, "too_short", f"must be more than {least - 1} characters")
        elif len(value) > most:
            yield Problem(at, "too_long", f"must be less than {most + 1} characters")

    return check


def matching(most: int, fits: Callable[[str], bool], what: str) -> Check:
    """A string that also has a form, such as a date."""
    length = string(most)

    def check(value: object, at: str) -> Problems:
        problems = list(length(value, at))
        yield from problems
        if not problems and not fits(str(value)):
            yield Problem(at, "invalid_format", f"must be {what}")

    return check


def boolean(value: object, at: str) -> Problems:
    """True or false, and not a word for it."""
    if not isinstance(value, bool):
        yield Problem(at, "invalid_type", "must be a boolean")


def integer(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: object, at: str) -> Problems:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(at, "invalid_type", "must be an integer")
        elif not least <= value <= most:
            yield Problem(at, "out_of_range", f"must be between {least} and {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: object, at: str) -> Problems:
        if value not in allowed:
            yield Problem(at, "invalid_value", f"must be one of {', '.join(allowed)}")

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of like things between two lengths."""

    def check(value: object, at: str) -> Problems:
        if not isinstance(value, list):
            yield Problem(at, "invalid_type", "must be an array")
            return
        if len(value) < least:
            yield Problem(at, "too_few", f"no fewer than {least} items allowed")
        if len(value) > most:
            yield Problem(at, "too_many", f"no more than {most} items allowed")
        for position, item in enumerate(value):
            yield from each(item, f"{at}/{position}")

    return check


def shape(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *,
    either: tuple[str, ...] = (),
) -> Check:
    """An object with these keys and no others; `either` names keys of which exactly one is there."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str) -> Problems:
        if not is_object(value):
            yield Problem(at, "invalid_type", "must be an object")
            return
        for key in sorted(required.keys() - value.keys()):
            yield Problem(at, "missing_field", f"missing required field: {key}")
        for key in sorted(value.keys() - known.keys()):
            yield Problem(at, "unknown_field", f"invalid additional property: {key}")
        if either and sum(key in value for key in either) != 1:
            yield Problem(at, "missing_field", f"exactly one of {' or '.join(either)} is required")
        for key, inner in known.items():
            if key in value:
                yield from inner(value[key], f"{at}/{key}")

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` chooses its shape."""

    def check(value: object, at: str) -> Problems:
        kind = value.get("type") if is_object(value) else None
        inner = shapes.get(kind) if isinstance(kind, str) else None
        if inner is None:
            yield Problem(f"{at}/type", "unsupported_type", f"unsupported type: {kind}")
            return
        yield from inner(value, at)

    return check


def both(*checks: Check) -> Check:
    """Several checks of one value."""

    def check(value: object, at: str) -> Problems:
        for one in checks:
            yield from one(value, at)

    return check


def anything(_value: object, _at: str) -> Problems:
    """A value that another rule judges."""
    return iter(())
