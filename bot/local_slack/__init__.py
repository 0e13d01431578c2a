"""A local Slack in the browser, for the demo and the end-to-end tests. It knows nothing of the bot."""
