"""The schema of an answer's JSON, held against the JSON of every drawn answer."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

import jsonschema
import pytest

from bot.render.formats.json_answer import envelope, to_json
from bot.render.formats.json_schema import envelope_schema, schema_of
from bot.service.answers.table import answer_type
from tests.unit.render import sample

DRAWN = {name: value for name, value in vars(sample).items() if name.isupper() and hasattr(value, "coverage")}
FOUND = {f"FIX {text}": sample.found(text) for text in ("SSPR_0029", "33008", "no license", "gibberish")}


def valid(value: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)


@pytest.mark.parametrize("name", [*DRAWN, *FOUND])
def test_the_json_of_every_drawn_answer_is_as_its_schema_says(name: str) -> None:
    answer = (DRAWN | FOUND)[name]
    schema, definitions = schema_of(type(answer))
    valid(to_json(answer), {**schema, "$defs": definitions})


@pytest.mark.parametrize("name", [*DRAWN, *FOUND])
def test_a_schema_names_every_member_that_the_json_has(name: str) -> None:
    answer = (DRAWN | FOUND)[name]
    _, definitions = schema_of(type(answer))
    assert set(definitions[type(answer).__name__]["properties"]) == set(to_json(answer))


def test_an_envelope_has_the_coverage_beside_the_answer() -> None:
    properties, definitions = envelope_schema(answer_type("status"), "status")
    assert set(properties) == set(envelope(sample.DANA, sample.DANA, "text"))
    assert "coverage" not in definitions["PersonStatus"]["properties"]
    schema = {**properties["answer"], "$defs": definitions}
    for answer in (sample.DANA, sample.SEVERAL, sample.NOBODY):
        valid(envelope(answer, answer, "")["answer"], schema)


@dataclass(frozen=True, slots=True)
class Odd:
    at: datetime
    day: date
    hour: time
    took: timedelta
    share: float
    data: bytes
    more: "Odd | None"
    pair: tuple[str, int]
    by_name: dict[str, tuple[int, ...]]

    @property
    def twice(self) -> float | None:
        return self.share * 2


def test_each_kind_of_value_has_its_schema() -> None:
    schema, definitions = schema_of(Odd)
    assert schema == {"$ref": "#/$defs/Odd"}
    members = definitions["Odd"]["properties"]
    assert members["at"] == {"type": "string", "format": "date-time"}
    assert members["took"]["type"] == "number"
    assert members["share"] == {"type": ["number", "null"]}
    assert members["more"] == {"anyOf": [{"$ref": "#/$defs/Odd"}, {"type": "null"}]}
    assert members["pair"] == {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "minItems": 2}
    assert members["by_name"]["additionalProperties"] == {"type": "array", "items": {"type": "integer"}}
    value = Odd(sample.NOW, date(2026, 1, 1), time(9), timedelta(1), 0.5, b"x", None, ("a", 1), {"a": (1,)})
    valid(to_json(value), {**schema, "$defs": definitions})


def test_what_json_cannot_say_has_no_schema() -> None:
    with pytest.raises(TypeError, match="has no schema"):
        schema_of(object.__class__)


@pytest.mark.parametrize(
    "kind", ["status", "failures", "fix", "stuck", "trend", "compare", "data", "rollout", "digest"]
)
def test_no_two_types_of_an_answer_share_a_name(kind: str) -> None:
    seen: dict[str, type] = {}

    def walk(one: Any) -> None:
        for inner in getattr(one, "__args__", ()):
            walk(inner)
        if hasattr(one, "__dataclass_fields__") and seen.setdefault(one.__name__, one) is one and one not in met:
            met.add(one)
            for field in fields(one):
                walk(field.type)
        assert seen.get(getattr(one, "__name__", "")) in (None, one)

    met: set[type] = set()
    walk(answer_type(kind))
    assert met
