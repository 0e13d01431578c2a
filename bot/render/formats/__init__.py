"""Other forms of an answer: terminal text, JSON, CSV, a picture."""
