"""Files that the app uploads, and the images in blocks that show them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.demo.checking import Problems, fault
from bot.demo.clock import Clock
from bot.demo.errors import CallRefused
from bot.demo.installations import Installation
from bot.demo.model import JSON, Limits

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
"""How the contents of PNG, JPEG and GIF files begin."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the app's."""

    id: str
    name: str
    length: int
    """Bytes, as they were announced."""
    installation: Installation
    """Whose it is."""
    ticket: str
    """The last part of the address that it is uploaded to."""
    alt: str = ""
    title: str = ""
    content: bytes | None = None
    """None until it is uploaded."""
    completed_at: float | None = None
    """Seconds since the epoch; None until the app has said that it is complete."""
    deleted: bool = False


class Files:
    """Every file of the app's in all workspaces."""

    def __init__(self, clock: Clock, limits: Limits, new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._limits = limits
        self._new_id = new_id
        self._files: dict[str, File] = {}

    def begin(self, installation: Installation, name: str, length: int, alt: str) -> File:
        """Announces a file, which then waits for its content."""
        return self._keep(File(self._new_id(), name, length, installation, secrets.token_hex(16), alt))

    def upload(self, ticket: str, content: bytes) -> File:
        """Takes a file's content.

        Raises:
            CallRefused: no file waits for it, or it is of another length than was announced.
        """
        file = next((one for one in self._files.values() if one.ticket == ticket and one.content is None), None)
        if file is None:
            raise CallRefused("no_such_upload")
        if len(content) != file.length:
            raise CallRefused("wrong_length", [f"{len(content)} bytes, where {file.length} were announced"])
        return self._keep(replace(file, content=content))

    def owner(self, ticket: str) -> Installation | None:
        """Whose file has this ticket."""
        return next((one.installation for one in self._files.values() if one.ticket == ticket), None)

    def complete(self, installation: Installation, file_id: str, title: str) -> File:
        """Makes an uploaded file one that blocks can show."""
        file = self._files.get(file_id)
        if file is None or file.content is None or file.deleted or file.installation is not installation:
            raise CallRefused("file_not_found")
        return self._keep(replace(file, title=title or file.name, completed_at=self._clock.now()))

    def delete(self, installation: Installation, file_id: str) -> None:
        """Deletes a file."""
        file = self._files.get(file_id)
        if file is None or file.completed_at is None or file.installation is not installation:
            raise CallRefused("file_not_found")
        if file.deleted:
            raise CallRefused("file_deleted")
        self._keep(replace(file, deleted=True))

    def of(self, installation: Installation | None) -> list[File]:
        """The complete files of an installation that are not deleted, oldest first."""
        whole = [one for one in self._files.values() if one.completed_at is not None and not one.deleted]
        return [one for one in whole if one.installation is installation]

    def can_show(self, installation: Installation | None, named: Any) -> bool:
        """Whether an image in a block can show a file, which is named by its id or URL.

        Slack works on a file for a moment after it was completed, and refuses to show it until it is done.
        """
        since = self._clock.now() - self._limits.file_seconds
        for file in self.of(installation):
            is_image = file.content is not None and file.content.startswith(IMAGES)
            ready = file.completed_at is not None and file.completed_at <= since
            if isinstance(named, dict) and named in ({"id": file.id}, {"url": file_url(file)}):
                return is_image and ready
        return False

    def _keep(self, file: File) -> File:
        self._files[file.id] = file
        return file


def file_url(file: File) -> str:
    """The address at which Slack's clients see a file."""
    return f"https://files.slack.com/files-pri/{file.id}/{file.name}"


def file_json(file: File) -> JSON:
    """A file as the Web API shows it."""
    return {"id": file.id, "name": file.name, "title": file.title, "size": file.length, "url_private": file_url(file)}


def file_problems(content: Any, pointer: str, can_show: Callable[[Any], bool]) -> Problems:
    """Names the images in blocks whose file cannot be shown."""
    problems: Problems = []
    for where, named in _files_in(content, pointer):
        if not can_show(named):
            fault(problems, "invalid slack file", where)
    return problems


def _files_in(part: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, (list, tuple)) else ()
    for name, value in inner:
        where = f"{pointer}/{name}"
        if name == "slack_file" and value is not None:
            yield where, value
        else:
            yield from _files_in(value, where)
