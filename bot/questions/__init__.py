"""Words typed in Slack or on a terminal, and the Question they mean."""
