"""Grading against stock nbgrader, against the work that nobody can save, and by the number of workers; and its memory.

Stock is `nbgrader autograde` in one process, in a course folder of its own with nbgrader's default configuration. The
engine is ``batch.grade`` with two workers: submissions in the box, tests in a process of their own, gradebook and
feedback written. Both grade the same files, in turn: stock, engine, stock, engine.

- Steady state: from the moment when as many submissions are done as there are workers, to the last one; for a
  submission. What a run costs once (imports, the warm parent, the rehearsal) is out of it, and stands beside it.
- CPU of the engine: the command, the workers, the warm parent, every child, bubblewrap. In steady state it is read
  from /proc, for all living processes below the command with all that they have waited for; for a whole run it is
  rusage of all children, of which none is lost because the measuring process takes over orphans and waits for them.
- Floor: the same cells and tests in one warm process (``floor_run``), CPU seconds for a submission.

`python -m benchmarks grading --pairs=3 --submissions=20` for other numbers; both have their own defaults.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from aiskills.grading.course import open_gradebook
from aiskills.grading.release import build

from . import processes, submissions

SUBMISSIONS, PAIRS, WORKERS, MANY = 20, 2, 2, 1000
LIGHT, TORCH = "safe-water", "next-word"
TINY = Path(__file__).parents[1] / "tests" / "unit" / "grading" / "fixtures" / "tiny-sums"
ROOT = Path(__file__).parents[1]
_LIBRARIES = ("nbgrader", "ipython", "ipykernel", "numpy", "pandas", "scikit-learn", "torch", "transformers")


def asked(name: str, otherwise: int) -> int:
    words = [word.partition("=")[2] for word in sys.argv if word.startswith(f"--{name}=")]
    return int(words[-1]) if words else otherwise


def _say(*words: object) -> None:
    print(" ", *words, flush=True)


def _environment() -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _stock(slug: str, handed_in: Path, folder: Path) -> dict:
    """One run of stock nbgrader: seconds and CPU seconds of it, and its scores by student and part."""
    shutil.copytree(submissions.source(slug), folder / "source" / slug)
    shutil.copytree(handed_in, folder / "submitted")
    program, where = [sys.executable, "-m", "nbgrader"], {"cwd": folder, "env": _environment()}
    subprocess.run([*program, "generate_assignment", slug], check=True, capture_output=True, **where)
    begun: dict[str, float] = {}

    def line(text: str, seconds: float) -> None:
        if "Sanitizing" in text:
            begun.setdefault(Path(text.split()[-1]).parts[-3], seconds)

    run = processes.measured([*program, "autograde", slug], line, **where)
    left = list(begun.values())[WORKERS:]
    scores = {}
    with open_gradebook(folder / "gradebook.db") as gradebook:
        for one in gradebook.assignment_submissions(slug):
            scores[one.student.id] = {grade.name: grade.auto_score for grade in one.notebooks[0].grades}
    return {"wall": run["wall"], "cpu": run["cpu"], "each": (run["wall"] - left[0]) / len(left), "scores": scores}


def _engine(source: Path, handed_in: Path, workers: int) -> dict:
    command = [sys.executable, "-m", "benchmarks.engine_run", str(source), str(handed_in), str(workers)]
    run = processes.measured(command, cwd=ROOT, env=_environment())
    return processes.told(run) | {"wall": run["wall"], "cpu": run["cpu"]}


def _floor(slug: str, handed_in: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.floor_run", str(submissions.source(slug)), str(handed_in)]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    run = processes.measured(command, cwd=ROOT, env=_environment() | threads | {"MPLBACKEND": "inline"})
    return processes.told(run)


def _equal(stock: dict, engine: dict) -> tuple[int, int]:
    """How many parts have the same score, of how many."""
    pairs = [(score, engine[student][part]) for student, parts in stock.items() for part, score in parts.items()]
    return sum(a == b for a, b in pairs), len(pairs)


def _against_stock(slug: str, handed_in: Path, count: int, pairs: int) -> tuple[dict, float]:
    """The table row of an assignment, and the engine's seconds for a submission."""
    stock, engine, floors = [], [], []
    for pair in range(pairs):
        with tempfile.TemporaryDirectory() as folder:
            stock.append(_stock(slug, handed_in, Path(folder)))
        _say(f"{slug}, pair {pair + 1}: stock {stock[-1]['wall']:.1f} s, {stock[-1]['each']:.2f} s a submission")
        engine.append(_engine(submissions.source(slug), handed_in, WORKERS))
        _say(f"{slug}, pair {pair + 1}: engine {engine[-1]['wall']:.1f} s, {engine[-1]['seconds_each']:.3f} s each")
        floor = _floor(slug, handed_in)
        floors.append(statistics.mean(cpu for name, cpu in floor.items() if name not in engine[-1]["first"]))
        _say(f"{slug}, pair {pair + 1}: CPU {engine[-1]['cpu_each']:.3f} s each, floor {floors[-1]:.3f} s")
    both = list(zip(stock, engine, strict=True))
    equal = [_equal(a["scores"], b["scores"]) for a, b in both]
    row = {
        "ratio_steady": statistics.median(a["each"] / b["seconds_each"] for a, b in both),
        "ratio_with_start": statistics.median(a["wall"] / b["wall"] for a, b in both),
        "over_floor": statistics.median(b["cpu_each"] / floor for b, floor in zip(engine, floors, strict=True)),
        "stock_seconds_each": statistics.median(a["each"] for a in stock),
        "engine_seconds_each": statistics.median(b["seconds_each"] for b in engine),
        "engine_first_verdict_after_seconds": statistics.median(b["first_verdict"] for b in engine),
        "stock_cpu_each_with_start": statistics.median(a["cpu"] for a in stock) / count,
        "engine_cpu_each_with_start": statistics.median(b["cpu"] for b in engine) / count,
        "engine_cpu_each": statistics.median(b["cpu_each"] for b in engine),
        "floor_cpu_each": statistics.median(floors),
        "equal_scores": sum(same for same, _ in equal) / sum(of for _, of in equal),
        "scores": equal[0][1],
        "pairs": pairs,
    }
    return {name: round(value, 3) for name, value in row.items()}, row["engine_seconds_each"]


