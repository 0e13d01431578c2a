"""What a sentence is made of: its words, and what is known of them, wherever it stands."""
