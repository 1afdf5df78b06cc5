"""One file out, one file in: `save`, `load` and `panel` of `learn.progress`, for another machine."""

import sys
from pathlib import Path

from . import progress
from .messages import CourseError, Message
from .progress_events import minutes
from .progress_form import NotProgress, merge, parse

FILE = "aiskills-progress.json"  # the name under which progress travels


def _place(path):
    path = Path(FILE if path is None else path).expanduser()
    return path / FILE if path.is_dir() else path


def _colab():
    return "google.colab" in sys.modules


def save(path=None):
    """Write your progress to `path` (a file, or a folder) to take it to another computer.

    Without `path` it becomes `aiskills-progress.json` in the folder of the notebook; on Colab the browser downloads it
    as well. If the file already holds progress, both are joined. Nothing of another kind is overwritten.
    """
    own, path = path, _place(path)
    whole = progress.state()
    try:
        if path.exists():
            whole = merge(foreign(path, "Choose another name."), whole)
        path.parent.mkdir(parents=True, exist_ok=True)
        progress.write(path, with_minutes(whole))
    except OSError as error:
        raise CourseError(
            f"Your progress could not be saved to {path} ({error.strerror}). Choose another place."
        ) from None
    if own is None and _colab():
        from google.colab import files

        files.download(str(path))
    return Message(("Saved:", f"{progress.counts(whole)}, in {path}. Load it elsewhere with `learn.progress.load`."))


def load(path=None):
    """Join the progress in the file `path` with what is kept here; nothing kept here is lost.

    Without `path` the file is `aiskills-progress.json` in the folder of the notebook; on Colab a button asks for it.
    """
    if path is None and _colab():
        from google.colab import files

        said = [join(content, name) for name, content in files.upload().items()]
        return Message(*(part for one in said for part in one.parts)) if said else Message("No file was chosen.")
    path = _place(path)
    return _join(foreign(path, "Choose the file that learn.progress.save made."))


def join(content, name):
    """Join the progress that the bytes `content` of the file `name` hold with what is kept here. Raises CourseError."""
    return _join(parsed(content, name, "Choose the file that learn.progress.save made."))


def _join(other):
    def change(kept):
        joined = merge(kept, other)
        kept.clear()
        kept.update(joined)
        return progress.counts(other), progress.counts(joined)

    there, here = progress.update(change)
    return Message(("Loaded:", f"{there}. Together with what was here: {here}."))


def panel():
    """Return the panel that takes your progress with you: a button to download it, a field to upload it."""
    from .progress_panel import Panel

    return Panel()


def with_minutes(whole):
    """Return `whole` as it leaves the machine: with the estimated minutes of each lesson, for readers."""
    return {**whole, "minutes": minutes(whole)}


def foreign(path, advice):
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(f"The file {path} cannot be read ({error.strerror}). {advice}") from None
    return parsed(content, path, advice)


def parsed(content, name, advice):
    try:
        return parse(content)
    except NotProgress as error:
        raise CourseError(f"The file {name} was left alone: {error}. {advice}") from None
