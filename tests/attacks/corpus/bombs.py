"""Rows 8 to 11: too many processes, too much memory, too much output, too many and too large files."""

from ..attack import FULL, NOTHING, RIGHT, WRONG, Attack


def _bomb(name, rows, code, points=None, **more):
    return Attack(name, rows, points or FULL, first=code, **more)


ATTACKS = [
    _bomb(
        "fork-bomb",
        (8,),
        """
import os, time
for _ in range(3000):
    if os.fork() == 0:
        time.sleep(300)
        os._exit(0)
raise SystemExit("3000 processes were made")
""",
    ),
    _bomb(
        "fork-bomb-that-grows",
        (8,),
        """
import os, time
end = time.monotonic() + 60
for _ in range(12):
    try:
        os.fork()
    except OSError:
        time.sleep(0.01)
while time.monotonic() < end:
    time.sleep(1)
os._exit(0)
""",
    ),
    _bomb(
        "daemons-in-sessions-of-their-own",
        (8, 34),
        """
import os, time
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 1024)
            for _ in range(60):
                time.sleep(1)
                try:
                    open("@CANARY@/breached", "w").close()
                except OSError:
                    pass
        os._exit(0)
""",
        FULL,
    ),
    _bomb(
        "process-in-a-new-session",
        (8,),
        """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)  # left-by-an-attack"], start_new_session=True)
""",
        FULL,
    ),
    _bomb(
        "thread-bomb",
        (8,),
        """
import threading, time
for _ in range(5000):
    threading.Thread(target=time.sleep, args=(300,), daemon=True).start()
""",
    ),
    _bomb(
        "memory-bomb",
        (9,),
        "kept = []\nfor _ in range(64):\n    kept.append(bytearray(1 << 30))",
    ),
    _bomb(
        "memory-bomb-in-small-pieces",
        (9,),
        "kept = []\nwhile True:\n    kept.append([bytes(10_000) for _ in range(10_000)])",
    ),
    _bomb(
        "memory-bomb-in-children",
        (9, 8),
        """
import os, time
for _ in range(8):
    if os.fork() == 0:
        try:
            kept = [bytearray(1 << 28) for _ in range(64)]
            time.sleep(60)
        finally:
            os._exit(0)
time.sleep(2)
""",
    ),
    _bomb(
        "memory-bomb-by-numpy",
        (9,),
        "import numpy as np\nkept = np.ones((1 << 16, 1 << 17))",
        FULL,
    ),
    _bomb(
        "shared-memory-filled",
        (9, 11),
        """
block = b"x" * (1 << 24)
try:
    with open("/dev/shm/full", "wb") as file:
        for _ in range(2000):
            file.write(block)
except OSError:
    pass
""",
    ),
    _bomb(
        "anonymous-file-filled",
        (9, 11),
        """
import os
fd = os.memfd_create("full")
block = b"x" * (1 << 24)
try:
    for _ in range(2000):
        os.write(fd, block)
except OSError:
    pass
""",
    ),
    Attack(
        "memory-bomb-in-a-function",
        (9,),
        FULL | {"scaled": 0.0},
        answers=RIGHT | {"scaled": "def scaled(n, f):\n    kept = []\n    while True: kept.append(bytearray(1 << 26))"},
    ),
    Attack(
        "graphics-memory-asked-for",
        (9,),
        FULL,
        behind="import ctypes, os\nos.environ['CUDA_VISIBLE_DEVICES'] = '0'\nctypes.CDLL('libcuda.so.1').cuInit(0)",
    ),
    _bomb("endless-printing", (10,), "while True: print('x' * 1000)"),
    _bomb("one-print-of-300-megabytes", (10,), "print('x' * 300_000_000)", FULL),
    _bomb(
        "writes-straight-to-the-descriptors",
        (10,),
        "import os\nblock = b'y' * (1 << 20)\nfor _ in range(3000):\n    os.write(1, block)\n    os.write(2, block)",
    ),
    _bomb(
        "display-flood",
        (10,),
        "from IPython.display import display, HTML\nfor n in range(1_000_000): display(HTML('<b>' * 1000))",
    ),
    _bomb("giant-message-in-an-error", (10,), "raise ValueError('x' * 200_000_000)", FULL),
    Attack(
        "giant-message-from-a-function",
        (10, 21),
        FULL | {"scaled": 0.0},
        answers=RIGHT | {"scaled": "def scaled(n, f): raise ValueError('x' * 100_000_000)"},
    ),
    Attack(
        "giant-traceback",
        (10,),
        FULL | {"scaled": 0.0},
        answers=RIGHT
        | {
            "scaled": "def scaled(n, f, depth=0):\n    try:\n        scaled(n, f, depth + 1)\n"
            "    except BaseException as error:\n        raise RuntimeError('again' * 1000) from error"
        },
    ),
    _bomb(
        "terminal-codes-and-markup",
        (10, 32),
        "print('\\x1b[2J\\x1b]0;owned\\x07' * 10_000)\nprint('<script>alert(1)</script>' * 1000)\nprint('\\r' * 100_000)",
        FULL,
    ),
    _bomb(
        "warnings-without-end", (10, 44), "import warnings\nfor n in range(20_000): warnings.warn(f'note {n}')", FULL
    ),
    _bomb(
        "disk-filled",
        (11,),
        """
block = b"x" * (1 << 24)
for number in range(10_000):
    with open(f"full-{number}", "wb") as file:
        for _ in range(4):
            file.write(block)
""",
    ),
    _bomb(
        "temporary-folders-filled",
        (11, 37),
        """
block = b"x" * (1 << 24)
for folder in ("/tmp", "/var/tmp", "/run", "/dev/shm"):
    try:
        for number in range(300):
            with open(f"{folder}/full-by-attack-{number}", "wb") as file:
                file.write(block)
    except OSError:
        pass
""",
    ),
    _bomb(
        "a-million-small-files",
        (11,),
        "for number in range(1_000_000):\n    open(f'file-{number}', 'w').close()",
    ),
    _bomb(
        "sparse-file",
        (11,),
        "with open('sparse', 'wb') as file:\n    file.truncate(1 << 44)\n    file.seek(1 << 43)\n    file.write(b'x')",
        FULL,
    ),
    _bomb(
        "deep-folders",
        (11,),
        "import os\nfor _ in range(5000):\n    os.mkdir('d')\n    os.chdir('d')",
    ),
    _bomb(
        "all-descriptors-taken",
        (11,),
        "kept = []\nwhile True: kept.append(open('/dev/null'))",
    ),
    Attack(
        "wrong-answer-behind-a-flood",
        (10, 17),
        NOTHING,
        answers=WRONG,
        behind="print('3.0\\n' * 100_000)\n3.0",
    ),
]
