"""What a workspace's admins can choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the bot behaves in one workspace."""

    public: bool = False
    """Whether a slash command is answered in front of everybody, unless asked otherwise."""
    language: str = "en"
    gaps_text: bool = False
    """Whether the text of a question that was not answered is kept."""
