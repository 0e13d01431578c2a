"""The Web API methods that the bot calls, by family."""
