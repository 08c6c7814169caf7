"""Plain text as Slack's mrkdwn: escaped, cut to length, in bold, as a link."""

from datetime import UTC, datetime
from functools import lru_cache

from bot.answering.wording import cite
from bot.catalog.model import Source

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""The three characters with which Slack begins mentions and links; escaped, no text can make any. `&` comes first."""


def plain(text: str, most: int) -> str:
    """At most `most` characters of a text on one line, cut between words where it must be."""
    clean = " ".join(text.split())
    return clean if len(clean) <= most else _cut(clean, most - 1)


def escape(text: str, most: int = 600) -> str:
    """A text for mrkdwn, of at most `most` characters after escaping."""
    clean = " ".join(text.split())
    escaped = _escaped(clean)
    if len(escaped) <= most:
        return escaped
    size = kept = 0
    for character in clean:
        size += len(ENTITIES.get(character, character))
        if size > most - 1:
            break
        kept += 1
    return _escaped(_cut(clean, kept))


def bold(text: str, most: int = 300) -> str:
    """A text in bold; an asterisk in it would end the bold too soon."""
    escaped = escape(text.replace("*", "∗"), most)
    return f"*{escaped}*" if escaped else ""


@lru_cache(maxsize=2048)
def link(source: Source) -> str:
    """A source with its title as a link: `<https://…|Title>, AWS documentation, checked 23 Nov 2026`."""
    url = source.url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    title = escape(source.title.replace("|", "/"), 150)
    return f"<{url}|{title}>{escape(cite(source).removeprefix(source.title), 100)}"


def local_moment(moment: float) -> str:
    """A moment as each reader's own Slack writes it, such as `Tomorrow at 9:00 AM`; in UTC where one cannot.

    Args:
        moment: seconds since the epoch.
    """
    told = f"{datetime.fromtimestamp(moment, UTC):%d %b %Y, %H:%M} UTC"
    return f"<!date^{int(moment)}^{{date_short_pretty}} at {{time}}|{told}>"


def _escaped(text: str) -> str:
    for character, entity in ENTITIES.items():
        text = text.replace(character, entity)
    return text


def _cut(text: str, at: int) -> str:
    head, space, _ = text[:at].rpartition(" ")
    return (head if space and len(head) > at // 2 else text[:at]).rstrip(" ,;:") + "…"
