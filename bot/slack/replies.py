"""Replies to questions: the answer with the message that shows it, kept while it is asked again and again."""

import json
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus

from slack_bolt.response import BoltResponse

from bot import metrics
from bot.answering.answer import Answer
from bot.engine import Engine
from bot.slack.asked import Asked
from bot.slack.logs import origin
from bot.slack.views import APOLOGY, Audience, Message, answer_message

logger = logging.getLogger(__name__)

KEPT = 1024
"""Replies kept; at some 10 kB each, 10 MB. People ask the same things, and an answer depends on its words alone."""
LONGEST_KEPT = 2000
"""Characters of a question. Exam questions are pasted whole, and take longest; a longer text is hardly asked twice."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a question."""

    answer: Answer | None
    """None where answering failed."""
    message: Message
    _bodies: dict[str, str] = field(default_factory=dict, compare=False)

    def acknowledgement(self, response_type: str) -> BoltResponse:
        """The reply as a slash command's acknowledgement, which is put into JSON once.

        Args:
            response_type: `ephemeral` or `in_channel`.
        """
        body = self._bodies.get(response_type)
        if body is None:
            body = json.dumps({"response_type": response_type, **self.message.content()})
            self._bodies[response_type] = body
        return BoltResponse(status=HTTPStatus.OK, body=body)


class Replies:
    """Answers questions and renders the answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[Asked, Audience, int], Reply] = OrderedDict()

    def to(self, asked: Asked, audience: Audience, page: int = 0) -> Reply:
        """The reply to a question, or an apology where answering failed.

        Args:
            asked: the question.
            audience: who sees the reply.
            page: which page of an answer of many rows.
        """
        key = (asked, audience, page)
        kept = self._kept.get(key)
        if kept:
            self._kept.move_to_end(key)
            return kept
        try:
            began = time.perf_counter()
            answer = self._engine.ask(asked.text, asked.earlier)
            metrics.answering(time.perf_counter() - began)
            reply = Reply(answer, answer_message(answer, audience, asked, page))
        except Exception as error:
            # The error's own words may quote the question.
            logger.error("answering failed: %s", origin(error))
            return Reply(None, APOLOGY)
        if len(asked.text) <= LONGEST_KEPT and not asked.earlier:
            self._kept[key] = reply
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return reply
