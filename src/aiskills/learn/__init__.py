"""What a lesson imports: data, models, recordings, checks, quizzes, movable figures and progress.

Importing this package is cheap (no NumPy, pandas, Matplotlib, PyTorch or ipywidgets): each part is imported when
it is first used, so a lesson starts quickly on a small laptop. The package holds helpers only; the idea that a
lesson teaches always stands in the lesson itself.
"""

from importlib import import_module

# name -> (module, attribute); None means the module itself
_PARTS = {
    "lesson": ("loader", "lesson"),
    "Lesson": ("loader", "Lesson"),
    "load": ("datasets", "load"),
    "card": ("datasets", "card"),
    "tape": ("tapes", "tape"),
    "write_tape": ("tapes", "write_tape"),
    "model_path": ("models", "path"),
    "style": ("figures", "style"),
    "PALETTE": ("figures", "PALETTE"),
    "explore": ("widgets", "explore"),
    "progress": ("progress", None),
    "my_learning": ("mine", "my_learning"),
    "revise": ("spacing", "revise"),
    "CourseError": ("messages", "CourseError"),
}

__all__ = sorted(_PARTS)


def __getattr__(name):
    if name not in _PARTS:
        raise AttributeError(f"aiskills.learn has no part named {name!r}. It has: {', '.join(__all__)}.")
    module, attribute = _PARTS[name]
    part = import_module(f".{module}", __name__)
    value = part if attribute is None else getattr(part, attribute)
    globals()[name] = value
    return value


def __dir__():
    return __all__
