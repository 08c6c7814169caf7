"""Whether a question wants yes or no, and which side it supposes to be the owner."""

from collections.abc import Mapping
from typing import Literal

AUXILIARIES = frozenset(
    {
        "is",
        "are",
        "am",
        "was",
        "were",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "must",
        "shall",
        "may",
        "have",
        "has",
    }
)
ABILITY = frozenset({"can", "could", "may"})
STATES = frozenset({"is", "are", "am", "was", "were"})
QUALITIES = frozenset({"private", "public", "open", "closed", "secure", "safe", "compliant"})
"""States that are nobody's deed: "is a bucket private by default" gets no yes or no from whose job access is."""
COMPELS = frozenset({"force", "forces", "require", "requires", "let", "lets", "allow", "allows", "expect", "expects"})
"""Verbs by which AWS makes others act: "does AWS force an upgrade" does not suppose that the task is AWS's."""
RESPONSIBLE = frozenset(
    {
        "responsible",
        "accountable",
        "supposed",
        "expected",
        "required",
        "obliged",
        "liable",
        "meant",
        "charge",
        "automatic",
    }
)
SHORT = 3
"""Words of a question that is only a claim."""
ASKING = frozenset({"who", "whose", "whom", "what", "which", "when", "where", "why", "how"})
CUSTOMER = frozenset({"we", "i", "us", "you", "customer", "customers", "client", "company", "user", "users"})
PERSONAL = frozenset({"we", "i", "us", "you"})
AWS = frozenset(("aws", "amazon"))
TAGS = frozenset({"right", "correct", "true", "yes", "yea", "yeah", "no"})
SKIPPED = frozenset({"still", "really", "actually", "so", "and", "the", "not", "then", "a", "our", "my"})


def is_yes_no(words: tuple[str, ...], cues: Mapping[str, int]) -> bool:
    """True for a sentence that asks like "do we …", ends in a tag such as "right", or is no more than "ours?"."""
    if _offers_both(words):
        return False
    if _start(words) is not None or (len(words) > 2 and words[-1] in TAGS):
        return True
    claims = "claim:customer" in cues or "claim:aws" in cues
    return len(words) <= SHORT and claims and ASKING.isdisjoint(words)


def claim_of(
    words: tuple[str, ...], cues: Mapping[str, int], names: frozenset[str] = frozenset()
) -> Literal["aws", "customer"] | None:
    """The side that a yes/no question supposes to do the task.

    Args:
        words: the sentence.
        cues: labels of the cues in the message.
        names: first words of the services named; "does RDS …" supposes AWS.
    """
    if not is_yes_no(words, cues):
        return None
    if "claim:customer" in cues:
        return "customer"
    if "claim:aws" in cues:
        return "aws"
    start = _start(words)
    if start is not None and words[start] in ABILITY:
        return None  # "can AWS see our data" asks what is possible, not whose job it is
    if start is not None and words[start] in STATES and not _speaks_of_duty(words[start + 1 :]):
        # "are we compliant" asks for a state; "is it patched automatically", whether AWS does it
        done = "automatic" in cues and not QUALITIES & set(words[start + 1 :])
        return "aws" if done and not PERSONAL & set(words[start + 1 : start + 4]) else None
    head = [word for word in words[(start + 1 if start is not None else 0) :][:5] if word not in SKIPPED]
    acts = start is not None and words[start] in ("does", "will", "can", "did")
    if COMPELS & set(head[1:3]):
        return None
    for word in head[:2]:
        if word in AWS or (acts and word in names):
            return "aws"
        if word in CUSTOMER:
            return "customer"
    return "aws" if "automatic" in cues else None


def is_negated(words: tuple[str, ...], cues: Mapping[str, int]) -> bool:
    """True where the question asks about what one side does not do; "isn't AWS …" only expects a yes."""
    if "negation" in cues or "not" not in words:
        return "negation" in cues
    start = _start(words)
    return start is not None and "not" in words[start + 2 :]


def _speaks_of_duty(after: tuple[str, ...]) -> bool:
    """True for "is AWS responsible …" and "are we patching …"."""
    return any(word in RESPONSIBLE or (word.endswith("ing") and len(word) > 5) for word in after[:5])


def _start(words: tuple[str, ...]) -> int | None:
    """Place of the auxiliary that opens the question: at the start, or right before a side named as its subject."""
    for number, word in enumerate(words):
        if word in ASKING:
            return None
        if word not in AUXILIARIES:
            continue
        opens = all(
            before in SKIPPED or before in ("hey", "hi", "hello", "ok", "well", "but") for before in words[:number]
        )
        subject = next((after for after in words[number + 1 : number + 4] if after not in SKIPPED), "")
        if opens or subject in AWS or subject in ("we", "i", "us"):
            return number
    return None


def _offers_both(words: tuple[str, ...]) -> bool:
    """True for "is it us or AWS", which asks for one of two."""
    if "or" not in words:
        return False
    at = words.index("or")
    near = set(words[max(0, at - 3) : at + 4])
    return bool(near & AWS) and bool(near & CUSTOMER)
