"""Reports in: files, files shared in Slack, pulls from Microsoft Graph."""
