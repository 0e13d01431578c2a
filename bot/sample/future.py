"""The days after now: the story of the sample tenant goes on, one pair of files a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sample.scenes import THEA
from bot.sample.story import EMAIL, MOBILE, Story
from bot.sample.truth import Incident, Tomorrow


def later(story: Story, day: int, hours: float) -> datetime:
    """A time of the day that begins `day` days from now."""
    return story.now + timedelta(days=day, hours=hours, seconds=story.random.randrange(60))


def tomorrow(story: Story, hires: Sequence[str], fresh: Sequence[str]) -> Tomorrow:
    """Two more hires get their license, the blocked person is free, one license is lost again, two people are new."""
    recovered = [*hires[-4:-2], THEA]
    for hire in hires[-4:-2]:
        story.recover(hire, later(story, 0, 5))
    story.recover(THEA, later(story, 0, 22.5))
    back = hires[0]
    story.fail(back, "failed.no_license", later(story, 0, 6), later(story, 0, 6.5))
    for number, person in enumerate(fresh):
        story.fail(person, "failed.insufficient_methods", later(story, 0, 3 + number))
    return Tomorrow(frozenset(recovered), frozenset([back]), frozenset(fresh))


def new_incident(story: Story, people: Sequence[str], hire: str) -> Incident:
    """On the second day the on-premises service refuses passwords for two hours; all succeed on the third."""
    for person in people:
        story.fail(person, "failed.onprem_error", later(story, 1, 4 + 2 * story.random.random()))
    incident = story.incident("failed.onprem_error", people)
    for person in people:
        story.recover(person, later(story, 2, 3 + 4 * story.random.random()))
    story.recover(hire, later(story, 2, 5))
    return incident


def an_attack(story: Story, admin: str) -> None:
    """On the fourth day an administrator is blocked, and resets two hours later: at once for the security channel."""
    story.attempt(admin, later(story, 3, 2), "blocked.sms_codes")
    story.succeed(admin, later(story, 3, 4))


def ordinary(story: Story, people: Sequence[str], day: int) -> None:
    """Resets that go well, and registrations that close the rollout's gaps."""
    for _ in range(12):
        story.succeed(story.random.choice(people), later(story, day, 1 + 21 * story.random.random()))
    for _ in range(6):
        story.register(story.random.choice(people), later(story, day, 1 + 21 * story.random.random()), MOBILE, EMAIL)
