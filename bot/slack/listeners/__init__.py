"""What the bot listens to; a module for each kind."""
