"""The computers that a bundle can be made for: what pip and the lock must know about each.

The tags are the oldest that PyTorch's builds for the processor run on, so that one archive serves as many computers
as possible, not only those that are as new as the one that made it.
"""

from __future__ import annotations

import platform as machine
import sys
from dataclasses import dataclass

from aiskills.bootstrap import PYTHONS

VERSIONS = tuple(f"{major}.{minor}" for major, minor in PYTHONS)
# The lock may fix another version of a package for an older release of the same Python (3.11.2 and 3.11.9, say).
PATCHES = (0, 99)
GLIBC = range(5, 29)  # manylinux_2_5 to manylinux_2_28


@dataclass(frozen=True)
class System:
    """One kind of computer: its name for people, pip's tags for it, and what the lock's conditions are told."""

    title: str
    tags: tuple[str, ...]
    sys_platform: str
    os_name: str
    platform_system: str
    platform_machine: str


def _linux(processor: str) -> tuple[str, ...]:
    old = [f"manylinux{year}_{processor}" for year in ("1", "2010", "2014")]
    return (*(f"manylinux_2_{minor}_{processor}" for minor in GLIBC), *old, f"linux_{processor}")


SYSTEMS = {
    "linux-x86_64": System(
        "Linux on a PC, with glibc 2.28 or newer", _linux("x86_64"), "linux", "posix", "Linux", "x86_64"
    ),
    "linux-aarch64": System(
        "Linux on a 64-bit ARM computer, with glibc 2.28 or newer",
        _linux("aarch64"),
        "linux",
        "posix",
        "Linux",
        "aarch64",
    ),
    "macos-arm64": System(
        "a Mac with an Apple processor, macOS 14 or newer", ("macosx_14_0_arm64",), "darwin", "posix", "Darwin", "arm64"
    ),
    "windows-x86_64": System("Windows on a PC, 64-bit", ("win_amd64",), "win32", "nt", "Windows", "AMD64"),
}


@dataclass(frozen=True)
class Target:
    """A kind of computer with a version of Python."""

    name: str
    python: str  # "3.11"

    @property
    def system(self) -> System:
        return SYSTEMS[self.name]

    @property
    def label(self) -> str:
        """As in the name of the archive: linux-x86_64-py311."""
        return f"{self.name}-py{self.python.replace('.', '')}"

    @property
    def title(self) -> str:
        return f"{self.system.title}, Python {self.python}"

    def environments(self) -> list[dict[str, str]]:
        """What conditions of requirements are compared with: the oldest and the newest release of this Python."""
        system = self.system
        return [
            {
                "implementation_name": "cpython",
                "implementation_version": f"{self.python}.{patch}",
                "os_name": system.os_name,
                "platform_machine": system.platform_machine,
                "platform_python_implementation": "CPython",
                "platform_release": "",
                "platform_system": system.platform_system,
                "platform_version": "",
                "python_full_version": f"{self.python}.{patch}",
                "python_version": self.python,
                "sys_platform": system.sys_platform,
            }
            for patch in PATCHES
        ]

    def pip_options(self) -> list[str]:
        """What tells `pip download` to choose wheels for this computer, not for the one it runs on."""
        tags = [option for tag in self.system.tags for option in ("--platform", tag)]
        abi = "cp" + self.python.replace(".", "")
        # The newest release of this Python: some packages refuse the oldest, and the lock has others for that.
        python = f"{self.python}.{PATCHES[-1]}"
        return ["--only-binary", ":all:", "--implementation", "cp", "--abi", abi, "--python-version", python, *tags]


def choose(name: str | None = None, python: str | None = None) -> Target:
    """The target with these names; what is left out is taken from this computer. Raises SystemExit with a sentence."""
    name = name or _here()
    python = python or "{}.{}".format(*sys.version_info)
    if name not in SYSTEMS:
        known = ", ".join(f"{key} ({system.title})" for key, system in SYSTEMS.items())
        raise SystemExit(f"There are no packages for the platform {name!r}. Choose with --platform: {known}.")
    if python not in VERSIONS:
        raise SystemExit(f"The course does not run on Python {python}. Choose with --python: {', '.join(VERSIONS)}.")
    return Target(name, python)


def _here() -> str:
    for name, system in SYSTEMS.items():
        if (system.sys_platform, system.platform_machine) == (sys.platform, machine.machine()):
            return name
    return f"{sys.platform}-{machine.machine()}"
