"""All attacks, by theme."""

from . import bombs, ends, files, honest, hooks, lies, linger, spying

THEMES = (hooks, lies, ends, bombs, files, spying, linger, honest)
ATTACKS = [attack for theme in THEMES for attack in theme.ATTACKS]
