"""What recognises rows as those of a report that is loaded already, or that stand in the same file twice."""
