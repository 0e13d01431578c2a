"""Who is who in Slack: people, channels, the bot itself; remembered for a while."""
