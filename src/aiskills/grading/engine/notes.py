"""What a learner's process does that a person may want to know: information, never a mark and never an accusation.

The watch shares the process with the submission, which could silence it. It sees what is done openly, and that is
what it is for: no point depends on it.
"""

from __future__ import annotations

import builtins
import os
import sys

# This module's functions keep the built-in names of the start: a submission may replace the others.
__builtins__ = dict(vars(builtins))

_LIMIT = 12
_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pty.spawn"}
_BELOW = {f"ctypes.{name}" for name in ("dlopen", "dlsym", "dlsym/handle", "cdata/buffer", "string_at")}
_ENDINGS = {"os.kill", "os.killpg", "signal.pthread_kill"}
_ENDS_ITS_WORKERS = "/multiprocessing/popen_fork.py"
_SEARCHED = (
    "gradebook", "/source", "/submitted", "/autograded", ".ssh", "/etc/shadow", ".aws", ".netrc", "docker.sock",
    "/root", ".bash_history", "/home/", "course.key", "environ", "/mem", "/proc/1", "/run/secrets", ".git/",
)  # fmt: skip
_LIBRARIES = (
    "json", "pickle", "struct", "socket", "math", "unittest", "numpy", "numpy.testing", "pandas", "sklearn.metrics",
    "IPython.core.interactiveshell", "aiskills.grading.engine.learner", "aiskills.grading.engine.encoder",
    "aiskills.grading.engine.channel",
)  # fmt: skip
_SHELLS = ("_", "display", "get_ipython")  # builtins that the notebook shell itself sets
_OWN = ("/home/learner",)


class Watch:
    """Listens to Python's audit events, and compares the shell and the builtins with what they were."""

    def __init__(self, shell, tell) -> None:
        self.shell, self.tell = shell, tell
        self.seen: dict[str, None] = {}
        self.before = self._shell() | self._libraries()
        self.builtins = dict(vars(builtins))
        sys.addaudithook(self._listener())

    def look(self) -> list[str]:
        """What was seen up to this cell; sentences that start with ``integrity: ``."""
        self._compare(self._shell())
        return list(self.seen)

    def notes(self) -> list[str]:
        """What was seen in all; this also looks through the libraries, which takes some milliseconds."""
        self._compare(self._shell() | self._libraries())
        for name, value in list(vars(builtins).items()):
            if name not in _SHELLS and self.builtins.get(name, value) is not value:
                self._note(f"a cell replaced a built-in name ({str(name)[:40]})")
        return list(self.seen)

    def _compare(self, state: dict[str, object]) -> None:
        for name, now in state.items():
            before = self.before[name]
            if type(before) is dict:  # a library: what was added since is no change
                changed = any(now.get(key, value) != value for key, value in before.items())
            else:
                changed = now != before
            if changed:
                self._note(f"a cell changed how the notebook runs ({name})")

    def _note(self, text: str) -> None:
        if len(self.seen) < _LIMIT:
            self.seen[f"integrity: {text}"] = None

    def _shell(self) -> dict[str, object]:
        shell = self.shell
        # Libraries have callbacks of their own (figures are drawn by one).
        callbacks = [one for those in shell.events.callbacks.values() for one in those if _is_of_a_cell(one)]
        return {
            "ast_transformers": len(shell.ast_transformers),
            "input_transformers": len(shell.input_transformers_post) + len(shell.input_transformers_cleanup),
            "custom exceptions": tuple(shell.custom_exceptions),
            "run_cell": "run_cell" in vars(shell) or type(shell).run_cell,
            "run_ast_nodes": "run_ast_nodes" in vars(shell) or type(shell).run_ast_nodes,
            "showtraceback": "showtraceback" in vars(shell) or type(shell).showtraceback,
            "displayhook": type(shell.displayhook),
            "cell events": len(callbacks),
            "trace function": sys.gettrace() is None,
            "compiler": "__call__" in vars(type(shell.compile)) or type(shell.compile).__mro__[1].__call__,
        }

    def _libraries(self) -> dict[str, object]:
        return {name: _functions(name) for name in _LIBRARIES}

    def _listener(self):
        """The audit hook. Libraries cause many events a call: those that nobody asked for must cost next to nothing."""
        actions = {"open": self._path, "os.listdir": self._path, "os.scandir": self._path, "glob.glob": self._path}
        actions |= dict.fromkeys(_NETWORK, self._network)
        actions |= dict.fromkeys(_PROGRAMS, self._program)
        actions |= dict.fromkeys(_ENDINGS, self._ending)
        actions |= dict.fromkeys(_BELOW, self._below)

        def hook(event: str, args: tuple, find=actions.get) -> None:
            action = find(event)
            if action is not None:
                action(args)

        return hook

    def _path(self, args: tuple) -> None:
        path = args[0]
        if type(path) is str and path[:1] in "/.~" and not path.startswith(_OWN):
            self._opened(path)

    def _network(self, args: tuple) -> None:
        address = args[1] if len(args) > 1 else ""
        if type(address) is not str or "docker" in address:  # other text is a socket of this machine
            self._note("the code tried to reach the network")

    def _program(self, _args: tuple) -> None:
        if _from_cell():  # libraries do so too: matplotlib asks the system for its fonts
            self._note("the code started another program")
        self.tell("signal")  # the program may end this process

    def _ending(self, _args: tuple) -> None:
        # Libraries end their own helpers. A pool of processes does so only where a worker is not quick enough.
        if _from_cell() and not sys._getframe(2).f_code.co_filename.endswith(_ENDS_ITS_WORKERS):
            self._note("the code sent a signal to a process")
        self.tell("signal")

    def _below(self, _args: tuple) -> None:
        if _from_cell():
            self._note("the code reached below Python (ctypes)")
            self.tell("signal")

    def _opened(self, path: str) -> None:
        if any(word in path for word in _SEARCHED) and _from_cell():
            self._note(f"the code looked for a file outside its folder ({os.path.basename(path)[:40]})")


def _is_of_a_cell(function: object) -> bool:
    code = getattr(function, "__code__", None)
    return code is None or code.co_filename.startswith("<cell ")


def _functions(module: str) -> dict[str, int]:
    """The functions and classes of a library by name, as long as nobody has replaced one. Additions are no change."""
    found = vars(sys.modules[module]) if module in sys.modules else {}
    return {name: id(value) for name, value in list(found.items()) if callable(value)}


def _from_cell() -> bool:
    """Whether a cell's own line stands close above (a library deep below may open what it needs)."""
    frame, steps = sys._getframe(3), 0
    while frame is not None and steps < 8:
        if frame.f_code.co_filename.startswith("<cell "):
            return True
        frame, steps = frame.f_back, steps + 1
    return False
