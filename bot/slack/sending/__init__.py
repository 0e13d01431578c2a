"""What goes to Slack: replies, posts, files."""
