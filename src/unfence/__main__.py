"""``python -m unfence``: the command line where no script is installed."""

from unfence.cli import main

if __name__ == "__main__":  # each process of --jobs imports this file too
    main()
