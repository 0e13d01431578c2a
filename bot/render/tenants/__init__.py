"""Many tenants beside each other, in messages."""
