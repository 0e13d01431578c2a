"""Whom a question is about: me, a Slack mention, or what was typed."""

from dataclasses import replace

from bot.analysis.people.person_search import Matching
from bot.errors import RefusedError
from bot.questions import question as q
from bot.service.asker import Asker
from bot.service.authorization import is_about_self, sees_people
from bot.service.ports import Resolver


def with_person(question: q.Question, asker: Asker, resolver: Resolver) -> tuple[q.Question, Matching]:
    """The question with the user ID it means, and how far the search for it may go.

    Whoever may not see people is never led to anybody else: not by the beginning of a user ID, not by a near one.
    Raises RefusedError where the user ID is not known.
    """
    match question:
        case q.Export(question=q.Status() as asked):
            person, matching = _person(asked, asker, resolver)
            return replace(question, question=replace(asked, person=person)), matching
        case q.Unfollow(person=str()):
            person, matching = _person(question, asker, resolver)
            return replace(question, person=person), matching
        case q.Status() | q.Why() | q.Follow():
            person, matching = _person(question, asker, resolver)
            return replace(question, person=person), matching
        case _:
            return question, Matching.OWN


def _person(
    question: q.Status | q.Why | q.Follow | q.Unfollow, asker: Asker, resolver: Resolver
) -> tuple[str, Matching]:
    if is_about_self(question, asker):
        if asker.user is None:
            raise RefusedError(
                "A terminal is nobody: name a person, like status dana@contoso.com."
                if asker.at_terminal
                else "Slack does not tell me your e-mail address, so I cannot find you."
            )
        return asker.user, Matching.OWN
    person = question.person or ""
    if not person.startswith("<@"):
        return person, Matching.WORDS if sees_people(asker) else Matching.OWN
    user = resolver.user_of(person.strip("<@>"))
    if user is None:
        raise RefusedError("Slack does not tell me that person's e-mail address; type their user ID.")
    return user, Matching.ADDRESS if sees_people(asker) else Matching.OWN
