"""Every error that Whosejob raises on purpose.

WhosejobError
├── KnowledgeError      a knowledge folder has faults; carries them all
├── SettingsError       the environment lacks a value or holds a wrong one; names them all
├── StoreError          the database is gone, locked or full; trying again later may help
├── DemoError           the demo cannot start: its port is taken, or a file that it is given cannot be used
└── UndecipherableError what the database holds was encrypted with a key that is not set
"""

from dataclasses import dataclass


class WhosejobError(Exception):
    """Base of the errors that are shown to a person as they are, without a traceback."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a knowledge file."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class KnowledgeError(WhosejobError):
    """A knowledge folder cannot be used as it stands."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class SettingsError(WhosejobError):
    """The environment lacks a setting or holds an unusable one."""


class StoreError(WhosejobError):
    """The database did not do what it was asked; holds none of what was to be written."""


class DemoError(WhosejobError):
    """The demo cannot start with what it was given."""


class UndecipherableError(WhosejobError):
    """No key decrypts what the database holds."""
