"""Which role each question needs."""

from bot.privacy import Role, Visibility
from bot.questions import question as q
from bot.questions.question_types import QUESTION_TYPES
from bot.service.asker import Asker

# What help says is what is asked for. A kind of question that is not here is refused with an error, not answered.
_NEEDS = {kind.name: kind.who for kind in QUESTION_TYPES} | {"misunderstood": Role.SELF, "cannot": Role.SELF}
_WHAT = {
    Role.VIEWER: ("the numbers", "viewers"),
    Role.HELPDESK: ("other people", "the helpdesk"),
    Role.ADMIN: ("digests", "admins"),
}


def refused(question: q.Question, asker: Asker) -> str | None:
    """Why this person does not get an answer to this; None when they do. Everybody may ask about themselves."""
    needs = _NEEDS[question.kind]
    if isinstance(question, q.Digest) and question.now:
        needs = Role.ADMIN
    if asker.role >= needs or is_about_self(question, asker):
        return None
    if isinstance(question, q.Map):
        return "Only admins may give a detail a cause."
    if isinstance(question, q.Triage):
        return "Only the helpdesk may decide about signs here."
    what, whom = _WHAT[needs]
    verb = "set up" if needs is Role.ADMIN else "ask about"
    return f"Only {whom} may {verb} {what} here."


def is_about_self(question: q.Question, asker: Asker) -> bool:
    """Whether the question is about the person who asks."""
    if not isinstance(question, q.Status | q.Why | q.Follow):
        return False
    person = question.person
    if person is None or person == f"<@{asker.id}>":
        return True
    return asker.user is not None and person.strip().casefold() == asker.user.strip().casefold()


def sees_people(asker: Asker) -> bool:
    """Whether answers to this person may name people."""
    return asker.role >= Role.HELPDESK


def visibility(asker: Asker) -> Visibility:
    """Names for the helpdesk, numbers for everybody else."""
    return Visibility.NAMES if sees_people(asker) else Visibility.COUNTS
