"""Cases: one person with one cause, opened, repeated, closed."""
