"""The `whosejob` command."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import __version__
from bot.errors import WhosejobError
from bot.settings import LOG_FORMATS, Settings, from_environment

if TYPE_CHECKING:
    from bot.engine import Engine

ANSWERED, NOTHING_KNOWN, USAGE = 0, 1, 2
"""Exit codes."""


class Whosejob(click.Group):
    """Shows errors raised on purpose, and files that cannot be used, as one message without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except WhosejobError as error:
            click.echo(str(error), err=True)
        except BrokenPipeError:
            raise  # click ends quietly when the reader of a pipe has left
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}", err=True)
        return ctx.exit(USAGE)


def _engine(settings: Settings) -> "Engine":
    from bot.engine import load_engine

    return load_engine(settings.knowledge, settings.cache)


@click.group(cls=Whosejob, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="whosejob")
def main() -> None:
    """Whose job is it under the AWS shared responsibility model?"""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without “ or ■ shows ? instead of failing


@main.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option("--explain", is_flag=True, help="Show how each word was read and what decided.")
def ask(question: tuple[str, ...], as_json: bool, explain: bool) -> None:
    """Answer one QUESTION. Exit code 0: answered, 1: nothing known."""
    engine = _engine(from_environment())
    text = " ".join(question).encode("utf-8", "replace").decode()  # a terminal may pass bytes that are not UTF-8
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

    settings = from_environment()
    run(_engine(settings), Console(), settings.cache / "history" if settings.cache else None)


@main.command()
def batch() -> None:
    """Answer JSON lines from standard input ({"id", "text", "context"?}), one JSON line each."""
    from bot.terminal.batch import answer_lines

    if sys.stdin is None or sys.stdout is None:
        raise click.UsageError("batch reads standard input and writes standard output; one of them is closed")
    engine = _engine(from_environment())
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

    folders = [shipped(), *from_environment().knowledge]
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

    engine = _engine(from_environment())
    found = show_topic(engine, Console(), service, topic) if topic else show_service(engine, Console(), service)
    if found:
        click.echo(found, err=True)
        sys.exit(USAGE)


@kb.command("services")
@click.option("--json", "as_json", is_flag=True, help="Print id, name, aliases, class, variants, botocore ids, status.")
def kb_services(as_json: bool) -> None:
    """List the services."""
    from bot.terminal.kb import services_as_json, services_as_text

    catalog = _engine(from_environment()).catalog
    click.echo(services_as_json(catalog) if as_json else services_as_text(catalog))


@kb.command("coverage")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Draw the matrix as a page into this file.")
def kb_coverage(page: Path | None) -> None:
    """Show what answers rest on, service by topic, and how old the sources are."""
    from datetime import date

    from bot.terminal.coverage import coverage_html, coverage_text

    catalog = _engine(from_environment()).catalog
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

    from bot.catalog.verify import verify
    from bot.terminal.links import unanswered

    catalog = _engine(from_environment()).catalog
    faults = verify(catalog, date.today(), older_than) + (unanswered(catalog) if online else [])
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} to look at." if faults else "Every source stands.")
    sys.exit(NOTHING_KNOWN if faults else ANSWERED)


@main.group()
def db() -> None:
    """Look after the database (DATABASE_URL)."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Create the tables, or bring them to this version; may be run again, and by several at once."""
    from bot.terminal.database import upgraded

    click.echo(upgraded(from_environment()))


@db.command("rotate-keys")
def db_rotate_keys() -> None:
    """Encrypt tokens again with the first of WHOSEJOB_SECRET_KEYS. Exit code 1: some no key decrypts."""
    from bot.terminal.database import rotated

    told, whole = rotated(from_environment())
    click.echo(told)
    sys.exit(ANSWERED if whole else NOTHING_KNOWN)


@db.command("new-key")
def db_new_key() -> None:
    """Print a new key for WHOSEJOB_SECRET_KEYS."""
    from bot.store import new_key

    click.echo(new_key())


@main.command()
@click.option("--workspace", help="Of this workspace only (T1, E1/T1; E1/ is a whole enterprise).")
@click.option("--since", type=click.IntRange(min=0), help="Met in the last so many days.")
@click.option("--json", "as_json", is_flag=True, help="Print all that is kept of each.")
@click.option("--stubs", type=click.Path(path_type=Path), help="Write them into this new file, as a topic to fill in.")
@click.option("--questions", type=click.Path(path_type=Path), help="Write them as lines for tests/questions.")
def gaps(workspace: str | None, since: int | None, as_json: bool, stubs: Path | None, questions: Path | None) -> None:
    """List the questions that got no answer, or a wrong one."""
    from time import time

    from bot.terminal.gaps import gaps_as_json, gaps_as_text, read_gaps
    from bot.terminal.stubs import question_stubs, topic_stub

    rows = read_gaps(from_environment(), workspace, 0 if since is None else time() - since * 86400)
    if stubs:
        _write_new(stubs, topic_stub(rows, stubs.stem))
    if questions:
        _write_new(questions, question_stubs(rows))
    if as_json or not (stubs or questions):
        click.echo(gaps_as_json(rows) if as_json else gaps_as_text(rows))


