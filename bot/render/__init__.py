"""Answers as Slack messages, terminal text, JSON and CSV."""
