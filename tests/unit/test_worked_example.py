"""The worked example of a new question is made of the code that runs: a piece that is changed is changed there too."""

import re
from pathlib import Path
from textwrap import indent

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "docs" / "a-question.md").read_text("utf-8")
_PIECE = re.compile(r"^`([\w/]+\.py)`\n\n```python\n(.*?)```$", re.DOTALL | re.MULTILINE)
PIECES = _PIECE.findall(EXAMPLE)


def test_every_piece_of_python_says_which_file_it_is_of() -> None:
    assert len(PIECES) == EXAMPLE.count("```python") > 0


@pytest.mark.parametrize(("path", "piece"), PIECES)
def test_a_piece_stands_so_in_its_file(path: str, piece: str) -> None:
    code = (ROOT / path).read_text("utf-8")
    assert any(indent(piece.rstrip(), blanks) in code for blanks in ("", " " * 4, " " * 8)), (
        f"docs/a-question.md: {path}"
    )


def test_it_goes_through_the_files_that_a_new_question_needs() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A new question")[2].partition("\n## ")[0]
    assert "docs/a-question.md" in table
    for path in (
        "question.py",
        "question_types.py",
        "readers/numbers.py",
        "table.py",
        "number_rows.py",
        "test_who_sees_what.py",
    ):
        assert path in table
        assert any(one.endswith(f"/{path}") for one, _ in PIECES), path
