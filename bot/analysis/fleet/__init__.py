"""Many tenants beside each other, in numbers."""