@main.group()
def tips() -> None:
    """Look at what channels and people are sent by the clock."""


@tips.command("list")
@click.option("--workspace", help="Of this workspace only (T1, E1/T1; E1/ is a whole enterprise).")
@click.option("--json", "as_json", is_flag=True, help="Print all that is kept of each.")
def tips_list(workspace: str | None, as_json: bool) -> None:
    """List every subscription, with what is wrong and what comes next."""
    from time import time

    from bot.terminal.tips import read_subscriptions, subscriptions_as_json, subscriptions_as_text

    settings = from_environment()
    found, lessons = read_subscriptions(settings, workspace), _engine(settings).lessons
    click.echo((subscriptions_as_json if as_json else subscriptions_as_text)(found, lessons, time()))


def _write_new(file: Path, text: str) -> None:
    # A file that exists may be one that somebody has filled in.
    with file.open("x", encoding="utf-8") as stream:
        stream.write(text)
    click.echo(f"Wrote {file}.", err=True)


@main.command()
@click.option(
    "--url", default="", help="Public address of `whosejob serve`; without it the manifest is for Socket Mode."
)
@click.option("--many", is_flag=True, help="For many workspaces, which install the app by OAuth; needs --url.")
def manifest(url: str, many: bool) -> None:
    """Print the Slack app manifest, ready to paste."""
    from bot.slack.manifest import manifest_yaml

    if url and not url.startswith("https://"):
        raise click.BadParameter("Slack calls only addresses that begin with https://", param_hint="--url")
    if many and not url:
        raise click.BadParameter("Slack sends people back to an address: --url https://…", param_hint="--many")
    click.echo(manifest_yaml(url, many=many), nl=False)


logged = click.option(
    "--log-format", type=click.Choice(LOG_FORMATS), help="How to log; WHOSEJOB_LOG_FORMAT, or text, unless given."
)


@main.command()
@logged
def serve(log_format: str | None) -> None:
    """Answer Slack over signed HTTP (SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET; PORT, WHOSEJOB_HOST)."""
    from bot.web import run

    run(from_environment(log_format=log_format))


@main.command()
@logged
def socket(log_format: str | None) -> None:
    """Answer Slack over Socket Mode (SLACK_BOT_TOKEN, SLACK_APP_TOKEN)."""
    from bot.slack.socket import run

    run(from_environment(log_format=log_format))


@main.command()
@logged
def worker(log_format: str | None) -> None:
    """Keep daily tips and quizzes scheduled (SLACK_BOT_TOKEN); `serve` and `socket` leave it to this one."""
    from bot.slack.dedicated import run

    run(from_environment(log_format=log_format))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Of the page; 8010 or the next free one unless given.")
@click.option("--http", is_flag=True, help="Reach the bot over signed HTTP instead of Socket Mode.")
@click.option("--keep", type=click.Path(path_type=Path, dir_okay=False), help="Keep people, channels, messages here.")
@click.option("--app", "app_url", help="Reach another app, which listens at this URL, instead of starting this bot.")
@click.option("--no-bot", is_flag=True, help="Start no bot; print the tokens with which another app connects.")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The other app's manifest: only its events, scopes, commands and shortcuts count.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
def demo(
    port: int | None,
    http: bool,
    keep: Path | None,
    app_url: str | None,
    no_bot: bool,
    manifest: Path | None,
    no_browser: bool,
) -> None:
    """Try the bot in a local workspace in the browser: no Slack account, no token, no network."""
    from bot.demo.page.running import Options, run

    own_bot = not (no_bot or app_url)
    if app_url and not app_url.startswith(("http://", "https://")):
        raise click.BadParameter("a URL begins with http:// or https://", param_hint="--app")
    if manifest and own_bot:
        raise click.UsageError("--manifest is another app's: it goes with --app or --no-bot")
    if http and not own_bot:
        raise click.UsageError("--http is how this bot is reached: it does not go with --app or --no-bot")
    options = Options(port, http, keep, app_url or "", own_bot, manifest, not no_browser)
    run(options, from_environment(), click.echo)
