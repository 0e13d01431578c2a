"""Which tenant a request from Slack is for, and how its messages carry that."""
