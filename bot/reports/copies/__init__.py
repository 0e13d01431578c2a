"""What recognises the rows of a file as those of a report that is loaded already."""
