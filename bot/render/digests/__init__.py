"""Digests: the first message, the thread, and what is said about subscriptions."""
