"""Whom a question is about: me, a Slack mention, or what was typed."""

from dataclasses import replace

from bot.errors import RefusedError
from bot.questions import question as q
from bot.service.asker import Asker
from bot.service.authorization import is_about_self
from bot.service.ports import Resolver

TERMINAL = "terminal"  # the id of whoever sits at the command line


def with_person(question: q.Question, asker: Asker, resolver: Resolver) -> q.Question:
    """The question with the user ID it means. Raises RefusedError where that is not known."""
    match question:
        case q.Export(question=q.Status() as asked):
            return replace(question, question=replace(asked, person=_person(asked, asker, resolver)))
        case q.Status() | q.Why():
            return replace(question, person=_person(question, asker, resolver))
        case _:
            return question


def _person(question: q.Status | q.Why, asker: Asker, resolver: Resolver) -> str:
    if is_about_self(question, asker):
        if asker.user is None:
            raise RefusedError(
                "A terminal is nobody: name a person, like status dana@contoso.com."
                if asker.id == TERMINAL
                else "Slack does not tell me your e-mail address, so I cannot find you."
            )
        return asker.user
    person = question.person or ""
    if not person.startswith("<@"):
        return person
    user = resolver.user_of(person.strip("<@>"))
    if user is None:
        raise RefusedError("Slack does not tell me that person's e-mail address; type their user ID.")
    return user
