"""Parvis from the command line: `python parvis.py --help`."""

from commands.app import main

if __name__ == "__main__":
    main()
