"""`python -m bot` is `whosejob`."""

from bot.cli import main

if __name__ == "__main__":
    main()
