"""Plain data (see ``plain``) back to values.

Reading never calls a constructor that a sender could choose, imports nothing but NumPy and pandas, and unpickles
nothing. Whatever was sent, it ends in a value of a plain type, in what ``other`` makes of it, or in BorderError.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from .plain import BITS, EXTENSION, FACTORIES, PLAIN_KINDS, ZONED, BorderError


class Decoder:
    """Reads a tree of ``Encoder``; ``other(tree)`` reads what is not plain data. Raises BorderError for what is odd."""

    def __init__(self, blobs: list[bytes], other) -> None:
        self.blobs, self.other = blobs, other

    def decode(self, tree: Any) -> Any:
        try:
            return self._read(tree)
        except BorderError:
            raise
        except RecursionError:
            raise BorderError("the value is nested too deeply") from None
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, ArithmeticError) as error:
            raise BorderError(f"damaged data ({type(error).__name__})") from None

    def _read(self, tree: Any) -> Any:
        kind = type(tree)
        if kind is list:
            return [self._read(item) for item in tree]
        if kind is not dict:
            return tree
        read = _READERS.get(tree["t"])
        return read(self, tree) if read else self.other(tree)

    def pairs(self, tree: list) -> list:
        return [(self._read(key), self._read(value)) for key, value in tree]

    def array(self, tree: dict, kinds: str = PLAIN_KINDS):
        import numpy as np

        shape = tuple(tree["s"])
        if len(shape) > 32 or not all(type(side) is int and 0 <= side < 2**40 for side in shape):
            raise BorderError("damaged data (shape)")
        if tree["t"] == "objects":
            items = [self._read(item) for item in tree["v"]]
            values = np.empty(len(items), dtype=object)
            for place, item in enumerate(items):
                values[place] = item
            return values.reshape(shape)
        dtype = _dtype(np, tree["d"], kinds)
        values = np.frombuffer(self.blobs[tree["b"]], dtype=dtype).reshape(shape).copy()
        if dtype.kind == "b":
            return values.view(np.uint8) != 0  # a truth value is one of two bytes, whatever was sent
        if dtype.kind == "U" and values.size and (values.reshape(-1).view(np.uint32).max() > sys.maxunicode):
            raise BorderError("damaged data (text)")
        return values

    def scalar(self, tree: dict):
        import numpy as np

        if np.dtype(tree["d"]).itemsize == 0:
            return np.dtype(tree["d"]).type()
        return self.array({"t": "array", "d": tree["d"], "s": [1], "b": tree["b"]})[0]

    def index(self, tree: dict):
        import pandas as pd

        if tree["t"] == "range-index":
            return pd.RangeIndex(*map(int, tree["v"]), name=self._read(tree["n"]))
        if tree["t"] == "multi-index":
            levels, codes = [self.index(level) for level in tree["l"]], [self.array(c, "iu") for c in tree["c"]]
            return pd.MultiIndex(levels=levels, codes=codes, names=self._read(tree["n"]), verify_integrity=True)
        if tree["t"] != "index":
            raise BorderError("damaged data (index)")
        values = self.column(tree["v"])
        return pd.Index(values, name=self._read(tree["n"]), dtype=_kept(values))

    def column(self, tree: dict):
        import pandas as pd

        if tree["t"] == "category":
            codes = self.array(tree["c"], "iu")
            return pd.Categorical.from_codes(codes, self.index(tree["l"]), ordered=bool(tree["o"]))
        if tree["t"] == "zoned" and ZONED.fullmatch(tree["d"]):
            zone, unit = tree["d"][:-1].split(", ")[1], tree["d"].split("[")[1].split(",")[0]
            values = self.array(tree["v"], "i").astype(f"datetime64[{unit}]")
            return pd.DatetimeIndex(values).tz_localize("UTC").tz_convert(zone).array
        if tree["t"] == "extension" and EXTENSION.fullmatch(tree["d"]):
            return pd.array([self._read(item) for item in tree["v"]], dtype=tree["d"])
        return self.array(tree, PLAIN_KINDS + "O")

    def frame(self, tree: dict):
        import pandas as pd

        columns = dict(enumerate(self.column(column) for column in tree["v"]))
        table = pd.DataFrame(columns, index=self.index(tree["i"]), columns=range(len(columns)))
        table.columns = self.index(tree["c"])
        return table

    def series(self, tree: dict):
        import pandas as pd

        values = self.column(tree["v"])
        return pd.Series(values, index=self.index(tree["i"]), name=self._read(tree["n"]), dtype=_kept(values))

    def named(self, tree: dict):
        values = [self._read(item) for item in tree["v"]]
        fields = tree["f"]
        if len(fields) > 200 or not all(re.fullmatch(r"[A-Za-z]\w{0,60}", field) for field in fields):
            return tuple(values)
        return namedtuple("Row", fields)(*values)

    def tensor(self, tree: dict):
        values = self.array(tree["v"], "biufc")
        torch = sys.modules.get("torch")
        if torch is None:
            return values
        tensor = torch.from_numpy(values)
        if tree["d"] == "torch.bfloat16":
            tensor = tensor.bfloat16()
        return tensor.requires_grad_(bool(tree["g"]) and tensor.is_floating_point())

    def missing(self, tree: dict):
        import pandas as pd

        return {"NaT": pd.NaT, "NA": pd.NA}[tree["v"]]

    def stamp(self, tree: dict):
        import pandas as pd

        stamp = pd.Timestamp(int(tree["v"]), unit="ns", tz=tree["z"])
        return stamp.as_unit(tree["u"])

    def span(self, tree: dict):
        import pandas as pd

        return pd.Timedelta(int(tree["v"]), unit="ns").as_unit(tree["u"])

    def large(self, tree: dict) -> int:
        text = tree["v"]
        if len(text) > BITS // 4 + 8 or not re.fullmatch(r"-?0x[0-9a-f]+", text):
            raise BorderError("damaged data (number)")
        return int(text, 16)


def _kept(values):
    """The dtype to ask pandas for: object stays object (pandas would look into it), all else is right already."""
    numpy = sys.modules["numpy"]
    return object if isinstance(values, numpy.ndarray) and values.dtype.kind == "O" else None


def _dtype(np, name: Any, kinds: str):
    if type(name) is not str or not re.fullmatch(r"[<>|=]?[biufcSUmM]\d{0,9}(\[\w{1,12}\])?", name):
        raise BorderError("damaged data (dtype)")
    dtype = np.dtype(name)
    if dtype.kind not in kinds or dtype.hasobject:
        raise BorderError("damaged data (dtype)")
    return dtype


def _scalar(read, _decoder: Decoder, tree: dict):
    return read(tree["v"])


_SCALARS = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": lambda v: datetime.timedelta(int(v[0]), int(v[1]), int(v[2])),
    "Decimal": lambda text: Decimal(str(text)[:1000]),
}


_READERS = {
    "tuple": lambda d, t: tuple(d._read(t["v"])),
    "dict": lambda d, t: dict(d.pairs(t["v"])),
    "set": lambda d, t: set(d._read(t["v"])),
    "frozenset": lambda d, t: frozenset(d._read(t["v"])),
    "deque": lambda d, t: deque(d._read(t["v"]), t["m"]),
    "counter": lambda d, t: Counter(dict(d.pairs(t["v"]))),
    "ordered": lambda d, t: OrderedDict(d.pairs(t["v"])),
    "default": lambda d, t: defaultdict(FACTORIES.get(t["f"]), d.pairs(t["v"])),
    "bytes": lambda d, t: bytes(d.blobs[t["b"]]),
    "bytearray": lambda d, t: bytearray(d.blobs[t["b"]]),
    "range": lambda d, t: range(*d._read(t["v"])),
    "slice": lambda d, t: slice(*d._read(t["v"])),
    "complex": lambda d, t: complex(*map(float, t["v"])),
    "Fraction": lambda d, t: Fraction(*d._read(t["v"])),
    "array": Decoder.array,
    "objects": Decoder.array,
    "scalar": Decoder.scalar,
    "frame": Decoder.frame,
    "series": Decoder.series,
    "index": Decoder.index,
    "range-index": Decoder.index,
    "multi-index": Decoder.index,
    "named": Decoder.named,
    "tensor": Decoder.tensor,
    "missing": Decoder.missing,
    "stamp": Decoder.stamp,
    "span": Decoder.span,
    "large": Decoder.large,
} | {name: partial(_scalar, read) for name, read in _SCALARS.items()}
