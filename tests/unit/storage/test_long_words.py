"""The longest words that a reader lets pass fit into the indexes of both databases, and longer ones break no load."""

import io
import json
import random
from datetime import UTC, datetime

import pytest

from bot.reports.formats.registry import read
from bot.reports.receipt import Receipt
from bot.storage.ledger.ledger import Ledger
from tests.support.snapshots import reader_of

NOW = datetime(2017, 3, 1, 12, tzinfo=UTC)


def random_text(characters: int, first: int, last: int) -> str:
    """Text that no database can compress."""
    chance = random.Random(7)
    return "".join(chr(chance.randint(first, last)) for _ in range(characters))


HAN = random_text(2_000, 0x4E00, 0x9FFF)  # three bytes each
ASCII = random_text(2_000, ord("a"), ord("z"))
GROWING = "\u0390" * 1_000  # each has three times as many bytes in lower case
MANY = ",".join(HAN[:480])  # as a combination of methods it is longer than as it was written
HEADER = "User,Date,Method(s) Used,Result,Details"


def load(ledger: Ledger, text: str) -> Receipt:
    return ledger.record(read("feb.csv", io.BytesIO(text.encode())), "feb.csv", NOW)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"{ASCII},2017-02-28,,Failed,{ASCII}", ""),
        (f"{HAN[:800]},2017-02-28,,Failed,{HAN[:800]}", ""),
        (f"x,2017-02-28,{HAN[:800]},{HAN[:800]},", ""),
        (f"{HAN},2017-02-28,,Failed,", "the user is longer than 2,400 bytes"),
        (f"{GROWING},2017-02-28,,Failed,", "the user is longer than 2,400 bytes"),
        (f"x,2017-02-28,,Failed,{HAN}", "the detail is longer than 2,400 bytes"),
        (f'x,2017-02-28,"{MANY}",Failed,', "the method is longer than 2,400 bytes"),
    ],
)
def test_a_long_cell_is_kept_or_set_aside(ledger: Ledger, row: str, fault: str) -> None:
    receipt = load(ledger, f"{HEADER}\n{row}\n")
    assert [one.reason for one in receipt.rejected] == ([fault] if fault else [])
    assert receipt.new == len(reader_of(ledger).snapshot(NOW).attempts) == (0 if fault else 1)


def test_an_event_is_known_again_by_an_id_of_any_length(ledger: Ledger) -> None:
    event = {"id": f"{HAN}\0", "eventTime": "2017-02-28T12:00:00Z", "userName": "x", "result": "Failed"}
    assert load(ledger, json.dumps([event])).new == 1
    again = load(ledger, json.dumps([event]))
    assert (again.new, again.repeated) == (0, 1)


@pytest.mark.parametrize(("characters", "fault"), [(800, ""), (2_000, "is longer than 2,400 bytes")])
def test_a_long_step_is_kept_or_set_aside(ledger: Ledger, characters: int, fault: str) -> None:
    long = HAN[:characters]
    header = "Date (UTC),Service,Activity,Result,ResultReason,CorrelationId,Target1UserPrincipalName"
    step = "2017-02-28T12:00:00Z,Authentication Methods,User registered security info,success"
    receipt = load(ledger, f"{header}\n{step},{long},c1,x\n{step},y,c2,{long}\n")
    expected = [f"the reason {fault}", f"the user {fault}"] if fault else []
    assert [one.reason for one in receipt.rejected] == expected
    assert len(reader_of(ledger).snapshot(NOW).registrations) == 2 - len(expected)


def test_what_cannot_be_read_is_kept_without_what_a_database_does_not_take(ledger: Ledger) -> None:
    header = "Date (UTC),Service,Activity,Result,Target1UserPrincipalName"
    step = f"\0{HAN},Self-service Password Management,Reset password (self-service),success,x"
    (rejected,) = load(ledger, f"{header}\n{step}\n").rejected
    assert rejected.reason == f'the time "\ufffd{HAN[:59]}..." is not understood'
