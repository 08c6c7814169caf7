"""Deque's axe-core, which finds what keeps people from using a page: fetched from npm once, at a fixed version."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

VERSION = "4.14.1"
DIGEST = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
"""SHA-256 of its axe.min.js."""
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whosejob-tests" / f"axe-{VERSION}.min.js"
GRAVE = frozenset({"serious", "critical"})
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations"""


def axe_script() -> str:
    """Its source; the test is skipped where it cannot be had."""
    if not CACHE.is_file():
        _fetch()
    source = CACHE.read_bytes()
    assert hashlib.sha256(source).hexdigest() == DIGEST, f"{CACHE} is not axe-core {VERSION}; remove it"
    return source.decode()


def grave(page: Page) -> list[str]:
    """What axe finds on a page that is serious or critical, as lines."""
    # Not as a script element: the page's policy would rightly refuse it.
    page.evaluate(axe_script() + ";undefined")
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{one['id']}: {one['help']}: {'; '.join(node['html'][:160] for node in one['nodes'][:4])}"
        for one in found
        if one["impact"] in GRAVE
    ]


def _fetch() -> None:
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("needs npm, to fetch axe-core")
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", f"axe-core@{VERSION}", "--fetch-retries=0", "--pack-destination", str(CACHE.parent)]
    try:
        subprocess.run(command, capture_output=True, timeout=60, check=True)
    except subprocess.SubprocessError as error:
        pytest.skip(f"npm cannot fetch axe-core: {error}")
    packed = CACHE.parent / f"axe-core-{VERSION}.tgz"
    with tarfile.open(packed) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        CACHE.write_bytes(member.read())
    packed.unlink()
