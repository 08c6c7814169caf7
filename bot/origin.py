"""Where an error comes from, for logs that hold none of its words."""

import traceback
from pathlib import Path


def origin(error: BaseException) -> str:
    """`KeyError at parser.py:120`."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
