"""What a report is: frames and their columns, dialects read, windows, coverage, snapshots."""
