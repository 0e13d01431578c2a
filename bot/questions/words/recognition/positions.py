"""The small words of positions.toml."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Positions:
    """Lists of words; each is explained in the file."""

    date: frozenset[str]
    before_a_numbered_day: frozenset[str]
    date_not_person: frozenset[str]
    code: frozenset[str]
    person: frozenset[str]
    person_before: frozenset[str]
    full_name: frozenset[str]
    negation: frozenset[str]
    between: frozenset[str]
    reason: frozenset[str]
    everybody: frozenset[str]
    modal: frozenset[str]
    between_order: frozenset[str]
    before_several: frozenset[str]
    before_one_day: frozenset[str]
    none: frozenset[str]
    without: frozenset[str]
    over: frozenset[str]
    subject: frozenset[str]
    person_or_domain: frozenset[str]
    courtesy: frozenset[str]
    wishes: frozenset[str]
    weekdays: frozenset[str]
    narrowing: frozenset[str]
    kind_of_people: frozenset[str]
    asks_negated: frozenset[str]
    of_a_list: frozenset[str]
    before_a_noun: frozenset[str]
    counted: frozenset[str]
    asks: frozenset[str]
    owned: frozenset[str]
    spoken: frozenset[str]
    written: frozenset[str]
    untold: frozenset[str]
    says_why: frozenset[str]


@cache
def positions() -> Positions:
    """The lists. Read once."""
    table = tomllib.loads(files("bot.questions.words").joinpath("positions.toml").read_text("utf-8"))
    return Positions(**{field.name: frozenset(table[field.name].split()) for field in fields(Positions)})
