"""Inflating with a bound: no file makes the checker use more memory or time than a certificate needs."""

import zlib

from .errors import Damaged

MAX_INFLATED = 2_000_000
ZLIB, RAW, GZIP = 15, -15, 31


def inflate(data: bytes, form: int, *, whole: bool = False) -> bytes:
    """Inflate at most 2 MB. ``whole``: nothing may follow the packed data. Raises Damaged."""
    inflator = zlib.decompressobj(form)
    try:
        out = inflator.decompress(data, MAX_INFLATED + 1)
    except zlib.error:
        raise Damaged("the packed data is broken") from None
    if len(out) > MAX_INFLATED or not inflator.eof or (whole and inflator.unused_data):
        raise Damaged("the packed data is cut off, or inflates to more than 2 MB")
    return out
