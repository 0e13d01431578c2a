"""Understands questions by known words: a vocabulary for each language, and a table of which mean which question."""
