"""How the words behind each question's name are read into its value: a function for each question."""
