"""What tries to break the bot: drawn damage, small in CI and as large as wanted by hand (python -m tests.breakers)."""
