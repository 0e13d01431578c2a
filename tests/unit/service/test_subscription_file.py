from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.digests.plan import Frequency
from bot.digests.subscription import SubscriptionOrigin
from bot.errors import SettingsError
from bot.knowledge.catalogue import load
from bot.service.digests.subscription_file import FileEntry, apply, differences, read_entries
from bot.storage.database import open_database
from bot.storage.digests.subscriptions import Subscriptions
from bot.storage.tenant import Tenant
from tests.support.digest_fixture import plan
from tests.support.sqlite import sqlite_url

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
TWO = """
[[digest]]
name = "helpdesk"
channel = "C0HELP"
plan = "daily at 09:00 mon-fri tz:Europe/Berlin show:masked"
owner = "U0ADA"

[[digest]]
channel = "C0IDENTITY"
plan = "hourly"
"""


def read(text: str) -> tuple[FileEntry, ...]:
    return read_entries(text, catalogue=load(), zone=ZoneInfo("UTC"), now=NOON)


@pytest.fixture
def subscriptions(tmp_path: Path) -> Subscriptions:
    return Subscriptions(Tenant(open_database(sqlite_url(tmp_path)), "default"))


def test_the_file_says_it_in_the_words_of_slack() -> None:
    first, second = read(TWO)
    assert first == FileEntry(
        "helpdesk", "C0HELP", plan("daily at 09:00 mon-fri tz:Europe/Berlin show:masked"), "U0ADA"
    )
    assert (second.name, second.owner) == ("C0IDENTITY 2", "")


def test_the_store_follows_the_file_and_leaves_what_slack_made(subscriptions: Subscriptions) -> None:
    by_hand = subscriptions.add("C0HELP", plan("weekly on mon"), "U0HARPER", NOON, origin=SubscriptionOrigin.SLACK)
    assert differences(read(TWO), subscriptions.not_ended()) == (
        "helpdesk: in the file, not yet subscribed.",
        "C0IDENTITY 2: in the file, not yet subscribed.",
    )
    apply(read(TWO), subscriptions, NOON)
    assert differences(read(TWO), subscriptions.not_ended()) == ()
    changed = TWO.replace("09:00", "10:00").partition("[[digest]]\nchannel")[0]
    assert [line.partition(":")[0] for line in differences(read(changed), subscriptions.not_ended())] == [
        "helpdesk",
        "C0IDENTITY 2",
    ]
    apply(read(changed), subscriptions, NOON)
    assert [(one.number, one.origin) for one in subscriptions.not_ended()] == [
        (1, SubscriptionOrigin.SLACK),
        (2, SubscriptionOrigin.FILE),
    ]
    assert subscriptions.find(1) == by_hand


def test_a_changed_plan_keeps_what_was_told_and_another_channel_begins_anew(subscriptions: Subscriptions) -> None:
    apply(read(TWO), subscriptions, NOON)
    apply(read(TWO.replace("09:00", "10:00")), subscriptions, NOON)
    assert [one.number for one in subscriptions.not_ended()] == [1, 2]
    apply(read(TWO.replace("C0HELP", "C0OTHER")), subscriptions, NOON)
    assert [(one.number, one.channel) for one in subscriptions.not_ended()] == [(2, "C0IDENTITY"), (3, "C0OTHER")]


def test_signs_are_subscribed_by_the_file_and_what_it_makes_is_what_it_would_write(
    subscriptions: Subscriptions,
) -> None:
    (entry,) = read('[[digest]]\nchannel = "C0SECURITY"\nplan = "odd tz:Europe/Berlin show:masked quiet:20:00-07:00"')
    assert entry.plan == plan("odd tz:Europe/Berlin show:masked quiet:20:00-07:00")
    assert entry.plan.frequency is Frequency.SIGNS
    apply([entry], subscriptions, NOON)
    (made,) = subscriptions.not_ended()
    assert (made.channel, made.plan.words()) == ("C0SECURITY", "odd tz:Europe/Berlin show:masked quiet:20:00-07:00")
    assert differences(read(f'[[digest]]\nchannel = "C0SECURITY"\nplan = "{made.plan.words()}"'), [made]) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[digest]]\nchannel = "C0HELP"\nplan = "odd at 09:00"', "digest 1: odd goes by itself"),
        ('[[digest]]\nchannel = "C0HELP"\nplan = "odd domain:contoso.com"', "digest 1: odd goes by itself"),
        ("[[digest", "is no TOML"),
        ('[[digest]]\nchannel = "help"\nplan = "daily"', "digest 1: channel takes a Slack channel id"),
        ('[[digest]]\nchannel = "C0HELP"\nplan = "dayly"', "digest 1: I do not understand dayly."),
        ('[[digest]]\nchannel = "C0HELP"\nplna = "daily"', "plna is no key"),
        ("[[digest]]\nchannel = 7", "each a text in quotes"),
        (TWO + TWO, "names two digests helpdesk"),
        ('digest = "C0HELP"', "each a text in quotes"),
    ],
)
def test_what_is_wrong_is_named(text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says.replace("(", r"\(")):
        read(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[digests]]\nchannel = "C0HELP"\nplan = "daily"', "digests means nothing there; each digest is a [[digest]]"),
        ("digest = 5", "write each digest as [[digest]]"),
        ('[digest]\nchannel = "C0HELP"', "write each digest as [[digest]]"),
        ('[[digest]]\nchannel = "C0HELP"\nplan = "daily at 09:00"\nowner = "ada"', "owner takes a Slack user id"),
    ],
)
def test_a_slip_in_the_file_is_refused_rather_than_ending_what_it_had_made(text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("text", ["", "\n", "# half a write\n"])
def test_a_file_without_any_digest_ends_none_unless_it_says_so(text: str) -> None:
    with pytest.raises(SettingsError, match="so nothing was changed"):
        read(text)
    assert read("digest = []") == ()
