"""People: who is meant by a name, who is loaded, who is behind a number."""
