"""A local Slack in the browser: the demo, and the stage of the end-to-end tests."""
