"""The `sspr` command in this process: what a person sees of it without a second of imports for each run."""

import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

import pytest

from bot.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command left."""

    stdout: str
    stderr: str
    returncode: int


def sspr(*words: str, settings: Mapping[str, str]) -> Done:
    """Run the command with these settings and no others."""
    out, err = BytesIO(), BytesIO()
    with pytest.MonkeyPatch.context() as environ, redirect_stdout(_text(out)), redirect_stderr(_text(err)):
        for name in [name for name in os.environ if name.startswith(("SSPR_", "SLACK_"))]:
            environ.delenv(name)
        for name, value in settings.items():
            environ.setenv(name, value)
        code = _exit_code(words)
    return Done(out.getvalue().decode(), err.getvalue().decode(), code)


def _exit_code(words: tuple[str, ...]) -> int:
    try:
        main(words)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _text(stream: BytesIO) -> TextIOWrapper:
    return TextIOWrapper(stream, "utf-8", write_through=True)
