"""How requests arrive: HTTP or Socket Mode."""
