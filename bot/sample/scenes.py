"""The scenes of the sample tenant's last thirty days."""

from collections.abc import Sequence
from datetime import timedelta

from bot.knowledge.vocabulary import Result
from bot.sample.story import ADMINS, EMAIL, HOSTILE, MOBILE, QUESTIONS, TWO_GATES, UNKNOWN_DETAIL, Story
from bot.sample.truth import Incident

DANA, ERIK, THEA, MIA = "dana@contoso.com", "erik@contoso.com", "thea@contoso.com", "mia@fabrikam.com"
HARPER, VIC = "harper@contoso.com", "vic@contoso.com"
NAMED = (DANA, ERIK, THEA, MIA, HARPER, VIC)  # people with a scene of their own
_BUSY, _QUIET, _WEEKEND = (10, 16), (2, 5), 5


def dana_recovers(story: Story) -> None:
    """She fails for three days, registers, and succeeds."""
    times = [story.at(-5, 8, 40), story.at(-5, 8, 52), story.at(-4, 16, 5), story.at(-3, 9, 15)]
    story.fail(DANA, "failed.insufficient_methods", *times)
    story.register(DANA, story.at(-2, 9, 30), MOBILE, EMAIL)
    story.recover(DANA, story.at(-2, 9, 50))


def erik_is_stuck(story: Story) -> None:
    """He has not been in the group for more than a week and keeps trying."""
    times = [story.at(-8, 9, 5), story.at(-6, 13, 20), story.at(-3, 10, 10), story.at(-1, 8, 55)]
    story.fail(ERIK, "failed.not_in_group", *times)


def mia_went_to_the_helpdesk(story: Story) -> None:
    """She contacted the administrator and has not been back."""
    story.fail(MIA, "contacted.email", story.at(-2, 14, 30))


def thea_is_blocked(story: Story) -> None:
    """She entered too many codes three hours ago and is blocked still."""
    story.register(THEA, story.at(-26, 10), MOBILE)
    for minutes in (9, 6, 3):
        story.attempt(THEA, story.now - timedelta(hours=3, minutes=minutes), "abandoned.started.sms")
    story.fail(THEA, "blocked.sms_codes", story.now - timedelta(hours=3))


def harper_knows_how(story: Story) -> None:
    """She registered on the first day and resets without trouble; Vic was never seen."""
    story.register(HARPER, story.at(-28, 8, 30), MOBILE, QUESTIONS)
    story.succeed(HARPER, story.at(-11, 7, 45))


def hires_without_license(story: Story, hires: Sequence[str]) -> Incident:
    """A department starts without licenses; an admin repairs it for all but the last four."""
    for hire in hires:
        times = [story.at(story.random.randint(-12, -4), story.random.randint(8, 16), story.random.randrange(60))]
        if story.random.random() < 0.5:  # noqa: PLR2004 - half of them try again
            times.append(times[0] + timedelta(minutes=story.random.randint(5, 40)))
        if hire in hires[-2:]:
            times.append(story.at(-1, 11, 20))
        story.fail(hire, "failed.no_license", *times)
    for hire in hires[:-4]:
        story.recover(hire, story.at(-3, story.random.randint(11, 17), story.random.randrange(60)))
    return story.incident("failed.no_license", hires)


def on_premises_outage(story: Story, people: Sequence[str]) -> Incident:
    """One afternoon the on-premises service is unreachable; the last five have not tried again since."""
    for person in people:
        start = story.at(-6, 13, 10) + timedelta(minutes=story.random.randrange(170))
        tries = story.random.choice([1, 1, 2, 3])
        story.fail(person, "failed.onprem_unreachable", *(start + timedelta(minutes=9 * n) for n in range(tries)))
    for person in people[:-5]:
        again = story.at(-6, 17, 30) if story.random.random() < 0.6 else story.at(-5, 7, 30)  # noqa: PLR2004 - most
        story.recover(person, again + timedelta(minutes=story.random.randrange(150)))
    return story.incident("failed.onprem_unreachable", people)


