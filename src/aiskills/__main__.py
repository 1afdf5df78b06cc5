"""`python -m aiskills`: the command line where the environment's programs are not on the path."""

from aiskills.cli import main

main()
