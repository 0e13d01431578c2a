"""When a digest is due, and who posts it."""
