"""The README's tables are those of the code; SSPR_TEST_UPDATE_README=1 writes them."""

import os
import re
from pathlib import Path

from bot.questions.question_types import QUESTION_TYPES
from bot.settings import Settings

AGAIN = "SSPR_TEST_UPDATE_README=1 writes it anew"
README = Path(__file__).parents[2] / "README.md"


def questions() -> str:
    """One row a form."""
    return "\n".join(
        f"| `{form.usage.replace('|', chr(92) + '|')}` | {form.sentence} | `{form.examples[0]}`"
        f"{f'<br>{form.free[0]}' if form.free else ''} | {form.who.value} |"
        for form in QUESTION_TYPES
    )


def settings() -> str:
    """One row a setting."""
    return "\n".join(
        f"| `{field.alias}` | {field.description} | {_default(field.default)} |"
        for field in Settings.model_fields.values()
    )


def _default(value: object) -> str:
    return f"`{value}`" if value not in (None, (), {}) else "-"


def test_the_questions_of_the_readme_are_those_of_the_grammar() -> None:
    assert _table("questions") == questions(), AGAIN


def test_the_settings_of_the_readme_are_those_of_the_code() -> None:
    assert _table("settings") == settings(), AGAIN


def _table(name: str) -> str:
    """The rows between the marks, behind the table's head; written anew when that is asked for."""
    pattern = re.compile(rf"(<!-- {name}: .*?-->\n\|.*?\n\|.*?\n)(.*?)(\n<!-- end of {name} -->)", re.DOTALL)
    text = README.read_text("utf-8")
    if os.environ.get("SSPR_TEST_UPDATE_README"):
        rows = {"questions": questions, "settings": settings}[name]()
        text = pattern.sub(lambda found: found[1] + rows + found[3], text)
        README.write_text(text, "utf-8")
    found = pattern.search(text)
    assert found, f"the README has no table of {name}"
    return found[2]
