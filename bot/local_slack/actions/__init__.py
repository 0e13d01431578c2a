"""What people do in the local Slack: type, click, open, upload; and how the bot hears of it."""
