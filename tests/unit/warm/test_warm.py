"""The warm parent and children without a box."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aiskills.warm import Box, Connection, Ended, Warm, WarmError
from tests.unit.warm import helpers

ENTRY = "tests.unit.warm.entries:"


def say(warm, entry, argument=b"", **more):
    """What a child writes, and how it ends."""
    read, write = os.pipe()
    child = warm.spawn(ENTRY + entry, argument, [write], **more)
    os.close(write)
    with child, open(read, "rb") as file:
        return file.read(), child.wait(helpers.SECONDS)


def test_each_child_begins_anew(warm):
    first, second = (json.loads(say(warm, "count")[0]) for _ in range(2))
    assert first[0] == second[0] == 1  # the count that the first child raised is its own
    assert first[1] == second[1]  # the same random numbers


def test_a_long_argument_arrives(warm):
    argument = os.urandom(5_000_000)
    assert say(warm, "echo", argument) == (argument, Ended(0, None, ""))


def test_how_it_ended(warm):
    assert warm.spawn(ENTRY + "nothing", b"").wait(helpers.SECONDS) == Ended(0, None, "")
    assert warm.spawn(ENTRY + "leave", b"7").wait(helpers.SECONDS) == Ended(7, None, "")
    assert warm.spawn(ENTRY + "fail", b"").wait(helpers.SECONDS) == Ended(1, None, "")
    assert helpers.run(warm, "import os; os.kill(os.getpid(), 11)")[1] == Ended(None, 11, "")


def test_the_descriptor_tells_the_end_and_kill_ends_it(warm):
    with warm.spawn(ENTRY + "sleep", b"") as child:
        assert child.wait(0.1) is None
        assert select.select([child], [], [], 0)[0] == []
        child.kill()
        child.kill()
        assert select.select([child], [], [], helpers.SECONDS)[0] == [child]
        assert child.wait(0) == Ended(None, signal.SIGKILL, "killed")
        child.kill()
        assert child.wait(0) == Ended(None, signal.SIGKILL, "killed")


def test_a_child_ends_with_its_client(warm):
    read, write = os.pipe()
    child = warm.spawn(ENTRY + "sleep", b"", [write])
    os.close(write)
    with open(read, "rb") as file:
        assert file.read(1) == b"x"
        child.close()
        assert file.read() == b""  # nobody holds the other end any more


def test_a_shell_and_its_program_die_together(warm):
    read, write = os.pipe()
    program = b"""
import os, subprocess
p = subprocess.Popen(['sh', '-c', 'echo started; exec sleep 60'], stdout=os.dup(fd))
p.wait()
"""
    child = warm.spawn(ENTRY + "run", program, [write])
    os.close(write)
    with child, open(read) as file:
        assert file.readline() == "started\n"
        child.kill()
        assert child.wait(helpers.SECONDS).why == "killed"
        assert file.read() == ""


def test_many_connections_at_once(warm):
    children = [Connection(warm.address).spawn(ENTRY + "sleep", b"") for _ in range(8)]
    for child in children:
        child.kill()
    assert {child.wait(helpers.SECONDS).why for child in children} == {"killed"}


def test_a_silent_client_holds_nobody_up(warm):
    import socket

    with socket.socket(socket.AF_UNIX) as silent, socket.socket(socket.AF_UNIX) as half:
        silent.connect(warm.address)
        half.connect(warm.address)
        half.send(b"0000")
        assert warm.spawn(ENTRY + "nothing", b"").wait(helpers.SECONDS) == Ended(0, None, "")
        with socket.socket(socket.AF_UNIX) as wrong:
            wrong.connect(warm.address)
            wrong.send(b"nonsense")
            assert wrong.recv(10) == b""
        assert warm.spawn(ENTRY + "nothing", b"").wait(helpers.SECONDS) == Ended(0, None, "")


def test_an_unknown_function_is_an_error(warm):
    with pytest.raises(WarmError, match="no_such_thing"):
        warm.spawn(ENTRY + "no_such_thing", b"")


def test_the_environment_is_clean(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    with Warm(["tests.unit.warm.entries"], env={"MPLBACKEND": "agg"}) as one:
        env = helpers.run(one, "import os; say(dict(os.environ)); say(open('/proc/self/environ').read())")[0]
    assert "SECRET_TOKEN" not in env[0] and "SECRET_TOKEN" not in env[1]
    assert env[0]["MPLBACKEND"] == "agg" and env[0]["OMP_NUM_THREADS"] == "1" and env[0]["PYTHONHASHSEED"] == "0"
    assert not env[0]["HOME"].startswith(os.path.expanduser("~"))


def test_a_child_has_its_own_descriptors_only(warm):
    other = warm.spawn(ENTRY + "sleep", b"")
    program = """
import os
links = {}
for fd in os.listdir("/proc/self/fd"):
    try: links[fd] = os.readlink(f"/proc/self/fd/{fd}")
    except OSError: pass
say(sorted(links.values()))
"""
    links = helpers.run(warm, program)[0][0]
    other.close()
    assert links[:3] == ["/dev/null"] * 3 and links[3].startswith("pipe:") and len(links) == 4


def test_no_argument_reaches_the_memory_of_another(warm):
    secret = os.urandom(30).hex()
    for _ in range(3):
        say(warm, "echo", secret.encode() * 100)
    waiting = warm.spawn(ENTRY + "sleep", secret.encode() * 1000)
    program = f"""
