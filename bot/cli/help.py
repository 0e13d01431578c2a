"""Commands whose help says what is given, and never what Python calls its type."""

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typing_extensions import override


class Command(TyperCommand):
    """A command that shows no `<bool>` beside a flag: Typer has no setting for that, and for --help no way at all."""

    @override
    def get_params(self, ctx: Any) -> Any:
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """The same for the options of `sspr` itself."""

    @override
    def get_params(self, ctx: Any) -> Any:
        return _without_types(super().get_params(ctx))


def _without_types(params: Sequence[Any]) -> Sequence[Any]:
    for one in params:
        if one.param_type_name == "argument":
            one.display_type_rich = lambda ctx: None  # noqa: ARG005 - Typer names it
        elif one.is_flag:
            one.metavar = ""
    return params
