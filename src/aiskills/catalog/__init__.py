"""What the library is: modules, tracks and assignments as plain objects read from the files that hold them."""

from .catalog import AREA_OF_LETTER, Assignment, Catalog, CatalogError, Module, Track, find_root, load_catalog
from .notebooks import SECTIONS, Cell, Lesson, read_notebook

__all__ = [
    "AREA_OF_LETTER",
    "SECTIONS",
    "Cell",
    "Assignment",
    "Catalog",
    "CatalogError",
    "Lesson",
    "Module",
    "Track",
    "find_root",
    "load_catalog",
    "read_notebook",
]
