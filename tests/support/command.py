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


class _Written(TextIOWrapper):
    """A stream like a file's, with its bytes in memory."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), "utf-8", write_through=True)

    def text(self) -> str:
        self.seek(0)
        return self.read()


def sspr(*words: str, settings: Mapping[str, str]) -> Done:
    """Run the command with these settings and no others."""
    out, err = _Written(), _Written()
    with pytest.MonkeyPatch.context() as environ, redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith(("SSPR_", "SLACK_"))]:
            environ.delenv(name)
        for name, value in settings.items():
            environ.setenv(name, value)
        code = _exit_code(words)
    return Done(out.text(), err.text(), code)


def _exit_code(words: tuple[str, ...]) -> int:
    try:
        main(words)
    except SystemExit as end:
        return int(end.code or 0)
    return 0
