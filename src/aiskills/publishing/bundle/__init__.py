"""The offline bundle: the book alone, or with all that runs the lessons, in one archive that needs no network."""

from .making import make

__all__ = ["make"]
