"""`whosejob kb verify --online`: whether the sources' links answer."""

import urllib.error
import urllib.request
from collections.abc import Callable

from bot.catalog.coverage import sources
from bot.catalog.model import Catalog, Source
from bot.errors import Fault

TIMEOUT_SECONDS = 15.0


def unanswered(catalog: Catalog, status_of: Callable[[str], str] | None = None) -> list[Fault]:
    """Faults for every link that does not answer; asks each address once, over the network.

    Args:
        catalog: the knowledge.
        status_of: gives "" for an address that answers, else why not; a request by default.
    """
    ask = status_of or answers
    by_url: dict[str, tuple[str, Source]] = {}
    for file, source in sources(catalog):
        by_url.setdefault(source.url, (file, source))
    faults = []
    for url, (file, source) in by_url.items():
        why = ask(url)
        if why:
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
