"""The `whosejob` command."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bot import __version__
from bot.errors import KnowledgeError, SettingsError, WhosejobError
from bot.settings import Settings, from_environment

if TYPE_CHECKING:
    from bot.engine import Engine

ANSWERED, NOTHING_KNOWN, USAGE = 0, 1, 2
"""Exit codes."""


def _fail(error: WhosejobError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(USAGE)


def _settings() -> Settings:
    try:
        return from_environment()
    except SettingsError as error:
        _fail(error)


def _engine(settings: Settings) -> "Engine":
    from bot.engine import load_engine

    try:
        return load_engine(settings.knowledge, settings.cache)
    except KnowledgeError as error:
        _fail(error)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="whosejob")
def main() -> None:
    """Whose job is it under the AWS shared responsibility model?"""


@main.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option("--explain", is_flag=True, help="Show how each word was read and what decided.")
def ask(question: tuple[str, ...], as_json: bool, explain: bool) -> None:
    """Answer one QUESTION. Exit code 0: answered, 1: nothing known."""
    engine = _engine(_settings())
    text = " ".join(question)
    answer = engine.ask(text)
    if as_json:
        import msgspec

        from bot.answering.answer import as_record

        click.echo(msgspec.json.format(msgspec.json.encode(as_record(answer)), indent=2))
    else:
        from rich.console import Console

        from bot.terminal.show import show

        show(Console(), answer)
    if explain:
        from bot.terminal.explain import explanation

        click.echo(explanation(engine, text), err=as_json)
    sys.exit(NOTHING_KNOWN if answer.kind == "unknown" else ANSWERED)


@main.command()
def chat() -> None:
    """Ask and follow up at a prompt."""
    from rich.console import Console

    from bot.terminal.chat import chat as run

    settings = _settings()
    run(_engine(settings), Console(), settings.cache / "history" if settings.cache else None)


@main.command()
def batch() -> None:
    """Answer JSON lines from standard input ({"id", "text", "context"?}), one JSON line each."""
    from bot.terminal.batch import answer_lines

    engine = _engine(_settings())
    for line in answer_lines(engine, sys.stdin.buffer):
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


@main.group()
def kb() -> None:
    """Look at and check the knowledge."""


@kb.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def kb_check(folder: Path | None) -> None:
    """Check the shipped knowledge, or FOLDER laid over it; lists every fault."""
    from bot.catalog.check import check
    from bot.catalog.files import shipped

    folders = [shipped(), *_settings().knowledge]
    if folder and folder.resolve() != shipped().resolve():
        folders.append(folder)
    faults = check(folders)
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}." if faults else "No faults.")
    sys.exit(NOTHING_KNOWN if faults else ANSWERED)


@kb.command("show")
@click.argument("service")
@click.argument("topic", required=False)
def kb_show(service: str, topic: str | None) -> None:
    """Show what is known of a SERVICE, or of one TOPIC (or topic/duty) there."""
    from rich.console import Console

    from bot.terminal.kb import show_service, show_topic

    engine = _engine(_settings())
    found = show_topic(engine, Console(), service, topic) if topic else show_service(engine, Console(), service)
    if found:
        click.echo(found, err=True)
        sys.exit(USAGE)


@kb.command("services")
@click.option("--json", "as_json", is_flag=True, help="Print id, name, aliases, class, variants, botocore ids, status.")
def kb_services(as_json: bool) -> None:
    """List the services."""
    from bot.terminal.kb import services_as_json, services_as_text

    catalog = _engine(_settings()).catalog
    click.echo(services_as_json(catalog) if as_json else services_as_text(catalog))


@kb.command("coverage")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Draw the matrix as a page into this file.")
def kb_coverage(page: Path | None) -> None:
    """Show what answers rest on, service by topic, and how old the sources are."""
    from datetime import date

    from bot.terminal.coverage import coverage_html, coverage_text

    catalog = _engine(_settings()).catalog
    if page:
        page.write_text(coverage_html(catalog, date.today()), encoding="utf-8")
        click.echo(f"Wrote {page}.")
    else:
        click.echo(coverage_text(catalog, date.today()))


@kb.command("verify")
@click.option("--older-than", default=365, show_default=True, help="Days after which a page must be read again.")
@click.option("--online", is_flag=True, help="Also ask every link whether it answers.")
def kb_verify(older_than: int, online: bool) -> None:
    """Check the sources: form of the links, pages never read or read too long ago. Exit code 1: some are."""
    from datetime import date

    from bot.catalog.verify import unanswered, verify

    catalog = _engine(_settings()).catalog
    faults = verify(catalog, date.today(), older_than) + (unanswered(catalog) if online else [])
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} to look at." if faults else "Every source stands.")
    sys.exit(NOTHING_KNOWN if faults else ANSWERED)


@main.command()
@click.option(
    "--url", default="", help="Public address of `whosejob serve`; without it the manifest is for Socket Mode."
)
def manifest(url: str) -> None:
    """Print the Slack app manifest, ready to paste."""
    from bot.slack.manifest import manifest_yaml

    click.echo(manifest_yaml(url), nl=False)


@main.command()
def serve() -> None:
    """Answer Slack over signed HTTP (SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET; PORT, WHOSEJOB_HOST)."""
    from bot.web import run

    try:
        run(_settings())
    except WhosejobError as error:
        _fail(error)


@main.command()
def socket() -> None:
    """Answer Slack over Socket Mode (SLACK_BOT_TOKEN, SLACK_APP_TOKEN)."""
    from bot.slack.socket import run

    try:
        run(_settings())
    except WhosejobError as error:
        _fail(error)
