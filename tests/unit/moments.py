"""The time at which the store's tests happen."""

from datetime import date

NOW = 1_795_400_000.0
"""Seconds since the epoch, in November 2026."""
DAY = 24 * 3600.0
TODAY = date(2026, 11, 23)
"""The date of that moment."""
