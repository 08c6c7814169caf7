"""`whosejob kb coverage`: the matrix of services and topics, in words and as a page."""

from collections import Counter
from datetime import date
from html import escape

from bot.catalog.coverage import RESTS, Rest, Row, age, coverage, sources, totals
from bot.catalog.model import Catalog

MARK: dict[Rest, str] = {
    "specific": "●",
    "archived": "◕",
    "unverified": "◐",
    "class": "○",
    "missing": "✕",
    "absent": "·",
}
MEANS: dict[Rest, str] = {
    "specific": "a rule of the service, on a page that was read",
    "archived": "a rule of the service, its page read in an archived copy",
    "unverified": "a rule of the service, its page not read",
    "class": "the default of its class",
    "missing": "nothing: the bot asks back",
    "absent": "no such task there",
}
AGES = ((30, "up to a month"), (180, "up to half a year"), (365, "up to a year"), (10_000, "more than a year"))


def coverage_text(catalog: Catalog, today: date) -> str:
    """One line a service, the totals, and the ages of the sources."""
    rows = coverage(catalog)
    lines = [f"{row.service.id:24} {''.join(MARK[cell] for cell in row.cells)}  {_count(row)}" for row in rows]
    lines.append("")
    lines += [f"{MARK[rest]} {count:6}  {MEANS[rest]}" for rest, count in _totals(rows)]
    lines.append("")
    lines += [f"{count:8}  sources whose text is {name} old" for name, count in _ages(catalog, today)]
    return "\n".join(lines)


def coverage_html(catalog: Catalog, today: date) -> str:
    """A page of its own: no script, nothing fetched."""
    rows = coverage(catalog)
    heads = "".join(f"<th><span>{escape(topic.name)}</span></th>" for topic in catalog.topics.values())
    body = "".join(_row(row, list(catalog.topics)) for row in rows)
    legend = "".join(
        f'<li><b class="{rest}">{MARK[rest]}</b> {escape(MEANS[rest])}: {count}</li>' for rest, count in _totals(rows)
    )
    ages = "".join(f"<li>{escape(name)}: {count}</li>" for name, count in _ages(catalog, today))
    return PAGE.format(
        day=today.isoformat(),
        services=len(rows),
        topics=len(catalog.topics),
        legend=legend,
        ages=ages,
        heads=heads,
        body=body,
    )


def _row(row: Row, topics: list[str]) -> str:
    cells = "".join(
        f'<td class="{cell}" title="{escape(row.service.name)}, {topic}: {escape(MEANS[cell])}">{MARK[cell]}</td>'
        for topic, cell in zip(topics, row.cells, strict=True)
    )
    return f"<tr><th>{escape(row.service.name)} <small>{row.service.class_}</small></th>{cells}</tr>"


def _count(row: Row) -> str:
    counted = Counter(row.cells)
    own = counted["specific"] + counted["archived"] + counted["unverified"]
    return f"{own:2} of {len(row.cells) - counted['absent']} specific"


def _totals(rows: list[Row]) -> list[tuple[Rest, int]]:
    counted = totals(rows)
    return [(rest, counted[rest]) for rest in RESTS]


def _ages(catalog: Catalog, today: date) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for _, source in sources(catalog):
        counted[next(name for days, name in AGES if age(source, today) <= days)] += 1
    return [(name, counted[name]) for _, name in AGES]


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Whosejob: what the knowledge covers</title>
<style>
body {{ font: 14px/1.4 system-ui, sans-serif; margin: 2rem; color: #1b1f24; background: #fff; }}
table {{ border-collapse: collapse; }}
thead th {{ height: 15rem; vertical-align: bottom; position: sticky; top: 0; background: #fff; }}
thead span {{ writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; white-space: nowrap; }}
tbody th {{ text-align: left; font-weight: 400; white-space: nowrap; padding-right: 1rem; }}
td {{ text-align: center; width: 1.6rem; border: 1px solid #e4e7eb; }}
small {{ color: #667; }}
.specific {{ color: #0b6b3a; background: #e6f4ec; }} .archived {{ color: #1d5c63; background: #e3f1f3; }}
.unverified {{ color: #8a5a00; background: #fdf3dc; }}
.class {{ color: #556; }} .missing {{ color: #b00020; background: #fde7ea; }} .absent {{ color: #aab; }}
ul {{ padding-left: 1.2rem; }}
</style></head><body>
<h1>What the knowledge covers</h1>
<p>{services} services, {topics} topics, as of {day}.</p>
<ul>{legend}</ul>
<p>Sources by the age of the text that was read:</p><ul>{ages}</ul>
<table><thead><tr><th></th>{heads}</tr></thead><tbody>{body}</tbody></table>
</body></html>
"""
