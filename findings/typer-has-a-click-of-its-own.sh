#!/usr/bin/env bash
# typer 0.29.2 beside click 8.5.1: what is raised or asked for through click is unknown to Typer.
#
# Guessed: Typer is built on Click, so a command's click.UsageError is its usage error, as it was for years (0.15.4), and the
# context is Click's. Seen: since 0.26.0 Typer brings a copy of Click within itself and does not depend on the package any
# more. click.UsageError and click.exceptions.Exit(3) end a command as errors that nobody catches, with 1 instead of 2 and 3
# and without their sentence; click.get_current_context() finds none; a command is no click.Command. Nothing fails on import
# where Flask, say, brings Click. typer.BadParameter, typer.Exit and a `typer.Context` argument are right in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/commands.py" <<'PYTHON'
from importlib.metadata import version

import click
import typer
from typer.testing import CliRunner


def usage():
    raise click.UsageError("no such report")


def leave():
    raise click.exceptions.Exit(3)


def context():
    click.get_current_context()


def own():
    raise typer.Exit(3)


def ends(command):
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, [])
    said = ", says why" if "no such report" in result.output else ""
    return f"{command.__name__} {result.exit_code} by {type(result.exception).__name__}{said}"


app = typer.Typer()
app.command()(own)
print("typer", version("typer"), "beside click", version("click"))
print("  a click.Command:", isinstance(typer.main.get_command(app), click.Command))
print("  ends with:", "; ".join(ends(command) for command in (usage, leave, context, own)))
PYTHON
for pair in "typer==0.15.4 click==8.1.8" "typer==0.29.2 click==8.5.1"; do
  python3 -m venv --clear "$folder/venv"
  # shellcheck disable=SC2086 - two words on purpose
  "$folder/venv/bin/pip" install --quiet $pair
  "$folder/venv/bin/python" "$folder/commands.py" >> "$folder/seen"
done
seen=$(cat "$folder/seen")
expected="typer 0.15.4 beside click 8.1.8
  a click.Command: True
  ends with: usage 2 by SystemExit, says why; leave 3 by SystemExit; context 0 by NoneType; own 3 by SystemExit
typer 0.29.2 beside click 8.5.1
  a click.Command: False
  ends with: usage 1 by UsageError; leave 1 by Exit; context 1 by RuntimeError; own 3 by SystemExit"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Typer behaves otherwise now"; exit 1; }
