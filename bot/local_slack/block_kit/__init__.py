"""The judge of Block Kit: refuses what Slack would refuse, by its own table of limits."""
