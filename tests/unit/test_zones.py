"""People find their time zone by what they call the place where they are."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.slack.limits import OPTION_LABEL, OPTION_VALUE
from bot.slack.zones import OFFERED, POPULAR, WORDS, known_zones, offered, zone_option

WINTER, SUMMER = 1_796_040_000.0, 1_782_907_200.0
"""30 November 2026, 12:00 UTC; 1 July 2026, 12:00 UTC."""
TYPED = {
    "berlin": "Europe/Berlin",
    "Berl": "Europe/Berlin",
    "europe/berlin": "Europe/Berlin",
    "münchen": "Europe/Berlin",
    "germany": "Europe/Berlin",
    "berlin, germany": "Europe/Berlin",
    "berln": "Europe/Berlin",
    "new york": "America/New_York",
    "America/New_York": "America/New_York",
    "nyc": "America/New_York",
    "est": "America/New_York",
    "us/eastern": "America/New_York",
    "eastern time": "America/New_York",
    "pst": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    "São Paulo": "America/Sao_Paulo",
    "zürich": "Europe/Zurich",
    "uk": "Europe/London",
    "india": "Asia/Kolkata",
    "calcutta": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata",
    "kiev": "Europe/Kyiv",
    "singapur": "Asia/Singapore",
    "utc": "UTC",
    "utc+1": "Europe/Berlin",
    "GMT + 1": "Europe/Berlin",
    "utc+05:30": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "utc-3:30": "America/St_Johns",
    "utc−5": "America/New_York",
    "+0": "Europe/London",
}


@pytest.mark.parametrize(("typed", "zone"), TYPED.items())
def test_a_zone_is_found_by_what_people_type(typed: str, zone: str) -> None:
    assert offered(typed, WINTER)[0].value == zone


@pytest.mark.parametrize("typed", ["qwertyzxc", "utc+99", "+24:59", "🔥", "\x00", "\ud83d", "a" * 100_000])
def test_nothing_is_offered_for_what_is_no_place(typed: str) -> None:
    assert offered(typed, WINTER) == ()


def test_nothing_typed_brings_the_popular_ones() -> None:
    assert tuple(option.value for option in offered("  ", WINTER)) == POPULAR
    assert len(POPULAR) == OFFERED


def test_what_is_shown_is_the_time_there_now() -> None:
    assert zone_option("Europe/Berlin", WINTER).label == "Europe/Berlin · 13:00 now, UTC+1"
    assert zone_option("Europe/Berlin", SUMMER).label == "Europe/Berlin · 14:00 now, UTC+2"
    assert zone_option("America/St_Johns", WINTER).label == "America/St Johns · 08:30 now, UTC−3:30"
    assert zone_option("UTC", WINTER).label == "UTC · 12:00 now"


def test_an_offset_is_that_of_today() -> None:
    assert "Europe/London" in [option.value for option in offered("utc+1", SUMMER)]
    assert "Europe/London" not in [option.value for option in offered("utc+1", WINTER)]


def test_every_zone_can_be_found_by_its_name_and_shown() -> None:
    for zone in known_zones():
        option = zone_option(zone, WINTER)
        assert len(option.label) <= OPTION_LABEL
        assert len(option.value) <= OPTION_VALUE
    canonical = [zone for zone in known_zones() if "/" in zone and len(zone.split("/")[0]) > 3 and zone[0].isupper()]
    missing = [zone for zone in canonical if not offered(zone, WINTER)]
    assert missing == [], "old names lead somewhere, too"
    assert "Factory" not in known_zones()


def test_what_is_said_of_zones_names_zones() -> None:
    for zone in (*WORDS, *POPULAR):
        assert ZoneInfo(zone).key in known_zones()
