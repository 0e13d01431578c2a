"""The knowledge of the bot."""
