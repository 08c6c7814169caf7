"""What the knowledge rests on: the matrix of coverage, the age of sources, and links that no longer stand."""

import threading
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import pytest

from bot.catalog.coverage import age, coverage, totals
from bot.catalog.model import Catalog, Source
from bot.catalog.verify import verify
from bot.engine import Engine
from bot.terminal.coverage import coverage_html, coverage_text
from bot.terminal.links import answers, unanswered

TODAY = date(2026, 11, 26)
PAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Welcome.html"


def source(**changes: object) -> Source:
    return msgspec.structs.replace(Source(title="A page", url=PAGE, checked="2026-11-20"), **changes)


def with_source(catalog: Catalog, given: Source) -> Catalog:
    """The catalog with one service whose only source is the given one."""
    rds = catalog.services["rds"]
    rds = msgspec.structs.replace(rds, sources=dict.fromkeys(rds.sources, given))
    return msgspec.structs.replace(catalog, services={"rds": rds}, topics={}, concept_sources={})


def faults(catalog: Catalog, given: Source) -> list[str]:
    found = verify(with_source(catalog, given), TODAY, older_than=365)
    return sorted({fault.message for fault in found if fault.file == "services/rds"})


def test_a_cell_says_what_it_rests_on(engine: Engine) -> None:
    catalog = with_source(engine.catalog, source())
    catalog = msgspec.structs.replace(catalog, topics=engine.catalog.topics)
    (row,) = coverage(catalog)
    assert dict(zip(catalog.topics, row.cells, strict=True))["patching"] == "specific"
    archived = msgspec.structs.replace(with_source(engine.catalog, source(copy_of="2023-06")), topics=catalog.topics)
    assert totals(coverage(archived))["archived"] == totals(coverage(catalog))["specific"]
    unread = msgspec.structs.replace(with_source(engine.catalog, source(unverified=True)), topics=catalog.topics)
    assert totals(coverage(unread))["unverified"] == totals(coverage(catalog))["specific"] > 0


def test_the_age_of_an_archived_copy_is_that_of_its_text() -> None:
    assert age(source(), TODAY) == 6
    assert age(source(copy_of="2023-06"), TODAY) > 1000


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (source(checked="2025-01-01"), "read 694 days ago"),
        (source(unverified=True), "was never read"),
        (source(copy_of="2023-06"), "was read in a copy of 2023-06"),
        (source(url=PAGE + "?ref=search"), "is not the plain address of a page"),
        (source(url=PAGE.replace("latest", "de_de/latest")), "is a translation"),
    ],
)
def test_a_source_to_look_at_again_is_told(engine: Engine, given: Source, said: str) -> None:
    (problem,) = faults(engine.catalog, given)
    assert said in problem


def test_a_source_that_was_read_lately_is_no_fault(engine: Engine) -> None:
    assert faults(engine.catalog, source()) == []


class Cells(HTMLParser):
    """Counts the cells of the page's table, and what it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = 0
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.cells += tag == "td"
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_page_has_a_cell_for_every_service_and_topic_and_loads_nothing(engine: Engine) -> None:
    page = Cells()
    page.feed(coverage_html(engine.catalog, TODAY))
    assert page.cells == len(engine.catalog.services) * len(engine.catalog.topics)
    assert page.loads == []


def test_the_text_has_a_line_for_every_service(engine: Engine) -> None:
    lines = coverage_text(engine.catalog, TODAY).splitlines()
    assert {line.split()[0] for line in lines[: len(engine.catalog.services)]} == engine.catalog.services.keys()


class Pages(BaseHTTPRequestHandler):
    """Answers /here and nothing else."""

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Pages) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_a_link_is_asked_whether_it_answers(server: str) -> None:
    assert answers(f"{server}/here") == ""
    assert answers(f"{server}/gone") == "answers 404"
    assert "cannot be reached" in answers("http://127.0.0.1:9/")


def test_each_address_is_asked_once(engine: Engine) -> None:
    asked: list[str] = []

    def status_of(url: str) -> str:
        asked.append(url)
        return "answers 404"

    assert len(unanswered(engine.catalog, status_of)) == len(asked) == len(set(asked))
