"""The counts that every analysis needs."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.frames import arrays
from bot.reports.instants import from_micros, to_micros


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=30), st.sampled_from([6, 5_000]))
def test_people_of_a_group_are_counted_once_whichever_way_is_taken(pairs: list[tuple[int, int]], people: int) -> None:
    groups, users = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    found = arrays.distinct_by(groups, 4, users, people)
    assert found == [len({user for group, user in pairs if group == number}) for number in range(4)]
    assert arrays.distinct(users, people) == len(set(users.tolist()))


@settings(deadline=None)
@given(st.lists(st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC)), max_size=4))
def test_moments_come_back_as_they_went(moments: list[datetime]) -> None:
    stamps = np.array([to_micros(moment) for moment in moments], dtype=np.int64)
    assert arrays.moments(stamps) == moments
    assert [from_micros(stamp) for stamp in stamps] == moments
