"""Draws the README's picture: a real answer, as the terminal shows it, as SVG."""

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from bot.engine import load_engine
from bot.terminal.show import show

QUESTION = "who patches RDS?"
PICTURE = Path(__file__).with_name("answer.svg")
COLUMNS = 88
"""Narrow enough that the letters stay readable at the width of a README."""

THEME = TerminalTheme(
    background=(16, 20, 28),
    foreground=(214, 218, 226),
    normal=[
        (59, 66, 82),
        (220, 90, 90),
        (120, 190, 110),
        (229, 181, 87),
        (97, 155, 230),
        (190, 120, 200),
        (90, 190, 200),
        (214, 218, 226),
    ],
)
LEFT_OUT = re.compile(r"@font-face\s*\{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)
"""Rich names a web font; a picture in a repository should fetch nothing."""
LETTERS = re.compile(r"font-family: Fira Code, monospace;\s*font-size: 20px;")
FITTING = "font-family: 'DejaVu Sans Mono', Menlo, Monaco, Consolas, monospace; font-size: 20.26px;"
"""Letters as wide as Rich's grid (12.2 px), so that the frame meets also where a viewer does not stretch text."""


def draw() -> str:
    """The answer to `QUESTION` as SVG, the same text for the same knowledge."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(f'[bold green]$ whosejob ask "{QUESTION}"[/]', highlight=False)
    show(console, load_engine().ask(QUESTION))
    picture = console.export_svg(title="whosejob", theme=THEME, unique_id="answer")
    return LETTERS.sub(FITTING, LEFT_OUT.sub("", picture))


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
