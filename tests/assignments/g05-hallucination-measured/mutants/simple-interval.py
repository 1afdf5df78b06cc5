"""Uses p plus and minus z standard errors of p.

loses: wilson-ends, wilson-edges
misconception: the textbook interval always works
"""
# %% wilson-answer
def wilson(k, n, z=1.96):
    if n == 0:
        return 0.0, 1.0
    p = k / n
    half = z * sqrt(p * (1 - p) / n)
    return max(0.0, p - half), min(1.0, p + half)
