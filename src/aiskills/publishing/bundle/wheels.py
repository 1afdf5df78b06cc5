"""The wheels of a bundle: every package that the course needs on another computer, in the versions of the lock.

pip can fetch for another computer, but decides what a package requires by the computer it runs on. So the requirements
are followed here, from wheel to wheel, with the conditions of the other computer; pip, as it is configured here, only
fetches. Wheels are kept and checked by their hash: a second bundle fetches what is missing, and nothing else.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterable
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from aiskills.bootstrap import NO_NETWORK, TORCH, TORCH_CPU_INDEX

from ..writing import write_changed
from .archive import sha256
from .targets import Target

AT_ONCE = 25  # packages in one call of pip: few enough to say how far it is
UNREACHABLE = tuple(sign for sign in NO_NETWORK[1] if "satisfies" not in sign)

Pin = tuple[str, str]  # a package's name and version


def collect(project: Path, extras: Iterable[str], target: Target, keep: Path, say: Callable[[str], None]) -> list[Path]:
    """Return the wheels for ``extras`` of the package in ``project``, without the package itself, sorted by name.

    ``keep`` is the folder where they stay for the next time. Raises SystemExit with a sentence: a package that the
    lock does not fix, one without a wheel for ``target``, no network, a full disk.
    """
    kept = Kept(keep, target, say)
    found: set[Path] = set()
    done: set[tuple[int, str, str]] = set()
    environments = target.environments()
    versions = [pins(project / "requirements.lock", target, environment) for environment in environments]
    first = wishes(project, extras)
    todo = [(number, wish) for number, environment in enumerate(environments) for wish in _holding(first, environment)]
    while todo:
        wanted = {(number, wish): _pin(wish, versions[number]) for number, wish in todo}
        kept.bring(sorted(set(wanted.values())))
        todo = []
        for (number, wish), pin in wanted.items():
            wheel = kept.wheels[pin]
            found.add(wheel)
            for extra in {"", *wish.extras}:
                if (number, pin[0], extra) not in done:
                    done.add((number, pin[0], extra))
                    todo += [(number, more) for more in _required(wheel, environments[number], extra)]
    kept.forget_old(versions)
    return sorted(found)


def wishes(project: Path, extras: Iterable[str]) -> list[Requirement]:
    """What the package in ``project`` asks for with these extras, and PyTorch, which it never names."""
    facts = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*facts["dependencies"], *(line for extra in extras for line in facts["optional-dependencies"][extra])]
    return [Requirement(line) for line in [*lines, "torch"]]


def pins(lock: Path, target: Target, environment: dict[str, str]) -> dict[str, str]:
    """The versions that the lock fixes there: name -> version; PyTorch in its build for the processor."""
    versions = {"torch": torch_build(target)}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            wish = Requirement(line)
            if wish.marker is None or wish.marker.evaluate(environment):
                versions[canonicalize_name(wish.name)] = str(Version(next(iter(wish.specifier)).version))
    return versions


def torch_build(target: Target) -> str:
    """PyTorch's version for the processor: on Linux the plain version would bring gigabytes of CUDA."""
    return TORCH + "+cpu" if target.system.sys_platform == "linux" else TORCH


def _pin(wish: Requirement, versions: dict[str, str]) -> Pin:
    name = canonicalize_name(wish.name)
    if name not in versions:
        raise SystemExit(f"requirements.lock does not fix a version of {name}: run `make lock`.")
    return name, versions[name]


