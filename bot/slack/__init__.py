"""The bot in Slack: listeners, access, posting, HTTP and Socket Mode."""
