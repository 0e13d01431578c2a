"""What holds for all tests, and fixtures that any of them may ask for."""

from hypothesis import HealthCheck, settings

from tests.support.postgres import postgres_server, postgres_url, worker_folder

__all__ = ["postgres_server", "postgres_url", "worker_folder"]

# The machine may be busy: how long an example takes says nothing about the code.
settings.register_profile("sspr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sspr")
