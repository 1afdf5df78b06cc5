"""Plain data as JSON and byte blobs, and back. This is all that ever comes out of the learner's process.

A value whose exact type is in the table crosses as data: JSON values, containers, dates, NumPy arrays and scalars,
pandas frames, series and indexes of plain columns, tensors. Anything else stays where it is and crosses as a handle (a
number). Reading never calls a constructor that a sender could choose, imports nothing and unpickles nothing.

A subclass of a plain type is not plain, save for a few of the standard library (Counter, OrderedDict, defaultdict,
deque, named tuples): a class of the learner's own could answer every comparison with yes.
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

DEPTH = 200
NODES = 4_000_000  # values in one message
BITS = 1_000_000  # of one whole number
_FACTORIES = {"int": int, "float": float, "list": list, "dict": dict, "set": set, "str": str}
_PLAIN_KINDS = "biufcSUmM"
_EXTENSION = re.compile(r"(str|string(\[(python|pyarrow)\])?|U?Int(8|16|32|64)|Float(32|64)|boolean)")
_ZONED = re.compile(r"datetime64\[(s|ms|us|ns), [\w/+:-]{1,40}\]")
_SMALL = 2**63


class BorderError(Exception):
    """A value that cannot cross; the message says why in a few words."""


class Encoder:
    """Turns one value into a tree for JSON; byte strings are collected in ``blobs``.

    ``other(value)`` gives the tree of a value that is not plain (a handle, for example).
    """

    def __init__(self, other) -> None:
        self.other = other
        self.blobs: list[bytes | memoryview] = []
        self.nodes = 0

    def blob(self, data) -> int:
        self.blobs.append(data)
        return len(self.blobs) - 1

    def encode(self, value: Any, depth: int = 0) -> Any:
        kind = type(value)
        if kind is str or kind is bool or kind is float or value is None:
            return value
        if kind is int:
            return value if -_SMALL < value < _SMALL else self._large(value)
        self.nodes += 1
        if depth > DEPTH or self.nodes > NODES:
            raise BorderError("the value is nested too deeply or too large")
        if kind in _CONTAINERS:
            return _CONTAINERS[kind](self, value, depth + 1)
        if kind in _SCALARS:
            return {"t": kind.__name__, "v": _SCALARS[kind][0](value)}
        module = kind.__module__
        if module.startswith("numpy"):
            found = self._numpy(value, kind, depth + 1)
        elif module.startswith("pandas"):
            found = self._pandas(value, kind, depth + 1)
        elif module.startswith("torch"):
            found = self._torch(value, kind)
        elif issubclass(kind, tuple) and _is_named(kind):
            fields = list(kind._fields)
            found = {"t": "named", "n": kind.__name__, "f": fields, "v": self.items(tuple.__iter__(value), depth + 1)}
        else:
            found = None
        return self.other(value) if found is None else found

    def items(self, values, depth: int) -> list:
        return [self.encode(item, depth) for item in values]

    def pairs(self, value: dict, depth: int) -> list:
        return [[self.encode(key, depth), self.encode(item, depth)] for key, item in dict.items(value)]

    def _large(self, value: int) -> dict:
        if value.bit_length() > BITS:
            raise BorderError("a whole number has too many digits")
        return {"t": "large", "v": hex(value)}

    def array(self, value) -> dict:
        if value.dtype.kind == "O":
            return {"t": "objects", "s": list(value.shape), "v": self.items(value.ravel().tolist(), 1)}
        if value.dtype.kind not in _PLAIN_KINDS:
            raise BorderError(f"an array of dtype {value.dtype}")
        return {"t": "array", "d": value.dtype.str, "s": list(value.shape), "b": self.blob(value.tobytes())}

    def _numpy(self, value, kind, depth: int):
        np = sys.modules["numpy"]
        if kind is np.ndarray:
            return self.array(value) if value.dtype.kind in _PLAIN_KINDS + "O" else None
        if issubclass(kind, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in _PLAIN_KINDS:
            return {"t": "scalar", "d": value.dtype.str, "b": self.blob(value.tobytes())}
        return None

    def _pandas(self, value, kind, depth: int):
        pd = sys.modules["pandas"]
        try:
            if kind is pd.DataFrame:
                columns = [self.column(value.iloc[:, place], depth) for place in range(value.shape[1])]
                return {
                    "t": "frame",
                    "i": self.index(value.index, depth),
                    "c": self.index(value.columns, depth),
                    "v": columns,
                }
            if kind is pd.Series:
                name = self.encode(value.name, depth)
                return {"t": "series", "i": self.index(value.index, depth), "n": name, "v": self.column(value, depth)}
            if isinstance(value, pd.Index):
                return self.index(value, depth)
        except BorderError:
            return None
        if value is pd.NaT or value is pd.NA:
            return {"t": "missing", "v": "NaT" if value is pd.NaT else "NA"}
        if kind is pd.Timestamp:
            zone = None if value.tz is None else str(value.tz)
            return {"t": "stamp", "v": int(value.value), "u": value.unit, "z": zone}
        if kind is pd.Timedelta:
            return {"t": "span", "v": int(value.value), "u": value.unit}
        return None

    def index(self, value, depth: int) -> dict:
        pd = sys.modules["pandas"]
        kind = type(value)
        if kind is pd.RangeIndex:
            return {"t": "range-index", "v": [value.start, value.stop, value.step], "n": self.encode(value.name, depth)}
        if kind is pd.MultiIndex:
            return {
                "t": "multi-index",
                "l": [self.index(level, depth) for level in value.levels],
                "c": [self.array(sys.modules["numpy"].asarray(codes)) for codes in value.codes],
                "n": self.items(value.names, depth),
            }
        if kind not in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex):
            raise BorderError(f"an index of type {kind.__name__}")
        return {"t": "index", "v": self.column(value, depth), "n": self.encode(value.name, depth)}

    def column(self, value, depth: int) -> dict:
        """A series or an index as an array, or as a list with the name of its dtype."""
        pd, dtype = sys.modules["pandas"], value.dtype
        name = str(dtype)
        if isinstance(dtype, pd.CategoricalDtype):
            held = value.cat if isinstance(value, pd.Series) else value
            codes = self.array(sys.modules["numpy"].asarray(held.codes))
            return {"t": "category", "c": codes, "l": self.index(dtype.categories, depth), "o": bool(dtype.ordered)}
        if _ZONED.fullmatch(name):
            return {"t": "zoned", "v": self.array(value.astype("int64").to_numpy()), "d": name}
        if _EXTENSION.fullmatch(name):
            there = value.isna().tolist() if isinstance(value, pd.Series) else value.isna().tolist()
            values = [None if gone else item for item, gone in zip(value.tolist(), there, strict=True)]
            return {"t": "extension", "v": self.items(values, depth), "d": name}
        if hasattr(dtype, "kind") and dtype.kind in _PLAIN_KINDS + "O":
            return self.array(value.to_numpy())
        raise BorderError(f"a column of dtype {name}")

    def _torch(self, value, kind):
        torch = sys.modules.get("torch")
        if torch is None or kind not in (torch.Tensor, torch.nn.Parameter) or value.layout is not torch.strided:
            return None
        plain = value.detach().cpu()
        name = str(plain.dtype)
        if name == "torch.bfloat16":
            plain = plain.float()
        return {"t": "tensor", "d": name, "g": bool(value.requires_grad), "v": self.array(plain.numpy())}


def _is_named(kind: type) -> bool:
    fields = kind.__dict__.get("_fields")
    return type(fields) is tuple and kind.__bases__ == (tuple,) and all(type(name) is str for name in fields)


def _default(coder: Encoder, value, depth: int) -> dict:
    factory = value.default_factory
    name = factory.__name__ if factory in _FACTORIES.values() else ""
    return {"t": "default", "f": name, "v": coder.pairs(value, depth)}


_CONTAINERS = {
    list: lambda c, v, d: c.items(v, d),
    tuple: lambda c, v, d: {"t": "tuple", "v": c.items(v, d)},
    dict: lambda c, v, d: {"t": "dict", "v": c.pairs(v, d)},
    set: lambda c, v, d: {"t": "set", "v": c.items(v, d)},
    frozenset: lambda c, v, d: {"t": "frozenset", "v": c.items(v, d)},
    deque: lambda c, v, d: {"t": "deque", "v": c.items(v, d), "m": v.maxlen},
    Counter: lambda c, v, d: {"t": "counter", "v": c.pairs(v, d)},
    OrderedDict: lambda c, v, d: {"t": "ordered", "v": c.pairs(v, d)},
    defaultdict: _default,
    bytes: lambda c, v, d: {"t": "bytes", "b": c.blob(v)},
    bytearray: lambda c, v, d: {"t": "bytearray", "b": c.blob(bytes(v))},
    range: lambda c, v, d: {"t": "range", "v": [c.encode(v.start), c.encode(v.stop), c.encode(v.step)]},
    slice: lambda c, v, d: {"t": "slice", "v": [c.encode(x, d) for x in (v.start, v.stop, v.step)]},
    complex: lambda c, v, d: {"t": "complex", "v": [v.real, v.imag]},
    # The views of a dict are written out: what tests do with them is to go through them.
    type({}.keys()): lambda c, v, d: c.items(v, d),
    type({}.values()): lambda c, v, d: c.items(v, d),
    type({}.items()): lambda c, v, d: c.items(v, d),
    Fraction: lambda c, v, d: {"t": "Fraction", "v": [c.encode(v.numerator), c.encode(v.denominator)]},
}

# Types that are written as one text, and read from it.
_SCALARS = {
    datetime.datetime: (datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    datetime.date: (datetime.date.isoformat, datetime.date.fromisoformat),
    datetime.time: (datetime.time.isoformat, datetime.time.fromisoformat),
    datetime.timedelta: (
        lambda v: [v.days, v.seconds, v.microseconds],
        lambda v: datetime.timedelta(int(v[0]), int(v[1]), int(v[2])),
    ),
    Decimal: (str, lambda text: Decimal(str(text)[:1000])),
}
_SCALAR_READERS = {kind.__name__: read for kind, (_, read) in _SCALARS.items()}


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

    def array(self, tree: dict, kinds: str = _PLAIN_KINDS):
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
        if tree["t"] == "zoned" and _ZONED.fullmatch(tree["d"]):
            zone, unit = tree["d"][:-1].split(", ")[1], tree["d"].split("[")[1].split(",")[0]
            values = self.array(tree["v"], "i").astype(f"datetime64[{unit}]")
            return pd.DatetimeIndex(values).tz_localize("UTC").tz_convert(zone).array
        if tree["t"] == "extension" and _EXTENSION.fullmatch(tree["d"]):
            return pd.array([self._read(item) for item in tree["v"]], dtype=tree["d"])
        return self.array(tree, _PLAIN_KINDS + "O")

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


_READERS = {
    "tuple": lambda d, t: tuple(d._read(t["v"])),
    "dict": lambda d, t: dict(d.pairs(t["v"])),
    "set": lambda d, t: set(d._read(t["v"])),
    "frozenset": lambda d, t: frozenset(d._read(t["v"])),
    "deque": lambda d, t: deque(d._read(t["v"]), t["m"]),
    "counter": lambda d, t: Counter(dict(d.pairs(t["v"]))),
    "ordered": lambda d, t: OrderedDict(d.pairs(t["v"])),
    "default": lambda d, t: defaultdict(_FACTORIES.get(t["f"]), d.pairs(t["v"])),
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
} | {name: partial(_scalar, read) for name, read in _SCALAR_READERS.items()}
