"""Jobs that run again and again, and those that run once."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.schedule.jobs import Jobs


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.stop()


def test_a_job_is_run_at_once_and_again(jobs: Jobs) -> None:
    runs: list[int] = []
    thrice = threading.Event()

    def job() -> None:
        runs.append(len(runs))
        if len(runs) == 3:
            thrice.set()

    jobs.every(timedelta(seconds=1), job, name="count")
    jobs.start()
    assert thrice.wait(timeout=20)
    assert runs[:3] == [0, 1, 2]


def test_a_heavy_job_holds_up_heavy_ones_alone(jobs: Jobs) -> None:
    begun, go_on, light, heavy = (threading.Event() for _ in range(4))

    def long() -> None:
        begun.set()
        assert go_on.wait(timeout=20)

    jobs.every(timedelta(hours=1), long, name="long", heavy=True)
    jobs.start()
    assert begun.wait(timeout=20)
    jobs.every(timedelta(hours=1), heavy.set, name="heavy", heavy=True)
    jobs.every(timedelta(hours=1), light.set, name="light")
    assert light.wait(timeout=20)
    assert not heavy.is_set()
    go_on.set()
    assert heavy.wait(timeout=20)


def test_a_late_job_is_never_skipped_and_never_doubled(jobs: Jobs) -> None:
    jobs.every(timedelta(hours=1), lambda: None, name="look")
    jobs.start()
    job = jobs._scheduler.get_job("look")
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert str(job.trigger.timezone) == "UTC"


def test_a_job_for_later_replaces_the_one_of_the_same_name(jobs: Jobs) -> None:
    first, second = threading.Event(), threading.Event()
    jobs.start()
    jobs.after(timedelta(hours=1), first.set, name="due")
    jobs.after(timedelta(), second.set, name="due")
    assert second.wait(timeout=20)
    assert not first.is_set()


def test_stopping_while_a_job_is_handed_out_leaves_no_thread_in_error() -> None:
    for _ in range(100):
        jobs, run = Jobs(), threading.Event()
        jobs.start()
        jobs.after(timedelta(), run.set, name="due")
        assert run.wait(timeout=20)
        jobs.stop()