wanted = bytes(reversed({secret[::-1].encode()!r}))
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        parts = line.split()
        if parts[1].startswith("rw") and parts[-1] not in ("[vvar]", "[vsyscall]"):
            first, last = (int(part, 16) for part in parts[0].split("-"))
            memory.seek(first)
            try: text = memory.read(last - first)
            except OSError: continue
            found += text.count(wanted)
            del text
say(found)
"""
    found = helpers.run(warm, program)[0][0]
    waiting.close()
    assert found <= 5, "the searching program holds the text itself, a few times"


def test_files_come_along_without_links(warm, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1,2")
    (tmp_path / "link").symlink_to("/etc/hostname")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    program = "import os; say([sorted(os.listdir('.')), open('data/a.csv').read(), os.getcwd()])"
    names, text, where = helpers.run(warm, program, files=str(tmp_path))[0][0]
    assert names == ["data"] and text == "1,2" and where != str(tmp_path)
    assert helpers.until(lambda: not os.path.exists(where))


def test_nothing_grows_in_two_hundred_children(warm):
    server = helpers.server_pid(warm)

    def descriptors():
        return len(os.listdir(f"/proc/{server}/fd")), len(os.listdir("/proc/self/fd"))

    for _ in range(20):
        say(warm, "count")
    before = descriptors(), helpers.memory(server)
    for _ in range(200):
        assert say(warm, "count")[1].code == 0
    assert helpers.until(lambda: descriptors() <= before[0]), (before[0], descriptors())
    assert helpers.memory(server) - before[1] < 1 << 20
    assert helpers.until(lambda: helpers.tree(server) == [])  # no zombies either


def test_a_missing_module_is_reported_and_a_thread_is_refused():
    with Warm(["json", "no_such_module"]) as one:
        assert list(one.missing) == ["no_such_module"]
    with pytest.raises(WarmError, match="2 threads"):
        Warm(["tests.unit.warm.entries"], [ENTRY + "start_a_thread"]).start()
    with pytest.raises(WarmError, match="could not run .*:fail"):
        Warm([], [ENTRY + "fail"]).start()


def test_more_can_be_imported_later():
    with Warm(["tests.unit.warm.entries"]) as one:
        assert "colorsys" not in helpers.run(one, "import sys; say(sorted(sys.modules))")[0][0]
        assert list(one.load(["colorsys", "no_such_module"])) == ["no_such_module"]
        assert "colorsys" in helpers.run(one, "import sys; say(sorted(sys.modules))", Box())[0][0]
        assert list(one.missing) == ["no_such_module"]
        with pytest.raises(WarmError, match="2 threads"):
            one.load(["tests.unit.warm.threaded"])
        with pytest.raises(WarmError, match="start it again"):
            one.spawn(ENTRY + "nothing", b"")


def test_a_closed_warm_parent_answers_in_a_sentence():
    one = Warm().start()
    address, folder = one.address, Path(one.address).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    one.close()
    one.close()
    assert not folder.exists()
    with pytest.raises(WarmError, match="start it again"):
        Connection(address).spawn(ENTRY + "nothing", b"")
    with pytest.raises(WarmError, match="start"):
        one.spawn(ENTRY + "nothing", b"")


def test_children_die_with_the_warm_parent():
    one = Warm(["tests.unit.warm.entries"]).start()
    read, write = os.pipe()
    children = [one.spawn(ENTRY + "sleep", b"", [write], box) for box in (None, Box())]
    os.close(write)
    with open(read, "rb", 0) as file:
        assert file.read(1) + file.read(1) == b"xx"
        os.kill(helpers.server_pid(one), signal.SIGKILL)
        assert [child.wait(helpers.SECONDS) for child in children] == [Ended(None, signal.SIGKILL, "")] * 2
        assert file.read() == b""
    one.close()


STARTER = """
import sys, time
from aiskills.warm import Box, Warm
one = Warm(["tests.unit.warm.entries"]).start()
child = one.spawn("tests.unit.warm.entries:sleep", b"")
boxed = one.spawn("tests.unit.warm.entries:sleep", b"", box=Box())
print(one.pid, one.address, flush=True)
time.sleep(60)
"""


def test_everything_ends_with_the_starter():
    starter = subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True)
    pid, address = starter.stdout.readline().split()
    server = [int(pid), *helpers.tree(int(pid))]
    assert len(server) >= 5  # the parent, two children, bubblewrap
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert helpers.until(lambda: not any(map(helpers.alive, server)))
    assert helpers.until(lambda: not os.path.exists(os.path.dirname(address)))


ELSEWHERE = """
import sys, os
sys.platform = "win32"
del os.fork
from aiskills.warm import Box, BoxError, Warm, WarmError
for call in (Warm().start, Box().check):
    try:
        call()
    except (WarmError, BoxError) as error:
        print(type(error).__name__, error)
"""


def test_other_systems_get_a_sentence():
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["WarmError", "BoxError"], done.stderr
    assert done.stdout.count("Linux") == 2
