"""Decisions on cases, and the buttons that make them."""
