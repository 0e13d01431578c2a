"""The clockwork that looks for digests that are due."""
