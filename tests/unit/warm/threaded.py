"""A module that starts a thread when it is imported, as none in a warm parent may."""

from tests.unit.warm import entries

entries.start_a_thread()
