"""A learner's objects as the tests see them: plain data as itself, everything else as a stand-in that asks across.

A call, an attribute, an item, a length or an iteration goes to the learner's process and comes back as plain data or
as another stand-in. Comparisons (``==``, ``<``) never go across: a stand-in equals itself alone, so an object that
calls itself equal to everything is equal to nothing here.
"""

from __future__ import annotations

import builtins
import inspect
import io
import pickle
import sys
import types
from time import monotonic

from .channel import Channel, Closed, Late
from .decoder import Decoder
from .encoder import Encoder
from .errors import OutOfTime, rebuild
from .plain import BorderError

GRACE = 6.0  # seconds that the learner's process has to stop by itself: a busy machine may hold it up
_ITERATOR_ITEMS = 1_000_000


class LearnerGone(BaseException):
    """The learner's process ended or does not answer (``late``). A test's ``except Exception`` lets it pass."""

    def __init__(self, late: bool) -> None:
        super().__init__("late" if late else "ended")
        self.late = late


class Border:
    """The tests' end of the line. ``ends`` is the moment (monotonic) until which answers count."""

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.ends = 0.0
        self.waited = 0.0
        self.notes: dict[str, None] = {}
        self.callbacks: list = []
        self.generation = 0  # stand-ins of an earlier process are of no use in the next

    def connect(self, number: int) -> None:
        self.channel = Channel.of(number)
        self.callbacks = []
        self.generation += 1

    def ask(self, request: dict, blobs=(), seconds: float | None = None) -> tuple[dict, list]:
        """Send a request and wait for its answer; meanwhile serve calls back into the tests."""
        seconds = self.ends - monotonic() if seconds is None else seconds
        if seconds <= 0:
            raise OutOfTime
        started = monotonic()
        try:
            self.channel.send({**request, "seconds": seconds}, blobs, seconds + GRACE)
            while True:
                answer, data = self.channel.receive(max(0.01, started + seconds + GRACE - monotonic()))
                if not _well_formed(answer):
                    raise Closed
                if "note" in answer:
                    self.notes[str(answer["note"])[:40]] = None
                elif "callback" in answer:
                    self._call_back(answer, data)
                else:
                    return answer, data
        except Late:
            raise LearnerGone(True) from None
        except Closed:
            raise LearnerGone(False) from None
        finally:
            self.waited += monotonic() - started

    def value(self, answer: dict, blobs: list) -> object:
        """The value of an answer, or its error raised."""
        if "error" in answer:
            raise rebuild(answer["error"])
        return Decoder(blobs, self._read).decode(answer["value"])

    def do(self, what: str, on: int, generation: int, args: tuple = (), kwargs: dict | None = None) -> object:
        if generation != self.generation:
            raise LearnerGone(False)
        coder = Encoder(None)
        coder.other = lambda value: self._write(value, coder)
        request = {"op": "do", "what": what, "on": on, "args": coder.items(args, 0)}
        if kwargs:
            request["kwargs"] = {name: coder.encode(value, 0) for name, value in kwargs.items()}
        return self.value(*self.ask(request, coder.blobs))

    def get(self, name: str) -> tuple[bool, object]:
        """Whether the learner has this name, and its value."""
        answer, blobs = self.ask({"op": "get", "name": name})
        if answer.get("missing"):
            return False, None
        return True, self.value(answer, blobs)

    def _read(self, tree: dict) -> object:
        if tree["t"] == "yours":
            return self.callbacks[tree["v"]]
        if tree["t"] != "handle" or type(tree["v"]) is not int:
            raise BorderError("damaged data")
        kind = RemoteFunction if tree["c"] else Remote
        return kind(self, tree["v"], [str(name)[:200] for name in tree["k"][:20]], str(tree["n"])[:100])

    def _write(self, value: object, coder: Encoder) -> dict:
        """What the tests pass on that is not plain: a stand-in, an iterator, an object of a library, a function."""
        if isinstance(value, Remote):
            return {"t": "mine", "v": value._id}
        if isinstance(value, types.GeneratorType | map | zip | filter | enumerate | reversed):
            items = []
            for item in value:
                items.append(item)
                if len(items) > _ITERATOR_ITEMS:
                    raise BorderError("a test passes an iterator without an end")
            return {"t": "iterator", "v": coder.items(items, 1)}
        if isinstance(value, types.FunctionType) and value.__module__ not in sys.modules:
            return self._callback(value)
        try:
            data = io.BytesIO()
            _Pickler(data, self).dump(value)
            return {"t": "pickle", "b": coder.blob(data.getvalue())}
        except Exception:
            if callable(value):
                return self._callback(value)
            raise BorderError(f"a test passes a {type(value).__name__}, which cannot cross") from None

    def _callback(self, value) -> dict:
        self.callbacks.append(value)
        return {"t": "callback", "v": len(self.callbacks) - 1}

    def _call_back(self, answer: dict, blobs: list) -> None:
        coder = Encoder(None)
        coder.other = lambda value: self._write(value, coder)
        try:
            decoder = Decoder(blobs, self._read)
            function = self.callbacks[answer["callback"]]
            args = [decoder.decode(item) for item in answer["args"]]
            kwargs = {str(name): decoder.decode(item) for name, item in answer["kwargs"]}
            tree = {"value": coder.encode(function(*args, **kwargs), 0)}
        except (LearnerGone, OutOfTime):
            raise
        except BaseException as error:
            # The text of a test's own error may hold what it expects: only the kind of error goes across.
            tree, coder.blobs = {"error": type(error).__name__}, []
        self.channel.send(tree, coder.blobs, GRACE)


