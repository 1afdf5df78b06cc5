"""Attacks on the grader, damaged files and noise: each has its right outcome, and all go through the real command.

``corpus/`` holds the submissions, by theme; ``fixture/`` the small assignment that they answer; ``attack.py`` makes a
submission from an attack; ``campaign.py`` grades them all with `aiskills grade` and keeps what it saw of the machine.
``rows.py`` names the kinds of attack; every attack says by number which of them it belongs to.
"""
