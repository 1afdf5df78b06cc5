"""The interval of a share: one function for every lesson, so that two lessons never print two answers."""

from math import sqrt

Z = 1.96  # 95 % of a normal distribution lies within so many standard deviations of its middle


def wilson(count, asked, z=Z):
    """Return (low, high), the 95 % Wilson interval of the share `count` of `asked`, both from 0 to 1.

    z: width to each side in standard deviations. The cases are treated as strangers to each other. Raises ValueError
    where nothing was asked. Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927). Explained
    in `f01-learning-from-data`; readers build it in `g05-hallucination-measured`.
    """
    if not 0 <= count <= asked or asked == 0:
        raise ValueError(f"{count} of {asked} is not a share.")
    share, shrink = count / asked, 1 + z * z / asked
    middle = (share + z * z / (2 * asked)) / shrink
    half = z * sqrt(share * (1 - share) / asked + z * z / (4 * asked**2)) / shrink
    return max(0.0, middle - half), min(1.0, middle + half)
