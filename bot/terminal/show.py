"""Answers as panels and tables in a terminal."""

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.answering.answer import Answer
from bot.answering.wording import CATEGORY_NAME, OWNER_IS, cite, mark

OWNER_STYLE = {"aws": "dark_orange", "customer": "cyan", "shared": "magenta", "partner": "green"}


def show(console: Console, answer: Answer) -> None:
    """Prints one answer."""
    if answer.several:
        for single in answer.answers:
            show(console, single)
        return
    body: list[RenderableType] = []
    if answer.explanation:
        body.append(Text(answer.explanation))
    if answer.answers and answer.kind in ("matrix", "compare", "list"):
        body.append(_table(answer))
    else:
        body += _halves(answer)
    body += [
        Text(f"{number}. {choice.label}{_owner_of(choice.owner)}", style="bold")
        for number, choice in enumerate(answer.choices, 1)
    ]
    for source in answer.sources:
        body.append(Text(f"Source: {cite(source)}\n{source.url}", style="dim"))
    if answer.note:
        body.append(Text(answer.note, style="dim"))
    title = Text(answer.headline, style="bold " + OWNER_STYLE.get(answer.owner or "", "white"))
    if answer.category and answer.kind != "category":
        title.append(f"  {CATEGORY_NAME[answer.category]}", style="dim")
    spaced = [part if not number else Padding(part, (1, 0, 0, 0)) for number, part in enumerate(body)]
    console.print(
        Panel(
            Group(title, *(Padding(part, (0, 0)) for part in spaced)),
            border_style=OWNER_STYLE.get(answer.owner or "", "dim"),
            width=min(console.width, 100),
        )
    )


def _owner_of(owner: str | None) -> str:
    return f": {OWNER_IS[owner]}" if owner else ""


def _halves(answer: Answer) -> list[RenderableType]:
    halves: list[RenderableType] = []
    for name, text in (("AWS's side: ", answer.aws_does), ("Your side: ", answer.you_do)):
        if text:
            halves.append(Text.assemble((name, "bold"), text))
    return halves


def _table(answer: Answer) -> Table:
    table = Table(expand=True, show_edge=False, pad_edge=False)
    table.add_column("Task" if answer.kind == "matrix" else "Where")
    table.add_column("Whose job")
    table.add_column("Rests on")
    for row in answer.answers:
        name = (
            row.subject
            if answer.kind == "matrix"
            else f"{row.place}"
            if answer.topic
            else f"{row.place}: {row.subject}"
        )
        owner = Text(mark(row.owner), style=OWNER_STYLE.get(row.owner or "", ""))
        table.add_row(escape(name), owner, "its own page" if row.basis in ("service", "variant") else "its class")
    return table
