"""Runbooks of a TOML file: what they are about, and what is refused with which sentence."""

from datetime import timedelta

import pytest

from bot.errors import SettingsError
from bot.knowledge.catalogue import load
from bot.knowledge.runbooks import NO_RUNBOOKS, read_runbooks

FILE = """
[[runbook]]
for = "cause:onprem"
group = "S0ONPREM"
due = "2d"

[[runbook]]
for = "cause:no_license"
owner = "U0ADA"
steps = ["Call the user", "Ask for a license"]
link = "https://wiki.contoso.com/licenses"
ticket = "Reset of {person}: {cause}"
due = "4h"

[[runbook]]
for = "detail:failed.not_in_group"
owner = "U0BOB"
"""


def test_a_detail_comes_before_its_cause_and_a_cause_before_its_family() -> None:
    books = read_runbooks(FILE, load())
    license_book = books.find("no_license", "failed.no_license")
    assert license_book
    assert (license_book.owner, license_book.due) == ("U0ADA", timedelta(hours=4))
    assert license_book.steps == ("Call the user", "Ask for a license")
    onprem = books.find("onprem_unreachable", "failed.onprem_unreachable")
    assert onprem
    assert (onprem.group, onprem.due) == ("S0ONPREM", timedelta(days=2))
    group = books.find("not_in_group", "failed.not_in_group")
    assert group
    assert group.owner == "U0BOB"
    assert books.find("not_in_group") is None
    assert books.find("throttled", "blocked.sms_codes") is None
    assert NO_RUNBOOKS.find("no_license") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[runbook]", "The runbook file is no TOML"),
        ('[[runbooks]]\nfor = "cause:no_license"', "runbooks means nothing there; each runbook is a [[runbook]]"),
        ("runbook = 3", "write each runbook as [[runbook]]"),
        ('[[runbook]]\nowner = "U0ADA"\nsteps = []', 'for takes "cause:KEY" or "detail:KEY"'),
        ('[[runbook]]\nfor = "cause:no_licence"\nowner = "U0ADA"', "no_licence is no cause that the catalogue knows"),
        ('[[runbook]]\nfor = "detail:x"\nowner = "U0ADA"', "x is no detail that the catalogue knows"),
        ('[[runbook]]\nfor = "cause:no_license"', "it says nothing"),
        ('[[runbook]]\nfor = "cause:no_license"\nowner = "ada"', "owner takes a Slack user id (U...), not ada"),
        ('[[runbook]]\nfor = "cause:no_license"\ngroup = "U0ADA"', "group takes the id of a Slack user group"),
        ('[[runbook]]\nfor = "cause:no_license"\nsteps = "Call"', "steps takes a list of texts"),
        ('[[runbook]]\nfor = "cause:no_license"\nlink = "javascript:x"', "link takes an address"),
        ('[[runbook]]\nfor = "cause:no_license"\nlink = "https://x|y"', "link takes an address"),
        ('[[runbook]]\nfor = "cause:no_license"\ndue = "soon"', "due takes a time like 30m, 4h or 2d, not soon"),
        ('[[runbook]]\nfor = "cause:no_license"\ndue = 4', "due takes a text in quotes"),
        ('[[runbook]]\nfor = "cause:no_license"\nticket = "{user}"', "ticket knows no {user}; there are {person}"),
        ('[[runbook]]\nfor = "cause:no_license"\nticket = "{person.__class__}"', "ticket knows no {person.__class__}"),
        ('[[runbook]]\nfor = "cause:no_license"\nticket = "a { b"', "ticket has a single brace"),
        ('[[runbook]]\nfor = "cause:no_license"\nowners = "U0ADA"', "owners means nothing there; there are for, owner"),
        (
            '[[runbook]]\nfor = "cause:no_license"\ndue = "4h"\n[[runbook]]\nfor = "cause:no_license"\ndue = "5h"',
            "runbook 2: there is one for cause:no_license already",
        ),
    ],
)
def test_a_broken_file_is_refused_with_the_sentence_that_says_why(text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_runbooks(text, load())
    assert sentence in str(refused.value)


def test_all_that_is_wrong_is_said_together() -> None:
    with pytest.raises(SettingsError) as refused:
        read_runbooks('[[runbook]]\nfor = "x"\n[[runbook]]\nfor = "y"', load())
    assert len(str(refused.value).splitlines()) == 2
