"""The demo's sample tenant: reports and a directory with a known truth."""
