"""Readings: each lesson on two pages without code, for people who decide, for print and for a phone.

The words stand in ``book/readings/<slug>.md``; figures and numbers come from the lesson's last run (``compose``).
"""

from .files import FOLDER, to_pdf, write

__all__ = ["FOLDER", "to_pdf", "write"]
