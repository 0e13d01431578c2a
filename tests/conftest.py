"""What holds for all tests, and fixtures that any of them may ask for."""

import os

from hypothesis import HealthCheck, settings

from tests.support.postgres import (
    empty_postgres_url,
    postgres_server,
    postgres_template,
    postgres_url,
    worker_folder,
)

__all__ = ["empty_postgres_url", "postgres_server", "postgres_template", "postgres_url", "worker_folder"]

# The machine may be busy: how long an example takes says nothing about the code. The examples are the same in every run,
# so that a change is judged by what it changes; SSPR_TEST_RANDOM=1 looks for new ones.
settings.register_profile(
    "sspr",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("SSPR_TEST_RANDOM") != "1",
)
settings.load_profile("sspr")
