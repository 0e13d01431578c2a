"""Questions on a terminal: ask, fix, export."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import Format, Now, Tenant, moment, one_line, opened
from bot.errors import RefusedError

if TYPE_CHECKING:
    from bot.questions.question import Question
    from bot.render.blocks.message import Message
    from bot.service.answers.answering import Reply

_REFUSED = 1
_NOT_UNDERSTOOD = 3
_NO_DATA = 4


def ask(
    question: Annotated[
        list[str], typer.Argument(metavar="QUESTION", help='What you would type behind /sspr, e.g. "failures 7d".')
    ],
    *,
    format: Annotated[Format, typer.Option(help="blocks is the exact Slack message.")] = Format.TEXT,  # noqa: A002
    now: Now = None,
    tenant: Tenant = None,
) -> None:
    """Answer a question, as in Slack; exits 3 where it is not understood, 4 where nothing is loaded to answer from."""
    from bot.app.answering import terminal_answering
    from bot.questions.all_tenants import without_tenants
    from bot.render.formats.json_answer import envelope
    from bot.settings import load_settings

    words, settings = " ".join(question), load_settings()
    if settings.tenants and not tenant and (words.casefold().startswith("fleet") or without_tenants(words) is not None):
        raise RefusedError("Ask about all tenants with sspr fleet, and about one with --tenant.")
    with opened(settings, tenant) as services:
        answering, asker, at = terminal_answering(services), services.terminal(), moment(now)
        try:
            reply = _no_file(answering.answer(words, asker, now=at, whole=format is Format.JSON), words)
        except RefusedError as error:
            asked = answering.read(words, asker, at or services.clock())
            if format is Format.JSON:
                typer.echo(json.dumps(envelope(asked, None, str(error)), indent=2))
            raise RefusedError(f"{error}{_read_as(asked)}") from error
    print_reply(reply, format)
    if code := exit_code(reply):
        raise typer.Exit(code)


def fix(
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="A detail, an SSPR code, a writeback event id or a cause.")
    ],
    *,
    format: Annotated[Format, typer.Option()] = Format.TEXT,  # noqa: A002
) -> None:
    """The documented fix for a detail, a code, an event or a cause."""
    from bot.app.documents import documented
    from bot.settings import load_settings

    settings, words = load_settings(), "fix " + " ".join(text)
    message = documented(words, settings) if format is Format.TEXT else None
    if message is not None:
        _print_text(message)
        return
    from bot.app.answering import terminal_answering

    with opened(settings) as services:
        print_reply(terminal_answering(services).answer(words, services.terminal()), format)


def export(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help='Whose rows, e.g. "failures 30d".')],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="A file; .parquet for Parquet, else CSV.")
    ],
    classic: Annotated[bool, typer.Option("--classic", help="The columns of the classic report.")] = False,
    now: Now = None,
    tenant: Tenant = None,
) -> None:
    """Write the rows behind an answer into a file."""
    from bot.app.answering import terminal_answering
    from bot.render.answers.export import ExportFile
    from bot.render.blocks.wording import count
    from bot.render.formats import terminal
    from bot.settings import load_settings
    from bot.sources.folder import write_whole

    kind = "parquet" if output.suffix.lower() == ".parquet" else "csv"
    words = f"export {' '.join(question)}{' classic' if classic else ''} as {kind}"
    with opened(load_settings(), tenant) as services:
        reply = terminal_answering(services).answer(words, services.terminal(), now=moment(now))
    if not isinstance(reply.answer, ExportFile):
        raise RefusedError(terminal.flatten(reply.message.text))
    try:
        write_whole(output, reply.answer.write)
    except OSError as error:
        raise RefusedError(f"{output} cannot be written: {error.strerror}. Choose another file.") from error
    typer.echo(one_line(f"{output}: {count(reply.answer.rows, 'row')}"))
    if reply.answer.notice:
        typer.echo(reply.answer.notice, err=True)
    for sentence in reply.answer.coverage.warnings:
        typer.echo(one_line(sentence), err=True)


def _read_as(question: "Question") -> str:
    """How ordinary words were read, where the terminal does not do it: it is done in Slack."""
    from bot.questions import question as q

    said = f"subscribe {question.plan.words()}" if isinstance(question, q.Subscribe) else ""
    said = said or getattr(question, "interpretation", "")
    return f" Read as: {said}" if said and not isinstance(question, q.Export) else ""


def _no_file(reply: "Reply", words: str) -> "Reply":
    from bot.render.answers.export import ExportFile

    if isinstance(reply.answer, ExportFile):
        read_as, note = getattr(reply.question, "read_as", "") or words, getattr(reply.question, "note", "")
        rows = read_as.removeprefix("export ").removesuffix(" as csv").removesuffix(" as parquet") or "QUESTION"
        beside = f" ({note})" if note else ""
        raise RefusedError(f"An export is a file: sspr export {rows} -o {reply.answer.name}{beside}")
    return reply


def exit_code(reply: "Reply") -> int:
    """0 for an answer; what scripts tell the others by."""
    from bot.questions import question as q
    from bot.render.lines.coverage import is_empty
    from bot.reports.coverage import Coverage

    if isinstance(reply.question, q.Misunderstood | q.Cannot):
        return _NOT_UNDERSTOOD
    if reply.answer is None:  # refused: the message says why
        return _REFUSED
    covered = getattr(reply.answer, "coverage", None)
    return _NO_DATA if isinstance(covered, Coverage) and is_empty(covered) else 0


def print_reply(reply: "Reply", format: Format) -> None:  # noqa: A002
    """Print a reply in one of the three formats."""
    from bot.render.formats import terminal
    from bot.render.formats.json_answer import envelope, to_json

    if format is Format.TEXT:
        _print_text(reply.message)
        return
    if format is Format.BLOCKS:
        printed: dict[str, Any] = reply.message.payload()
    else:
        printed = {
            **envelope(reply.question, reply.answer, terminal.flatten(reply.message.text)),
            "coverage": to_json(reply.coverage),
        }
    typer.echo(json.dumps(printed, indent=2))


def _print_text(message: "Message") -> None:
    from bot.render.formats import terminal

    width = min(shutil.get_terminal_size().columns, 100)
    typer.echo(terminal.show(message, width), nl=False)
