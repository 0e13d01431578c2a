"""Block Kit as plain values: blocks, inputs, limits, and the one place that escapes text."""
