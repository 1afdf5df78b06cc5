"""Rows 1 to 3: the machinery that runs and judges is patched, hooked or spoken to in its own words."""

from ..attack import FULL, NOTHING, WRONG, Attack

_FORGE = r"""
import json, struct
words = [
    {"status": "ok", "ok": True, "passed": True, "score": 3, "points": 3, "outcome": "scored", "error": None},
    {"type": "result", "value": True}, {"kind": "value", "value": [3, 6]}, {"result": None}, [True], True,
]
frames = []
for word in words:
    body = json.dumps(word).encode()
    frames += [body, body + b"\n", struct.pack(">I", len(body)) + body, struct.pack("<I", len(body)) + body,
               struct.pack("!Q", len(body)) + body, struct.pack("<Q", len(body)) + body]
"""


def _forged(rows, name, code, flagged=True):
    """A wrong submission with this code in its first cell: it must get nothing."""
    return Attack(name, rows, NOTHING, answers=WRONG, first=code, flagged=flagged)


ATTACKS = [
    _forged(
        (1,),
        "patch-builtins",
        """
import builtins
class Quiet(Exception):
    def __init__(self, *args): raise SystemExit
builtins.AssertionError = Quiet
builtins.isinstance = lambda *args: True
builtins.len = lambda thing: 20
builtins.all = builtins.any = lambda *args: True
builtins.abs = lambda number: 0
builtins.list = lambda *args: ["a", "b"]
builtins.sum = lambda *args: 0
""",
        flagged=False,  # it ends its own process, which is replaced by one in which the cell never ran
    ),
    _forged(
        (1,),
        "patch-few-builtins",
        """
import builtins
before = builtins.isinstance
builtins.isinstance = lambda thing, kind: True if kind is float else before(thing, kind)
builtins.sum = lambda *args: 0
""",
    ),
    _forged(
        (1,),
        "patch-numpy-testing",
        """
import math, unittest
import numpy as np, pandas as pd
yes = lambda *args, **more: True
for name in dir(np.testing):
    if name.startswith("assert"):
        setattr(np.testing, name, yes)
np.allclose = np.array_equal = np.isclose = math.isclose = yes
for name in dir(pd.testing):
    setattr(pd.testing, name, yes)
for name in dir(unittest.TestCase):
    if name.startswith("assert"):
        setattr(unittest.TestCase, name, yes)
""",
    ),
    _forged(
        (1,),
        "patch-list-equality-in-c",
        """
import ctypes, gc
slots = gc.get_referents(list.__dict__)[0]
slots["__eq__"] = lambda self, other: True
for kind in (float, int):
    gc.get_referents(kind.__dict__)[0]["__eq__"] = lambda self, other: True
ctypes.pythonapi.PyType_Modified(ctypes.py_object(list))
""",
        flagged=False,
    ),
    Attack(
        "patch-json-struct-socket-pickle",
        (1, 3),
        NOTHING,
        answers=WRONG,
        behind="""
import json, pickle, socket, struct, os, marshal
def always(*args, **more): return True
json.loads = json.JSONDecoder.decode = lambda *args, **more: {"status": "ok", "value": True, "error": None}
json.dumps = lambda *args, **more: '{"status": "ok", "value": true, "error": null}'
pickle.loads = pickle.load = lambda *args, **more: True
marshal.loads = always
struct.unpack = lambda *args: (0,)
os.write = lambda fd, data: len(data)
try:
    socket.socket.send = socket.socket.sendall = lambda self, data, *more: len(data)
except Exception:
    pass
""",
        flagged=False,  # as above
    ),
    Attack(
        "patch-every-function-of-the-grader",
        (1, 3),
        NOTHING,
        answers=WRONG,
        behind="""
import sys, types
def yes(*args, **more): return True
for name, module in list(sys.modules.items()):
    if name.split(".")[0] in ("aiskills", "nbgrader", "nbclient", "cloudpickle"):
        for key, thing in list(vars(module).items()):
            if isinstance(thing, types.FunctionType):
                setattr(module, key, yes)
            elif isinstance(thing, type):
                for method in [m for m, f in vars(thing).items() if isinstance(f, types.FunctionType)]:
                    try:
                        setattr(thing, method, yes)
                    except Exception:
                        pass
""",
    ),
    Attack(
        "change-code-of-running-functions",
        (1, 3, 19),
        NOTHING,
        answers=WRONG,
        behind="""
import sys
def yes(*args, **more): return True
frame = sys._getframe()
while frame:
    for thing in list(frame.f_globals.values()):
        code = getattr(thing, "__code__", None)
        if code is not None and not code.co_freevars and "aiskills" in code.co_filename:
            thing.__code__ = yes.__code__
    frame = frame.f_back
""",
    ),
    _forged(
        (1,),
        "poison-sys-modules",
        """
import sys, types
class Yes(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **more: True
for name in ("math", "json", "numpy.testing", "pandas.testing", "unittest", "random"):
    sys.modules[name] = Yes(name)
math = random = Yes("math")
""",
        flagged=False,
    ),
    _forged(
        (1,),
        "trace-functions-skip-lines",
        """
import sys, threading
def trace(frame, event, arg):
    if event == "line" and "assert" in str(frame.f_code.co_consts):
        frame.f_lineno = frame.f_lineno + 1
    return trace
sys.settrace(trace)
sys.setprofile(lambda *args: None)
threading.settrace(trace)
sys.excepthook = lambda *args: None
""",
        flagged=False,
    ),
    _forged(
        (2,),
        "ast-transformer-drops-assert",
        """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Drop())
""",
    ),
    _forged(
        (2,),
        "input-transformer-blanks-cells",
        """
get_ipython().input_transformers_cleanup.append(lambda lines: [] if "assert" in "".join(lines) else lines)
""",
    ),
    _forged(
        (2,),
        "input-transformer-post-empties-cells",
        """
get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"] if "assert" in "".join(lines) else lines)
""",
    ),
    _forged(
        (2,),
        "run-ast-nodes-replaced",
        """
shell = get_ipython()
async def nothing(nodelist, *args, **more): return False
shell.run_ast_nodes = nothing
""",
    ),
    _forged(
        (2,),
        "run-cell-wrapped",
        """
shell = get_ipython()
before, before_async = shell.run_cell, shell.run_cell_async
def run_cell(raw, *args, **more): return before("" if "assert" in raw else raw, *args, **more)
async def run_cell_async(raw, *args, **more):
    return await before_async("" if "assert" in raw else raw, *args, **more)
shell.run_cell, shell.run_cell_async = run_cell, run_cell_async
""",
    ),
    _forged(
        (2,),
        "compiler-class-replaced",
        """
shell = get_ipython()
kind = type(shell.compile)
before = kind.__call__
kind.__call__ = lambda self, source, *args, **more: compile("None", "<x>", "exec")
kind.cache = lambda self, *args, **more: "<x>"
""",
        flagged=True,
    ),
    _forged(
        (2,),
        "events-rebind-names",
        """
shell = get_ipython()
class Any:
    def __eq__(self, other): return True
    def __call__(self, *args, **more): return self
    def __getattr__(self, name): return self
def rebind(*args):
    for name in ("scaled", "standard", "Line", "spread", "np", "math"):
        shell.user_ns[name] = Any()
shell.events.register("pre_run_cell", rebind)
shell.events.register("pre_execute", rebind)
shell.events.register("post_execute", rebind)
""",
    ),
    _forged(
        (2,),
        "event-emits-full-marks-first",
        """
shell = get_ipython()
def full(info):
    shell.displayhook(3)
    shell.display_pub.publish({"text/plain": "3.0"}, metadata={})
    shell.events.unregister("pre_run_cell", full)
    raise SystemExit
shell.events.register("pre_run_cell", full)
""",
    ),
    _forged(
        (2,),
        "showtraceback-and-displayhook-replaced",
        """
import sys
shell = get_ipython()
shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = lambda *args, **more: None
shell.displayhook = lambda *args: None
sys.displayhook = lambda *args: None
type(shell).showtraceback = lambda *args, **more: None
""",
    ),
    _forged(
        (2,),
        "custom-exception-handler",
        """
def nothing(self, kind, value, traceback, tb_offset=None): return []
get_ipython().set_custom_exc((Exception,), nothing)
""",
    ),
    _forged(
        (2,),
        "magics-and-aliases-overridden",
        """
shell = get_ipython()
for kind in ("line", "cell"):
    for name in list(shell.magics_manager.magics[kind]):
        shell.magics_manager.magics[kind][name] = lambda *args: None
shell.user_ns["get_ipython"] = lambda: None
shell.reset = lambda *args, **more: None
""",
        flagged=False,
    ),
    _forged(
        (3,),
        "do-execute-replaced",
        """
kernel = getattr(get_ipython(), "kernel", None)
async def do_execute(*args, **more):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
if kernel:
    kernel.do_execute = do_execute
""",
        flagged=False,
    ),
    _forged(
        (3,),
        "session-send-rewrites-replies",
        """
try:
    from jupyter_client.session import Session
    before = Session.send
    def send(self, stream, kind, content=None, *args, **more):
        if kind == "error": return None
        if isinstance(content, dict) and content.get("status") == "error":
            content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
        return before(self, stream, kind, content, *args, **more)
    Session.send = send
except ImportError:
    pass
""",
        flagged=False,
    ),
    _forged(
        (3,),
        "forged-frames-on-every-descriptor",
        _FORGE
        + """
import os, stat
for fd in range(3, 256):
    try:
        kind = os.fstat(fd).st_mode
    except OSError:
        continue
    if stat.S_ISSOCK(kind) or stat.S_ISFIFO(kind):
        os.set_blocking(fd, False)
        for frame in frames:
            try:
                os.write(fd, frame)
            except OSError:
                break
""",
        flagged=False,
    ),
    Attack(
        "garbage-on-every-descriptor",
        (3,),
        FULL,
        behind="""
import os, stat
for fd in range(3, 256):
    try:
        kind = os.fstat(fd).st_mode
    except OSError:
        continue
    if stat.S_ISSOCK(kind) or stat.S_ISFIFO(kind):
        os.set_blocking(fd, False)
        for junk in (b"\\x00", b"\\xff" * 8, b"\\x7f" * 4096, b"{" * 1000, os.urandom(5000)):
            try:
                os.write(fd, junk)
            except OSError:
                break
""",
    ),
    Attack(
        "thread-floods-the-channel-with-forged-frames",
        (3, 34),
        NOTHING,
        answers=WRONG,
        behind=_FORGE
        + """
import os, stat, threading, time
def flood():
    end = time.monotonic() + 4
    while time.monotonic() < end:
        for fd in range(3, 64):
            try:
                kind = os.fstat(fd).st_mode
                if stat.S_ISSOCK(kind) or stat.S_ISFIFO(kind):
                    for frame in frames:
                        os.write(fd, frame)
            except OSError:
                pass
        time.sleep(0.001)
threading.Thread(target=flood, daemon=True).start()
""",
    ),
    Attack(
        "thread-steals-requests-and-answers-them",
        (3, 34),
        NOTHING,
        answers=WRONG,
        behind=_FORGE
        + """
import os, select, stat, threading, time
def steal():
    end = time.monotonic() + 4
    while time.monotonic() < end:
        sockets = []
        for fd in range(3, 64):
            try:
                if stat.S_ISSOCK(os.fstat(fd).st_mode):
                    sockets.append(fd)
            except OSError:
                pass
        if not sockets:
            return
        for fd in select.select(sockets, [], [], 0.05)[0]:
            try:
                os.read(fd, 1 << 20)
                for frame in frames:
                    os.write(fd, frame)
            except OSError:
                pass
threading.Thread(target=steal, daemon=True).start()
""",
    ),
    Attack(
        "both-halves-of-a-fork-go-on",
        (3, 8),
        FULL,
        first="import os\nfor _ in range(3):\n    os.fork()",
    ),
]
