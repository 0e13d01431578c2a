"""How ordinary words are understood: labelled lists; all but the first were written before the reader was run on them.

At first sight it read 199 of the 233 of the second list, 277 of the 337 of the third, and 409 of the 486 that the fourth began
with, then 51 of 61 more; of the rounds 122 of 154, 119 of 161, 118 of 161, 126 of 163,
132 of 154, 126 of 146 and 108 of 125. What it missed was learnt, by words. The eighth holds what was right in the end of
eight more times 60, of which it read 43, 51, 37, 53, 45, 43, 48 and 51 at first sight; the ninth of two times 60, of which it
read 46 and 49, and of 40 more; the tenth of seven times about 60, of which it read 46 of 61, 55 of 62, 46 of 60, 50 of 63,
49 of 63, 57 of 61 and 48 of 62; the eleventh of eight times, of which it read
87 of 103, 47 of 60, 55 of 60, 52 of 60, 57 of 61, 59 of 65, 54 of 60 and 54 of 62, took 7, 3, 3, 5, 3, 2, 5 and 5 for
something else, and of 80 more; of the twelfth it read 46 of 60, took 4 for something else, and 11 more stand for their kind;
of the thirteenth 35 of 40, took 2 for something else, and 25 more stand for their kind;
the fourteenth and those behind it hold what was missed since; `on_the_line` is of one person or caller.
"""

from collections import Counter

import pytest

from tests.support.phrasings import FOLDER, figures, rows, verdict

# How many must be right; of those that are not named all.
TARGETS = {"held_out.tsv": 0.95, "later.tsv": 0.95, "own_words.tsv": 0.97}
TARGETS |= {"round_one.tsv": 0.96, "round_two.tsv": 0.97, "round_three.tsv": 0.97, "round_four.tsv": 0.96}
TARGETS |= {"round_five.tsv": 0.98, "round_six.tsv": 0.97, "round_seven.tsv": 0.97, "round_eight.tsv": 0.99}
TARGETS |= {"round_nine.tsv": 0.99, "round_ten.tsv": 0.99, "round_eleven.tsv": 0.99, "round_twelve.tsv": 0.98}
TARGETS |= {"round_thirteen.tsv": 0.98, "round_fourteen.tsv": 0.98}
ASKED_BACK = 0.025  # though the reading was right: which of two is meant, and it is one of them

NAMES = sorted(file.name for file in FOLDER.glob("*.tsv"))


@pytest.mark.parametrize("name", NAMES)
def test_most_are_right_and_none_is_wrong_or_misleads(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = [(row, *verdict(row)) for row in rows(name)]
    counted = Counter(what for _, what, _ in found)
    with capsys.disabled():
        print(f"\n{name}: {figures(counted)}")  # noqa: T201 - the figures are what this test is for
    assert not [(row.text, what, why) for row, what, why in found if what in {"wrong", "misled"}]
    assert counted["asked"] <= ASKED_BACK * len(found), [(row.text, why) for row, what, why in found if what == "asked"]
    assert counted["right"] + counted["asked"] >= TARGETS.get(name, 1) * len(found), [
        (row.text, why) for row, what, why in found if what == "refused"
    ]
