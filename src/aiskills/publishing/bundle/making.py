"""Make a bundle: gather what its tier holds, say what it weighs, and write one archive.

| tier | what is in it |
| --- | --- |
| read | the book, for any browser; a phone too |
| learn | the book, the lessons with their data, the assignments, every package as a wheel, the set-up |
| all | the same and the language models |
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import yaml

import aiskills
from aiskills.catalog import Catalog, load_catalog
from aiskills.publishing import book

from . import archive, contents, models, own, targets, texts, wheels
from .archive import Entry

TIERS = ("read", "learn", "all")
READERS = ("learners", "instructors")
# Bytes. The first is the promise of the library; the others are what the largest platform took, with a fifth to grow.
BOUNDS = {"read": 30_000_000, "learn": 600_000_000, "all": 700_000_000}
EXTRAS = {"learners": ["course"], "instructors": ["course", "certificates"]}
RESERVE = 300_000_000  # bytes that stay free after the set-up: caches, a learner's own files

Say = Callable[[str], None]


def make(
    root: Path,
    tier: str,
    out: Path | None = None,
    say: Say = print,
    *,
    readers: str = "learners",
    platform: str | None = None,
    python: str | None = None,
    name: str = "aiskills",
) -> Path:
    """Write the bundle of the library at ``root`` and return the archive; its checksum lies beside it.

    ``readers``: "learners" get assignments without solutions and hidden tests, "instructors" get everything that
    grading needs. ``platform`` and ``python``: the computer it is for (``targets.SYSTEMS``); this one if not given.
    ``name`` begins the file's name. Raises SystemExit with a sentence: a wrong choice, a book with faults, a package
    or a model that cannot be had, no disk space, an archive above the bound of its tier.
    """
    for what, chosen, known in (("tier", tier, TIERS), ("kind of reader", readers, READERS)):
        if chosen not in known:
            raise SystemExit(f"There is no {what} {chosen!r}. Choose one of: {', '.join(known)}.")
    target = None if tier == "read" else targets.choose(platform, python)
    catalog = load_catalog(root)
    root = catalog.root
    top = "-".join([name, aiskills.__version__, tier] + ["instructors"] * (readers == "instructors" and tier != "read"))
    out = out or root / "_build/bundles" / (top + (f"-{target.label}" if target else "") + ".zip")
    if out.suffix != ".zip":
        raise SystemExit(f"The archive is a zip file: let the name {out.name!r} end with .zip.")
    site = book.build(root, say)
    pdf = _pdf(catalog, site, say)
    title = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["title"]
    with tempfile.TemporaryDirectory(prefix="aiskills-bundle-") as scratch:
        if target is None:
            first = f"{contents.PAGES}/index.html"
            entries = [*contents.book(site, contents.PAGES), *contents.licences(root, own.code_of(root))]
            about = texts.About(title, aiskills.__version__, tier, readers, first, pdf=pdf)
        else:
            entries, about = _to_learn(catalog, site, tier, readers, target, Path(scratch), say, title, pdf)
        entries.append(Entry("START-HERE.html", texts.page(about).encode(), "licences and guide"))
        entries.append(Entry("README.txt", texts.plain(about).encode(), "licences and guide"))
        archive.check_free(out.parent, sum(_size(entry) for entry in entries))
        say(f"Packing {len(entries)} files of the tier {tier} ...")
        archive.write(entries, out, top, BOUNDS[tier], say)
    say(f"Written: {out}, and its checksum {out.name}.sha256")
    return out


def _to_learn(
    catalog: Catalog, site: Path, tier: str, readers: str, target: targets.Target, scratch: Path, say: Say, title: str,
    pdf: bool,
) -> tuple[list[Entry], texts.About]:  # fmt: skip
    """What a bundle holds that is set up: entries, and what its guide tells."""
    root, code = catalog.root, own.code_of(catalog.root)
    released = _release(catalog, say)
    keep = code / ".cache/wheels"
    say(f"Collecting the packages for {target.title} ...")
    packages = wheels.collect(code, EXTRAS[readers], target, keep / target.label, say)
    packages.append(own.build(code, scratch))
    known = models.registry(root, code)
    used = models.used(catalog, known)
    files = models.collect(list(used), known, keep / "models", say) if tier == "all" else []
    place = f"{contents.LIBRARY}/_build"
    entries = [
        *contents.book(site, f"{place}/html"),
        *contents.licences(root, code),
        *contents.library(catalog, code),
        *contents.assignments(catalog, released),
        *(contents.sources(catalog) if readers == "instructors" else ()),
        *contents.packages(packages),
        *contents.models(files),
        *contents.programs(code),
        Entry(f"{place}/{book.CARRIED}", b"The book came with this copy: it is used as it is.\n", "book"),
    ]
    without = sorted({slug for slugs in used.values() for slug in slugs}) if tier != "all" else []
    facts = {
        "title": title,
        "version": aiskills.__version__,
        "tier": tier,
        "readers": readers,
        "python": target.python,
        "platform": {
            "name": target.name,
            "title": target.system.title,
            "system": target.system.sys_platform,
            "processor": target.system.platform_machine,
        },
        "extras": EXTRAS[readers],
        "models": list(used) if tier == "all" else [],
        "without_models": without,
        **_unpacked(packages, [known[name] for name in used] if tier == "all" else []),
    }
    entries.append(Entry("setup/bundle.json", (json.dumps(facts, indent=1) + "\n").encode(), "set-up"))
    first = f"{place}/html/index.html"
    return entries, texts.About(title, aiskills.__version__, tier, readers, first, target, tuple(without), pdf)


def _unpacked(packages: list[Path], prepared: list[dict]) -> dict[str, int]:
    """What the set-up takes on a disk, in bytes, and the signs of the longest path below the library."""
    size, longest = RESERVE, 0
    for wheel in packages:
        with zipfile.ZipFile(wheel) as packed:
            for file in packed.infolist():
                # Python keeps a compiled copy of each module, of about the same size.
                size += file.file_size * (2 if file.filename.endswith(".py") else 1)
                longest = max(longest, len(file.filename))
    for entry in prepared:
        size += sum(file["size"] for file in [*entry["files"], *entry.get("inputs", [])]) + entry["download"]
    return {"disk_bytes": size, "longest_path": len(".venv/Lib/site-packages/") + longest}


def _release(catalog: Catalog, say: Say) -> Path:
    """The learners' copies of the assignments, made by the command that instructors use; returns their folder.

    A command, because this part of the package and the one that grades know nothing of each other.
    """
    folder = catalog.root / "assignments/release"
    if catalog.assignments:
        say("Making the learners' copies of the assignments ...")
        command = [sys.executable, "-m", "aiskills", "release"]
        answer = subprocess.run(command, cwd=catalog.root, capture_output=True, text=True, errors="replace")
        if answer.returncode:
            last = [line for line in answer.stderr.splitlines() if line.strip()] or ["no message"]
            raise SystemExit(f"The assignments could not be released: {last[-1].removeprefix('aiskills: ')}")
    return folder


def _pdf(catalog: Catalog, site: Path, say: Say) -> bool:
    """Print the readings into the book where there is a Chromium; whether the book has PDF files."""
    from aiskills.publishing import chromium, readings

    if any(path.stem != "index" for path in site.glob(f"{readings.FOLDER}/*.html")):
        if chromium.find():
            readings.to_pdf(catalog.root, [], say)
        else:
            say("There is no Chromium on this computer: the readings are packed as pages, not as PDF files.")
    return any(site.glob(f"{readings.FOLDER}/*.pdf"))


def _size(entry: Entry) -> int:
    return len(entry.content) if isinstance(entry.content, bytes) else entry.content.stat().st_size
