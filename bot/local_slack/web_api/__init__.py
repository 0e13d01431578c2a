"""The Web API that the bot calls: methods, files, response URLs, and faults on request."""
