"""The Wilson interval solves the equation that it stands for, and refuses what is no share."""

from math import sqrt

import pytest

from aiskills.learn.intervals import Z, wilson


@pytest.mark.parametrize(("count", "asked"), [(0, 7), (1, 7), (31, 200), (56, 124), (200, 200)])
@pytest.mark.parametrize("z", [Z, 1.645])
def test_each_end_is_z_standard_errors_away_from_the_share(count, asked, z):
    share, ends = count / asked, wilson(count, asked, z)
    assert 0 <= ends[0] <= share <= ends[1] <= 1 and ends[0] < ends[1]
    for end in ends:
        assert abs(share - end) == pytest.approx(z * sqrt(end * (1 - end) / asked), abs=1e-9)


def test_a_count_that_is_no_share_is_named():
    for count, asked in ((0, 0), (-1, 5), (6, 5)):
        with pytest.raises(ValueError, match=f"{count} of {asked} is not a share"):
            wilson(count, asked)
