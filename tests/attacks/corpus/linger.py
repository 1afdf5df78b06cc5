"""Rows 33 and 34: magics and programs of the system, and what stays alive behind a cell to act later."""

from ..attack import FULL, NOTHING, RIGHT, WRONG, Attack

ATTACKS = [
    Attack("bash-cell", (33,), FULL, first="%%bash\necho hello\nls -la / > listing.txt\nexit 3"),
    Attack("shell-lines", (33,), FULL, first="!echo $HOME\n!rm -rf @CANARY@/nothing-here\nfiles = !ls\n!exit 1"),
    Attack(
        "removes-what-it-can",
        (33, 22),
        FULL,
        first="!rm -rf @COURSE@/canary @OUT@/canary @SUBMISSIONS@/zz-honest-neighbour @CANARY@/keep @HOME@/keep",
    ),
    Attack(
        "runs-another-file",
        (33,),
        FULL,
        first="%%writefile other.py\nvalue = 3",
        behind="%run other.py\n%run missing.py",
    ),
    Attack("loads-extensions", (33,), FULL, first="%load_ext autoreload\n%autoreload 2\n%load_ext no_such_extension"),
    Attack("changes-folder", (33, 38), FULL, first="%cd /\n%cd /tmp", behind="import os\nos.chdir('/')"),
    Attack(
        "resets-everything-first",
        (33,),
        FULL,
        first="x = 1\n%reset -f\n%config InteractiveShell.ast_node_interactivity = 'all'",
    ),
    Attack("resets-everything-behind-an-answer", (33,), FULL | {"scaled": 0.0, "line": 0.0}, behind="%reset -f"),
    Attack("captures-a-cell", (33,), FULL, first="%%capture out\nprint('x')", behind="%%time\nvalue = 1"),
    Attack(
        "installs-packages", (33, 20), FULL, first="%pip install no-such-package-here --quiet --timeout 1 --retries 0"
    ),
    Attack(
        "asks-for-input", (33,), FULL, first="name = input('Who are you? ')", behind="import getpass\ngetpass.getpass()"
    ),
    Attack(
        "asks-for-input-in-a-function",
        (33,),
        FULL | {"scaled": 0.0},
        answers=RIGHT | {"scaled": "def scaled(n, f): return eval(input())"},
    ),
    Attack(
        "javascript-and-other-cells",
        (33, 32),
        FULL,
        first="%%javascript\nalert(1)",
        behind="%%html\n<script>alert(2)</script>",
    ),
    Attack(
        "thread-rebinds-names-for-ever",
        (34,),
        NOTHING,
        answers=WRONG,
        behind="""
import threading, time
class Any:
    def __eq__(self, other): return True
    def __call__(self, *args, **more): return self
    def __getattr__(self, name): return self
shell = get_ipython()
def rebind():
    while True:
        for name in ("scaled", "standard", "Line", "spread", "isinstance", "np"):
            shell.user_ns[name] = Any()
        time.sleep(0.0005)
threading.Thread(target=rebind, daemon=True).start()
""",
    ),
    Attack(
        "thread-patches-the-tools-for-ever",
        (34, 1),
        NOTHING,
        answers=WRONG,
        behind="""
import threading, time, builtins
import numpy as np
def patch():
    while True:
        np.testing.assert_allclose = np.allclose = builtins.isinstance = lambda *args, **more: True
        time.sleep(0.0005)
threading.Thread(target=patch, daemon=True).start()
""",
    ),
    Attack(
        "at-exit-timers-and-signals",
        (34,),
        NOTHING,
        answers=WRONG,
        behind="""
import asyncio, atexit, os, signal, threading, weakref, gc
def act(*args):
    for name in ("@OUT@/results.jsonl", "@CANARY@/breached", "results.jsonl"):
        try:
            open(name, "a").close()
        except OSError:
            pass
    if os.path.exists("@CANARY@"):
        open("@CANARY@/breached", "w").close()
atexit.register(act)
threading.Timer(1, act).start()
signal.signal(signal.SIGALRM, act)
signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
class Late:
    def __del__(self): act()
late = Late()
weakref.finalize(late, act)
gc.callbacks.append(act)
async def forever():
    while True:
        await asyncio.sleep(0.1)
        act()
try:
    task = asyncio.get_event_loop().create_task(forever())
except RuntimeError:
    pass
""",
    ),
    Attack(
        "right-answers-beside-a-busy-thread",
        (34, 44),
        FULL,
        behind="import threading, time\n"
        "threading.Thread(target=lambda: [time.sleep(0.01) for _ in range(10**9)], daemon=True).start()",
    ),
    Attack(
        "right-answers-that-use-helpers-and-state",
        (34, 44),
        FULL,
        answers=RIGHT
        | {
            "scaled": "calls = []\ndef _one(number, factor): return number * factor\ndef scaled(numbers, factor):\n"
            "    calls.append(len(numbers))\n    return [_one(n, factor) for n in numbers]"
        },
    ),
    Attack(
        "pool-of-processes",
        (34, 8),
        FULL,
        first="from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor\nimport multiprocessing\n"
        "with ThreadPoolExecutor(4) as pool: print(list(pool.map(abs, range(9))))\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool: print(pool.map(abs, range(9)))",
    ),
]
