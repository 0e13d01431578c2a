from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from bot.knowledge.loader import CatalogueError, Read, Reader, read


def with_first_detail(**changed: Any) -> Read:
    """The shipped files, with the first detail of failed.toml changed; a value of None takes a field away."""

    def changed_read(name: str) -> Mapping[str, Any]:
        document = deepcopy(read(name))
        if name == "details/failed":
            first = document["detail"][0] | changed
            document["detail"][0] = {field: value for field, value in first.items() if value is not None}
        return document

    return changed_read


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"cause": "bad_luck"}, "details/failed.toml: failed.not_enabled: no cause is called 'bad_luck'"),
        ({"steps": []}, "failed.not_enabled: it has no step"),
        ({"steps": ["dance"]}, "failed.not_enabled: no shared step is called 'dance'"),
        ({"steps": None}, "failed.not_enabled: 'steps' is missing"),
        ({"tell_user": None}, "failed.not_enabled: 'tell_user' is missing"),
        ({"links": ["nowhere"]}, "failed.not_enabled: no link is called 'nowhere'"),
        ({"changes": ["XYZ"]}, "failed.not_enabled: no change is called 'XYZ'"),
        ({"acts": []}, "failed.not_enabled: nobody is named in `acts`"),
        ({"acts": ["the cat"]}, "failed.not_enabled: 'the cat' is not a valid Owner"),
        (
            {"after_block": {"steps": ["wait_24h"], "tell_user": "Wait."}},
            "failed.not_enabled: `after_block` belongs to a Blocked detail, and to no other",
        ),
        ({"result": "Blocked"}, "failed.not_enabled: `after_block` belongs to a Blocked detail, and to no other"),
        ({"result": "Exploded"}, "failed.not_enabled: 'Exploded' is not a valid Result"),
        ({"key": "failed.no_license"}, "failed.no_license: the key is there twice"),
        ({"key": None}, "an entry without a key: 'key' is missing"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_wrong(changed: dict[str, Any], complaint: str) -> None:
    with pytest.raises(CatalogueError) as error:
        Reader(with_first_detail(**changed))
    assert complaint in str(error.value)


def test_an_entry_s_own_field_wins_over_the_file_s_default() -> None:
    assert (
        Reader(with_first_detail(confidence="our inference")).details["failed.not_enabled"].confidence
        == "our inference"
    )
