"""Lessons that run in the browser: the book with JupyterLite and a Python compiled for WebAssembly beside it."""

from .site import make

__all__ = ["make"]
