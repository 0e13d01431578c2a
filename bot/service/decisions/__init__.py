"""Decisions on cases: acknowledge, assign, snooze, close."""
