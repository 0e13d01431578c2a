import csv
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.formats.csv_rows import SLICE, Cell, write, write_frame
from bot.reports.parsing.formula_guard import guarded, none_guarded, unguarded
from tests.unit.render.drawn import TEXTS

# Whatever a spreadsheet may split at, or run, with plain letters between.
NASTY = st.text(alphabet=";\t|\r\n, \u00a0\"'=+-@＝＋－＠ab", max_size=12)
CELLS = st.one_of(TEXTS, NASTY, st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "''", "", "x"]))
WHOLE = CELLS.map(lambda cell: cell.encode(errors="replace").decode())  # no reader lets half a character in
FORMULA = re.compile(r"[ \u00a0\u3000\"]*[=+\-@＝＋－＠]")


@given(CELLS)
def test_no_cell_is_a_formula_and_each_can_be_read_back(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a\t=1+1", "a\t'=1+1"),
        ("a| +1", "a| '+1"),
        (" =1", " '=1"),
        ("＝1", "'＝1"),
        ("a\n@b", "a\n'@b"),
        ('a;"=1', "a;\"'=1"),
        ("a;'=1", "a;''=1"),
        ("a-b@contoso.com", "a-b@contoso.com"),
    ],
)
def test_a_formula_is_made_safe_wherever_a_cell_may_begin(cell: str, written: str) -> None:
    assert guarded(cell) == written


@given(st.lists(st.tuples(CELLS, st.one_of(st.none(), st.integers())), max_size=20))
def test_a_file_reads_back_exactly(rows: list[tuple[str, int | None]]) -> None:
    text = write(("user", "tries"), rows)
    read = list(csv.reader(StringIO(text, newline="")))
    assert read[0] == ["user", "tries"]
    assert [(unguarded(user), tries) for user, tries in read[1:]] == [
        (user, "" if tries is None else str(tries)) for user, tries in rows
    ]


@given(st.lists(st.tuples(CELLS, st.one_of(CELLS, st.none(), st.integers(), st.floats())), max_size=20))
def test_a_file_is_what_the_library_writes_of_guarded_cells(rows: list[tuple[Cell, Cell]]) -> None:
    file = StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(("user", "tries"))
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    assert write(("user", "tries"), rows) == file.getvalue()


def test_a_file_of_many_rows_has_each_of_them_once() -> None:
    text = write(("user", "tries"), ((f"u{number}", number) for number in range(2_500)))
    assert text.splitlines()[1:] == [f'"u{number}",{number}' for number in range(2_500)]


@given(st.lists(CELLS, max_size=8))
def test_many_texts_are_plain_together_where_each_is(texts: list[str]) -> None:
    assert none_guarded(texts) == all(guarded(text) == text for text in texts)


@given(st.lists(WHOLE, max_size=8), st.sampled_from(";\t|,"))
def test_no_spreadsheet_finds_a_formula_wherever_it_splits(cells: list[str], separator: str) -> None:
    for text in (write(("user",), [(cell,) for cell in cells]), _frame(cells).decode("utf-8-sig")):
        found = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=separator) for cell in row]
        assert [cell for cell in found if FORMULA.match(cell)] == []


@given(st.lists(WHOLE, max_size=20))
def test_a_frame_is_written_as_its_rows_are(cells: list[str]) -> None:
    read = list(csv.reader(StringIO(_frame(cells).decode("utf-8-sig"), newline="")))
    assert [(unguarded(user), *rest) for user, *rest in read[1:]] == [
        (cell, "2017-02-27T12:00:00Z", "yes", "7") for cell in cells
    ]


@pytest.mark.parametrize("count", [0, 1, SLICE - 1, SLICE, SLICE + 1, 2 * SLICE, 2 * SLICE + 3])
def test_a_long_frame_has_each_row_once_and_in_order(count: int) -> None:
    start = datetime(2017, 2, 27, 12, tzinfo=UTC)
    at = [start + timedelta(seconds=number, milliseconds=number % 2) for number in range(count)]
    file = BytesIO()
    write_frame(
        pd.DataFrame(
            {
                "user": pd.Series([f"=person{number % 7}" for number in range(count)], dtype=object),
                "at": pd.Series(at, dtype="datetime64[us, UTC]"),
                "ok": pd.Series([number % 3 == 0 for number in range(count)], dtype=bool),
                "tries": range(count),
            }
        ),
        file,
    )
    header, *read = list(csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    assert header == ["user", "at", "ok", "tries"]
    assert read == [
        [
            f"'=person{number % 7}",
            moment.replace(tzinfo=None).isoformat() + "Z",
            "no" if number % 3 else "yes",
            str(number),
        ]
        for number, moment in enumerate(at)
    ]


def _frame(cells: list[str]) -> bytes:
    at = pd.Series([datetime(2017, 2, 27, 12, tzinfo=UTC)] * len(cells), dtype="datetime64[us, UTC]")
    users = pd.Series(cells, dtype=object)
    file = BytesIO()
    write_frame(pd.DataFrame({"user": users, "at": at, "ok": [True] * len(cells), "tries": [7] * len(cells)}), file)
    return file.getvalue()
