"""Subscriptions, slots, deliveries and decisions."""
