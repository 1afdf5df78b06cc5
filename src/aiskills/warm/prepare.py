"""What a warm parent does before it forks children: import, call, and put its memory in order."""

from __future__ import annotations

import gc
import importlib
import os
import sys

from aiskills.warm import kernel


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        import threading

        return threading.active_count()


def load(modules: list[str], first: list[str]) -> dict:
    """Import and warm up; {"missing": ...} or {"error": sentence}."""
    missing = {}
    for name in modules:
        try:
            importlib.import_module(name)
        except (Exception, SystemExit) as error:  # a broken library must not stop those that work
            missing[name] = f"{type(error).__name__}: {error}"
    for name in first:
        module, _, function = name.partition(":")
        try:
            getattr(importlib.import_module(module), function)()
        except Exception as error:
            return {"error": f"The warm process could not run {name}: {type(error).__name__}: {error}."}
    threads = _threads()
    if threads != 1:
        return {
            "error": f"The warm process has {threads} threads, and children forked from it could hang: take out the "
            f"module or function that starts a thread, among {', '.join([*modules, *first])}."
        }
    return {"missing": missing}


def settle() -> None:
    """The last step before children are forked: what is in memory now stays as it is."""
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        kernel.join_pages()
