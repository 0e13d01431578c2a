"""The details that no document lists, and what came of giving one of them a cause."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from bot.analysis.cases.unknown_details import UnknownAnswer, UnknownDetail
from bot.knowledge.catalogue import Catalogue
from bot.privacy import Role
from bot.render.blocks import icons
from bot.render.blocks.bar_chart import preformatted
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import ALL, SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import clean, clip, code, fit, plain, time, words
from bot.render.blocks.wording import and_more, count, during, first_of, left_of, listing, people
from bot.render.lines import coverage

_SHOWN: Final = 6
_TEXT: Final = 200
_TOML: Final = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Mapped:
    """What is known of the causes that people here gave, after one of them was given or taken back, or to list them."""

    detail: UnknownDetail | None  # the one that was changed; None: they are only listed
    toml: str  # all of them, as entries for the catalogue
    known: int  # how many there are


def message(answer: UnknownAnswer, *, zone: tzinfo, role: Role, token: str | None = None) -> Message:
    """Render the answer to `unknown`; admins read how to give a detail a cause."""
    lines, left = all_rows(answer, zone=zone)[0], answer.open
    verdict = _verdict(answer)
    blocks: list[Block] = [section(verdict), *([listed("", first_of(lines, _SHOWN), len(lines))] if lines else [])]
    how = (
        f"Give one a cause, for example {code(f'map {left[0].code} to no_license')}, as all answers then count it."
        if left
        else ""
    )
    small = [how] if role >= Role.ADMIN else ["An admin can give each a cause."] if left else []
    blocks.append(context(*filter(None, small), coverage.line(answer.coverage, zone)))
    return assemble(verdict, blocks, answer_buttons(token, *([SHARE, ALL] if left_of(lines, _SHOWN) else [SHARE])))


def all_rows(answer: UnknownAnswer, *, zone: tzinfo) -> tuple[list[str], int]:
    """Every detail, one line each."""
    lines = [f"• {_line(one, zone)}" for one in answer.details]
    return lines, len(lines)


def _verdict(answer: UnknownAnswer) -> str:
    if coverage.is_empty(answer.coverage):
        return f"{icons.UNSURE} *Whether anything is unknown cannot be said.* {coverage.NOTHING_LOADED}"
    when, given = words(during(answer.window)), len(answer.details) - len(answer.open)
    mapped = f" {count(given, 'more was', 'more were')} given a cause here." if given else ""
    if not answer.open:
        return f"{icons.OK} *No unknown detail* {when}.{mapped}"
    rows = sum(one.attempts for one in answer.open)
    details = count(len(answer.open), "detail stands", "details stand")
    return f"{icons.UNSURE} *{details} in no document*: {count(rows, 'row')} {when}.{mapped}"


def _line(one: UnknownDetail, zone: tzinfo) -> str:
    since = f"first {time(one.first_at, zone)}, last {time(one.last_at, zone)}"
    size = f"{count(one.attempts, 'row')}, {people(one.people)}"
    cause = f"; counts as *{plain(one.cause.title)}*" if one.cause else ""
    return f"{code(one.code)} {code(one.text, _TEXT)} ({words(one.result)}): {size}, {since}{cause}"


def mapped(answer: Mapped) -> Message:
    """Render what was done about one, and all causes given here as TOML for a pull request."""
    lines, left = fit([clip(clean(line), _TEXT) for line in answer.toml.splitlines()], _TOML)
    verdict = _done(answer)
    blocks: list[Block] = [section(verdict)]
    if lines:
        more = f"\n{and_more(left, 'line')}; `sspr ask map --format json` has all." if left else ""
        blocks.append(section(f"For a pull request to the catalogue:\n{preformatted(lines)}{more}"))
    return assemble(verdict, blocks)


def _done(answer: Mapped) -> str:
    if answer.detail is None:
        given = f"*{count(answer.known, 'detail was', 'details were')} given a cause here.*"
        return f"{icons.INFO} {given if answer.known else '*No detail was given a cause here.*'}"
    text = code(answer.detail.text, _TEXT)
    if answer.detail.cause is None:
        return f"{icons.OK} {text} is unknown again, in all answers."
    rows = f"{count(answer.detail.attempts, 'row')}, {people(answer.detail.people)}"
    cause = f"*{plain(answer.detail.cause.title)}*"
    return f"{icons.OK} {text} counts as {cause} from now on, in all answers ({rows})."


def to_toml(details: Iterable[UnknownDetail], catalogue: Catalogue) -> str:
    """The details with the causes they were given, as entries of the catalogue; what is to be written is empty."""
    return "\n".join(line for one in details if one.cause for line in _entry(one, catalogue))


def _entry(one: UnknownDetail, catalogue: Catalogue) -> Iterator[str]:
    cause = one.cause.key if one.cause else ""
    like = [detail.key for detail in catalogue.details.values() if detail.cause == cause]
    yield f"# Seen {one.attempts:,} times from {one.first_at:%Y-%m-%d} on. Of the same cause: {listing(like, 3)}."
    yield "[[detail]]"
    for key, value in (
        ("key", f"{one.result.casefold().replace(' ', '_')}.{one.code}"),
        ("text", clean(one.text)),
        ("result", one.result),
        ("cause", cause),
        ("meaning", ""),
    ):
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    yield ""
