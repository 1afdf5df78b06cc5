"""A kernel that writes down what each cell cost; a lesson is measured in it, in place of the usual kernel.

One line of JSON for the start, one for each model that the lesson takes from the store, one for each cell. Each line
is written at once, so that it is there when the kernel is killed. The lesson's own names are not touched.
"""

import json
import os
import socket
import sys
import threading
import time

try:
    import resource
except ImportError:  # Windows
    resource = None

LOG = "AISKILLS_MEASURED"  # the environment variable that names the file to write
SAMPLE_SECONDS = 0.5  # how often processes that a lesson started are looked at
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
UNIT = 1024**2 if sys.platform == "darwin" else 1024


def main() -> None:
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]
    log = Log(os.environ.pop(LOG))
    log.write(kind="start", network=reachable())
    watch_models(log)
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(sys.argv[1:])
    cells = Cells(log)
    app.shell.events.register("pre_run_cell", cells.begin)
    app.shell.events.register("post_run_cell", cells.end)
    app.start()


def reachable() -> bool:
    """Whether this process has a way out. Nothing is sent: to connect a datagram socket only asks for the route."""
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):  # kept for documentation
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
            return True
        except OSError:
            continue
    return False


class Log:
    """The file of lines; several threads may write."""

    def __init__(self, path: str) -> None:
        self.path, self.lock = path, threading.Lock()

    def write(self, **facts) -> None:
        with self.lock, open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(facts) + "\n")


def watch_models(log: Log) -> None:
    """Note each name for which the store hands out a model's folder."""
    try:
        from aiskills.learn import models
    except ImportError:  # a notebook that has nothing to do with the course
        return
    given = models.path

    def path(name):
        folder = given(name)
        log.write(kind="model", name=name)
        return folder

    path.__doc__ = given.__doc__
    models.path = path


class Cells:
    """What each cell costs: seconds passed, seconds of processor, seconds spent waiting for a free core, memory."""

    def __init__(self, log: Log) -> None:
        self.log, self.before, self.family_mb = log, None, 0.0
        threading.Thread(target=self.sample, daemon=True).start()

    def begin(self, info) -> None:
        self.before = (time.perf_counter(), processor(), in_queue())

    def end(self, result) -> None:
        if self.before is None:
            return
        passed, busy, queued = (after - before for after, before in zip(now(), self.before, strict=True))
        error = result.error_before_exec or result.error_in_exec
        said = f"{type(error).__name__}: {error}" if error is not None else ""
        peak = max(own_peak(), ended_peak(), self.family_mb)
        self.log.write(kind="cell", passed=passed, processor=busy, queued=queued, peak_mb=peak, error=said[:500])

    def sample(self) -> None:
        while True:
            family = descendants()
            if family:
                self.family_mb = max(self.family_mb, (resident("self") or 0) + sum(map(resident, family)))
            time.sleep(SAMPLE_SECONDS)


def now() -> tuple[float, float, float]:
    return time.perf_counter(), processor(), in_queue()


def processor() -> float:
    """Seconds of processor of this process, all its threads, and of the processes it started that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN) if resource else None
    return time.process_time() + (ended.ru_utime + ended.ru_stime if ended else 0)


def own_peak() -> float:
    """Megabytes that this process alone held at most, so far."""
    if resource:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT
    import psutil

    return psutil.Process().memory_info().peak_wset / 1024**2


def ended_peak() -> float:
    """Megabytes that the largest of the processes held that this one started and that have ended.

    The system counts it, so that no process is too quick for the samples.
    """
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / UNIT if resource else 0.0


def in_queue() -> float:
    """Seconds in which this thread could have worked and no core was free; 0 where the system does not tell."""
    try:
        with open("/proc/thread-self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def descendants() -> list[str]:
    """The processes below this one, by number; empty where the system has no /proc."""
    parents = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    parents[name] = file.read().rpartition(")")[2].split()[1]
            except (OSError, IndexError):  # it has just ended
                continue
    found, last = [], {str(os.getpid())}
    while last:
        last = {name for name, parent in parents.items() if parent in last}
        found += last
    return found


def resident(name: str) -> float:
    """Megabytes of memory of a process, pages that it shares counted by their share; 0 when it has ended."""
    try:
        with open(f"/proc/{name}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        return 0.0


if __name__ == "__main__":
    main()
