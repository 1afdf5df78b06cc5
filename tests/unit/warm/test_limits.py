"""Each limit is met by a program that passes it, and the warm parent and other children go on."""

import os
import signal

import pytest

from aiskills.warm import Box, Ended, Limits
from tests.unit.warm import helpers

MB = 1 << 20
SMALL = Limits(memory=200 * MB, cpu=2, processes=16, file=4 * MB, scratch=16 * MB, open_files=64)


@pytest.fixture(params=["warm", "bare"])
def parent(request):
    """A warm parent as it is here, and one without cgroups."""
    return request.getfixturevalue(request.param)


@pytest.fixture(autouse=True)
def goes_on(parent):
    """After each test another child works."""
    yield
    assert helpers.run(parent, "say(1)", Box())[0] == [1]


def run(parent, program, **limits):
    """A program in a box with small limits."""
    return helpers.run(parent, program, Box(limits=Limits(**{**vars(SMALL), **limits})))


def test_one_big_allocation_is_a_memory_error(parent):
    program = """
try: bytearray(500_000_000)
except MemoryError: say("error")
say(len(bytearray(100_000_000)))
"""
    assert run(parent, program) == (["error", 100_000_000], Ended(0, None, ""))


def test_memory_that_grows_is_a_memory_error(parent):
    program = """
held = []
try:
    while True: held.append(b"x" * 10_000_000)
except MemoryError:
    say(len(held)); held.clear()
"""
    said, ended = run(parent, program)
    assert 15 <= said[0] <= 40 and ended.code == 0


def test_memory_of_many_processes_ends_them(parent):
    program = """
import os, time
first = os.getpid()
for _ in range(6): os.fork()
if os.getpid() == first: time.sleep(1)  # the others are the largest when the memory is full
held = bytearray(60_000_000)
for place in range(0, len(held), 4096): held[place] = 1
time.sleep(300)
"""
    assert run(parent, program, processes=100, memory=400 * MB) == ([], Ended(None, signal.SIGKILL, "memory"))


def test_memory_in_files_counts_where_a_cgroup_counts_it(warm, parent):
    if parent is not warm or "cgroup" not in warm.box["memory"]:
        pytest.skip("without a cgroup scratch space comes on top of the memory: its own limit is tested below")
    program = """
import os
with open("/dev/shm/x", "wb") as file:
    for _ in range(900): file.write(b"x" * 1_000_000)
say("written")
"""
    ended = run(parent, program, scratch=1000 * MB, file=1000 * MB)
    assert ended == ([], Ended(None, signal.SIGKILL, "memory"))


def test_processes(parent):
    program = """
import os, time
pids = []
try:
    while len(pids) < 100:
        pid = os.fork()
        if pid == 0: time.sleep(30)
        pids.append(pid)
except BlockingIOError: pass
say(len(pids))
"""
    said, ended = run(parent, program)
    assert 8 <= said[0] <= 16 and ended.code == 0


def test_threads(parent):
    program = """
import threading, time
threading.stack_size(65536)
threads = []
try:
    while len(threads) < 100:
        threads.append(threading.Thread(target=time.sleep, args=(30,), daemon=True))
        threads[-1].start()
except RuntimeError: pass
say(len(threads))
"""
    assert 8 <= run(parent, program)[0][0] <= 17


def test_a_bomb_of_processes_is_held_and_ended(parent):
    program = """
import os
while True:
    try: os.fork()
    except OSError: pass
"""
    read, write = os.pipe()
    with parent.spawn(helpers.PROGRAM, program.encode(), [write], Box(limits=SMALL)) as child, open(read) as file:
        os.close(write)
        assert helpers.run(parent, "say(1)", Box())[0] == [1]
        child.kill()
        assert child.wait(helpers.SECONDS).signal == signal.SIGKILL
        assert file.read() == ""


def test_size_of_a_file(parent):
    program = """
try:
    with open("x", "wb") as file:
        while True: file.write(b"x" * 1_000_000)
except OSError as error: say(error.errno)
import os; say(os.path.getsize("x") <= 4 << 20)
"""
    assert run(parent, program) == ([27, True], Ended(0, None, ""))


@pytest.mark.parametrize("folder", [".", "/tmp", "/dev/shm"])
def test_scratch_space_is_one_for_all_folders(parent, folder):
    program = f"""
import os
open("/home/learner/a", "wb").write(b"x" * 3_000_000)
open("/tmp/a", "wb").write(b"x" * 3_000_000)
open("/dev/shm/a", "wb").write(b"x" * 3_000_000)
total = 9_000_000
try:
    with open("{folder}/b", "wb", 0) as file:
        while True: total += file.write(b"x" * 100_000)
except OSError as error: say(error.errno)
say(total)
"""
    said, ended = run(parent, program, file=64 * MB)
    assert said[0] == 28 and 16_000_000 <= said[1] <= 16 * MB and ended.code == 0


def test_number_of_files(parent):
    program = """
count = 0
try:
    while count < 100_000: open(f"/tmp/{count}", "w").close(); count += 1
except OSError as error: say(error.errno)
say(count)
"""
    said, _ = run(parent, program)
    assert said[0] == 28 and 900 <= said[1] <= 1024


def test_open_files(parent):
    program = """
held = []
try:
    while len(held) < 200: held.append(open("/dev/null"))
except OSError as error: say(error.errno)
say(len(held) < 64)
"""
    assert run(parent, program)[0] == [24, True]


def test_processor_time(parent):
    assert run(parent, "while True: pass", cpu=1) == ([], Ended(None, signal.SIGXCPU, ""))
    stubborn = "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert run(parent, stubborn, cpu=1)[1].signal == signal.SIGKILL


def test_the_peak_is_told(warm, parent):
    read, write = os.pipe()
    program = b"held = bytearray(50_000_000)\nfor i in range(0, len(held), 4096): held[i] = 1\n"
    program += b"import time; time.sleep(0.5)" if parent is warm else b"import time; time.sleep(4)"  # to be looked at
    with parent.spawn(helpers.PROGRAM, program, [write], Box(limits=SMALL)) as child:
        os.close(write)
        os.close(read)
        assert child.wait(helpers.SECONDS).code == 0
        assert 45 * MB <= child.peak <= 120 * MB


def test_files_that_do_not_fit_are_an_error(parent, tmp_path):
    from aiskills.warm import BoxError

    (tmp_path / "big").write_bytes(bytes(20 * MB))
    with pytest.raises(BoxError, match="No space"):
        parent.spawn(helpers.PROGRAM, b"", box=Box(limits=SMALL), files=str(tmp_path))
