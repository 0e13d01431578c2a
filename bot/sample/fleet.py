"""A sample provider's other tenants: small ones, each with a story of one sentence that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from bot.knowledge.catalogue import load
from bot.sample.rows import reset_csv
from bot.sample.story import MOBILE, Story

NAMES: Final = (
    "adatum", "alpine", "bestforyou", "blueyonder", "cohowinery", "consolidated", "cpandl", "fabrikam", "fourthcoffee",
    "graphicdesign", "humongous", "lamna", "litware", "lucerne", "margies", "nod", "northwind", "proseware",
    "relecloud", "schoolfineart", "southridge", "tailspin", "thephonecompany", "treyresearch", "vanarsdel", "wideworld",
    "wingtip", "woodgrove", "worldwide",
)  # fmt: skip
_DAYS: Final = 40
_BURST: Final = 9  # people who fail within minutes
_CAUSES: Final = ("failed.no_license", "failed.onprem_unreachable", "failed.not_in_group", "blocked.sms_codes")


class Tale(StrEnum):
    """What is the matter with a tenant."""

    CALM = "nothing"
    BURST = "an outage this morning"
    OLD = "its last report is twelve days old"
    EMPTY = "nothing is loaded"
    STUCK = "six people without a license"


@dataclass(frozen=True, slots=True)
class SmallTenant:
    """One of the others."""

    name: str
    tale: Tale
    report: bytes  # its reset activity, in the classic CSV; b"" where nothing is loaded

    @property
    def domain(self) -> str:
        """Of its people's addresses."""
        return f"{self.name}.example"


def tale_of(number: int) -> Tale:
    """What is the matter with a tenant, by its number: most are calm."""
    tales: Mapping[int, Tale] = {3: Tale.BURST, 8: Tale.OLD, 13: Tale.EMPTY, 17: Tale.STUCK, 20: Tale.BURST}
    return tales.get(number, Tale.CALM)


def small_tenants(now: datetime) -> tuple[SmallTenant, ...]:
    """Twenty-nine tenants as of now."""
    return tuple(_tenant(number, name, now) for number, name in enumerate(NAMES))


def _tenant(number: int, name: str, now: datetime) -> SmallTenant:
    tale = tale_of(number)
    if tale is Tale.EMPTY:
        return SmallTenant(name, tale, b"")
    story = Story(now.replace(microsecond=0), Random(number), load())  # noqa: S311 - a story, no secret
    people = [f"{first}@{name}.example" for first in ("ada", "ben", "cai", "dee", "eli", "fay", "gus", "hal", "ivy")]
    people += [f"user{one}@{name}.example" for one in range(20 + number)]
    last = -12 if tale is Tale.OLD else 0
    for day in range(last - _DAYS, last):
        _ordinary_day(story, people, day)
    story.succeed(people[-1], now - timedelta(minutes=40) + timedelta(days=last), MOBILE)
    if tale is Tale.BURST:
        for minute, person in enumerate(people[:_BURST]):
            story.attempt(person, now - timedelta(minutes=55 - minute), "failed.onprem_unreachable")
    if tale is Tale.STUCK:
        for hours, person in enumerate(people[:6], start=2):
            story.attempt(person, now - timedelta(hours=9 * hours), "failed.no_license")
    rows = sorted(row for row in story.attempts if row.at < now)
    return SmallTenant(name, tale, reset_csv(rows))


def _ordinary_day(story: Story, people: list[str], day: int) -> None:
    """One or two people reset; now and then one fails first and succeeds a little later."""
    for person in story.random.sample(people, story.random.choice((1, 2))):
        at = story.at(day, story.random.randrange(7, 18), story.random.randrange(59))
        if story.random.random() < 0.2:  # noqa: PLR2004 - one in five
            story.attempt(person, at - timedelta(minutes=20), story.random.choice(_CAUSES))
        story.succeed(person, at)
