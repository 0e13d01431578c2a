"""Many tenants in one process: who they are, the bot of each, and which one a request is for."""
