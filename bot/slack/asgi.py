"""Bolt as an ASGI application, for `bot/web.py` to put behind its guards."""

from slack_bolt.async_app import AsyncApp

from bot.slack.arrival import arrived
from bot.slack.exchange import Application, Event, Receive, Send, respond
from bot.slack.handling import in_hand
from bot.slack.reading import read


def slack_asgi(app: AsyncApp) -> Application:
    """The ASGI application that answers requests whose signature was checked.

    It raises `ShapeError`, before anything was sent, where the body says nothing that Slack would say.
    """

    async def answer(scope: Event, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        body = read((await receive())["body"], headers.get("content-type", ""))
        response = await app.async_dispatch(arrived(body, headers))
        hand = in_hand()
        if hand is not None:
            hand.outcome = str(response.status)
        told = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, values in response.headers.items()
            for value in values
            if name.lower() != "content-length"
        ]
        await respond(send, response.status, response.body.encode("utf-8", "replace"), *told)

    return answer
