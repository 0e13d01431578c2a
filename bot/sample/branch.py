"""A branch office whose people fail one after another, and what is done for half of them; and a steady trickle."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.sample.story import EMAIL, MOBILE, Story
from bot.sample.truth import Branch

WEEKS: Final = 9  # of the trickle: what is usual takes weeks
_CAUSE: Final = "failed.insufficient_methods"
_DAYS: Final = 8  # on which the people of the branch fail


def a_trickle(story: Story, people: Sequence[str]) -> None:
    """On every day two to four people fail in the morning and succeed in the afternoon: so many are usual."""
    waiting = list(people)
    for day in range(-7 * WEEKS, 0):
        for _ in range(story.random.randint(2, 4)):
            person = waiting.pop(story.random.randrange(len(waiting) - 20))
            waiting.append(person)  # the next time is weeks away
            story.fail(person, _CAUSE, story.at(day, story.random.randint(8, 12), story.random.randrange(60)))
            story.recover(person, story.at(day, 14, story.random.randrange(60)))


def branch(story: Story, one_method: Sequence[str], two_methods: Sequence[str]) -> Branch:
    """Half of the people register one method, half two; most of those who fail later have one.

    For every other of them an administrator registers a method two days later, and all but two of these succeed on the
    next day; the others, and these two, take ten days more.
    """
    for person in one_method:
        story.register(person, story.at(-45, 9, story.random.randrange(60)), MOBILE)
    for person in two_methods:
        story.register(person, story.at(-45, 9, story.random.randrange(60)), MOBILE, EMAIL)
    failing = [*one_method[: len(one_method) * 3 // 4], *two_methods[: len(two_methods) // 4]]
    helped = failing[::2]
    late = {*failing[1::2], *helped[:2]}
    for number, person in enumerate(failing):
        failed = story.at(number % _DAYS - 19, story.random.randint(8, 16), story.random.randrange(60))
        story.fail(person, _CAUSE, failed)
        registered = failed + timedelta(hours=42)
        if person in helped:
            story.register_by_admin("ada@contoso.com", person, registered)
        story.recover(person, failed + timedelta(days=10) if person in late else registered + timedelta(hours=20))
    return Branch(
        cause=story.catalogue.details[_CAUSE].cause,
        one_method=frozenset(one_method),
        two_methods=frozenset(two_methods),
        failed=frozenset(failing),
        helped=frozenset(helped),
        helped_in_time=frozenset(helped) - late,
        others_in_time=frozenset(failing) - frozenset(helped) - late,
    )
