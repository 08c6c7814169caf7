"""Progress as a picture: small, legible, and told in words as well."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageColor

from bot.engine import load_engine
from bot.slack.charting import (
    ALT_TEXT,
    COUNTS,
    HEAD,
    KNOWN,
    MARGIN,
    NAMES,
    PALETTE,
    REST,
    ROW,
    SEEN,
    WIDTH,
    Bar,
    Chart,
    draw,
)
from bot.slack.charts import ALT_CHARACTERS


def chart(*bars: Bar) -> Chart:
    """A chart of some bars."""
    return Chart("57 of 174 questions known", "4 days in a row · 213 answered", bars)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    """A chart of every theme that is shipped, with bars of all kinds."""
    themes = load_engine((), tmp_path_factory.mktemp("cache")).lessons.themes.values()
    sizes = [(theme.short, len(theme.scenarios)) for theme in themes if theme.scenarios]
    return chart(*(Bar(name, number % (size + 1), size, size) for number, (name, size) in enumerate(sizes)))


def colours(picture: Image.Image, bar: int) -> set[str]:
    """The colours of a bar, along its middle."""
    row = HEAD + ROW * bar + ROW // 2
    found = {picture.getpixel((x, row)) for x in range(MARGIN + NAMES, WIDTH - MARGIN - COUNTS)}
    names = {ImageColor.getrgb(name): name for name in PALETTE}
    return {names[pixel] for pixel in found if isinstance(pixel, tuple)}


def test_it_is_a_small_picture_of_every_theme(full: Chart) -> None:
    png = draw(full)
    assert len(png) <= 20_000
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    assert picture.width == WIDTH
    assert picture.height > ROW * len(full.bars)
    assert draw(full) == png, "the same everywhere, and each time"


def test_bars_show_what_is_known_seen_and_to_come() -> None:
    bars = (Bar("a", 9, 9, 9), Bar("b", 0, 0, 9), Bar("c", 0, 9, 9), Bar("d", 6, 7, 9))
    picture = Image.open(BytesIO(draw(chart(*bars)))).convert("RGB")
    assert [colours(picture, number) for number in range(4)] == [{KNOWN}, {REST}, {SEEN}, {KNOWN, SEEN, REST}]


def test_a_theme_of_any_name_and_size_is_drawn() -> None:
    assert draw(chart(Bar("x" * 500, 0, 0, 0), Bar("日本語 <&> \U0001f600", 1, 1, 1)))
    assert draw(chart())


def test_words_say_all_that_it_shows(full: Chart) -> None:
    for bar in full.bars:
        assert f"{bar.name}: {bar.known} known, {bar.seen} seen of {bar.all}" in full.told
    assert full.title in full.told
    assert full.subtitle in full.told
    assert len(full.told) <= ALT_CHARACTERS
    assert len(chart(*(Bar("theme " * 9, 1, 2, 3) for _ in range(99))).told) == ALT_TEXT


def test_another_progress_is_another_chart(full: Chart) -> None:
    assert full.digest == chart(*full.bars).digest
    assert full.digest != chart(*full.bars[1:]).digest
