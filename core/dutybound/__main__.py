"""`python -m dutybound`."""

from dutybound.cli import main

main()
