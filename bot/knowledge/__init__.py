"""The documents' knowledge: the reports' words, the 35 details, their causes and fixes."""
