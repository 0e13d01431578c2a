"""What is true of the sample tenant, stated by its story: what an analysis must find."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """An open case: a person who failed and has not succeeded since."""

    cause: str  # a key of the catalogue, or "unrecognised"
    since: datetime  # the first failure
    tries: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """A closed case: a person who failed and then succeeded."""

    cause: str
    since: datetime
    at: datetime  # the success that closed it


@dataclass(frozen=True, slots=True)
class Incident:
    """One trouble that hit many people at once."""

    cause: str
    start: datetime  # the first failure
    end: datetime  # the last one
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """What the next day's files bring. People are user IDs in lower case, here as everywhere in the truth."""

    recovered: frozenset[str]
    back_again: frozenset[str]  # people who recovered before and fail with the same cause
    newly_stuck: frozenset[str]


@dataclass(frozen=True, slots=True)
class Branch:
    """People of a branch office: how many methods they have, who failed, and for whom something was done."""

    cause: str
    one_method: frozenset[str]
    two_methods: frozenset[str]
    failed: frozenset[str]  # in the last thirty days
    helped: frozenset[str]  # an administrator registered a method for them while they waited
    helped_in_time: frozenset[str]  # of these, who succeeded within seven days after
    others_in_time: frozenset[str]  # of the rest, who succeeded within seven days after they had waited as long


@dataclass(frozen=True, slots=True)
class Truth:
    """The tenant as of now."""

    results: Mapping[str, int]  # attempts by result
    people: int  # people with an attempt
    stuck: Mapping[str, Stuck]
    recovered: Mapping[str, Recovered]
    outage: Incident
    license: Incident  # the new hires, the stuck ones among them
    blocked: str  # the person who is still blocked
    blocked_until: datetime
    one_datum: frozenset[str]  # people who registered one datum
    two_data: frozenset[str]  # people who registered two or more
    unregistered: frozenset[str]  # people of the directory without a registration
    unknown_detail: str
    hostile: frozenset[str]  # user IDs typed to do harm, as they were typed
    tomorrow: Tomorrow
    new_incident: Incident  # of the day after tomorrow
    branch: Branch
