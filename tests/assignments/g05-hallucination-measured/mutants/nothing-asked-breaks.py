"""Divides by zero when no question was asked.

loses: wilson-edges
misconception: there is always data
"""
# %% wilson-answer
def wilson(k, n, z=1.96):
    p, shrink = k / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / shrink
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    return middle - half, middle + half
