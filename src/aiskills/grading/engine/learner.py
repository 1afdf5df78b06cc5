"""The learner's process: runs the submission's cells, and answers what the tests ask of its objects.

Everything here shares a process with the submission and may be changed by it. That is harmless by design: no test and
no expected value is here, and whatever this side sends is read as plain data. Requests come one at a time:

    run     {source, cell, seconds, limit}   -> {outputs, error, notes}
    get     {name}                           -> {value} or {missing}
    do      {what, on, args...}              -> {value} or {error}
    notes   {}                               -> {notes}
    modules {}                               -> {value}
"""

from __future__ import annotations

import builtins
import io
import operator
import os
import pickle
import random
import signal
import sys
import types

from . import shell as shells
from .channel import Channel, Closed
from .decoder import Decoder
from .encoder import Encoder
from .notes import Watch
from .plain import BorderError

_TEXT = 2000
_INSTALLERS = {"pip", "pip3", "conda", "mamba", "apt", "apt-get", "uv"}
_CELL = "<cell "


class OutOfTime(BaseException):
    """The time of this request is used up."""


def main(argument: bytes, link: int) -> None:
    """The entry that the warm parent's child calls."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    random.seed(0)
    Learner(Channel.of(link)).serve()


class Callback:
    """A function of the tests, called in their process. Nothing else of it can be reached from here."""

    def __init__(self, learner: Learner, number: int) -> None:
        self._learner, self._number = learner, number

    def __call__(self, *args, **kwargs):
        return self._learner.call_back(self._number, args, kwargs)


class Learner:
    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.process = os.getpid()
        self.objects: list[object] = []
        self.numbers: dict[int, int] = {}
        self.shell = shells.Shell.instance()
        self.held = shells.open_streams(self.shell.recorder)
        self.shell.user_ns.update(input=_no_input)
        builtins.input = _no_input
        sys.path.append(os.getcwd())  # a module beside the notebook is found last, so it hides no library
        if "torch" in sys.modules:
            sys.modules["torch"].manual_seed(0)
        self.watch = Watch(self.shell, self._tell)
        self.actions = {
            "run": self.run,
            "get": self.get,
            "do": self.do,
            "notes": lambda request, blobs: {"notes": self.watch.notes()},
            "modules": lambda request, blobs: {"value": sorted(sys.modules)},
        }

    def serve(self) -> None:
        while True:
            try:
                request, blobs = self.channel.receive()
                answer = self._answer(request, blobs)
                if os.getpid() != self.process:
                    os._exit(0)  # a copy that a cell forked: one process answers
                self.channel.send(*answer)
            except Closed:
                return

    def _answer(self, request: dict, blobs: list) -> tuple[dict, list]:
        coder = Encoder(self._handle)
        try:
            signal.signal(signal.SIGALRM, _ring)
            signal.setitimer(signal.ITIMER_REAL, request.get("seconds") or 0)
            answer = self.actions[request["op"]](request, blobs)
            if "result" in answer:
                answer = {"value": coder.encode(answer["result"])}
        except BaseException as error:  # SystemExit and our own OutOfTime among them
            coder.blobs = []
            answer = {"error": describe(error)}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return answer, coder.blobs

    def run(self, request: dict, _blobs: list) -> dict:
        recorder, shell = self.shell.recorder, self.shell
        recorder.begin(request["limit"])
        shell.compile.cell = request["cell"]
        result = shell.run_cell(_tame(request["source"]), store_history=True)
        signal.setitimer(signal.ITIMER_REAL, 0)
        shells.drain(self.held, recorder)
        error = result.error_before_exec or result.error_in_exec
        answer = {"outputs": recorder.finish(), "notes": self.watch.look()}
        if error is not None:
            answer["error"] = describe(error)
        return answer

    def get(self, request: dict, _blobs: list) -> dict:
        names = self.shell.user_ns
        return {"result": names[request["name"]]} if request["name"] in names else {"missing": True}

    def do(self, request: dict, blobs: list) -> dict:
        decoder = self._decoder(blobs)
        args = [decoder.decode(item) for item in request.get("args", [])]
        kwargs = {name: decoder.decode(item) for name, item in request.get("kwargs", {}).items()}
        return {"result": _ACTIONS[request["what"]](self.objects[request["on"]], *args, **kwargs)}

    def call_back(self, number: int, args: tuple, kwargs: dict):
        coder = Encoder(self._handle)
        tree = {"callback": number, "args": coder.items(args, 0), "kwargs": coder.pairs(kwargs, 0)}
        self.channel.send(tree, coder.blobs)
        answer, blobs = self.channel.receive()
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return self._decoder(blobs).decode(answer["value"])

    def _decoder(self, blobs: list) -> Decoder:
        return Decoder(blobs, lambda tree: self._theirs(tree, blobs))

    def _handle(self, value: object) -> dict:
        """A number for an object that stays here."""
        if type(value) is Callback:
            return {"t": "yours", "v": value._number}
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        kinds = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(value).__mro__[:-1]]
        return {"t": "handle", "v": number, "k": kinds[:20], "c": callable(value), "n": _name(value)}

    def _theirs(self, tree: dict, blobs: list) -> object:
        """Of the tests' side: one of our own objects, a function to call back, or an object of a library."""
        kind = tree["t"]
        if kind == "mine":
            return self.objects[tree["v"]]
        if kind == "callback":
            return Callback(self, tree["v"])
        if kind == "iterator":
            return iter(self._decoder(blobs).decode(tree["v"]))
        if kind == "pickle":
            return _Unpickler(blobs[tree["b"]], self).load()
        raise BorderError("damaged data")

    def _tell(self, note: str) -> None:
        """Say at once what the process may not live to say."""
        try:
            self.channel.send({"note": note}, seconds=1)
        except Exception:
            pass


