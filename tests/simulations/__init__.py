"""Simulations of known truth behind docs/statistics.md: `python -m tests.simulations`. The tests run a small version."""