def _required(wheel: Path, environment: dict[str, str], extra: str) -> list[Requirement]:
    """What a wheel requires there, with one of its extras ("": without any)."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        facts = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    every = [Requirement(line) for line in facts.get_all("Requires-Dist", [])]
    return _holding(every, {**environment, "extra": extra})


def _holding(wishes: list[Requirement], environment: dict[str, str]) -> list[Requirement]:
    """Those whose condition holds there."""
    return [wish for wish in wishes if wish.marker is None or wish.marker.evaluate({"extra": "", **environment})]


class Kept:
    """The folder of wheels for one target, with the SHA-256 that each had when it came."""

    def __init__(self, folder: Path, target: Target, say: Callable[[str], None]):
        self.folder, self.target, self.say = folder, target, say
        folder.mkdir(parents=True, exist_ok=True)
        self.record = folder / "sha256.json"
        try:
            self.hashes = json.loads(self.record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.hashes = {}
        self.wheels: dict[Pin, Path] = {}
        for wheel in sorted(folder.glob("*.whl")):
            if self.hashes.get(wheel.name) == sha256(wheel):
                self.wheels[pin_of(wheel)] = wheel
            else:  # damaged, or a download that was stopped
                wheel.unlink()

    def bring(self, wanted: list[Pin]) -> None:
        """Fetch what of ``wanted`` is not here."""
        missing = [pin for pin in wanted if pin not in self.wheels]
        torch = [pin for pin in missing if pin[0] == "torch"]
        others = [pin for pin in missing if pin[0] != "torch"]
        while others:
            some = list(dict(reversed(others)).items())[:AT_ONCE]  # pip takes one version of a package at a time
            self._fetch(some)
            others = [pin for pin in others if pin not in some]
        for pin in torch:
            self._fetch_torch(pin)
        self._note()
        for pin in missing:
            if pin not in self.wheels:
                raise SystemExit(self._none(pin))

    def _fetch(self, some: list[Pin]) -> None:
        self.say(f"  fetching {len(some)} packages for {self.target.title} ...")
        self._explain(self._pip(some), some)
        self._note()

    def _fetch_torch(self, pin: Pin) -> None:
        """As in the set-up: first what is configured on this computer, then PyTorch's own index of CPU builds."""
        self.say(f"  fetching PyTorch {pin[1]} (100 to 200 MB) ...")
        said = self._pip([pin])
        if said and self.target.system.sys_platform == "linux":
            said = self._pip([pin], "--extra-index-url", TORCH_CPU_INDEX, "--retries", "1", "--timeout", "20")
        self._explain(said, [pin])

    def _pip(self, some: list[Pin], *more: str) -> str:
        """Download wheels; returns what pip said when it failed, else nothing."""
        command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--no-deps"]
        command += ["--progress-bar", "off", "--dest", str(self.folder), *self.target.pip_options(), *more]
        command += [f"{name}=={version}" for name, version in some]
        environment = {**os.environ, "LC_ALL": "C"}
        answer = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)
        return (answer.stdout + answer.stderr or "pip said nothing.") if answer.returncode else ""

    def _explain(self, said: str, some: list[Pin]) -> None:
        """Raise SystemExit with the sentence for what pip said, if it said anything."""
        if not said:
            return
        self._note()  # what came before it stopped is kept
        if "No module named pip" in said:
            raise SystemExit("This environment has no pip, which fetches the packages. Run `python -m ensurepip`.")
        if "No space left on device" in said:
            raise SystemExit(f"The disk is full: free some space at {self.folder}, then run the same command again.")
        if any(sign in said for sign in UNREACHABLE):
            raise SystemExit(
                f"The package index of {', '.join(sorted({name for name, _ in some})[:3])} cannot be reached, and not "
                "everything was fetched before. Connect, then run the same command again; it goes on from here."
            )
        named = re.search(r"No matching distribution found for (\S+)==(\S+)", said)
        if named and "from versions: none" in said:  # pip says the same for both
            raise SystemExit(
                f"The package index of this computer has no wheel of {named[1]} for {self.target.title}, or the index "
                "cannot be reached: connect, or choose another --python or --platform."
            )
        if named:
            raise SystemExit(self._none((named[1], named[2])))
        last = [line for line in said.splitlines() if line.strip()][-1]
        raise SystemExit(f"pip could not fetch {', '.join(name for name, _ in some)}: {last.strip()}")

    def _none(self, pin: Pin) -> str:
        return (
            f"There is no wheel of {pin[0]} {pin[1]} for {self.target.title} in the package index of this computer. "
            "Choose another --python or --platform."
        )

    def _note(self) -> None:
        for wheel in sorted(self.folder.glob("*.whl")):
            if wheel.name not in self.hashes or pin_of(wheel) not in self.wheels:
                self.hashes[wheel.name] = sha256(wheel)
                self.wheels[pin_of(wheel)] = wheel
        here = {name: digest for name, digest in sorted(self.hashes.items()) if (self.folder / name).exists()}
        write_changed(self.record, json.dumps(here, indent=1))

    def forget_old(self, versions: list[dict[str, str]]) -> None:
        """Delete the wheels that the lock does not name any more."""
        named = {pin for pinned in versions for pin in pinned.items()}
        for pin in [pin for pin in self.wheels if pin not in named]:
            self.wheels.pop(pin).unlink()
        self._note()


def pin_of(wheel: Path) -> Pin:
    """The name and version of a wheel, from its file's name."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    return str(name), str(version)
