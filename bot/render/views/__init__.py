"""Modals and the app's Home tab."""
