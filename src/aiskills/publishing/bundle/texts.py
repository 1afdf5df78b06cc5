"""The first thing that a person opens in an unpacked bundle: README.txt, and the same words as START-HERE.html."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape

from .targets import Target

COMMAND = "$ "  # begins a line that is typed


@dataclass(frozen=True)
class About:
    """What the two pages tell of an archive. ``target`` is None when there is nothing to set up."""

    title: str
    version: str
    tier: str
    readers: str
    first_page: str  # from the top of the archive
    target: Target | None = None
    lessons_without_model: tuple[str, ...] = ()
    pdf: bool = False

    def sections(self) -> list[tuple[str, list[str]]]:
        """Headings and their paragraphs; a paragraph that begins with ``COMMAND`` is typed."""
        parts = [("What this is", self._what()), ("Read", self._read())]
        if self.target:
            parts += [("Set up, once", self._set_up()), ("Learn", self._learn()), ("Mend and update", self._mend())]
        return [*parts, ("Check the files", self._check()), ("Licences", [LICENCES])]

    def _what(self) -> list[str]:
        inside = {
            "read": "This folder holds the book: all pages, figures and readings. You need a browser and nothing else.",
            "learn": "This folder holds the book, the lessons with their data, and all programs that they need.",
            "all": "This folder holds the book, the lessons with their data, all programs that they need, and the "
            "language models that some lessons load.",
        }
        lines = [f"{self.title}, version {self.version}.", f"{inside[self.tier]} No network is used."]
        if self.tier != "read":
            lines.append(WHO[self.readers])
        return lines

    def _read(self) -> list[str]:
        lines = [f"Open START-HERE.html in a browser and follow its link, or open {self.first_page} directly."]
        lines.append(
            "On a phone, copy the whole unpacked folder to the phone first. If a page then shows no pictures or its "
            "links do not work, the phone's program opens one file without the others: "
            + (
                f"open the PDF files in the folder {self.first_page.rsplit('/', 1)[0]}/readings"
                if self.pdf
                else "open the page in the browser itself"
            )
            + ", or ask who leads your course to share the folder in the room's network."
        )
        return lines

    def _set_up(self) -> list[str]:
        lines = [
            f"The programs are for {self.target.title}. You need that Python. You do not need a network or the rights "
            "of an administrator."
        ]
        if self.target.name.startswith("windows"):
            lines.append("Move the folder to a short place, such as C:\\course: Windows refuses very long names.")
        lines += [
            "Open a terminal in this folder and type:",
            f"{COMMAND}{self._python} install.py",
            "It checks every file, sets the course up in the folder library, and says what it does. It takes some "
            "minutes. You can stop it and run it again. Do not move the folder afterwards; if you must, run "
            "install.py again in the new place.",
        ]
        if self.lessons_without_model:
            lines.append(
                "These lessons show recorded answers of a language model, because the model itself is not in this "
                f"archive: {', '.join(self.lessons_without_model)}. The archive of the tier all has it."
            )
        return lines

    def _learn(self) -> list[str]:
        return [
            f"{COMMAND}{self._python} course.py",
            "It prints an address of your own computer. Open it in the browser: you see the book. On each lesson, "
            "choose JupyterLab on your computer. To stop, press Ctrl+C in the terminal.",
            "The assignments lie in library/assignments/release. Give the notebook that you filled in to who leads "
            "your course.",
            *self._grade(),
        ]

    def _grade(self) -> list[str]:
        if self.readers != "instructors":
            return []
        if self.target.name.startswith("windows"):
            return ["Grading needs Linux or macOS; on Windows, use WSL with the archive for Linux."]
        return GRADE

    def _mend(self) -> list[str]:
        return [
            "Something does not work? Run install.py again: it says in a sentence what is wrong.",
            "To update, unpack a newer archive beside this folder and run its install.py. Your notebooks in this "
            "folder stay as they are, and so does your progress, which is kept outside of it. When you do not need "
            "this folder any more, delete it: nothing else was installed"
            + (", except the language models in your own folder." if self.tier == "all" else "."),
        ]

    def _check(self) -> list[str]:
        if self.target:
            check = "To compare every file with what was packed:"
            return [check, f"{COMMAND}{self._python} install.py --check"]
        return [
            "SHA256SUMS holds the checksum of every file. On Linux, in this folder:",
            f"{COMMAND}sha256sum --quiet --check SHA256SUMS",
        ]

    @property
    def _python(self) -> str:
        return "py" if self.target and self.target.name.startswith("windows") else "python3"


WHO = {
    "learners": "It is the learners' copy: the assignments are in it without solutions, hidden tests and rubrics. You "
    "may give it to anybody.",
    "instructors": "It is the instructors' copy: it holds the solutions, hidden tests and rubrics of all assignments. "
    "Do not give it to learners.",
}
GRADE = [
    "To grade what learners handed in, without a network (files that you do not trust: on Linux alone):",
    f"{COMMAND}cd library",
    f"{COMMAND}.venv/bin/aiskills grade f02 --submissions FOLDER --out MARKS",
]
LICENCES = (
    "Text: CC BY 4.0 (LICENSE-CONTENT). Code: Apache 2.0 (LICENSE). Data: the card of each data set in the book. The "
    "packages and models carry their own licences inside."
)

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Start here: {title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
.open {{ display: inline-block; font-size: 1.25rem; padding: .6rem 1.2rem; border: 2px solid; border-radius: .4rem; }}
pre {{ overflow-x: auto; padding: .6rem .8rem; border: 1px solid; border-radius: .3rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p><a class="open" href="{first}">Open the book</a></p>
{parts}
</main>
</body>
</html>
"""


def plain(about: About) -> str:
    """README.txt, in lines of at most 76 signs. Windows' old editors want both signs at the end of a line."""
    parts = [about.title.upper()]
    for heading, lines in about.sections():
        parts += [heading.upper(), *map(_plain_line, lines)]
    return ("\n\n".join(parts) + "\n").replace("\n", "\r\n")


def _plain_line(line: str) -> str:
    if line.startswith(COMMAND):
        return "    " + line.removeprefix(COMMAND)
    return textwrap.fill(line, 76, break_long_words=False, break_on_hyphens=False)


def page(about: About) -> str:
    """START-HERE.html: the way into the book, then the same words."""
    parts = []
    for heading, lines in about.sections():
        parts.append(f"<h2>{escape(heading)}</h2>")
        for line in lines:
            typed = line.startswith(COMMAND)
            words = escape(line.removeprefix(COMMAND))
            parts.append(f'<pre tabindex="0"><code>{words}</code></pre>' if typed else f"<p>{words}</p>")
    return PAGE.format(title=escape(about.title), first=escape(about.first_page), parts="\n".join(parts))
