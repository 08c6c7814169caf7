"""A Bolt app that is not ours, as its author would run it at Slack: colleagues suggest a place for lunch and join in.

    python foreign_app.py socket        over Socket Mode
    python foreign_app.py PORT          over HTTP on 127.0.0.1

It knows of Slack what the environment says, under the names that Bolt's own examples use. Unlike Whosejob it is
synchronous, and uses Socket Mode's built-in client and WSGI.
"""

from __future__ import annotations

import os
import sys
from threading import Event
from typing import Any
from wsgiref.simple_server import make_server

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

Block = dict[str, Any]
PLACES = ("Noodle Bar", "Noodle House", "Pizzeria", "Canteen")


def plain(text: str) -> Block:
    """Text without markup."""
    return {"type": "plain_text", "text": text}


def form() -> Block:
    """The modal in which a place is suggested."""
    place = {"type": "external_select", "action_id": "place", "min_query_length": 1}
    when = {"type": "timepicker", "action_id": "when", "initial_time": "12:30"}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Lunch"),
        "submit": plain("Suggest"),
        "blocks": [
            {"type": "input", "block_id": "place", "label": plain("Place"), "element": place},
            {"type": "input", "block_id": "when", "label": plain("When"), "element": when},
        ],
    }


def suggestion(place: str, joined: list[str]) -> Block:
    """The message with a suggestion, and who has joined."""
    names = " ".join(f"<@{user}>" for user in joined)
    text = f"Lunch at *{place}*? {names}".strip()
    join = {"type": "button", "action_id": "join", "text": plain("Join"), "value": f"{place}|{','.join(joined)}"}
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": join}]
    return {"text": text, "blocks": blocks}


def lunch(token: str, secret: str, url: str) -> App:
    """The app."""
    app = App(client=WebClient(token, base_url=url), token=token, signing_secret=secret)

    @app.command("/lunch")
    def command(ack: Ack, command: dict[str, Any], client: WebClient, respond: Respond) -> None:
        ack()
        if not command["text"]:
            client.views_open(trigger_id=command["trigger_id"], view=form())
            return
        respond(**suggestion(command["text"], []), response_type="in_channel")

    @app.shortcut("suggest")
    def shortcut(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    @app.options("place")
    def places(ack: Ack, payload: dict[str, Any]) -> None:
        found = [place for place in PLACES if payload["value"].lower() in place.lower()]
        ack(options=[{"text": plain(place), "value": place} for place in found])

    @app.view("form")
    def submitted(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        values = view["state"]["values"]
        if values["when"]["when"]["selected_time"] > "15:00":
            ack(response_action="errors", errors={"when": "The kitchen is closed by then."})
            return
        ack()
        place = values["place"]["place"]["selected_option"]["value"]
        name = client.users_info(user=body["user"]["id"])["user"]["name"]
        home = {"type": "home", "blocks": [{"type": "header", "text": plain(f"{name} eats at {place}")}]}
        client.views_publish(user_id=body["user"]["id"], view=home)

    @app.action("join")
    def join(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        place, _, before = action["value"].partition("|")
        joined = list(dict.fromkeys([*filter(None, before.split(",")), body["user"]["id"]]))
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        client.chat_update(channel=channel, ts=ts, **suggestion(place, joined))

    @app.message("hungry")
    def hungry(message: dict[str, Any], say: Say, client: WebClient) -> None:
        client.reactions_add(channel=message["channel"], timestamp=message["ts"], name="fork_and_knife")
        say("Try `/lunch`.", thread_ts=message["ts"])
        try:
            client.conversations_members(channel=message["channel"])
        except SlackApiError as error:
            say(f"I may not: {error.response['error']}, {error.response['needed']}", thread_ts=message["ts"])

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        home = {"type": "home", "blocks": [{"type": "header", "text": plain("No lunch yet")}]}
        client.views_publish(user_id=event["user"], view=home)

    return app


def main(how: str) -> None:
    """Runs it until it is ended."""
    url = os.environ["SLACK_API_URL"]
    app = lunch(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_SIGNING_SECRET"], url)
    if how == "socket":
        token = os.environ["SLACK_APP_TOKEN"]
        handler = SocketModeHandler(app, token, web_client=WebClient(token, base_url=url))
        handler.connect()
        Event().wait()
    with make_server("127.0.0.1", int(how), SlackRequestHandler(app, "/slack/events")) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
