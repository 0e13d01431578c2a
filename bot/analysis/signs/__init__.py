"""Signs of attacks on reset itself: which attempts show each."""
