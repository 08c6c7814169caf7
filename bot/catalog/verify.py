"""Whether the sources still stand: the form and host of links, their age, and, when asked, whether they answer."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from datetime import date
from urllib.parse import urlsplit

from bot.catalog.coverage import age, sources
from bot.catalog.model import Catalog, Source
from bot.errors import Fault

ODD = (" ", "#:~:", "?", "..")
"""Parts of a link that point at a search, a text fragment or a path that AWS's pages do not have."""
TIMEOUT_SECONDS = 15.0


def verify(catalog: Catalog, today: date, older_than: int) -> list[Fault]:
    """Faults of links and of age.

    Args:
        catalog: the knowledge.
        today: the day that ages are counted to.
        older_than: days after which a page must be read again.
    """
    faults: list[Fault] = []
    for file, source in sources(catalog):
        url = urlsplit(source.url)
        if url.scheme != "https" or not url.hostname or any(part in source.url for part in ODD):
            faults.append(Fault(file, 0, source.title, f"{source.url} is not the plain address of a page"))
        if age(source, today) > older_than:
            faults.append(Fault(file, 0, source.title, f"read {age(source, today)} days ago: {source.url}"))
        if source.unverified:
            faults.append(Fault(file, 0, source.title, f"was never read: {source.url}"))
    return faults


def unanswered(
    catalog: Catalog, status_of: Callable[[str], str] | None = None, urls: Iterable[str] | None = None
) -> list[Fault]:
    """Faults for every link that does not answer; asks each address once, over the network.

    Args:
        catalog: the knowledge.
        status_of: gives "" for an address that answers, else why not; a request by default.
        urls: the addresses to ask instead of all.
    """
    ask = status_of or answers
    by_url: dict[str, tuple[str, Source]] = {}
    for file, source in sources(catalog):
        by_url.setdefault(source.url, (file, source))
    faults = []
    for url in urls or by_url:
        why = ask(url)
        if why:
            file, source = by_url[url]
            faults.append(Fault(file, 0, source.title, f"{url}: {why}"))
    return faults


def answers(url: str) -> str:
    """Empty where a page answers; else why not."""
    request = urllib.request.Request(url, method="HEAD", headers={"User-Agent": "whosejob-kb-verify"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  (https only, checked by the schema)
            return ""
    except urllib.error.HTTPError as error:
        return f"answers {error.code}"
    except OSError as error:
        return f"cannot be reached ({type(error).__name__})"
