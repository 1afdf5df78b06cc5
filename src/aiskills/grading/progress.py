"""How far a run is: a bar on a terminal, a few plain lines anywhere else."""

from __future__ import annotations

import sys
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .verdicts import GRADED, Verdict

_LINES = 3  # plain lines a second, at most
_EVERY = 5  # seconds from one plain line of progress to the next


def rate(done: int, seconds: float) -> str:
    """So many a minute; empty while nothing can be said."""
    return f"{60 * done / seconds:.0f} a minute" if done and seconds > 0 else ""


def left(done: int, total: int, seconds: float) -> str:
    """How long the rest takes at the present rate, in words; empty while nothing can be said."""
    if not done or seconds <= 0:
        return ""
    minutes, rest = divmod(round((total - done) * seconds / done), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min left" if hours else f"{minutes} min {rest:02d} s left"


class _Shown:
    """What is common: the count, the clock that starts with the first result of this run, and the kept ones."""

    def __init__(self, console: Console) -> None:
        self.console, self.done, self.kept, self.total, self.started = console, 0, 0, 0, monotonic()

    def begin(self, done: int, total: int) -> None:
        """So many of the total stand from an earlier run."""
        self.kept, self.total, self.started = done, total, monotonic()
        if done:
            self.console.print(f"{done} of {total} were graded before and are kept.")

    def close(self) -> None:
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Bar(_Shown):
    """A progress bar with rate and time left, for a terminal."""

    def __init__(self, console: Console, name: str) -> None:
        super().__init__(console)
        columns = [
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
        ]
        self.progress = Progress(*columns, console=console)
        self.task = self.progress.add_task(name, total=None, rate="")
        self.progress.start()

    def begin(self, done: int, total: int) -> None:
        super().begin(done, total)
        self.progress.update(self.task, total=total, completed=done)

    def report(self, verdict: Verdict) -> None:
        self.done += 1
        self.progress.update(self.task, advance=1, rate=rate(self.done, monotonic() - self.started))
        if verdict.status != GRADED:
            self.console.print(f"{verdict.source}: {verdict.status}: {verdict.reason}", markup=False)

    def close(self) -> None:
        self.progress.stop()


class Plain(_Shown):
    """A line for each submission as long as they are few a second, and a line of progress now and then."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.second, self.lines, self.told = 0, 0, monotonic()

    def report(self, verdict: Verdict) -> None:
        self.done += 1
        now = monotonic()
        if int(now) != self.second:
            self.second, self.lines = int(now), 0
        self.lines += 1
        if self.lines <= _LINES:
            points = "" if verdict.score is None else f": {verdict.score:g} of {verdict.max_score:g}"
            print(f"{verdict.source}{points or f': {verdict.status}: {verdict.reason}'}", file=sys.stderr)
        if now - self.told >= _EVERY and self.kept + self.done < self.total:
            self.told = now
            seconds = now - self.started
            words = [f"{self.kept + self.done} of {self.total}", rate(self.done, seconds)]
            words.append(left(self.done, self.total - self.kept, seconds))
            print(", ".join(filter(None, words)), file=sys.stderr, flush=True)
