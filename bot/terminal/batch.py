"""`whosejob batch`: JSON lines in, JSON lines out, one for one and in order."""

import codecs
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bot.answering.answer import as_record
from bot.engine import Engine


class Asked(msgspec.Struct, frozen=True):
    """One line of input."""

    id: str | int
    text: str
    context: list[str] | None = None


def answer_lines(engine: Engine, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Answers each line as it comes; a malformed one gets an error with its number and the run goes on."""
    decoder = msgspec.json.Decoder(Asked)
    for number, line in enumerate(lines, 1):
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not line.strip():
            continue
        yield msgspec.json.encode(_answer(engine, decoder, number, line))


def _answer(engine: Engine, decoder: "msgspec.json.Decoder[Asked]", number: int, line: bytes) -> dict[str, Any]:
    try:
        asked = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return {"error": f"line {number}: {error}", "line": number}
    return {"id": asked.id, **as_record(engine.ask(asked.text, asked.context or ()))}
