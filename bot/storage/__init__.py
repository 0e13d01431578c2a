"""The one database: facts, ledger, subscriptions, deliveries, decisions, access log."""
