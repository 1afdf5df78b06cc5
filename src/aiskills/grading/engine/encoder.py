"""Values to plain data (see ``plain``): a tree for JSON, and byte blobs beside it.

A subclass of a plain type is not plain, save for a few of the standard library (Counter, OrderedDict, defaultdict,
deque, named tuples): a class of the learner's own could answer every comparison with yes.
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .plain import BITS, DEPTH, EXTENSION, FACTORIES, NODES, PLAIN_KINDS, ZONED, BorderError

_SMALL = 2**63


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
            return {"t": kind.__name__, "v": _SCALARS[kind](value)}
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
        if value.dtype.kind not in PLAIN_KINDS:
            raise BorderError(f"an array of dtype {value.dtype}")
        return {"t": "array", "d": value.dtype.str, "s": list(value.shape), "b": self.blob(value.tobytes())}

    def _numpy(self, value, kind, depth: int):
        np = sys.modules["numpy"]
        if kind is np.ndarray:
            return self.array(value) if value.dtype.kind in PLAIN_KINDS + "O" else None
        if issubclass(kind, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in PLAIN_KINDS:
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
        if ZONED.fullmatch(name):
            return {"t": "zoned", "v": self.array(value.astype("int64").to_numpy()), "d": name}
        if EXTENSION.fullmatch(name):
            there = value.isna().tolist() if isinstance(value, pd.Series) else value.isna().tolist()
            values = [None if gone else item for item, gone in zip(value.tolist(), there, strict=True)]
            return {"t": "extension", "v": self.items(values, depth), "d": name}
        if hasattr(dtype, "kind") and dtype.kind in PLAIN_KINDS + "O":
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
    name = factory.__name__ if factory in FACTORIES.values() else ""
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

# Types that are written as one text or a few numbers.
_SCALARS = {
    datetime.datetime: datetime.datetime.isoformat,
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
    datetime.timedelta: lambda v: [v.days, v.seconds, v.microseconds],
    Decimal: str,
}
