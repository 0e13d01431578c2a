"""Render what the documents know of a detail, a code, an event or a cause: the fix, who acts, the pages."""

from collections.abc import Iterator

from bot.knowledge.catalogue import Catalogue, Cause, Change, Detail, Finding, Reference
from bot.knowledge.search import FixAnswer
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, fields, listed, section
from bot.render.blocks.compose import SHARE, answer_buttons, assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, date_words, link, plain, quote
from bot.render.blocks.wording import either, first_sentence, first_upper, listing
from bot.render.lines import fix_steps, runbook
from bot.render.lines.runbook import Own


def message(answer: FixAnswer, *, known: Catalogue, token: str | None = None, own: Own | None = None) -> Message:
    """The answer to `fix TEXT`; `known` gives the causes and dated changes that a detail names, `own` the runbooks."""
    match answer.found:
        case ():
            return _nothing(answer)
        case (only,) | (Reference() as only, Detail()):
            return _one(only, known, token, _own(only, known, own))
        case _:
            return _choice(answer)


def _own(found: Finding, known: Catalogue, own: Own | None) -> list[Block]:
    """The operator's own runbook of a cause, a detail, or the detail that a code stands for."""
    detail = found.detail or "" if isinstance(found, Reference) else "" if isinstance(found, Cause) else found.key
    cause = found.key if isinstance(found, Cause) else known.cause_key_of(detail) if detail else ""
    lines = runbook.whole(own, cause, detail)
    return [section("\n".join(lines))] if lines else []


def _one(found: Finding, known: Catalogue, token: str | None, own: list[Block]) -> Message:
    head = section(f"{icons.FIX} {_title(found)}\n{plain(_meaning(found))}")
    if isinstance(found, Cause):
        acts, body = _who(found, known), [head, *_cause(found, known), *own]
    else:
        acts, body = fix_steps.who(found.acts), [head, *_entry(found, known), *own]
    text = f"{icons.FIX} {_title(found)}: {plain(_meaning(found))} Who acts: {acts}."
    return assemble(text, body, answer_buttons(token, SHARE))


def _title(found: Finding) -> str:
    match found:
        case Cause():
            return bold(found.title)
        case Detail():
            return bold(found.text)
        case Reference(kind="topic"):  # its key is ours, and on no screen
            return bold(found.name)
        case Reference():
            return (
                f"{bold(found.kind)} {code(found.key)} {plain(found.name) if found.name != found.key else ''}".strip()
            )


def _meaning(found: Finding) -> str:
    return found.sentence if isinstance(found, Cause) else found.meaning


def _cause(cause: Cause, known: Catalogue) -> Iterator[Block]:
    facts = [("Who acts", first_upper(_who(cause, known)))]
    facts += [("Reach", "Hits the whole tenant at once")] if cause.tenant_wide else []
    facts += [("Urgency", f"{icons.URGENT} Urgent")] if cause.urgent else []
    yield fields(facts)
    details = _details(cause, known)
    if len(details) == 1:
        yield from _steps(details[0])
    elif details:
        lines = [_offered(detail) for detail in details]
        yield listed(bold("What the report says, each with its fix"), lines)
    yield context(f"Who has it now: {code(f'stuck cause:{cause.key}')}")


def _details(cause: Cause, known: Catalogue) -> list[Detail]:
    return [detail for detail in known.details.values() if detail.cause == cause.key]


def _who(cause: Cause, known: Catalogue) -> str:
    """Whose the steps are that are shown: of a cause with one detail, all who act on that; else whoever has it."""
    details = _details(cause, known)
    return fix_steps.who(details[0].acts) if len(details) == 1 else str(cause.owner)


def _entry(found: Detail | Reference, known: Catalogue) -> Iterator[Block]:
    yield fields(_facts(found, known))
    yield from _steps(found)
    if isinstance(found, Detail) and found.documented:
        yield section(f"{bold('The page itself says')}\n{quote(found.documented)}")
    notes = [f"• {plain(note)}" for note in found.notes]
    changes = known.changes_of(found) if isinstance(found, Detail) else ()
    if notes or changes:
        yield listed(bold("Good to know"), [*notes, *(f"• {_change(change)}" for change in changes)])
    yield context(fix_steps.sources(found, most=len(found.links)))


def _steps(found: Detail | Reference) -> Iterator[Block]:
    if found.steps:
        yield listed(bold("What to do"), fix_steps.step_lines(found))
    if isinstance(found, Detail):
        yield section(fix_steps.to_tell(found))
        if found.after_block:
            yield listed(bold("Once the block is over"), fix_steps.step_lines(found.after_block_fix()))


def _facts(found: Detail | Reference, known: Catalogue) -> Iterator[tuple[str, str]]:
    yield "Who acts", first_upper(fix_steps.who(found.acts))
    if isinstance(found, Detail):
        yield "Result in the report", plain(str(found.result))
        yield "Cause", plain(known.cause_of(found.key).title)
        if found.code:
            yield "The user may see", code(found.code)


def _change(change: Change) -> str:
    pages = listing([link(page.url, page.title) for page in change.links])
    days = [date_words(change.on), *(f"{date_words(on)} for {whom}" for whom, on in change.later)]
    return f"{bold(change.title)} ({'; '.join(days)}): {plain(change.advice)} {pages}".strip()


def _choice(answer: FixAnswer) -> Message:
    says = f"{icons.UNSURE} {code(answer.asked)} may mean {len(answer.found)} things. Which one?"
    lines = [_offered(found) for found in answer.found]
    names = listing([_title(found) for found in answer.found], limit=3)
    return assemble(f"{says} {names}", [listed(says, lines)])


def _offered(found: Finding) -> str:
    return f"• {code(f'fix {found.key}')}: {plain(_short(found))}"


def _short(found: Finding) -> str:
    match found:
        case Cause():
            return found.title
        case Detail():
            return first_sentence(found.text)
        case Reference():
            return f"{found.name}: {found.meaning}"


def _nothing(answer: FixAnswer) -> Message:
    says = f"{icons.UNSURE} Nothing in the documents was found under {code(answer.asked, 200)}."
    near = either([code(f"fix {word}") for word in answer.near])
    hint = (
        f"Did you mean {near}?"
        if near
        else "Paste the whole sentence of the Details column, or a code like `SSPR_0029`."
    )
    return assemble(f"{says} {hint}", [section(says), section(hint)])
