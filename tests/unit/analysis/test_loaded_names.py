import numpy as np

from bot.analysis.people.loaded_names import LoadedNames
from bot.analysis.people.person_search import Matching, find
from bot.reports.snapshot import Domains, People, domain

KEYS = (
    "ada.b@contoso.com",
    "dana@contoso.com",
    "daniel@fabrikam.com",
    "kim_fabrikam.com#ext#@contoso.onmicrosoft.com",
    "zoe",
)
PEOPLE = People(KEYS, KEYS)
NAMES = LoadedNames(PEOPLE, persons=True)


def test_a_whole_name_is_a_person_and_a_part_of_one_is_none() -> None:
    found = {word: NAMES.person(word) for word in ("dana", "Dana", "ada", "zoe", "dan", "dani", "", "fabrikam")}
    assert found == {
        "dana": True,
        "Dana": True,
        "ada": True,
        "zoe": True,
        "dan": False,
        "dani": False,
        "": False,
        "fabrikam": False,
    }


def test_nobody_is_named_to_those_who_may_not_see_people() -> None:
    assert not LoadedNames(PEOPLE, persons=False).person("dana")


def test_a_domain_is_known_by_its_first_part_where_only_one_has_it() -> None:
    assert (NAMES.domain("fabrikam"), NAMES.domain("@fabrikam.com"), NAMES.domain("nowhere")) == (
        "fabrikam.com",
        "fabrikam.com",
        None,
    )
    assert NAMES.domain("contoso") == "contoso.com"  # contoso.onmicrosoft.com is where guests are kept


def test_domains_that_are_numbered_are_the_same() -> None:
    domains = sorted({domain(key) for key in KEYS} | {"gone.com"})  # one of nobody any more
    codes = np.array([domains.index(domain(key)) for key in KEYS])
    numbered = LoadedNames(People(KEYS, KEYS, Domains(codes, domains)), persons=True)
    words = (
        "fabrikam",
        "fabrikam.com",
        "contoso",
        "contoso.onmicrosoft.com",
        "onmicrosoft",
        "gone",
        "gone.com",
        "",
        "zoe",
    )
    assert [numbered.domain(word) for word in words] == [NAMES.domain(word) for word in words]


def test_a_guest_is_found_by_mail_address() -> None:
    assert [KEYS[number] for number in find(PEOPLE, "kim@fabrikam.com", Matching.WORDS)] == [KEYS[3]]
    assert [KEYS[number] for number in find(PEOPLE, "daniel@fabrikam.com", Matching.WORDS)] == [KEYS[2]]


def test_a_strangers_slip_does_not_take_a_domain_from_its_people() -> None:
    typed = (*(f"user{number}@contoso.com" for number in range(20)), "x@contoso.com>", "y@contoso.co")
    assert LoadedNames(People(typed, typed), persons=True).domain("contoso") == "contoso.com"
    shared = ("a@contoso.com", "b@contoso.de")
    assert LoadedNames(People(shared, shared), persons=True).domain("contoso") is None
