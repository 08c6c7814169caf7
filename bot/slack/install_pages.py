"""The web pages of an installation: where it begins, that it is done, and why it is not."""

from html import escape
from urllib.parse import urlencode

from slack_sdk.oauth.installation_store import Installation

from bot.slack.manifest import INSTALL

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The address of the last page has the code in it.
    "Referrer-Policy": "no-referrer",
}

_AGAIN = f'<a href="{INSTALL}">Start again</a>'
_PROBLEMS = {
    "access_denied": (
        200,
        "Nothing was installed",
        "You did not allow it, or may not. Where only some people may add apps, ask one of them.",
    ),
    "invalid_browser": (
        400,
        "This did not begin here",
        "An installation must end in the browser in which it began, over https and with cookies allowed, and its last "
        "page cannot be loaded twice.",
    ),
    "invalid_state": (
        400,
        "Too late",
        "This installation was finished before, or was begun more than ten minutes ago.",
    ),
    "missing_code": (400, "Something is missing", "Slack sent no code along."),
    "invalid_code": (400, "Slack did not go along", "The code was used before, has expired, or is not for this app."),
    "storage_error": (400, "Slack gave no bot", "The installation came without a bot's token."),
    "unreachable": (502, "Slack did not answer", "Nothing was installed. Try again in a moment."),
    "database": (503, "Not now", "The installation could not be kept. Try again in a moment."),
}
"""Reason -> HTTP status, heading and explanation."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Whosejob: {title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem; color: #1d1c1d; }}
a.button {{ display: inline-block; padding: .6rem 1.2rem; border-radius: .4rem; background: #232f3e; color: #fff; }}
</style>
<h1>{title}</h1>
{content}
</html>
"""


def begin(url: str) -> str:
    """Where an installation begins.

    Args:
        url: Slack's consent page.
    """
    return _page(
        "Whosejob for Slack",
        "<p>Whose job is it on AWS: AWS's, yours, or both? Slack will show what the bot may do, and ask whether you "
        "allow it. It reads what is written to it, and nothing else.</p>",
        f'<p><a class="button" href="{escape(url)}">Add to Slack</a></p>',
    )


def done(installation: Installation) -> str:
    """That it is installed, and where to go on."""
    if installation.is_enterprise_install:
        told = "<p>Whosejob is installed in your organisation. An org admin chooses the workspaces that may use it.</p>"
        url = f"{installation.enterprise_url}manage/organization/apps/profile/{installation.app_id}/workspaces/add"
        link = (url, "Choose workspaces")
    else:
        told = "<p>Whosejob is installed. Type <code>/whosejob who patches RDS?</code>, or mention it in a channel.</p>"
        query = urlencode({"app": installation.app_id or "", "team": installation.team_id or ""})
        link = (f"https://slack.com/app_redirect?{query}", "Open Slack")
    shown = f'<p><a class="button" href="{escape(link[0])}">{link[1]}</a></p>'
    # An address that Slack gave, or a browser would run `javascript:` from it.
    return _page("Done", told, shown if link[0].startswith(("https://", "http://")) else "")


def problem(reason: str) -> tuple[int, str]:
    """Why it did not work and what to do: status and page.

    Args:
        reason: Bolt's name of it, or the error that Slack sent people back with.
    """
    said = f"Slack said “{escape(reason[:100])}”."
    status, title, told = _PROBLEMS.get(reason, (400, "That did not work", said))
    return status, _page(title, f"<p>{told}</p>", f"<p>{_AGAIN}</p>")


def _page(title: str, *content: str) -> str:
    return _PAGE.format(title=escape(title), content="\n".join(content))