_SHAPES = {"outputs": list, "notes": list, "error": dict, "args": list, "kwargs": list, "callback": int, "note": str}


def _well_formed(answer: object) -> bool:
    """Whether a message has the shape that this side relies on; its content is read with care further on."""
    return type(answer) is dict and all(type(answer[key]) is kind for key, kind in _SHAPES.items() if key in answer)


class _Pickler(pickle.Pickler):
    """Pickles objects of libraries by reference. A function of the tests becomes a callback: its code stays here."""

    def __init__(self, file, border: Border) -> None:
        super().__init__(file, protocol=5)
        self.border = border

    def persistent_id(self, value: object):
        if isinstance(value, Remote):
            return ("mine", value._id)
        if isinstance(value, types.FunctionType) and value.__module__ not in sys.modules:
            return ("callback", self.border._callback(value)["v"])
        return None


class Remote:
    """A stand-in for an object of the learner."""

    __slots__ = ("_border", "_generation", "_id", "_kinds", "_label")

    def __init__(self, border: Border, number: int, kinds: list[str], label: str) -> None:
        self._border, self._generation, self._id = border, border.generation, number
        self._kinds, self._label = kinds, label

    def _do(self, what: str, *args, **kwargs):
        return self._border.do(what, self._id, self._generation, args, kwargs)

    @property
    def __class__(self):
        """The class here that has the name of the object's class, so that isinstance works with library classes."""
        for kind in self._kinds:
            module, _, name = kind.rpartition(".")
            # vars, not getattr: a lazy module would import what a sender names
            found = vars(sys.modules[module]).get(name) if module in sys.modules else None
            if isinstance(found, type) and found not in _VALUES:
                return found
        return Remote

    def __getattr__(self, name: str):
        if name == "__name__" and self._label:
            return self._label
        if name == "__signature__":
            return self._signature()
        if name.startswith("__") and name.endswith("__") and name not in ("__dict__", "__wrapped__"):
            raise AttributeError(name)
        return self._do("attr", name)

    def _signature(self) -> inspect.Signature:
        parameters = []
        for name, kind, has_default, default in self._do("signature"):
            parameters.append(
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),
                    default=default if has_default else inspect.Parameter.empty,
                )
            )
        return inspect.Signature(parameters)

    def __dir__(self):
        return self._do("dir")

    def __len__(self) -> int:
        return int(self._do("len"))

    def __getitem__(self, key):
        return self._do("item", key)

    def __contains__(self, item) -> bool:
        # Item by item, here: what a test looks for does not go across, and no answer is taken on trust.
        return any(found is item or found == item for found in self)

    def __iter__(self):
        iterator = self._do("iter")
        if not isinstance(iterator, Remote):
            return iter(iterator)
        return _stepwise(iterator)

    def __next__(self):
        answer = self._do("next")
        if type(answer) is not tuple or len(answer) != 2:
            raise BorderError("damaged data")
        if answer[0] is not True:
            raise StopIteration
        return answer[1]

    def __bool__(self) -> bool:
        return self._do("bool") is True

    def __float__(self) -> float:
        return float(_plain(self._do("float"), float))

    def __int__(self) -> int:
        return int(_plain(self._do("int"), int))

    def __str__(self) -> str:
        return _plain(self._do("str"), str)

    def __repr__(self) -> str:
        return f"<{self._kinds[0] if self._kinds else 'object'} of the learner>"

    def __eq__(self, other: object) -> bool:
        return (
            type(other) in (Remote, RemoteFunction) and other._id == self._id and other._generation == self._generation
        )

    def __hash__(self) -> int:
        return hash((Remote, self._id))

    def __instancecheck__(self, value: object) -> bool:
        return type(value) in (Remote, RemoteFunction) and self._do("isinstance", value) is True

    def __subclasscheck__(self, kind: object) -> bool:
        return self._do("issubclass", kind) is True

    def __reduce_ex__(self, _protocol):
        raise pickle.PicklingError("a learner's object does not leave its process")


class RemoteFunction(Remote):
    """A stand-in for something that can be called."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return self._do("call", *args, **kwargs)


# The text of the learner's docstring, where a stand-in is asked for it.
Remote.__doc__ = RemoteFunction.__doc__ = property(lambda self: self._do("attr", "__doc__"))


def _stepwise(iterator: Remote):
    while True:
        try:
            item = iterator.__next__()
        except StopIteration:
            return
        yield item


def _plain(value: object, kind: type):
    if type(value) is not kind:
        raise BorderError(f"not a plain {kind.__name__}")
    return value


def _arithmetic(name: str):
    def forward(self, other):
        # Between two objects of the learner only: an expected value must not go across, to come back as its own proof.
        return self._do(name, other) if type(other) in (Remote, RemoteFunction) else NotImplemented

    setattr(Remote, f"__{name}__", forward)


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    _arithmetic(_name)
for _name in ("neg", "pos", "abs"):
    setattr(Remote, f"__{_name}__", (lambda name: lambda self: self._do(name))(_name))

# A stand-in never passes for one of these: what is of such a type has crossed as itself.
_VALUES = {kind for kind in vars(builtins).values() if isinstance(kind, type)} - {object}
