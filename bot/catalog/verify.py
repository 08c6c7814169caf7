"""Whether the sources still stand: the form of their links, and their age."""

import re
from datetime import date

from bot.catalog.coverage import age, sources
from bot.catalog.model import Catalog
from bot.errors import Fault

PLAIN = re.compile(r"https://[a-z0-9.-]+/\S*")
ODD = (" ", "#:~:", "?", "..")
"""Parts of a link that point at a search, a text fragment or a path that AWS's pages do not have."""
TRANSLATED = re.compile(r"/[a-z]{2}_[a-z]{2}/")
"""The folder of a translation, which AWS makes by machine; the English page is the one to cite."""


def verify(catalog: Catalog, today: date, older_than: int) -> list[Fault]:
    """Faults of links and of age.

    Args:
        catalog: the knowledge.
        today: the day that ages are counted to.
        older_than: days after which a page must be read again.
    """
    faults: list[Fault] = []
    for file, source in sources(catalog):
        if not PLAIN.fullmatch(source.url) or any(part in source.url for part in ODD):
            faults.append(Fault(file, 0, source.title, f"{source.url} is not the plain address of a page"))
        if TRANSLATED.search(source.url):
            faults.append(Fault(file, 0, source.title, f"{source.url} is a translation: cite the English page"))
        if source.copy_of:
            faults.append(Fault(file, 0, source.title, f"was read in a copy of {source.copy_of}: {source.url}"))
        elif age(source, today) > older_than:
            faults.append(Fault(file, 0, source.title, f"read {age(source, today)} days ago: {source.url}"))
        if source.unverified:
            faults.append(Fault(file, 0, source.title, f"was never read: {source.url}"))
    return faults
