"""The SSPR bot: it answers in Slack for self-service password reset, from the reports that Azure AD keeps."""
