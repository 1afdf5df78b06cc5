"""Checking certificates without a network: what a file holds, who signed it, and whether it still stands.

A leaf of the house: nothing of ours is imported here, so that the book's page, the issuer and an employer's own program
share one meaning of "good". The page in the browser (``page/``) decides the same way; tests compare the two.
"""

from . import trust
from .checking import check
from .sentences import sentence

__all__ = ["check", "sentence", "trust"]
