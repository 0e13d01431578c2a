"""Digests: what is due, what they say, and how they are delivered."""
