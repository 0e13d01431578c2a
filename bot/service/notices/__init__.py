"""Messages to people who can help themselves."""
