"""From the bytes that a learner handed in to a notebook that can be graded: ``align(parse(data), assignment)``."""

from .aligning import align
from .parsing import SIZE_LIMIT, Refused, parse

__all__ = ["SIZE_LIMIT", "Refused", "align", "parse"]
