"""Plain data as JSON and byte blobs: what both directions share. This is all that ever crosses the border.

A value whose exact type is in the table crosses as data: JSON values, containers, dates, NumPy arrays and scalars,
pandas frames, series and indexes of plain columns, tensors. Anything else stays where it is and crosses as a handle (a
number). ``encoder`` writes, ``decoder`` reads.
"""

from __future__ import annotations

import re

DEPTH = 200
NODES = 4_000_000  # values in one message
BITS = 1_000_000  # of one whole number
FACTORIES = {"int": int, "float": float, "list": list, "dict": dict, "set": set, "str": str}
PLAIN_KINDS = "biufcSUmM"  # of NumPy's types
EXTENSION = re.compile(r"(str|string(\[(python|pyarrow)\])?|U?Int(8|16|32|64)|Float(32|64)|boolean)")
ZONED = re.compile(r"datetime64\[(s|ms|us|ns), [\w/+:-]{1,40}\]")
# What a person reads in an executed notebook. Widgets and scripts are not graded and are not kept.
SHOWN = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml"}


class BorderError(Exception):
    """A value that cannot cross; the message says why in a few words."""
