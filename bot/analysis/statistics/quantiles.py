"""Student's t for whole degrees of freedom, in closed form (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""

from functools import lru_cache
from math import atan, cos, inf, pi, sin, sqrt
from typing import Final

Z95: Final = 1.959963984540054  # of the normal distribution, two-sided 5 %
_HALVINGS: Final = 200


def t_two_sided(t: float, df: int) -> float:
    """The chance that |T| is at least |t|, for `df` >= 1 degrees of freedom; 0 for an infinite t."""
    if t in {inf, -inf}:
        return 0.0
    angle = atan(abs(t) / sqrt(df))
    sine, cosine = sin(angle), cos(angle)
    term, total = (cosine, 0.0) if df % 2 else (1.0, 0.0)
    for step in range(df // 2):
        total += term
        term *= cosine * cosine * ((2 * step + 2) / (2 * step + 3) if df % 2 else (2 * step + 1) / (2 * step + 2))
    inside = 2 / pi * (angle + sine * total) if df % 2 else sine * total
    return min(1.0, max(0.0, 1.0 - inside))


@lru_cache(maxsize=1024)
def t95(df: int) -> float:
    """The t that |T| exceeds in 5 % of cases; 1.96 for many degrees of freedom."""
    low, high = Z95, 13.0  # the 12.7 of one degree of freedom is the largest
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if t_two_sided(middle, df) > 0.05 else (low, middle)  # noqa: PLR2004 -- 5 %
    return (low + high) / 2
