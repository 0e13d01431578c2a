"""The documented fix of a detail, as lines: who acts, what to do, what to tell the user, where it is written."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.knowledge.catalogue import CONTRADICTED, Confidence, Detail, Owner, Reference, Step
from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import bold, code, date_words, escape, link, plain, quote
from bot.render.blocks.wording import first_upper, listing, people

_PAGE = re.compile(r"(https?://\S+)(?: \((.+)\))?")
_PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9._-]*@[a-z0-9][a-z0-9.-]*", re.IGNORECASE | re.ASCII)
_LONGEST_STEP = 600
_VERIFY = "Verify the caller first (a number or manager on record, never one that they give; or Verified ID). Then: "


def who(acts: Sequence[Owner]) -> str:
    """`tenant admin and helpdesk`."""
    return listing([str(owner) for owner in acts], limit=len(Owner)) or str(Owner.NOBODY)


@lru_cache(maxsize=256)  # those of the catalogue
def menu_path(menu: str) -> str:
    """A menu path to click through, or a page to open."""
    page = _PAGE.fullmatch(menu)
    return link(page[1], page[2] or page[1].removeprefix("https://")) if page else code(menu, _LONGEST_STEP)


def step_line(step: Step, number: int, user: str = "") -> str:
    """`2. (helpdesk) Do this.`, with menu path and command on lines of their own. Who acts first is not named.

    `user` is the user ID that the command is for; "" where it may be anybody's.
    """
    owner = f"({step.owner}) " if step.owner else ""
    lines = [f"{number}. {plain(owner + step.text)}"]
    lines += [f"      {menu_path(step.menu)}"] if step.menu else []
    lines += [f"      {code(_command_for(user, step.command), _LONGEST_STEP)}"] if step.command else []
    return "\n".join(lines)


def step_lines(fix: Detail | Reference, user: str = "") -> list[str]:
    """The steps of a fix, numbered; `user` is the user ID of the one person that they are for."""
    return [step_line(step, number, user) for number, step in enumerate(fix.steps, start=1)]


def _command_for(user: str, command: str) -> str:
    """The command with the user ID, which the catalogue has in quotes; one that may mean more to a shell stays out."""
    return command.replace("<user>", user) if _PLAIN_ID.fullmatch(user) else command


def first_step(fix: Detail) -> str:
    """The fix on one line: who acts first, and their first step against the cause."""
    owner = fix.acts[0] if fix.acts else Owner.NOBODY
    theirs = [step for step in fix.steps if (step.owner or owner) is owner]
    step = next((step for step in theirs if not _helps_one_caller(step)), next(iter(theirs), None))
    where = f" {menu_path(step.menu)}" if step and step.menu else ""
    verify = _VERIFY if step and step.opens_account and not step.verifies else ""
    done = f"{verify}{plain(step.text)}{where}" if step else "Nothing to do."
    return f"{icons.FIX} {bold(first_upper(owner))}: {done}"


def with_a_caller(fix: Detail) -> list[str]:
    """What the helpdesk does for one caller, where the fix has that, and who acts against the cause; in order.

    A reset is the first step for who lacks a license; who is blocked waits, and is reset where it is urgent; who has
    registered nothing and cannot sign in is let in.
    """
    theirs = (step for step in fix.steps if step.owner is Owner.HELPDESK)
    at_once = next((step for step in theirs if step.opens_account or _helps_one_caller(step)), None)
    against = first_step(fix)
    if at_once is None or plain(at_once.text) in against:
        return [against]
    helped = f"{icons.FIX} {bold('Helpdesk')}: {plain(at_once.text)} {menu_path(at_once.menu or '')}"
    return [helped, against] if at_once is fix.steps[0] else [against, helped]


def _helps_one_caller(step: Step) -> bool:
    """A reset by hand gets one caller going again and leaves the cause as it is."""
    return (step.menu or "").casefold().endswith("reset password")


def first_steps(fix: Detail, number: int, over: int) -> list[str]:
    """The fix for so many people on one line; where the block of some is over, what they do on a second one."""
    if not (over and fix.after_block):
        return [first_step(fix)]
    after = first_step(fix.after_block_fix())
    return [after] if over >= number else [first_step(fix), f"{people(over)}, block over. {after}"]


def for_admins(*, among: bool) -> list[str]:
    """What goes with advice for several people, where administrators' accounts are among them."""
    text = (
        f"{bold('Privileged accounts')} are among them: who may reset these depends on their roles; a Privileged "
        "Authentication or Global Administrator may for all. Hand them over, and tell security."
    )
    return [f"{icons.WARNING} {text}"] if among else []


def no_fix(key: str) -> str:
    """Why there is no fix for a detail."""
    if key.startswith(CONTRADICTED):
        return "The report contradicts itself: the result is a failure, the detail says success. The result counts."
    return "No document lists this detail, so no fix is known."


def to_tell(fix: Detail) -> str:
    """The sentence for the user, as a quotation to copy."""
    return f"{bold('Tell the user')}\n{quote(fix.tell_user)}"


def plain_tell(fix: Detail) -> str:
    """The same sentence, safe between code fences."""
    return escape(fix.tell_user.replace("`", "'"))


def page(fix: Detail | Reference) -> str:
    """The first of today's pages behind a fix."""
    return next((link(page.url, page.title) for page in fix.links if page.current), "")


def sources(fix: Detail | Reference, most: int = 2) -> str:
    """The pages behind a fix, today's first, and when they were last read."""
    pages = sorted(fix.links, key=lambda page: not page.current)
    named = [link(page.url, page.title) for page in pages[:most]]
    read = f"checked {date_words(fix.dated)}" if isinstance(fix, Detail) else ""
    return " · ".join([*named, *([read] if read else []), sure(fix.confidence)])


def sure(confidence: Confidence) -> str:
    """How well the advice is backed, in a few words."""
    return {
        Confidence.DOCUMENTED: "from Microsoft's pages",
        Confidence.COMMUNITY: "seen in the field, not on Microsoft's pages",
        Confidence.INFERRED: "our own reading; Microsoft's pages name no fix",
    }[confidence]
