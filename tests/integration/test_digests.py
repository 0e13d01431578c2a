from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.digest_fixture import FIRST_DAY, SECOND_DAY, Stage, digest_stage, sqlite_url


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with digest_stage(sqlite_url(tmp_path)) as stage:
        yield stage


def test_the_first_digest_is_a_baseline_and_the_second_tells_who_recovered_and_what_is_new(stage: Stage) -> None:
    stage.load(FIRST_DAY)
    subscription = stage.subscribe()
    stage.clock.go_to(27, 9)
    stage.settle()
    assert "2 people failing now" in stage.posts()[0].text
    assert stage.found(subscription).position == 2
    stage.load(SECOND_DAY, "second.csv")
    stage.clock.go_to(28, 9)
    stage.settle()
    _, second = stage.posts()
    assert "1* has since succeeded" in second.text
    assert "1 person newly failing" in second.text
    assert [file.name for message in stage.replies() for file in message.files] == [
        "failures-2017-02-28.png",
        "digest-2017-02-28.csv",
    ]
    assert stage.found(subscription).position == 4
