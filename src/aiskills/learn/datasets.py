"""Data sets of the course: the frame, its card, and the proof that file and card belong together.

Each set is a folder `datasets/<name>/` with the data file, `card.toml` and `make.py`, the program that made the
file. The folder travels inside the installed package; in a checkout it stands at the top. Nothing is downloaded.
"""

import hashlib
import tomllib
from pathlib import Path

from .messages import CourseError, inline

FIELDS = (
    "title",
    "source",
    "source_url",
    "licence",
    "licence_url",
    "generated",
    "measures",
    "rows",
    "sha256",
    "who_is_missing",
    "used_by",
    "columns",
)


def root():
    """Return the folder `datasets`: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "datasets", package.parents[1] / "datasets"):
        if folder.is_dir():
            return folder
    raise CourseError("The data sets are missing from this installation. Install the package `aiskills` again.")


def names():
    """Return the names of all data sets, sorted."""
    return sorted(path.parent.name for path in root().glob("*/card.toml"))


def _folder(name):
    if not isinstance(name, str) or name not in names():
        raise CourseError(f"There is no data set {name!r}. The course has: {', '.join(names())}.")
    return root() / name


def _file(folder):
    for ending in (".csv", ".csv.gz"):
        path = folder / f"{folder.name}{ending}"
        if path.is_file():
            return path
    raise CourseError(f"The data file of {folder.name!r} is missing. Install the package `aiskills` again.")


class Card(dict):
    """What is known about a data set: a dict of the fields of card.toml that shows itself readably."""

    def __repr__(self):
        rows = "\n".join(f"{label}: {value}" for label, value in self._rows())
        columns = "\n".join(f"  {c['name']} ({c['dtype']}{self._unit(c)}): {c['meaning']}" for c in self["columns"])
        return f"{rows}\nColumns:\n{columns}"

    def _repr_html_(self):
        rows = "".join(f"<dt><strong>{inline(k)}</strong></dt><dd>{inline(v)}</dd>" for k, v in self._rows())
        columns = "".join(
            f"<li><code>{inline(c['name'])}</code> ({inline(c['dtype'] + self._unit(c))}): {inline(c['meaning'])}</li>"
            for c in self["columns"]
        )
        return (
            f'<div style="max-width:48em;line-height:1.5;font-size:1rem;overflow-wrap:anywhere"><dl>{rows}</dl>'
            f"<p><strong>Columns</strong></p><ul>{columns}</ul></div>"
        )

    @staticmethod
    def _unit(column):
        return f", {column['unit']}" if column.get("unit") else ""

    def _rows(self):
        labels = [
            ("Title", "title"),
            ("Measures", "measures"),
            ("Rows", "rows"),
            ("Source", "source"),
            ("Address", "source_url"),
            ("Licence", "licence"),
            ("Licence text", "licence_url"),
            ("Who is missing", "who_is_missing"),
            ("Generated, and not real in this", "unrealistic"),
        ]
        return [(label, self[key]) for label, key in labels if self.get(key)]


def card(name):
    """Return the card of a data set: source, licence, units, who is missing from it."""
    path = _folder(name) / "card.toml"
    try:
        return Card(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"The card {path} cannot be read: {error}.") from None


def load(name):
    """Return the data set `name` as a pandas frame, its columns in the order and with the dtypes of its card.

    Only an empty field counts as missing: "NA" stays text (it is the country code of Namibia). Raises CourseError,
    naming the sets there are, when there is none of that name.
    """
    return _read(_folder(name))


def _read(folder):
    import pandas as pd

    columns = card(folder.name)["columns"]
    dates = [c["name"] for c in columns if c["dtype"].startswith("datetime")]
    plain = {c["name"]: c["dtype"] for c in columns if c["name"] not in dates}
    frame = pd.read_csv(_file(folder), dtype=plain, keep_default_na=False, na_values=[""], encoding="utf-8")
    if list(frame.columns) != [c["name"] for c in columns]:
        raise CourseError(f"The columns of {folder.name!r} are not those of its card: {list(frame.columns)}.")
    for column in columns:
        series = frame[column["name"]]
        if column["name"] in dates:
            frame[column["name"]] = pd.to_datetime(series).astype(column["dtype"])
        elif column.get("categories"):
            kind = pd.CategoricalDtype(column["categories"], ordered=column.get("ordered", False))
            frame[column["name"]] = series.astype(kind)
    return frame


def file_hash(path):
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def verify(name):
    """Return what is wrong with a data set as a list of sentences: an empty list when file and card agree."""
    about, folder = card(name), _folder(name)
    problems = [f"{name}: the card has no {field}." for field in FIELDS if about.get(field) in (None, "", [])]
    if about.get("generated") and not about.get("unrealistic"):
        problems.append(f"{name}: the data are generated, and the card does not say what is not real in them.")
    problems += [
        f"{name}: the column {c.get('name', i)!r} has no {field}."
        for i, c in enumerate(about["columns"])
        for field in ("name", "dtype", "meaning")
        if not c.get(field)
    ]
    if not (folder / "make.py").is_file():
        problems.append(f"{name}: make.py, which makes the file again, is missing.")
    if file_hash(_file(folder)) != about.get("sha256"):
        problems.append(f"{name}: the file is not the one of the card (sha256 differs).")
    try:
        frame = _read(folder)
    except (ValueError, TypeError, CourseError) as error:
        return [*problems, f"{name}: the file cannot be read with the dtypes of the card: {error}"]
    if len(frame) != about.get("rows"):
        problems.append(f"{name}: the file has {len(frame)} rows, the card says {about.get('rows')}.")
    problems += [
        f"{name}: {c['name']} is {frame[c['name']].dtype}, the card says {c['dtype']}."
        for c in about["columns"]
        if not _is(frame[c["name"]], c["dtype"])
    ]
    return problems


def _is(series, dtype):
    """True if the column has the dtype; "str" is a type of its own in pandas 3 and `object` in pandas 2."""
    return str(series.dtype) in (("str", "object") if dtype == "str" else (dtype,))
