"""What people wrote before they saw the bot is read as they meant it, or asked back, or declined: as nothing else."""

from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from tests.support.heard import Everybody, heard
from tests.support.phrasings import REFUSALS, SATURDAY

_READ = 0.85  # of those that a question answers


def test_what_was_heard_is_read_as_it_was_meant_or_not_at_all() -> None:
    catalogue, names, utc = load(), Everybody(), ZoneInfo("UTC")
    read = {
        text: (kinds, parse(text, now=SATURDAY, zone=utc, catalogue=catalogue, names=names).kind)
        for text, kinds in heard().items()
    }
    other = {text: kind for text, (kinds, kind) in read.items() if kind not in REFUSALS and kind not in kinds}
    assert other == {}
    promised = [kind for kinds, kind in read.values() if "cannot" not in kinds]
    right = sum(kind not in REFUSALS for kind in promised)
    assert right >= _READ * len(promised), f"{right} of {len(promised)}"
