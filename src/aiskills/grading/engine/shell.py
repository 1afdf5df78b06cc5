"""The notebook shell of the learner's process: IPython without a kernel, made once in the warm parent.

What a cell prints, shows or raises is recorded as notebook outputs, within limits.
"""

from __future__ import annotations

import io
import os
import sys

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from .plain import SHOWN

CUT = "\n[the rest of this cell's output was left out]\n"
NOTEBOOK_CHARACTERS = 20_000_000


class Recorder:
    """The outputs of the cell that runs, as nbformat wants them; what is over the limit is dropped and marked."""

    def __init__(self) -> None:
        self.outputs: list[dict] = []
        self.left, self.total, self.cut = 0, NOTEBOOK_CHARACTERS, False

    def begin(self, limit: int) -> None:
        self.outputs, self.left, self.cut = [], min(limit, self.total), False

    def room(self, size: int) -> bool:
        if size <= self.left:
            self.left -= size
            self.total -= size
            return True
        return False

    def stream(self, name: str, text: str) -> None:
        if not self.room(len(text)):
            text, self.left = text[: self.left], 0
            if self.cut:
                return
            self.cut, text = True, text + CUT
        last = self.outputs[-1] if self.outputs else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["parts"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "parts": [text]})

    def show(self, data: dict, count: int | None = None) -> None:
        data = {str(kind): _text(value) for kind, value in data.items() if kind in SHOWN}
        if not data:
            return
        if not self.room(sum(map(len, data.values()))):
            self.left = 0
            self.stream("stdout", " ")
            return
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        if count is not None:
            output |= {"output_type": "execute_result", "execution_count": count}
        self.outputs.append(output)

    def finish(self) -> list[dict]:
        """The outputs since ``begin``. What a later call of a function prints is not kept."""
        done, outputs = [], self.outputs
        self.outputs = []
        for output in outputs:
            if output["output_type"] == "stream":
                text = "".join(output.pop("parts"))
                if text:
                    done.append({**output, "text": text})
            else:
                done.append(output)
        return done


def _text(value: object) -> str:
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode()
    return str(value)


class _Stream(io.RawIOBase):
    def __init__(self, recorder: Recorder, name: str) -> None:
        self.recorder, self.stream_name = recorder, name

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.recorder.stream(self.stream_name, bytes(data).decode("utf-8", errors="replace"))
        return len(data)


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.recorder.show(format_dict, self.prompt_count)

    def finish_displayhook(self) -> None:
        pass

    def log_output(self, format_dict) -> None:
        pass


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, **_kwargs) -> None:
        self.shell.recorder.show(data)

    def clear_output(self, wait=False) -> None:
        self.shell.recorder.outputs.clear()


class _Compiler(CachingCompiler):
    """Gives each cell the file name ``<cell N>``, by which a traceback is traced to the learner's line."""

    cell = 0

    def get_code_name(self, raw_code, transformed_code, number):
        return f"<cell {self.cell}>"


class Shell(InteractiveShell):
    """An IPython shell that records and never asks."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    compiler_class = Type(_Compiler)

    def __init__(self, *args, **kwargs) -> None:
        self.recorder = Recorder()
        super().__init__(*args, **kwargs)

    def showtraceback(self, *args, **kwargs) -> None:
        pass  # the engine records the error itself; IPython would look through all modules for each failing cell

    showsyntaxerror = showindentationerror = showtraceback

    def _format_exception_for_storage(self, exception, *args, **kwargs) -> dict:
        return {}  # the same, for a history that nobody reads

    def system(self, cmd):
        """``!command``: its text goes to the file descriptors, which are read after the cell."""
        os.system(self.var_expand(cmd, depth=1))  # noqa: S605

    system_raw = system

    def enable_gui(self, gui=None) -> None:
        pass


def make() -> None:
    """Make the one shell of this process (the warm parent: children inherit it ready)."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.banner1 = ""
    config.InteractiveShell.enable_tip = False
    Shell.instance(config=config)
    InteractiveShell._instance = Shell._instance
    backend = sys.modules.get("matplotlib_inline.backend_inline")
    if backend:
        backend._enable_matplotlib_integration()


def open_streams(recorder: Recorder) -> int:
    """Point sys.stdout and sys.stderr at the recorder, and the file descriptors 1 and 2 at a file in memory.

    Returns the number of that file: programs that a cell starts write to it.
    """
    for name in ("stdout", "stderr"):
        stream = io.TextIOWrapper(
            _Stream(recorder, name), encoding="utf-8", errors="backslashreplace", write_through=True
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    try:
        held = os.memfd_create("output")
    except (AttributeError, OSError):
        return -1
    import fcntl

    fcntl.fcntl(held, fcntl.F_SETFL, fcntl.fcntl(held, fcntl.F_GETFL) | os.O_APPEND)
    os.dup2(held, 1)
    os.dup2(held, 2)
    return held


def drain(held: int, recorder: Recorder) -> None:
    """Record what programs wrote to the file descriptors since the last call."""
    try:
        size = os.fstat(held).st_size
        if size:
            recorder.stream("stdout", os.pread(held, min(size, 4_000_000), 0).decode("utf-8", errors="replace"))
            os.ftruncate(held, 0)
    except OSError:
        pass
