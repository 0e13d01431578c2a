"""The `sspr` command."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.app.zone_rules import use_newest_zone_rules
from bot.cli import asking, erasing, fleet, keeping, loading, operating, replaying, unloading
from bot.cli.help import Command, Group
from bot.cli.options import printable
from bot.errors import BotError

app = typer.Typer(
    name="sspr",
    cls=Group,
    help="Answers for self-service password reset, from the reports that Azure AD keeps.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    operating.demo, operating.run, loading.load, unloading.unload, loading.pull, asking.ask, asking.fix,
    operating.digest, asking.export, operating.check, operating.access_log, keeping.backup, keeping.restore,
    keeping.prune, erasing.erase, fleet.fleet, replaying.replay, operating.retry, operating.mcp,
):  # fmt: skip
    app.command(cls=Command)(command)


def _print_version(asked: bool) -> None:
    if asked:
        from bot.app.version import program_version

        typer.echo(f"sspr {program_version()}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    pass


def _commands() -> set[str]:
    """The names of the commands."""
    return {str(one.name or getattr(one.callback, "__name__", "")).replace("_", "-") for one in app.registered_commands}


def _with_help(words: Sequence[str]) -> Sequence[str]:
    """`sspr help` and `sspr help load` as Typer has them."""
    if not words or words[0].casefold() != "help":
        return words
    return [*(word for word in words[1:2] if word in _commands()), "--help"]


def _refuse_bare_question(words: Sequence[str]) -> None:
    """Say how a question is asked, where one stands in a command's place: `sspr status erik`."""
    first = words[0] if words else ""
    if first.startswith("-") or not first or first in _commands():
        return
    from bot.questions.question_types import NAMED

    if first.casefold() in NAMED:
        typer.echo(f"Ask a question with: sspr ask {' '.join(map(printable, words))}", err=True)
        sys.exit(2)


def main(words: Sequence[str] | None = None) -> None:
    """Run the command; what a person can put right is one sentence on stderr and exit code 1."""
    try:
        use_newest_zone_rules()
        words = _with_help(sys.argv[1:] if words is None else words)
        _refuse_bare_question(words)
        app(args=words)
    except BotError as error:
        typer.secho(printable(str(error)), err=True, fg=typer.colors.RED if sys.stderr.isatty() else None)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
