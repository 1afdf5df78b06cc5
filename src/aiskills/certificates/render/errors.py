"""What goes wrong when a certificate is printed: always one sentence for a person."""

from __future__ import annotations


class RenderError(ValueError):
    """A certificate cannot be printed. The text is one sentence: what is wrong, where, and what to do."""
