"""Which zone is meant, and which names are none."""

import pytest

from bot.questions.timezones import is_zone, zones_meant


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("CEST", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("pacific standard time", "America/Los_Angeles"),
        ("Germany", "Europe/Berlin"),
        ("jp", "Asia/Tokyo"),
        ("CST", "America/Chicago"),
        ("CDT", "America/Chicago"),
        ("W Europe Standard Time", "Europe/Berlin"),
        ("E South America Standard Time", "America/Sao_Paulo"),
        ("Central Standard Time Mexico", "America/Mexico_City"),
        ("Norway", "Europe/Berlin"),
        ("UK", "Europe/London"),
        ("Brazil", "America/Sao_Paulo"),
        ("Australia", "Australia/Sydney"),
    ],
)
def test_an_abbreviation_a_city_windows_name_and_a_country_stand_for_zones(words: str, first: str) -> None:
    assert first in zones_meant(words)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("PST", "America/Los_Angeles"),
        ("CST", "America/Chicago"),
        ("Germany", "Europe/Berlin"),
        ("UK", "Europe/London"),
        ("Australia", "Australia/Sydney"),
        ("Brazil", "America/Sao_Paulo"),
        ("Canada", "America/Toronto"),
        ("Chile", "America/Santiago"),
        ("China", "Asia/Shanghai"),
        ("Indonesia", "Asia/Jakarta"),
        ("Kazakhstan", "Asia/Almaty"),
        ("Mexico", "America/Mexico_City"),
        ("New Zealand", "Pacific/Auckland"),
        ("pt", "Europe/Lisbon"),
        ("Russia", "Europe/Moscow"),
        ("Spain", "Europe/Madrid"),
        ("United States", "America/New_York"),
    ],
)
def test_where_most_people_live_comes_first(words: str, first: str) -> None:
    assert zones_meant(words)[0] == first


@pytest.mark.parametrize("words", ["Europe/Berln", "Berln", "", "localtime", "MSTT", "GMT+1", "gmt-5", "UTC+2"])
def test_nothing_is_meant_by_likeness(words: str) -> None:
    assert zones_meant(words) == ()


def test_pst_is_not_mst() -> None:
    assert "MST" not in zones_meant("PST")
    assert "America/Denver" not in zones_meant("PST")


@pytest.mark.parametrize(
    "name", ["localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/UTC", "../UTC", ""]
)
def test_what_means_another_zone_on_each_machine_is_none(name: str) -> None:
    assert not is_zone(name)


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_iana_names_are_zones(name: str) -> None:
    assert is_zone(name)
