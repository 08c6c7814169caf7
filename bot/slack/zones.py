"""Time zones as people look for them: by city, country, abbreviation or offset, with the time that it is there now."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from bot.slack.ranking import LONGEST, Entry, Ranking
from bot.slack.views.forms import Option

OFFERED = 25
"""Most zones offered at once; whoever has not found theirs among them types another letter."""
POPULAR: tuple[str, ...] = (
    *("Europe/Berlin", "Europe/London", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam"),
    *("Europe/Warsaw", "Europe/Istanbul", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Toronto", "America/Sao_Paulo", "America/Mexico_City", "Asia/Kolkata"),
    *("Asia/Singapore", "Asia/Tokyo", "Asia/Shanghai", "Asia/Dubai", "Asia/Jerusalem", "Australia/Sydney"),
    *("Africa/Johannesburg", "Africa/Lagos", "UTC"),
)
"""Zones that most people live by, in this order where nothing is typed."""
WORDS = {
    "America/New_York": "nyc, boston, washington dc, miami, atlanta, philadelphia, usa, us east, eastern time, et",
    "America/Chicago": "houston, dallas, austin, minneapolis, usa, us central, central time, ct",
    "America/Denver": "salt lake city, boulder, usa, mountain time, mt",
    "America/Los_Angeles": "la, sf, san francisco, bay area, seattle, silicon valley, san diego, usa, us west, "
    "pacific time, pt, portland, las vegas",
    "America/Toronto": "montreal, ottawa",
    "America/Vancouver": "victoria",
    "America/Sao_Paulo": "rio de janeiro, brasilia",
    "America/Argentina/Buenos_Aires": "cordoba",
    "Europe/London": "england, scotland, wales, great britain, edinburgh, manchester, cambridge, oxford",
    "Europe/Berlin": "munich, hamburg, frankfurt, cologne, stuttgart, leipzig, deutschland",
    "Europe/Zurich": "geneva, basel, bern, schweiz, suisse",
    "Europe/Madrid": "barcelona, valencia, sevilla",
    "Europe/Rome": "milan, milano, roma, turin, naples",
    "Europe/Paris": "lyon, marseille, toulouse",
    "Europe/Amsterdam": "rotterdam, the hague, utrecht, eindhoven, holland",
    "Europe/Brussels": "antwerp, ghent",
    "Europe/Warsaw": "krakow, wroclaw, gdansk",
    "Europe/Prague": "brno, czech republic",
    "Europe/Istanbul": "ankara, turkey",
    "Europe/Stockholm": "gothenburg, malmo",
    "Europe/Dublin": "cork, eire",
    "Europe/Kyiv": "lviv, kharkiv",
    "Asia/Kolkata": "mumbai, bombay, delhi, new delhi, bangalore, bengaluru, hyderabad, chennai, pune",
    "Asia/Shanghai": "beijing, shenzhen, guangzhou, hangzhou",
    "Asia/Tokyo": "osaka, kyoto",
    "Asia/Seoul": "busan, korea",
    "Asia/Dubai": "abu dhabi, uae",
    "Asia/Jerusalem": "tel aviv, haifa",
    "Asia/Ho_Chi_Minh": "hanoi, da nang",
    "Asia/Karachi": "islamabad, lahore",
    "Australia/Sydney": "canberra",
    "Africa/Johannesburg": "cape town, pretoria, durban",
    "Africa/Lagos": "abuja",
    "Pacific/Auckland": "wellington, christchurch",
}
"""Zone -> cities and names that the database of zones does not have, and people type."""
OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?")
NOT_ZONES = frozenset({"Factory", "localtime"})
"""Names that the database has for machines that were never set up."""


@cache
def known_zones() -> frozenset[str]:
    """IANA names of all zones, old names among them."""
    return frozenset(available_timezones() - NOT_ZONES)


def offered(query: str, now: float) -> tuple[Option, ...]:
    """Zones for what was typed, the likeliest first; the popular ones where nothing was.

    Args:
        query: the beginning of a city, country, abbreviation or IANA name; or an offset such as `utc+1` or `-03:30`.
        now: seconds since the epoch, for the time and the offset that are shown.
    """
    typed = _plain(query[:LONGEST]).strip()
    offset = OFFSET.fullmatch(typed.replace(" ", "").replace("−", "-"))
    if not typed:
        found = POPULAR
    elif offset:
        found = tuple(_at_offset(_seconds(*offset.groups()), now))
    else:
        found = tuple(entry.value for entry in _ranking().best(typed, OFFERED))
    return tuple(zone_option(zone, now) for zone in found[:OFFERED])


def zone_option(zone: str, now: float) -> Option:
    """A zone with the time that it is there: `Europe/Berlin · 10:45 now, UTC+1`.

    Args:
        zone: one of `known_zones`.
        now: seconds since the epoch.
    """
    local = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    told = "" if zone == "UTC" else f", {_offset_told(offset)}"
    return Option(f"{zone.replace('_', ' ')} · {local:%H:%M} now{told}", zone)


def _offset_told(offset: timedelta) -> str:
    minutes = round(abs(offset.total_seconds()) / 60)
    hours, rest = divmod(minutes, 60)
    sign = "+" if offset >= timedelta() else "−"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def _seconds(sign: str, hours: str, minutes: str | None) -> int:
    seconds = int(hours) * 3600 + int(minutes or 0) * 60
    return -seconds if sign == "-" else seconds


def _at_offset(seconds: int, now: float) -> Iterator[str]:
    """Zones whose clocks are off UTC by so much now."""
    moment = datetime.fromtimestamp(now, UTC)
    wanted = timedelta(seconds=seconds)
    for zone in dict.fromkeys((*POPULAR, *sorted(_countries()))):
        if moment.astimezone(ZoneInfo(zone)).utcoffset() == wanted:
            yield zone


@cache
def _ranking() -> Ranking:
    """Every zone that somebody lives by, with all it may be called; takes some 50 ms, and is made when first needed."""
    old = _old_names()
    abbreviations = {zone: _abbreviations(zone) for zone in _countries()}
    entries = [
        Entry(
            zone,
            zone,
            (_city(zone), zone),
            (
                *(name for country in countries for name in (country, f"{_city(zone)} {country}")),
                *(word for word in WORDS.get(zone, "").split(", ") if word),
                *(name for name in old[zone] if name not in abbreviations),
                *abbreviations[zone],
            ),
            weight=3.0 if zone in POPULAR else 1.0,
        )
        for zone, countries in _countries().items()
    ]
    utc = Entry("UTC", "UTC", ("UTC",), ("GMT", "Coordinated Universal Time", "Greenwich", "Zulu"), 3.0)
    return Ranking([*entries, utc])


@cache
def _countries() -> dict[str, list[str]]:
    """Zone -> names of the countries that it is listed under."""
    names = dict(_rows("iso3166.tab"))
    found = defaultdict(list)
    for code, _, zone, *_ in _rows("zone.tab"):
        if zone in known_zones():
            found[zone].append(_plain(names.get(code, code)))
    return dict(found)


def _old_names() -> dict[str, list[str]]:
    """Zone -> names that it is known by as well."""
    found = defaultdict(list)
    for line in _lines("tzdata.zi"):
        if line.startswith("L "):
            _, zone, other = line.split(" ")
            found[zone].append(other)
    return found


def _abbreviations(zone: str) -> set[str]:
    """What its time is called in winter and in summer, where that is more than an offset."""
    at = (datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).tzname() or "" for month in (1, 7))
    return {name for name in at if name.isalpha()}


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _rows(name: str) -> Iterator[list[str]]:
    yield from (line.split("\t") for line in _lines(name) if line and not line.startswith("#"))


def _lines(name: str) -> list[str]:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
