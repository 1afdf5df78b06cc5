"""The room is a leaf: nothing of ours, no network, and pictures only where their reader is there."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import aiskills.verify

FOLDER = Path(aiskills.verify.__file__).parent
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "socketserver", "xmlrpc", "webbrowser"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 1, f"{path.name} reaches out of its room"
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_only_the_standard_library_and_cryptography_are_imported(path):
    allowed = (set(sys.stdlib_module_names) - NETWORK) | {"cryptography"}
    if path.name == "photo.py":
        allowed |= {"PIL", "zxingcpp"}
    assert imported(path) <= allowed


def test_the_reader_of_pictures_is_not_loaded_before_a_picture_comes():
    code = "import sys, aiskills.verify.command; print({'PIL', 'zxingcpp', 'numpy', 'openbadgeslib'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
