"""Fixtures that any test may ask for."""

from tests.support.postgres import postgres_server, postgres_url, worker_folder

__all__ = ["postgres_server", "postgres_url", "worker_folder"]
