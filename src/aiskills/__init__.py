"""AI Skills Open Courseware. Lessons import `aiskills.learn`; the command line is `aiskills`."""

__version__ = "0.1.0"
