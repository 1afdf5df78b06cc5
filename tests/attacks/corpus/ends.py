"""Rows 5 to 7: the process ends, is killed, or does not end at all."""

from ..attack import FULL, NOTHING, RIGHT, Attack, without


def _in_part(part, name, rows, code, points=None):
    return Attack(name, rows, points or without(part), answers=RIGHT | {part: code})


_DEAF = """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU, signal.SIGUSR1, signal.SIGVTALRM):
    signal.signal(number, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.alarm(0)
"""

ATTACKS = [
    Attack("sys-exit-in-a-cell", (5,), FULL, first="import sys\nsys.exit()"),
    Attack("exit-and-quit-in-cells", (5,), FULL, first="exit()", behind="quit()"),
    Attack("exit-with-keep-kernel", (5,), FULL, first="get_ipython().ask_exit()\nget_ipython().exit_now = True"),
    _in_part("scaled", "sys-exit-in-a-function", (5,), "import sys\ndef scaled(n, f): sys.exit(0)"),
    _in_part("scaled", "keyboard-interrupt-in-a-function", (5,), "def scaled(n, f): raise KeyboardInterrupt"),
    _in_part("scaled", "generator-exit-in-a-function", (5,), "def scaled(n, f): raise GeneratorExit"),
    _in_part("line", "os-exit-in-a-function", (6,), "import os\nclass Line:\n    def fit(self, x, y): os._exit(0)"),
    Attack("os-exit-behind-an-answer", (6,), FULL, behind="import os\nos._exit(0)"),
    Attack("os-exit-in-the-first-cell", (6,), FULL, first="import os\nos._exit(0)"),
    _in_part(
        "scaled",
        "segfault-in-a-function",
        (6,),
        "import ctypes\ndef scaled(n, f): return ctypes.string_at(0)",
    ),
    _in_part("scaled", "abort-in-a-function", (6,), "import os\ndef scaled(n, f): os.abort()"),
    _in_part(
        "scaled",
        "faulthandler-in-a-function",
        (6,),
        "import faulthandler\ndef scaled(n, f): faulthandler._sigsegv()",
    ),
    _in_part(
        "scaled",
        "kills-itself-in-a-function",
        (6,),
        "import os, signal\ndef scaled(n, f): os.kill(os.getpid(), signal.SIGKILL)",
    ),
    _in_part(
        "scaled",
        "stops-itself-in-a-function",
        (6, 7),
        "import os, signal\ndef scaled(n, f): os.kill(os.getpid(), signal.SIGSTOP)",
    ),
    Attack(
        "kills-every-process-it-sees",
        (6, 8),
        FULL,
        behind="""
import os, signal
if os.path.exists("@CANARY@"):
    open("@CANARY@/breached", "w").close()
else:
    os.kill(-1, signal.SIGKILL)
""",
    ),
    Attack(
        "kills-its-parent",
        (6, 8),
        FULL,
        behind="""
import os, signal
if os.path.exists("@CANARY@"):
    open("@CANARY@/breached", "w").close()
else:
    for pid in (os.getppid(), 1):
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, number)
            except OSError:
                pass
""",
    ),
    Attack("closes-all-descriptors", (6,), FULL, behind="import os\nos.closerange(0, 4096)"),
    Attack(
        "puts-other-files-over-all-descriptors",
        (3, 6),
        FULL,
        behind="import os\nhole = os.open(os.devnull, os.O_RDWR)\nfor fd in range(256):\n    if fd != hole:\n"
        "        os.dup2(hole, fd)",
    ),
    _in_part(
        "scaled",
        "recursion-without-end",
        (6, 10),
        "import sys\nsys.setrecursionlimit(10**9)\ndef scaled(n, f): return scaled(n, f)",
    ),
    _in_part("scaled", "endless-loop-in-a-function", (7,), "def scaled(n, f):\n    while True: pass"),
    _in_part(
        "line",
        "loop-that-swallows-the-interrupt",
        (7,),
        "import time\nclass Line:\n    def fit(self, x, y):\n        while True:\n            try:\n"
        "                while True: time.sleep(0.01)\n            except BaseException: pass",
    ),
    _in_part(
        "standard",
        "loop-deaf-to-all-signals",
        (7,),
        _DEAF + "def standard(table):\n    while True: pass",
    ),
    _in_part("scaled", "sleeps-for-ever", (7,), "import time\ndef scaled(n, f): time.sleep(1e9)"),
    _in_part(
        "spread",
        "loop-inside-c",
        (7,),
        "import itertools\nsum(itertools.repeat(0))\nspread = max(prices) - min(prices)",
    ),
    Attack("endless-loop-in-the-first-cell", (7,), FULL, first="while True: pass"),
    Attack(
        "endless-loop-deaf-in-the-first-cell",
        (7,),
        FULL,
        first=_DEAF + "while True: pass",
    ),
    Attack(
        "every-cell-eats-its-time",
        (7,),
        NOTHING,
        answers={
            part: f"import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass\n{text}"
            if part != "why"
            else text
            for part, text in RIGHT.items()
        },
    ),
    _in_part(
        "spread",
        "waits-in-its-finalizer",
        (7, 34),
        "import time\nclass Slow:\n    def __del__(self): time.sleep(1e9)\nslow = Slow()\nspread = 93\ndel slow",
        FULL,
    ),
]
