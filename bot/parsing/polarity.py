"""Whether a question wants yes or no, whom it supposes to be the owner, and whether it is negated."""

from typing import Literal

AUXILIARIES = frozenset(
    "is are was were do does did can could will would should must shall may have has isnt arent".split()
)
WE = frozenset("we i us me you our my your they".split())
CUSTOMER_NAMES = frozenset("customer customers client company user users tenant team developer".split())


def is_yes_no(words: tuple[str, ...]) -> bool:
    """True for a sentence that begins like a yes/no question, or ends in a tag such as "right"."""
    start = 0
    while start < len(words) and words[start] in ("so", "and", "but", "hi", "hey", "hello", "ok", "well", "then"):
        start += 1
    if start < len(words) and words[start] in AUXILIARIES:
        # "is it us or aws" asks for one of two, not for yes or no
        return not ("or" in words and {"aws", "amazon"} & set(words) and (WE | CUSTOMER_NAMES) & set(words))
    return bool(words) and words[-1] in ("right", "correct", "true")


def claim_of(words: tuple[str, ...], cues: dict[str, int]) -> Literal["aws", "customer"] | None:
    """The side that a yes/no question supposes to do the task."""
    if not is_yes_no(words):
        return None
    for number, word in enumerate(words):
        following = words[number + 1 : number + 3]
        if word in ("on", "up") and following and (following[0] in ("us", "me", "you") or following[:2] == ("to", "us")):
            return "customer"
        if word in ("our", "my", "your", "customer") and {"job", "responsibility", "duty", "side", "task", "problem", "part"} & set(following):
            return "customer"
        if word in ("aws", "amazon") and {"job", "responsibility", "duty", "side", "task", "problem", "part"} & set(following):
            return "aws"
    if "automatic" in cues:
        return "aws"
    head = [word for word in words[:5] if word not in ("still", "really", "actually", "so", "and", "the")]
    for word in head[1:4]:
        if word in ("aws", "amazon"):
            return "aws"
        if word in ("we", "i", "you") or word in CUSTOMER_NAMES:
            return "customer"
    return None


def is_negated(cues: dict[str, int]) -> bool:
    """True where the question asks about what one side does not do."""
    return "negation" in cues
