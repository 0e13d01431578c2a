"""Messages about how far people get on the reset page, and how long they take."""
