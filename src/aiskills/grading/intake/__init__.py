"""Find the submissions in what an instructor has: a folder, an archive of a learning platform, nbgrader's exchange.

- ``names``: what platforms, people and desktops write into names; student ids that are safe;
- ``archives``: zip archives that nobody trusts; ``entries``: all files in one form;
- ``units``: which files belong to one student; ``choice``: which of them is graded.
"""

from .archives import Unreadable
from .choice import Found, discover
from .names import safe_id

__all__ = ["Found", "Unreadable", "discover", "safe_id"]