def _throughput(handed_in: Path, two: float) -> dict:
    """Submissions of the light assignment a minute, by the number of workers."""
    found = {}
    for workers in (1, 2, 4):
        each = two if workers == WORKERS else _engine(submissions.source(LIGHT), handed_in, workers)["seconds_each"]
        found[str(workers)] = round(60 / each, 1)
        _say(f"{workers} workers: {found[str(workers)]} a minute")
    return found


def _memory(count: int) -> dict:
    """Megabytes at the first and the last of the samples, over so many submissions of a tiny assignment."""
    with tempfile.TemporaryDirectory() as folder:
        handed_in = Path(folder) / "in"
        with tempfile.TemporaryDirectory() as scratch:
            submissions.write_tiny(build(TINY, Path(scratch)), handed_in, count)
        run = _engine(TINY, handed_in, WORKERS)
    samples = {int(number): held for number, held in run["memory"].items()}
    first, last = samples[min(samples)], samples[max(samples)]
    return {
        "submissions": count,
        **{f"{name}_mb": round(last[name]["resident"], 1) for name in last},
        **{f"{name}_growth_mb": round(last[name]["anon"] - first[name]["anon"], 1) for name in last},
        "growth_from_submission": min(samples),
        "submissions_a_minute": round(60 / run["seconds_each"]),
        "cpu_seconds_each": round(run["cpu_each"], 3),
    }


def processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")), "")


def measure() -> dict:
    count, pairs = asked("submissions", SUBMISSIONS), asked("pairs", PAIRS)
    rows, seconds = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for slug in (LIGHT, TORCH):
            with tempfile.TemporaryDirectory() as scratch:
                submissions.write(build(submissions.source(slug), Path(scratch)), Path(folder) / slug, count)
            rows[slug], seconds[slug] = _against_stock(slug, Path(folder) / slug, count, pairs)
        throughput = _throughput(Path(folder) / LIGHT, seconds[LIGHT])
    memory = _memory(asked("many", MANY))
    _say(f"memory: {memory}")
    return {
        "ratio_light": rows[LIGHT]["ratio_steady"],
        "ratio_torch": rows[TORCH]["ratio_steady"],
        "over_floor": round(statistics.median(row["over_floor"] for row in rows.values()), 3),
        "equal_scores": min(row["equal_scores"] for row in rows.values()),
        "submissions": count,
        "workers": WORKERS,
        "assignments": rows,
        "submissions_a_minute_by_workers": throughput,
        "memory": memory,
        "processor": processor(),
        "versions": {name: version(name) for name in _LIBRARIES},
    }
