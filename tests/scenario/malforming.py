"""Makes malformed requests out of real ones."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import random
import re
import string
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.demo.model import Envelope

MARK = "marzipan"
"""Stands in every text and in everything that is put into a body, and must stand in no log."""
ALPHABETS = (string.ascii_letters, string.punctuation, "ÄÖ日本\u202e\u200b🔥", "\x00\x1b\n\r\t")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
HOST = re.compile(rb"http(?::|%3A)(?:/|%2F)(?:/|%2F)127\.0\.0\.1(?::|%3A)\d{4,5}(?:/|%2F)hooks(?=/|%2F)")
"""Where the response URLs of the local workspace begin."""
SENDERS = (("valid", 70), ("wrong", 10), ("stale", 7), ("garbled", 8), ("unsigned", 5))
"""How requests are signed, and of how many in a hundred."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may be malformed."""

    kind: str
    sender: str
    body: bytes
    headers: list[tuple[bytes, bytes]]


class Fuzzer:
    """Makes requests; the same seed makes the same ones.

    Args:
        originals: real envelopes, one of every kind at least.
        secret: the signing secret.
        seed: of the generator.
    """

    def __init__(self, originals: list[Envelope], secret: str, seed: int) -> None:
        self._originals = originals
        self._secret = secret
        self._random = random.Random(seed)
        self._number = 0

    def request(self) -> Request:
        """The next one."""
        self._number += 1
        roll = self._random.random()
        if roll < 0.75:
            kind, body, content_type = self._mutated()
        elif roll < 0.9:
            kind, whole, content_type = self._mutated()
            body = self._scrambled(whole)
            while HOST.findall(body) != HOST.findall(whole):
                # A response URL that leads elsewhere would only show that elsewhere nobody answers.
                body = self._scrambled(whole)
        else:
            kind, body, content_type = "random", *self._senseless()
        if self._random.random() < 0.05:
            content_type = self._random.choice(["", "text/plain", "multipart/form-data", f"x/{MARK}", JSON])
        [sender] = self._random.choices([s for s, _ in SENDERS], [weight for _, weight in SENDERS])
        headers = [(b"content-type", content_type.encode()), *self._signed(sender, body)]
        return Request(kind, sender, body, headers)

    def _mutated(self) -> tuple[str, bytes, str]:
        envelope = self._random.choice(self._originals)
        payload = copy.deepcopy(envelope.payload)
        if "event_id" in payload:
            payload["event_id"] = f"Ev{self._number:010d}"  # else all but the first would be taken for repeated
        if "container" in payload and "message_ts" in payload["container"]:
            payload["container"]["message_ts"] = f"{self._number}.000001"
        for _ in range(self._random.choice([0, 1, 1, 1, 2, 2, 3, 5])):
            self._mutate(payload)
        if envelope.kind == "events_api":
            return envelope.name, json.dumps(payload).encode(), JSON
        if envelope.kind == "slash_commands":
            flat = {key: value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
            return envelope.name, urlencode(flat, errors="replace").encode(), FORM
        return envelope.name, urlencode({"payload": json.dumps(payload)}).encode(), FORM

    def _mutate(self, payload: dict[str, Any]) -> None:
        """Changes one thing, anywhere."""
        inner: Any = payload
        while True:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            if not keys:
                return
            key = self._random.choice(keys)
            if isinstance(inner[key], dict | list) and inner[key] and self._random.random() < 0.7:
                inner = inner[key]
                continue
            break
        # See above.
        is_url = isinstance(inner[key], str) and inner[key].startswith("http")
        act = self._random.choice(["remove", "replace", "replace", "twist", "repeat"])
        if act == "remove":
            del inner[key]
        elif act == "repeat" and isinstance(inner, list):
            inner.extend([copy.deepcopy(inner[key])] * self._random.choice([1, 5, 200]))
        elif act == "twist" and isinstance(inner[key], str) and not is_url:
            inner[key] = self._twisted(inner[key])
        else:
            inner[key] = self._value(0)

    def _twisted(self, text: str) -> str:
        cut = self._random.randint(0, len(text))
        return self._random.choice(
            [
                "",
                text[:cut],
                text[:cut] + self._word() + text[cut:],
                text.swapcase(),
                text * 50,
                f"<!channel> <@U1> {text} {MARK}",
                text + "\x00",
                text + "\ud83d",
            ]
        )

    def _value(self, level: int) -> Any:
        """Anything that JSON can say."""
        makers: list[Callable[[], Any]] = [
            lambda: None,
            lambda: self._random.random() < 0.5,
            lambda: self._random.randint(-(2**70), 2**70),
            lambda: self._random.choice([0, -1, 1.5e308, 0.1]),
            self._word,
            lambda: "",
            dict,
            list,
        ]
        if level < 4:
            makers += [
                lambda: [self._value(level + 1) for _ in range(self._random.randint(1, 4))],
                lambda: {self._word(): self._value(level + 1) for _ in range(self._random.randint(1, 4))},
                lambda: copy.deepcopy(self._random.choice(self._originals).payload),
            ]
        return self._random.choice(makers)()

    def _word(self) -> str:
        letters = self._random.choice(
            [string.ascii_letters, "ÄÖ日本\u202e\u200b🔥", string.punctuation, "\x00\x1b\n\r\t"]
        )
        return MARK + "".join(self._random.choices(letters, k=self._random.choice([1, 5, 30])))

    def _scrambled(self, body: bytes) -> bytes:
        """The body with bytes changed, cut, doubled or put in."""
        mixed = bytearray(body)
        for _ in range(self._random.randint(1, 4)):
            at = self._random.randint(0, len(mixed))
            act = self._random.choice(["flip", "cut", "insert", "tail"])
            if act == "flip" and at < len(mixed):
                mixed[at] ^= 1 << self._random.randint(0, 7)
            elif act == "cut":
                del mixed[at : at + self._random.randint(1, 20)]
            elif act == "insert":
                mixed[at:at] = self._random.choice([b"\xff", b"\x00", b"{", b"[", b'"', b"%", b"&payload=", b"=", b"}"])
            else:
                del mixed[at:]
        return bytes(mixed)

    def _senseless(self) -> tuple[bytes, str]:
        """A body that never was a request."""
        depth = self._random.choice([50, 99, 101, 500, 2000, 20_000])
        makers: list[Callable[[], tuple[bytes, str]]] = [
            lambda: (self._random.randbytes(self._random.choice([0, 1, 10, 1000])), JSON),
            lambda: (json.dumps(self._value(0)).encode("utf-8", "surrogatepass"), JSON),
            lambda: (b'{"type":"event_callback","event":' + b"[" * depth + b"]" * depth + b"}", JSON),
            lambda: (b"payload=" + b'{"a":' * depth + b"1" + b"}" * depth, FORM),
            lambda: (b"&".join(b"%s=%s" % (b"a" * n, MARK.encode()) for n in range(depth % 1500)), ""),
            lambda: (urlencode({"payload": self._word()}).encode("utf-8", "replace"), ""),
            lambda: (b'{"type":' + b"9" * 6000 + b"}", JSON),
            lambda: (b'{"type": NaN, "event": Infinity}', JSON),
            lambda: (MARK.encode("utf-16"), JSON),
        ]
        return self._random.choice(makers)()

    def _signed(self, sender: str, body: bytes) -> list[tuple[bytes, bytes]]:
        secret, now = self._secret, int(time.time())
        if sender == "unsigned":
            return []
        if sender == "wrong":
            secret = "guessed"
        if sender == "stale":
            now += self._random.choice([-301, -10_000, 400, -now])
        named = _headers(secret, body, str(now))
        if sender != "garbled":
            return named
        return self._garbled(named)

    def _garbled(self, named: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """Headers in which one thing is not as Slack sends it."""
        at = self._random.randrange(2)
        name, value = named[at]
        wrong = self._random.choice(
            [
                [(name, value + b"0")],
                [(name, value[:-1])],
                [(name, b"")],
                [(name, b"\xff\xfe" + value)],
                [(name, MARK.encode())],
                [(name, value), (name, value)],
                [(name, value), (name.upper(), b"0")],
                [(name, b"0" * 100_000)],
                [(name, value.replace(b"v0", b"v1") if b"v0" in value else b"-1")],
                [],
            ]
        )
        return [*named[:at], *wrong, *named[at + 1 :]]


def _headers(secret: str, body: bytes, timestamp: str) -> list[tuple[bytes, bytes]]:
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return [(b"x-slack-request-timestamp", timestamp.encode()), (b"x-slack-signature", b"v0=" + digest.encode())]