def rollout_with_gaps(story: Story, people: Sequence[str]) -> None:
    """Three waves are asked to register: most do, some with one datum, some not at all; the rest was never asked."""
    for day, start, stop in ((-28, 0.0, 0.35), (-20, 0.35, 0.55), (-9, 0.55, 0.7)):
        for person in people[int(start * len(people)) : int(stop * len(people))]:
            at = story.at(day + min(int(story.random.expovariate(0.5)), 8), story.random.randint(8, 17), 5)
            chance = story.random.random()
            if chance < 0.55:  # noqa: PLR2004 - a little more than half
                story.register(person, at, MOBILE, story.random.choice([EMAIL, EMAIL, QUESTIONS]))
            elif chance < 0.8:  # noqa: PLR2004 - a quarter
                story.register(person, at, story.random.choice([MOBILE, MOBILE, EMAIL]))
            if chance < 0.03:  # noqa: PLR2004 - a few come twice
                story.register(person, at + timedelta(hours=20), MOBILE)


def every_other_detail(story: Story, people: Sequence[str]) -> None:
    """Each detail that no other scene shows: failures and blocks end well within two days, the rest is noise."""
    shown = {row.detail for row in story.attempts}
    rest = [detail for detail in story.catalogue.details.values() if detail.on_page and detail.text not in shown]
    ended = (Result.ABANDONED, Result.CANCELLED, Result.SUCCEEDED)
    for person, detail in zip(people, (detail for detail in rest if detail.result not in ended), strict=False):
        at = story.at(story.random.randint(-27, -4), story.random.randint(8, 16), story.random.randrange(60))
        story.fail(person, detail.key, at)
        story.recover(person, at + timedelta(hours=26, minutes=story.random.randrange(240)))


def given_up(story: Story, people: Sequence[str]) -> None:
    """People who stop part-way or press Cancel, some of whom succeed minutes later."""
    unfinished = [
        detail.key
        for detail in story.catalogue.details.values()
        if detail.on_page and detail.result in (Result.ABANDONED, Result.CANCELLED)
    ]
    for key in unfinished * 4:
        person = story.random.choice(people)
        at = story.at(story.random.randint(-29, -1), story.random.randint(7, 18), story.random.randrange(60))
        story.attempt(person, at, key)
        if story.random.random() < 0.4:  # noqa: PLR2004 - some go on
            story.succeed(person, at + timedelta(minutes=story.random.randint(3, 12)))


def ordinary_days(story: Story, people: Sequence[str], days: int) -> None:
    """What a self-service is for: people reset their passwords, on working days above all, up to an hour ago."""
    for day in range(-days, 1):
        least, most = _QUIET if story.at(day, 0).weekday() >= _WEEKEND else _BUSY
        for _ in range(story.random.randint(least, most)):
            at = story.at(day, min(max(int(story.random.gauss(11, 3)), 0), 23), story.random.randrange(60))
            if story.now - timedelta(days=days) <= at < story.now - timedelta(hours=1):
                story.succeed(story.random.choice(people), at, story.random.choice([MOBILE, MOBILE, EMAIL, TWO_GATES]))


def the_policy_changes(story: Story) -> None:
    """Ada changes the policy eight minutes before the outage begins, and back once it is over: an order of events."""
    changed = "Self-service password reset policy changes"
    story.change_policy("ada@contoso.com", story.at(-20, 9, 12), changed, "Number of methods required: 2 to 1")
    story.change_policy("ada@contoso.com", story.at(-6, 13, 2), "Disable password writeback for directory")
    story.change_policy("ada@contoso.com", story.at(-6, 17, 5), "Enable password writeback for directory")


def admins_reset(story: Story) -> None:
    """Administrators reset through two gates; one of them often."""
    for number, admin in enumerate(ADMINS):
        story.register(admin, story.at(-27, 9, number), MOBILE, EMAIL)
        for day in range(-25, -1, 5 if number == 1 else 12):
            story.succeed(admin, story.at(day, 10, 15 + number))


def hostile_visitors(story: Story) -> None:
    """Strangers type what might hurt whoever shows or opens it; two of them count as failures."""
    for number, user in enumerate(HOSTILE):
        story.attempt(user, story.at(-4, 2, 10 + number), "abandoned.user_id")
    for user in HOSTILE[:2]:
        story.fail(user, "failed.not_enabled", story.at(-4, 3, 5))


def a_detail_that_no_document_knows(story: Story, person: str) -> None:
    """Counted under its result and shown as unrecognised; the person succeeds all the same."""
    story.fail_unknown(person, UNKNOWN_DETAIL, story.at(-7, 15, 10), story.at(-7, 15, 25))
    story.recover(person, story.at(-7, 16))
