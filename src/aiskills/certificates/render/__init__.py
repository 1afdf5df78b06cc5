"""Certificates made visible: a printable page, a square code, a badge image.

- ``pdf(printed)`` is the printable certificate, ``picture(printed)`` the same page as a PNG picture.
- ``code.svg(text)`` is a square code, ``code.fits(text)`` says whether a text fits on paper.
- ``badge.png(certificate, issuer)`` and ``badge.svg`` are badge images; ``badge.bake_png`` puts a credential into one.

No native speaker has reviewed the words in languages other than English yet (``words/``).
"""

from . import badge, code
from .errors import RenderError
from .page import pdf, picture

__all__ = ["RenderError", "badge", "code", "pdf", "picture"]