class _Unpickler(pickle.Unpickler):
    """Reads what the tests sent. (Nothing is ever unpickled in the other direction.)"""

    def __init__(self, data: bytes, learner: Learner) -> None:
        super().__init__(io.BytesIO(data))
        self.learner = learner

    def persistent_load(self, name: tuple) -> object:
        return self.learner._theirs({"t": name[0], "v": name[1]}, [])


def _next(value):
    try:
        return (True, next(value))
    except StopIteration:
        return (False, None)


_ACTIONS = {
    "call": lambda on, *args, **kwargs: on(*args, **kwargs),
    "attr": getattr,
    "item": operator.getitem,
    "len": len,
    "iter": iter,
    "next": _next,
    "str": lambda on: str(on)[:100_000],
    "repr": lambda on: repr(on)[:100_000],
    "float": float,
    "int": int,
    "bool": bool,
    "dir": lambda on: [name for name in dir(on) if type(name) is str],
    "isinstance": lambda on, value: isinstance(value, on),
    "issubclass": lambda on, kind: issubclass(kind, on),
    "signature": lambda on: _signature(on),
    **{
        name: getattr(operator, name)
        for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "neg", "pos", "abs")
    },
}


def _signature(value) -> list:
    """Name, kind, whether it has a default and that default, of each parameter."""
    import inspect

    return [
        (p.name, int(p.kind), p.default is not p.empty, None if p.default is p.empty else p.default)
        for p in inspect.signature(value).parameters.values()
    ]


def describe(error: BaseException) -> dict:
    """An exception as plain data: the names of its classes, its text, and the learner's line that it came from."""
    kinds = [f"{kind.__module__}.{kind.__qualname__}"[:200] for kind in type(error).__mro__[:-1]]
    try:
        text = str(error)[:_TEXT]
    except BaseException:
        text = ""
    place, lines = None, []
    trace = error.__traceback__
    while trace is not None and len(lines) < 1000:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(_CELL) and name[len(_CELL) : -1].isdigit():
            place = [int(name[len(_CELL) : -1]), trace.tb_lineno]
            lines.append(place)
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and str(error.filename).startswith(_CELL) and place is None:
        place = [int(str(error.filename)[len(_CELL) : -1]), int(error.lineno or 0)]
    return {"kinds": kinds[:20], "text": text, "place": place, "time": isinstance(error, OutOfTime)}


def _ring(_number, _frame):
    raise OutOfTime


def _no_input(prompt=""):
    raise EOFError("input() has nobody to ask here: give the value in the code")


def _name(value: object) -> str:
    return value.__name__[:100] if isinstance(value, types.FunctionType | type | types.BuiltinFunctionType) else ""


def _tame(source: str) -> str:
    """Leave out lines that install packages: there is no network here, and what the course needs is installed."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        words = line.strip().lstrip("!%").split()
        if line.lstrip()[:1] in ("!", "%") and words and words[0] in _INSTALLERS:
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{indent}print('Not run here: packages are installed already.')"
    return "\n".join(lines)
