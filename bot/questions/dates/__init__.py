"""Days and spans of time as people write them, in the reader's zone."""
