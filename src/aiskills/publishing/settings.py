"""The address of the public repository: one setting in ``_config.yml``, and every link that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import yaml

PLACEHOLDER = "https://github.com/OWNER/REPOSITORY"
ADDRESS = re.compile(r"https://github\.com/[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")

SETUP = """\
# On Google Colab this installs the course package; everywhere else it does nothing.
import sys

if "google.colab" in sys.modules:
    %pip install --quiet "aiskills @ {url}/archive/refs/heads/{branch}.zip"
"""


# Where there is no public address, Colab has nothing to install from.
NO_SETUP = """\
# On your own computer this does nothing: everything is installed.
import sys

if "google.colab" in sys.modules:
    raise SystemExit("This course has no public address. "
                     "Open the notebook on the computer where the course is installed.")
"""


@dataclass(frozen=True)
class Repository:
    """Where the library can be fetched: ``url`` without a final slash, and the branch that readers get.

    ``url`` is empty where there is no such place: then there are no launch links either.
    """

    url: str
    branch: str

    @property
    def is_placeholder(self) -> bool:
        return self.url == PLACEHOLDER

    @property
    def _name(self) -> str:
        return self.url.removeprefix("https://github.com/")

    def file(self, path: str) -> str:
        """Address of one file's page; ``path`` is relative to the repository and may end in ``#part``.

        Without a public address it leads from a lesson to the file beside it.
        """
        return f"{self.url}/blob/{self.branch}/{path}" if self.url else f"../../{path}"

    def binder(self, path: str) -> str:
        """Address that opens the notebook at ``path`` in JupyterLab on Binder."""
        return f"https://mybinder.org/v2/gh/{self._name}/{self.branch}?urlpath={quote(f'lab/tree/{path}', safe='')}"

    def colab(self, path: str) -> str:
        """Address that opens the notebook at ``path`` in Google Colab."""
        return f"https://colab.research.google.com/github/{self._name}/blob/{self.branch}/{path}"

    def setup_cell(self) -> str:
        """Source of the set-up cell, the same in every lesson and assignment."""
        return (SETUP.format(url=self.url, branch=self.branch) if self.url else NO_SETUP).rstrip("\n")


def read_repository(root: Path) -> Repository:
    """The setting in ``root/_config.yml``; SystemExit with a sentence when it is missing or no GitHub address."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    facts = config.get("repository") or {}
    if not {"url", "branch"} <= facts.keys():
        raise SystemExit("_config.yml has no repository url and branch: run `aiskills settings repository URL`.")
    return Repository(_checked(facts["url"]) if facts["url"] else "", facts["branch"])


def set_repository(root: Path, url: str) -> Repository:
    """Write the address into ``root/_config.yml``, and into the texts that told the old one.

    Raises SystemExit with a sentence when the address cannot carry the launch links.
    """
    url = _checked(url)
    old = read_repository(root).url
    path = root / "_config.yml"
    text, count = re.subn(
        r"(?m)^(repository:\n(?:[ ]+#.*\n)*[ ]+url:[ ]*)\S+",
        lambda found: found[1] + url,
        path.read_text(encoding="utf-8"),
    )
    if count != 1:
        raise SystemExit(
            "_config.yml must hold `repository:` with `url:` on the next line: put it there and try again."
        )
    path.write_text(text, encoding="utf-8")
    pages = [*root.glob("*.md"), *root.glob("book/*.md"), *root.glob("book/teach/*.md")]
    for page in [*pages, *root.glob("datasets/*/card.toml")]:
        told = page.read_text(encoding="utf-8")
        if old and old in told:
            page.write_text(told.replace(old, url), encoding="utf-8")
    return read_repository(root)


def _checked(url: str) -> str:
    url = str(url).strip().removesuffix("/").removesuffix(".git")
    if not ADDRESS.fullmatch(url):
        raise SystemExit(f"{url!r} is not a repository's address: give one like https://github.com/OWNER/REPOSITORY.")
    return url
