"""How fast and how big the bot is, each beside a floor measured in the same run.

    python -m pytest tests/benchmarks -q                  # a few minutes, a few GB of memory, 2 GB of temporary files
    python -m pytest tests/benchmarks -q -m "not slow"    # without the three million rows

The table at the end is the result; a row that misses its budget says so and fails nothing. Needs the `bench` extra.
"""
