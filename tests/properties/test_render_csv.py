import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from bot.render.formats.csv_rows import original, safe, write
from tests.unit.render.drawn import TEXTS

CELLS = st.one_of(TEXTS, st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "''", "", "x"]))


@given(CELLS)
def test_no_cell_is_a_formula_and_each_can_be_read_back(cell: str) -> None:
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert original(safe(cell)) == cell


@given(st.lists(st.tuples(CELLS, st.one_of(st.none(), st.integers())), max_size=20))
def test_a_file_reads_back_exactly(rows: list[tuple[str, int | None]]) -> None:
    text = write(("user", "tries"), rows)
    read = list(csv.reader(StringIO(text, newline="")))
    assert read[0] == ["user", "tries"]
    assert [(original(user), tries) for user, tries in read[1:]] == [
        (user, "" if tries is None else str(tries)) for user, tries in rows
    ]
