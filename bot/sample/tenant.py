"""A sample tenant whose story is known: generated from a seed relative to now, and stating its own truth."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from bot.knowledge.catalogue import load
from bot.sample import future, scenes
from bot.sample.branch import a_trickle, branch
from bot.sample.names import names
from bot.sample.roster import roster
from bot.sample.rows import Attempt, AuditRow, Registration, audit_csv, registration_csv, reset_csv
from bot.sample.story import ADMINS, HOSTILE, UNKNOWN_DETAIL, Story
from bot.sample.truth import Branch, Truth

DAYS_AHEAD: Final = 7  # days for which the story goes on
_TRICKLE: Final = 90  # people who fail now and then
_BRANCH: Final = 48  # people of the branch office with one method, and as many with two
_UNSEEN: Final = 110  # people who have neither tried nor registered
_BLOCK: Final = timedelta(hours=24, minutes=15)  # of the last try, which a session may have lasted
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SampleTenant:
    """Nine weeks of both reports, the last thirty days full of stories, what follows, and what is true as of now."""

    now: datetime
    attempts: tuple[Attempt, ...]  # in time order, the days to come too
    registrations: tuple[Registration, ...]
    truth: Truth
    audited: tuple[AuditRow, ...] = ()

    def reset_csv(self, *, since: datetime = _EVER, until: datetime | None = None) -> bytes:
        """The reset activity report of `[since, until)`; until now, if not told otherwise."""
        return reset_csv(row for row in self.attempts if since <= row.at < (until or self.now))

    def registration_csv(self, *, since: datetime = _EVER, until: datetime | None = None) -> bytes:
        """The registration activity report of `[since, until)`; until now, if not told otherwise."""
        return registration_csv(row for row in self.registrations if since <= row.at < (until or self.now))

    def audit_csv(self) -> bytes:
        """The audit log until now, of what is in no other report."""
        return audit_csv(row for row in self.audited if row.at < self.now)

    def roster(self, at: datetime) -> list[Mapping[str, Any]]:
        """The registration details of everybody in the directory at that time, as Graph tells them."""
        happened = (row for row in self.attempts if row.at < max(at, self.now))
        return roster(self.truth, self.registrations, happened, at)

    def next_day(self, day: int) -> list[tuple[str, bytes]]:
        """The files of one of the days to come, counted from 1: names and contents."""
        since, until = self.now + timedelta(days=day - 1), self.now + timedelta(days=day)
        return [
            (f"password-reset-{until:%Y-%m-%d}.csv", self.reset_csv(since=since, until=until)),
            (f"password-registration-{until:%Y-%m-%d}.csv", self.registration_csv(since=since, until=until)),
        ]

    def next_days(self, count: int) -> list[tuple[str, bytes]]:
        """The files of the first days to come, in order; there are seven."""
        return [file for day in range(1, count + 1) for file in self.next_day(day)]


def sample_tenant(now: datetime, seed: int = 7, people: int = 400, days: int = 30) -> SampleTenant:
    """The tenant as of `now`, which needs a zone; the scenes take at least 150 people and 30 days."""
    now = now.astimezone(UTC).replace(microsecond=0)
    story = Story(now, Random(seed), load())  # noqa: S311 - a story, no secret
    groups = _Groups.of(story, people)
    truth = _add_today(story, groups, _add_past(story, groups, days))
    return SampleTenant(
        now, tuple(sorted(story.attempts)), tuple(sorted(story.registrations)), truth, tuple(story.audited)
    )


@dataclass(frozen=True, slots=True)
class _Groups:
    """Who occurs in which scene; nobody in two, so that no scene changes what is true of another."""

    everybody: Sequence[str]
    hires: Sequence[str]
    outage: Sequence[str]
    singles: Sequence[str]  # one failure each
    odd: str
    fresh: Sequence[str]
    refused: Sequence[str]
    ordinary: Sequence[str]
    trickle: Sequence[str]
    one_method: Sequence[str]  # of the branch office
    two_methods: Sequence[str]

    @staticmethod
    def of(story: Story, people: int) -> "_Groups":
        every = names(people + _TRICKLE + 2 * _BRANCH + _UNSEEN)
        crowd = [name for name in every[:people] if name not in ADMINS and name not in scenes.NAMED]
        late = every[people:]
        story.random.shuffle(crowd)
        deal = iter(crowd)

        def take(count: int) -> list[str]:
            return [next(deal) for _ in range(count)]

        hires, outage, singles, odd, fresh, refused = map(take, (14, 38, 16, 1, 2, 12))
        return _Groups(
            [*ADMINS, *scenes.NAMED, *crowd, *late],
            hires,
            outage,
            singles,
            odd[0],
            fresh,
            refused,
            list(deal),
            late[:_TRICKLE],
            late[_TRICKLE : _TRICKLE + _BRANCH],
            late[_TRICKLE + _BRANCH : _TRICKLE + 2 * _BRANCH],
        )


def _add_past(story: Story, groups: _Groups, days: int) -> Branch:
    scenes.dana_recovers(story)
    scenes.erik_is_stuck(story)
    scenes.mia_went_to_the_helpdesk(story)
    scenes.thea_is_blocked(story)
    scenes.harper_knows_how(story)
    scenes.admins_reset(story)
    scenes.rollout_with_gaps(story, [*groups.outage, *groups.singles, *groups.ordinary])
    scenes.hires_without_license(story, groups.hires)
    scenes.on_premises_outage(story, groups.outage)
    scenes.hostile_visitors(story)
    scenes.a_detail_that_no_document_knows(story, groups.odd)
    scenes.every_other_detail(story, groups.singles)
    scenes.given_up(story, groups.ordinary)
    scenes.ordinary_days(story, groups.ordinary, days)
    scenes.the_policy_changes(story)
    a_trickle(story, groups.trickle)
    return branch(story, groups.one_method, groups.two_methods)


def _add_today(story: Story, groups: _Groups, branch_office: Branch) -> Truth:
    """What is true now, then the days to come."""
    data = defaultdict(set)
    for row in story.registrations:
        data[row.user.casefold()].add(row.datum)
    results = Counter(row.result for row in story.attempts)
    people = {row.user.casefold() for row in story.attempts}
    stuck, recovered = dict(story.stuck), dict(story.recovered)
    outage = story.incident("failed.onprem_unreachable", groups.outage)
    license_problem = story.incident("failed.no_license", groups.hires)
    tomorrow = future.tomorrow(story, groups.hires, groups.fresh)
    new_incident = future.new_incident(story, groups.refused, groups.hires[0])
    for day in range(DAYS_AHEAD):
        future.ordinary(story, groups.ordinary, day)
    future.an_attack(story, next(iter(ADMINS)))
    return Truth(
        results=results,
        people=len(people),
        stuck=stuck,
        recovered=recovered,
        outage=outage,
        license=license_problem,
        blocked=scenes.THEA,
        blocked_until=stuck[scenes.THEA].since + _BLOCK,
        one_datum=frozenset(person for person, kinds in data.items() if len(kinds) == 1),
        two_data=frozenset(person for person, kinds in data.items() if len(kinds) > 1),
        unregistered=frozenset(person for person in groups.everybody if person not in data),
        unknown_detail=UNKNOWN_DETAIL,
        hostile=frozenset(HOSTILE),
        tomorrow=tomorrow,
        new_incident=new_incident,
        branch=branch_office,
    )
