"""Many tests at once: which of them may be believed."""

from collections.abc import Sequence


def discoveries(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which findings stand when at most `rate` of those that do may be false (Benjamini and Hochberg, 1995)."""
    ordered = sorted(p_values)
    kept = [p for rank, p in enumerate(ordered, start=1) if p <= rate * rank / len(ordered)]
    limit = max(kept, default=-1.0)
    return [p <= limit for p in p_values]
