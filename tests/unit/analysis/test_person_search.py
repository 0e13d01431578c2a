"""Finding the person who is meant."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.people.person_search import NEAR, Matching, find, near
from bot.reports.snapshot import People


def everyone(*users: str) -> People:
    shown = {user.casefold(): user for user in users}
    return People(sorted(shown), [shown[key] for key in sorted(shown)])


def test_an_exact_user_id_is_one_person_even_when_others_begin_so() -> None:
    people = everyone("dan@contoso.com", "dan@contoso.com.au")
    assert list(find(people, "DAN@contoso.com", Matching.WORDS)) == [0]


def test_a_beginning_is_everybody_who_begins_so() -> None:
    people = everyone("dan@contoso.com", "dana@contoso.com", "eve@contoso.com")
    assert list(find(people, "dan", Matching.WORDS)) == [0, 1]
    assert list(find(people, "zoe", Matching.WORDS)) == []


def test_near_names_are_those_with_a_slip_of_the_finger_the_likest_first() -> None:
    people = everyone("Dana@contoso.com", "dean@contoso.com", "eve@contoso.com", "frank@contoso.com")
    assert near(people, "dnaa@contoso.com", Matching.WORDS)[0] == "Dana@contoso.com"
    assert "frank@contoso.com" not in near(people, "dnaa@contoso.com", Matching.WORDS)


def test_the_domain_does_not_make_two_names_alike() -> None:
    assert near(everyone("frank@contoso.com"), "dana@contoso.com", Matching.WORDS) == ()


def test_no_more_than_five_near_names_are_suggested() -> None:
    people = everyone(*(f"dana{number}@contoso.com" for number in range(20)))
    assert len(near(people, "danax@contoso.com", Matching.WORDS)) == NEAR


def test_a_slip_in_the_middle_is_found_among_very_many() -> None:
    people = everyone(*(f"user{number:06}@contoso.com" for number in range(20_000)), "miller@contoso.com")
    assert near(people, "miler@contoso.com", Matching.WORDS) == ("miller@contoso.com",)


_names = st.text("dan", max_size=6)


@settings(deadline=None)
@given(st.sets(_names, min_size=8, max_size=30), _names)
def test_near_names_are_those_that_a_look_at_each_one_finds(names: set[str], asked: str) -> None:
    people = everyone(*(f"{name}@contoso.com" for name in names))
    alike = [(-SequenceMatcher(None, asked, name, autojunk=False).ratio(), name) for name in names]
    best = sorted((score, f"{name}@contoso.com") for score, name in alike if score <= -0.6)
    assert near(people, asked, Matching.WORDS) == tuple(user for _, user in best[:NEAR])


@pytest.mark.parametrize("matching", [Matching.OWN, Matching.ADDRESS])
@pytest.mark.parametrize("asked", ["dana@contoso.co", "dana@contoso", "dana", "dnaa@contoso.com", "kim@fabrikam.com"])
def test_a_whole_address_is_that_very_user_id_or_nobody(asked: str, matching: Matching) -> None:
    people = everyone("dana@contoso.com", "dana@contoso.com.br", "kim_fabrikam.com#EXT#@contoso.onmicrosoft.com")
    assert list(find(people, asked, matching)) == []
    assert list(find(people, "DANA@contoso.com", matching)) == [0]


def test_nobody_near_is_named_to_whoever_asks_about_themselves() -> None:
    people = everyone("dana@contoso.com")
    assert near(people, "danna@contoso.com", Matching.OWN) == ()
    assert near(people, "danna@contoso.com", Matching.ADDRESS) == ("dana@contoso.com",)
