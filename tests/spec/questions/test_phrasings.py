"""How ordinary words are understood: two labelled lists, the second written before the reader was ever run on it."""

from collections import Counter

import pytest

from tests.support.phrasings import figures, rows, verdict

TARGETS = {"labelled.tsv": 0.90, "held_out.tsv": 0.95}


@pytest.mark.parametrize(("name", "target"), TARGETS.items())
def test_most_are_right_and_none_is_wrong_or_misleads(
    name: str, target: float, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [(row, *verdict(row)) for row in rows(name)]
    counted = Counter(what for _, what, _ in found)
    with capsys.disabled():
        print(f"\n{name}: {figures(counted)}")  # noqa: T201 - the figures are what this test is for
    assert not [(row.text, what, why) for row, what, why in found if what in {"wrong", "misled"}]
    assert counted["right"] >= target * len(found), [(row.text, why) for row, what, why in found if what == "refused"]
