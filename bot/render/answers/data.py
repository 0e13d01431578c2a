"""What is loaded, how fresh it is, and what is missing."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from bot.analysis.data import DataAnswer, SourceSpan
from bot.render.answers import receipt
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, answer_buttons, assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, code, time, words
from bot.render.blocks.wording import age, count, first_of, first_upper, left_of, people
from bot.render.lines import coverage
from bot.reports.coverage import GAP_AFTER
from bot.reports.receipt import Receipt, file_name

_RECEIPTS = 5
_WARNINGS = 5
_UNKNOWN = 5
_GAPS = 3


def message(answer: DataAnswer, *, zone: tzinfo, token: str | None = None) -> Message:
    """The answer to `data`."""
    verdict = _verdict(answer)
    troubles = [section(f"{icons.WARNING} {words(one)}") for one in answer.failed]
    blocks = [section(verdict), *troubles, *(section(_source(source, zone)) for source in _worst_first(answer))]
    if answer.receipts:
        lines = _loads(_newest_of_each_first(answer.receipts), zone)
        blocks.append(listed(bold("Last loads"), first_of(lines, _RECEIPTS), len(lines)))
    if answer.not_read:
        lines = [f"• {receipt.line(one)}" for one in first_of(answer.not_read, _RECEIPTS)]
        blocks.append(listed(bold("Not read"), lines, len(answer.not_read)))
    if warned := _warned(answer):
        blocks.append(listed(bold("What loads warn of"), first_of(warned, _WARNINGS), len(warned)))
    if answer.unknown_details:
        title = bold("Details that no document lists: counted, never guessed")
        blocks.append(listed(title, first_of(_unknown(answer), _UNKNOWN), len(answer.unknown_details)))
    blocks.append(context(*coverage.warnings(answer.coverage, zone)))
    long = (answer.receipts, _RECEIPTS), (warned, _WARNINGS), (answer.unknown_details, _UNKNOWN)
    hidden = any(left_of(rows, limit) for rows, limit in long)
    return assemble(verdict, blocks, answer_buttons(token, ALL) if hidden else [])


def all_rows(answer: DataAnswer, *, zone: tzinfo) -> tuple[list[str], int]:
    """Every load, what loads warn of, and every unknown detail, one line each, and how many there are."""
    lines = _loads(answer.receipts, zone) + _warned(answer) + _unknown(answer)
    return lines, len(lines)


def _worst_first(answer: DataAnswer) -> list[SourceSpan]:
    """The sources that have brought anything, the stalest first."""
    return sorted((source for source in answer.sources if source.rows), key=_age, reverse=True)


def _verdict(answer: DataAnswer) -> str:
    rows = sum(source.rows for source in answer.sources)
    if not rows:
        return f"{icons.UNSURE} *There is no data to answer from.* {coverage.NOTHING_LOADED}"
    worst = max((source for source in answer.sources if source.known), key=_age, default=None)
    if worst is None:
        return f"{icons.OK} *{count(rows, 'row')} loaded*."
    old = _age(worst) > GAP_AFTER
    gaps = " Some days are in no load." if any(source.gaps for source in answer.sources) else ""
    which = f"{words(worst.report)} is known until {age(_age(worst)).removesuffix(' old')} ago"
    return f"{icons.WARNING if old or gaps else icons.OK} *{count(rows, 'row')} loaded*; {which}.{gaps}"


def _age(source: SourceSpan) -> timedelta:
    return source.known or timedelta(0)


def _loads(loads: Sequence[Receipt], zone: tzinfo) -> list[str]:
    return [f"• {receipt.line(load)}, {time(load.loaded_at, zone)}" for load in loads]


def _newest_of_each_first(loads: Sequence[Receipt]) -> list[Receipt]:
    """The newest load of each report, then all others: one that is loaded often would hide the rest."""
    newest = {load.report: place for place, load in reversed([*enumerate(loads)])}
    first = sorted(newest.values())
    return [loads[place] for place in (*first, *(place for place in range(len(loads)) if place not in first))]


def _warned(answer: DataAnswer) -> list[str]:
    """Each sentence of a warning once, with the loads that have it; those of the newest load first."""
    loads: dict[str, list[str]] = {}
    for load in answer.receipts:
        for sentence in dict.fromkeys(load.warnings):
            loads.setdefault(sentence, []).append(code(file_name(load.path), 200))
    return [
        f"• {words(sentence)} ({files[0] if len(files) == 1 else count(len(files), 'load')})"
        for sentence, files in loads.items()
    ]


def _unknown(answer: DataAnswer) -> list[str]:
    return [f"• {code(text, 200)}: {count(rows, 'row')}" for text, rows in answer.unknown_details]


def _source(source: SourceSpan, zone: tzinfo) -> str:
    lines = [f"*{words(source.report)}*: {count(source.rows, 'row')}, {people(source.people)}"]
    if source.first and source.last:
        old = f", {age(source.age)}" if source.age is not None else ""
        lines.append(f"{first_upper(coverage.spanned(source.first, source.last, zone))}{old}")
    gaps = [f"{time(start, zone)} to {time(end, zone)}" for start, end in first_of(source.gaps, _GAPS)]
    left = left_of(source.gaps, _GAPS)
    more = f" and {left:,} more" if left else ""
    lines += [f"{icons.WARNING} No load covers {'; '.join(gaps)}{more}"] if gaps else []
    return "\n".join(lines)
