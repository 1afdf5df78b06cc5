"""What `aiskills progress` does: page, export, merge, where. A user's mistake is one sentence (SystemExit)."""

from pathlib import Path

from . import progress
from .messages import CourseError
from .progress_events import as_csv
from .progress_form import empty, merge
from .progress_travel import foreign, with_minutes


def where():
    """Print where the progress file of this machine is, and what it holds."""
    path = progress.where()
    print(f"{path}\n{progress.counts(progress.state()) if path.exists() else 'Nothing is kept there yet.'}")


def page(out, files=(), book=None):
    """Write the page "my learning" to `out`; of `files` if there are any, else of this machine. Return the path."""
    from .mine import write

    path = _said(write, out, files, book=book)
    print(f"The page is in {path}. Open it in a browser. It is yours; nothing was sent.")
    return path


def export(out, files=()):
    """Write the progress to `out`: a name that ends in .csv gets one row for each event, else the JSON file."""
    path = Path(out).expanduser()
    whole = _joined(files) if files else _said(progress.state)
    if path.suffix.lower() == ".csv":
        _said(_write_new, path, as_csv(whole))
    else:
        path = path / "aiskills-progress.json" if path.is_dir() else path
        if path.exists():
            _said(foreign, path, "Choose another name.")  # nothing of another kind is overwritten
        _said(_write_json, path, whole)
    print(f"{progress.counts(whole)}, in {path}.")
    return path


def merge_files(out, files):
    """Join two or more progress files into `out`; if `out` already holds progress, it takes part. Return its path."""
    path = Path(out).expanduser()
    if not files:
        raise SystemExit("Name the progress files that are to be joined.")
    whole = _joined([*files, *([path] if path.is_file() else [])])
    _said(_write_json, path, whole)
    print(f"{progress.counts(whole)}, in {path}.")
    return path


def _joined(files):
    whole = empty()
    for file in files:
        whole = merge(whole, _said(foreign, Path(file).expanduser(), "Choose a file that learn.progress.save made."))
    return whole


def _write_json(path, whole):
    path.parent.mkdir(parents=True, exist_ok=True)
    progress.write(path, with_minutes(whole))


def _write_new(path, text):
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(as_csv(empty()).strip()):
        raise CourseError(f"The file {path} was left alone: it is not such a table. Choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _said(function, *arguments, **named):
    """Call `function`; what it refuses, or the system refuses, becomes one sentence."""
    try:
        return function(*arguments, **named)
    except CourseError as error:
        raise SystemExit(str(error)) from None
    except OSError as error:
        raise SystemExit(f"{error.filename or arguments[0]}: {error.strerror}. Choose another place.") from None
