"""What a lesson may do with files, time and chance, run by Python in the browser (test_browser.py)."""

import errno
import json
import os
import shutil
import time
from pathlib import Path


def error(call, *values):
    try:
        call(*values)
    except OSError as problem:
        return [type(problem).__name__, errno.errorcode[problem.errno]]


place = Path("/tmp/work")
place.mkdir()
one = place / "one.txt"
with one.open("w") as file:
    for number in range(5000):
        file.write(f"{number}\n")
with one.open("r+b") as file:
    assert (file.seek(-5, os.SEEK_END), file.read(), file.tell()) == (one.stat().st_size - 5, b"4999\n", 23890)
    assert file.seek(23900) and file.write(b"end") == 3
    file.seek(0)
    assert file.read()[-13:] == bytes(10) + b"end"
    assert os.pwrite(file.fileno(), b"zero", 0) == 4 and os.pread(file.fileno(), 6, 0) == b"zero2\n"
    assert file.truncate(4) == 4
with one.open("a") as file:
    file.write("!")
assert one.read_text() == "zero!" and one.stat().st_size == 5 and abs(one.stat().st_mtime - time.time()) < 600
os.utime(one, ns=(1_000_000_007, 2_000_000_009))
assert one.stat().st_mtime_ns == 2_000_000_009
for number in range(400):
    (place / f"{number:03} é and a longer name").touch()
names = sorted(os.listdir(place))
assert len(names) == 401 and names[0] == "000 é and a longer name"
for name in os.scandir(place):
    if name.name != "one.txt":
        os.remove(name.path)
assert os.listdir(place) == ["one.txt"]
two = place / "two.txt"
two.write_text("old")
one.rename(two)
assert os.listdir(place) == ["two.txt"] and two.read_text() == "zero!"
(place / "in/deep").mkdir(parents=True)
(place / "in/deep/../.././in").rename(place / "out")
assert sorted(os.listdir(place)) == ["out", "two.txt"] and (place / "out/deep/..").is_dir()
with two.open() as file:
    two.unlink()
    assert file.read() == "zero!"
two.touch()
errors = {
    "missing": error(open, place / "none"),
    "under missing": error(open, place / "none/more", "w"),
    "exclusive": error(open, two, "x"),
    "folder again": error(os.mkdir, place),
    "read a folder": error(open, place),
    "write a folder": error(open, place, "w"),
    "remove a folder": error(os.remove, place),
    "a file as folder": error(os.listdir, two),
    "below a file": error(os.stat, two / "more"),
    "rmdir of a file": error(os.rmdir, two),
    "rmdir of a full folder": error(os.rmdir, place),
    "folder into itself": error(os.rename, place, place / "out/deep/new"),
    "file over folder": error(os.rename, two, place / "out"),
    "above all": error(open, "/../../outside", "w"),
    "read for writing": error(os.write, os.open(two, os.O_RDONLY), b"1"),
    "closed": error(os.read, 999, 1),
    "link": error(os.symlink, two, place / "three"),
    "library": error(open, "/usr/local/lib/python315.zip", "r+b"),
}
shutil.rmtree(place)
assert not place.exists()
started = time.monotonic()
time.sleep(0.3)
slept = time.monotonic() - started
assert len(os.urandom(100_000)) == 100_000 and os.urandom(16) != os.urandom(16)
assert bytes(20) not in os.urandom(200_000)
print(json.dumps({"errors": errors, "slept": slept}))
