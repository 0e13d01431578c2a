"""The questions for programs, by the Model Context Protocol; its library is imported when this package is used."""
