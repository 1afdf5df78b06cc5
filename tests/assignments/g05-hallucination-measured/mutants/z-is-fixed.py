"""Uses 1.96 whatever z is asked for.

loses: wilson-ends
misconception: 95 % is the only interval
"""
# %% wilson-answer
def wilson(k, n, z=1.96):
    z = 1.96
    if n == 0:
        return 0.0, 1.0
    p, shrink = k / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / shrink
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    return middle - half, middle + half
