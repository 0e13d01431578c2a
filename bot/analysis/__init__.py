"""Frame and window in, frozen answer out; one module per family of questions."""
