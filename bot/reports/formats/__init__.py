"""One module for each dialect of report, and the registry of them."""
