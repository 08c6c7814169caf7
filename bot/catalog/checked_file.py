"""A knowledge file that has the right shape, as the checks see it."""

from typing import Any

import msgspec

from bot.catalog.yaml_text import PathKey, dotted
from bot.errors import Fault


class File(msgspec.Struct, frozen=True):
    """A knowledge file that has the right shape, with the line of each of its keys."""

    name: str
    content: Any
    lines: dict[PathKey, int]

    def fault(self, path: PathKey, message: str) -> Fault:
        """A fault at a key of this file, at the nearest line known."""
        at = path
        while at not in self.lines and at:
            at = at[:-1]
        return Fault(self.name, self.lines.get(at, 0), dotted(path), message)
