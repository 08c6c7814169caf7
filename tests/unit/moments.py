"""The time at which the store's tests happen."""

NOW = 1_795_400_000.0
"""Seconds since the epoch, in November 2026."""
DAY = 24 * 3600.0
