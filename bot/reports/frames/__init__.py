"""What a snapshot holds: tables as plain arrays."""
