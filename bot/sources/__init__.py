"""Where reports come from: a folder, Microsoft Graph, a file shared in Slack."""
