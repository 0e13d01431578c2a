"""What a file's table says twice, and what else stands beside it."""
