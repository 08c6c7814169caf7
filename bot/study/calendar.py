"""When something is due on a local date: in every zone, across changes of the clock."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class UnknownZoneError(ValueError):
    """A zone that the machine's and Python's time zone data do not know."""


def zone_named(name: str) -> ZoneInfo:
    """A zone by its IANA name.

    Raises:
        UnknownZoneError: nothing knows it.
    """
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:  # no such file, no such key, or a folder such as `Europe`
        raise UnknownZoneError(f"no time zone {name!r}") from error


def due(day: date, at: time, zone: ZoneInfo) -> float | None:
    """The moment of a local time on a local date, in seconds since the epoch; None for a date that a zone left out.

    A time that exists twice means the first of the two. One that does not exist is moved on by as much as the clock was
    (RFC 5545, 3.3.5), and where that leads into the next day, back to the last minute before the gap.
    """
    wanted = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    moment = wanted.astimezone(UTC)
    if moment.astimezone(zone).date() == day:
        return moment.timestamp()
    before = _last_minute_before(wanted, zone)
    return before.timestamp() if before.astimezone(zone).date() == day else None


def due_between(
    first: date, last: date, weekdays: Collection[int], at: time, zone: ZoneInfo
) -> Iterator[tuple[date, float]]:
    """Every chosen local date from `first` to `last` with its moment.

    Args:
        first: first date.
        last: last date, included.
        weekdays: 0 for Monday to 6 for Sunday.
        at: local time.
        zone: whose local time.
    """
    day = first
    while day <= last:
        if day.weekday() in weekdays:
            moment = due(day, at, zone)
            if moment is not None:
                yield day, moment
        day += timedelta(days=1)


def local_date(moment: float, zone: ZoneInfo) -> date:
    """The date in a zone at a moment."""
    return datetime.fromtimestamp(moment, UTC).astimezone(zone).date()


def _last_minute_before(wanted: datetime, zone: ZoneInfo) -> datetime:
    """The minute before the gap in which a local time lies."""
    # Read with the offset after the gap, a time in it lies before the gap, by as much as it lies after its beginning.
    after = wanted.replace(fold=1).astimezone(UTC)
    gap = wanted.astimezone(UTC) - after
    late = wanted.astimezone(UTC)
    early = after
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (
            (middle, late)
            if middle.astimezone(zone).utcoffset() == early.astimezone(zone).utcoffset()
            else (early, middle)
        )
    return early.replace(second=0, microsecond=0) if gap else late
