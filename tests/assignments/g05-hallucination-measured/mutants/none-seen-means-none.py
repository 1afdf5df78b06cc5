"""Gives an interval without width when no error was seen.

loses: wilson-edges
misconception: no error seen, so there is none
"""
# %% wilson-answer
def wilson(k, n, z=1.96):
    if n == 0:
        return 0.0, 1.0
    p, shrink = k / n, 1 + z * z / n
    if p in (0, 1):
        return p, p
    middle = (p + z * z / (2 * n)) / shrink
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    return middle - half, middle + half
