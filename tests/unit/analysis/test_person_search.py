"""Finding the person who is meant."""

import pytest

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
