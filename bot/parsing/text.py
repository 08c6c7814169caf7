"""Raw text from Slack or a terminal to sentences of plain lower-case words."""

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

MAX_CHARACTERS = 4000
"""Longest question that is read; Slack's own messages end there too."""

OPENERS = frozenset(("who", "whose", "is", "are", "do", "does"))
"""Words with which a second question begins behind one of `JOINING`."""
JOINING = frozenset(("and", "also"))

COURTESIES = frozenset(("please", "pls", "plz", "thanks", "thx", "ty"))
LEFT = 4
"""Words that a sentence keeps when courtesies are taken from its end: "all clear now, thanks" only thanks."""

_MARKUP = (
    (re.compile(r"<[@!][^<>|]{0,80}(?:\|[^<>]{0,200})?>"), " "),
    (re.compile(r"<#[A-Z0-9]{1,40}\|?([^<>]{0,100})>"), r" \1 "),
    (re.compile(r"<(?:https?|mailto|tel):[^<>|]{1,2000}\|([^<>]{1,500})>"), r" \1 "),
)
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>]{1,2000}>?", re.IGNORECASE)
_EMOJI = re.compile(r":[a-z0-9_+-]{1,60}:")
_APOSTROPHES = (
    ("'t", re.compile(r"\b(can|won|shan)'t\b"), r"\1 not"),
    ("n't", re.compile(r"n't\b"), " not"),
    ("'", re.compile(r"'(?:re|ll|ve|d|m)\b"), " "),
    ("'s", re.compile(r"\b(who|what|where|how|when|that|it|there|here)'s\b"), r"\1 is"),
    ("'s", re.compile(r"'s\b"), ""),
)
"""A sign without which the pattern fits nothing, the pattern, and its replacement."""
_NEGATED = (
    "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "should", "would", "could", "must", "need",
)  # fmt: skip
_CONTRACTED = {
    **{f"{word}t": (word, "not") for word in ("can", "won", "shan")},
    **{f"{word}nt": (word, "not") for word in _NEGATED},
    **{f"{word}s": (word, "is") for word in ("who", "what", "where", "how", "when", "that", "there", "here")},
}
"""Contractions that people write without the apostrophe -> their words."""
_MANAGED_RULES = re.compile(r"\bAWSManagedRules\w*", re.IGNORECASE)
"""Names of WAF's rule groups that AWS maintains: "AWSManagedRulesSQLiRuleSet"."""
_AWS_KEY = re.compile(r"\baws/(?=[a-z0-9]+\b)")
"""Opens the alias of an AWS managed key: "aws/ebs"."""
_HUMPS = re.compile(r"\b(?:[a-z]{2,}(?:[A-Z][a-z]+){2,}|(?:[A-Z][a-z]+){3,})\b")
_REGION = re.compile(
    r"\b(?:us|eu|ap|sa|ca|me|af|il|cn|mx)-(?:gov-)?(?:north|south|east|west|central)(?:east|west)?-\d\b", re.IGNORECASE
)
"""Codes of Regions: "eu-west-1" is a Region and speaks of neither Europe nor the west."""
_RESOURCE = re.compile(r"\b(?:i|vol|snap|sg|vpc|subnet|ami|eni|rtb|igw|nat)-[0-9a-f]{6,17}\b|\b\d{12}\b", re.IGNORECASE)
"""Ids of resources and accounts: whose "i-0ab12f9" is, nobody outside the company knows."""
_CODE = re.compile(r"-(?:\d|[0-9a-f]{6})", re.IGNORECASE)
_ACCOUNT = re.compile(r"\d\d{11}")
"""Signs of Regions and ids: a text with neither holds none."""
_SIZE = re.compile(r"\.(?:nano|micro|small|medium|large|metal|\d{0,2}xlarge)")
"""The end of a machine's size."""
_INSTANCE_TYPE = re.compile(r"\b[a-z]{1,3}\d[a-z]{0,3}\.(?:nano|micro|small|medium|large|\d{0,2}xlarge|(metal))\b")
"""Sizes of machines: a "t3.large" is an EC2 instance, an "i4i.metal" a bare metal one."""
_VERSIONS = re.compile(r"\bfrom ([a-z]+ )?v?(\d+\.\d+(?:\.\d+)*) to (?:[a-z]+ )?v?(\d+(?:\.\d+)*)\b")
"""Where somebody goes from one version to another: "from Kafka 2.8 to 3.6"."""
_UPGRADING = re.compile(r"updat|upgrad|migrat")
"""Texts that say so themselves."""
_VENDOR = re.compile(r"\b(AWS|Amazon)(?=[A-Z])")
_GLUED = re.compile(r"[A-Z](?:[a-z]+|WS)[A-Z]")
"""What no name of several words does without that is written as one."""
_HUMP = re.compile(r"[A-Z]?[a-z]+")
_SIMPLE = re.compile(r"[A-Za-z0-9 ,/()+-]*(?:\.\d[A-Za-z0-9 ,/()+-]*)*")
"""Texts that neither markup, contractions nor humps can change, camel case aside."""
_WORD = re.compile(r"[^\W_]+(?:\.\d+[^\W_]*)*")
_SENTENCE = re.compile(
    r"[.!?;\n:](?:(?<!:)[.!?;\n]*[\"'”’)\]*_~]*(?=\s|$)|(?<=\n)"
    r"|(?<=:)(?=\s+(?:is|are|do|does|did|cant?|will|should|must|(?:who|what|how|when)s?|whose|which)\b))"
)
"""Ends of sentences; a colon is one where a question follows ("RDS: are backups on by default?").

It begins with the marks, so that a text without any is passed over at once.
"""
_BREAK = re.compile(r"[,;:()\u2013\u2014]|\.\.+|\s[-=]+>?\s")
"""Ends of clauses within a sentence."""
_BREAK_SIGN = re.compile(r"[,;:()\u2013\u2014.=-](?:(?<!-)|[\s>=-])")
"""Signs of an end of a clause; a hyphen within a word is none."""
_INVISIBLE = dict.fromkeys(
    [*range(0x09), *range(0x0E, 0x20), 0x7F, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)


class Sentence(Struct, frozen=True, gc=False):
    """One sentence as lower-case words."""

    words: tuple[str, ...]
    asks: bool
    """True where it ended in a question mark."""
    breaks: tuple[int, ...] = ()
    """Numbers of the words before which a comma, a dash, a colon or a bracket stood."""


class Plain(Struct, frozen=True, gc=False):
    """A text after markup, contractions and punctuation are gone."""

    sentences: tuple[Sentence, ...]
    too_long: bool = False


def _machine(size: re.Match[str]) -> str:
    return "bare metal ec2 instance" if size.group(1) else "ec2 instance"


def _upgrade(step: re.Match[str]) -> str:
    name, before, after = step.groups(default="")
    return f"upgrade of the {name}version {before} to version {after}"


def plain(text: str) -> Plain:
    """Reads one message; linear in its length, whatever it holds.

    Each pattern is only tried on texts that hold what it cannot do without; most hold nothing to clean.
    """
    too_long = len(text) > MAX_CHARACTERS
    text = html.unescape(text[:MAX_CHARACTERS])
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    if not text.isprintable():
        text = text.translate(_INVISIBLE)
    text = _without_markup(text.replace("`", " "))
    if "aws/" in text:
        text = _AWS_KEY.sub("aws managed key of ", text)
    if "-" in text and (_CODE.search(text) or _ACCOUNT.search(text)):
        text = _RESOURCE.sub("resourceid", _REGION.sub("region", text))
    if "awsmanagedrules" in text.lower():
        text = _MANAGED_RULES.sub("WAF AWS managed rules rule group", text)
    if _GLUED.search(text):
        text = _VENDOR.sub(r"\1 ", text)  # AWSBudgets
        text = _HUMPS.sub(lambda name: " ".join(_HUMP.findall(name.group())), text)  # autoMinorVersionUpgrade
    text = text.lower()
    if "." in text and _SIZE.search(text):
        text = _INSTANCE_TYPE.sub(_machine, text)
    if "from " in text and not _UPGRADING.search(text):
        text = _VERSIONS.sub(_upgrade, text)
    if "'" in text:
        for sign, pattern, replacement in _APOSTROPHES:
            if sign in text:
                text = pattern.sub(replacement, text)
    sentences = _sentences(text)
    while len(sentences) > 1 and COURTESIES.issuperset(sentences[-1].words):
        sentences.pop()
    if sentences:
        sentences[-1] = _without_thanks(sentences[-1], LEFT if len(sentences) == 1 else 1)
    return Plain(tuple(sentences), too_long)


def _without_markup(text: str) -> str:
    if "<" in text:
        for pattern, replacement in _MARKUP:
            text = pattern.sub(replacement, text)
    if "://" in text or "www." in text.lower():
        text = _ADDRESS.sub(" ", text)
    return _EMOJI.sub(" ", text) if ":" in text else text


def _sentences(text: str) -> list[Sentence]:
    asks = text.endswith("?")
    said = text[:-1] if asks else text
    if said.replace(" ", "").isalnum():  # most messages are one sentence, and nothing but words
        return [Sentence(tuple(_written_out(said.split())), asks)]
    sentences: list[Sentence] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        _append(sentences, text[start : match.start()], "?" in match.group())
        start = match.end()
    if start < len(text):
        _append(sentences, text[start:], False)
    return sentences


def _without_thanks(sentence: Sentence, kept: int) -> Sentence:
    """A sentence less the courtesies at its end, which make no clause of their own; a greeting keeps its only words."""
    end = len(sentence.words)
    while end > kept and sentence.words[end - 1] in COURTESIES:
        end -= 1
    return _cut(sentence, 0, end, sentence.asks) if end < len(sentence.words) else sentence


def _append(sentences: list[Sentence], text: str, asks: bool) -> None:
    words: list[str] = []
    breaks: list[int] = []
    for clause in _BREAK.split(text) if _BREAK_SIGN.search(text) else (text,):
        found = clause.replace("-", " ").split()
        if not "".join(found).isalnum():
            found = _WORD.findall(clause)
        if found and words:
            breaks.append(len(words))
        words += _written_out(found)
    if words:
        sentences.append(Sentence(tuple(words), asks, tuple(breaks)))


def _written_out(found: list[str]) -> list[str]:
    """Words with contractions in full."""
    if _CONTRACTED.keys().isdisjoint(found):
        return found
    return [part for word in found for part in _CONTRACTED.get(word, (word,))]


@lru_cache(maxsize=40_000)
def words(text: str) -> tuple[str, ...]:
    """All words of a short text (an alias, a phrase, a synonym), as a question's words would come out.

    Building the index asks for those of every phrase several times, and then forgets them.
    """
    if (
        _SIMPLE.fullmatch(text)
        and (text.islower() or not (_HUMPS.search(text) or _VENDOR.search(text)))
        and not ("-" in text and _REGION.search(text))
    ):
        return tuple(_WORD.findall(text.lower()))  # most of the knowledge's phrases: nothing to clean
    return tuple(word for sentence in plain(text).sentences for word in sentence.words)


def forget_words() -> None:
    """Lets go of what `words` remembers."""
    words.cache_clear()


def worded(sentences: Sequence[Sentence]) -> str:
    """A text that reads as some sentences."""
    return " ".join([" ".join(sentence.words) + ("?" if sentence.asks else ".") for sentence in sentences])


def split_questions(asking: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that ask two things ("who patches RDS and who backs it up") in two."""
    found: list[Sentence] = []
    for sentence in asking:
        start = 0
        for place in () if JOINING.isdisjoint(sentence.words) else range(1, len(sentence.words) - 2):
            if sentence.words[place] in JOINING and sentence.words[place + 1] in OPENERS:
                found.append(_cut(sentence, start, place, True))
                start = place + 1
        found.append(_cut(sentence, start, len(sentence.words), sentence.asks) if start else sentence)
    return found


def _cut(sentence: Sentence, start: int, end: int, asks: bool) -> Sentence:
    breaks = tuple(place - start for place in sentence.breaks if start < place < end)
    return Sentence(sentence.words[start:end], asks, breaks)
