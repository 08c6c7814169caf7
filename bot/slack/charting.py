"""A person's progress as a picture: a bar for each theme, known, seen and to come."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

LOOK = "1"
"""To be raised when the picture changes, so that those that people have are drawn anew."""
ALT_TEXT = 2000
"""Characters that Slack takes."""
SCALE = 2
"""Pixels for each that Home shows, so that it is sharp on every screen."""
WIDTH = 500 * SCALE
MARGIN, ROW, BAR = 20 * SCALE, 25 * SCALE, 13 * SCALE
HEAD, FOOT = 66 * SCALE, 34 * SCALE
NAMES, COUNTS = 176 * SCALE, 56 * SCALE
"""Widths of the columns beside the bars."""
TITLE, TEXT, SMALL = 17 * SCALE, 13 * SCALE, 12 * SCALE
"""Sizes of letters."""
PAPER, EDGE, INK, FADED = "#ffffff", "#d5d9de", "#1d2733", "#55606e"
KNOWN, SEEN, REST = "#1e7a4f", "#f0b429", "#e8ebef"
"""Colours of a bar, whose lightness tells them apart as well."""
EDGES_OF_LETTERS = "#8a939d", "#b9bfc6"
PALETTE = PAPER, EDGE, INK, FADED, KNOWN, SEEN, REST, *EDGES_OF_LETTERS
"""All colours of the picture: few make few bytes, and letters are smooth still."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One theme."""

    name: str
    known: int
    seen: int
    """Questions answered at least once, those known among them."""
    all: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What the picture shows."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """All that it shows, in words."""
        bars = "; ".join(f"{bar.name}: {bar.known} known, {bar.seen} seen of {bar.all}" for bar in self.bars)
        told = f"{self.title}. {self.subtitle}. {bars}."
        return told if len(told) <= ALT_TEXT else f"{told[: ALT_TEXT - 1]}…"

    @property
    def digest(self) -> str:
        """Tells it from other pictures."""
        return hashlib.blake2b(f"{LOOK}\0{self.told}".encode(), digest_size=16).hexdigest()


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, on paper of its own, so that it can be read on any background."""
    from PIL import Image, ImageColor, ImageDraw

    size = WIDTH, HEAD + ROW * len(chart.bars) + FOOT
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=EDGE, width=SCALE)
    pen.text((MARGIN, 14 * SCALE), chart.title, font=_font(TITLE), fill=INK)
    pen.text((MARGIN, 38 * SCALE), chart.subtitle, font=_font(TEXT), fill=FADED)
    for number, bar in enumerate(chart.bars):
        _draw_bar(pen, bar, HEAD + ROW * number)
    _draw_legend(pen, size[1] - FOOT + 8 * SCALE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in PALETTE for part in ImageColor.getrgb(colour)])
    written = BytesIO()
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_bar(pen: "ImageDraw", bar: Bar, top: int) -> None:
    left, right = MARGIN + NAMES, WIDTH - MARGIN - COUNTS
    middle, upper = top + ROW // 2, top + (ROW - BAR) // 2
    pen.text((MARGIN, middle), _fitting(pen, bar.name, NAMES - 10 * SCALE), font=_font(TEXT), fill=INK, anchor="lm")
    for count, colour in ((bar.all, REST), (bar.seen, SEEN), (bar.known, KNOWN)):
        end = left + (right - left) * count // max(bar.all, 1)
        if count:
            pen.rectangle((left, upper, end, upper + BAR), fill=colour)
    counts = f"{bar.known} of {bar.all}"
    pen.text((WIDTH - MARGIN, middle), counts, font=_font(TEXT), fill=INK, anchor="rm")


def _draw_legend(pen: "ImageDraw", top: int) -> None:
    left = MARGIN + NAMES
    for colour, word in ((KNOWN, "known"), (SEEN, "seen"), (REST, "to come")):
        pen.rectangle((left, top + 2 * SCALE, left + SMALL, top + 2 * SCALE + SMALL), fill=colour)
        pen.text((left + SMALL + 6 * SCALE, top), word, font=_font(SMALL), fill=FADED)
        left += SMALL + 30 * SCALE + int(pen.textlength(word, font=_font(SMALL)))


def _fitting(pen: "ImageDraw", name: str, width: int) -> str:
    """A name, cut to a width."""
    if pen.textlength(name, font=_font(TEXT)) <= width:
        return name
    while name and pen.textlength(f"{name}…", font=_font(TEXT)) > width:
        name = name[:-1]
    return f"{name.rstrip(' ,')}…"


@lru_cache
def _font(size: int) -> "FreeTypeFont | ImageFont":
    """The letters that come with Pillow, so that the picture is the same everywhere."""
    from PIL import ImageFont

    return ImageFont.load_default(size)
