"""Who else than AWS or the customer runs or makes what a message speaks of, told by the words around whoever it is."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.parsing.reader import Unit
from bot.parsing.vocabulary import MAKER, THIRD

Words = Sequence[str]

HELPERS = frozenset(("msp", "msps", "outsourcer", "outsourcers", "community", "marketplace", "place"))
"""Last words for third parties that do not host, or that work in the customer's account as a rule."""
OUTSIDE = frozenset(("outside", "external", "another", "other", "specialist", "specialised", "specialized", "rival"))
"""Words before a company that is not the customer's."""
COMPANIES = frozenset(
    (
        "company", "companies", "firm", "firms", "business", "businesses", "house", "houses", "startup", "provider",
        "providers", "operator", "operators", "maker", "makers", "party", "parties", "vendor", "vendors", "supplier",
    )
)  # fmt: skip
COMPANY_REACH = 3
"""Words between the two ("an outside ad-tech firm")."""
CONTRACTED = frozenset(("consultant", "consultants", "consulting", "consultancy", "contractor", "agency", "cloud"))
"""Words that make it one that works for the customer, or AWS."""
TRADES = frozenset(("software", "fintech", "adtech", "tech"))
"""Words that make "company" one that sells something ("from a software company")."""
PRODUCTS = frozenset(("saas", "software", "service", "crm", "erp", "tool", "platform", "api", "system", "product"))
MAKERS = frozenset(("provider", "providers", "maker", "makers", "operator", "operators", "publisher"))
"""Words for whoever stands behind a product that is bought ("the SaaS is run by its provider")."""
RUN_BY = frozenset(("hosted", "run", "operated", "owned"))
BY = frozenset(("by", "at"))
BY_REACH = 3
"""Words between the two ("hosted and run entirely by")."""
ONE_REACH = 6
"""Words from there to the end of whoever it is."""
RUNS = frozenset(("hosts", "runs", "operates", "host", "run", "operate", "hosted", "operated"))
RUNS_REACH = 1
"""Words between whoever it is and such a verb ("the vendor itself hosts")."""
THEIRS = frozenset(("their", "theirs"))
OURS = frozenset(("our", "my", "customer", "customers"))
WHERE = frozenset(
    (
        "account", "accounts", "cloud", "vpc", "vpcs", "environment", "environments", "server", "servers", "backend",
        "infrastructure", "tenancy", "premises", "hosts", "machines", "instances",
    )
)  # fmt: skip
"""Words for where something runs."""
WHERE_REACH = 3
"""Words from whose it is to such a word ("their own AWS account", "the vendor's own servers")."""
SELLING = (("we", "sell"), ("our", "customers"), ("our", "clients"))
"""Words by which somebody says that it is they who offer the product."""
BEING = (("we", "are"), ("as", "a"))
"""Words by which they say so where one of the next names a seller."""
SELLERS = frozenset(("vendor", "supplier", "seller", "isv", "provider"))
MAKING = frozenset(
    (
        "develop", "develops", "developing", "write", "writes", "writing", "produce", "produces", "producing",
        "publish", "publishes", "publishing", "release", "releases", "releasing", "ship", "ships", "shipping",
        "build", "builds", "building", "make", "makes", "making", "create", "creates", "bring", "brings", "bringing",
        "issue", "issues", "issuing", "correct", "corrects", "correcting", "provide", "provides", "fix", "fixes",
        "fixing", "repair", "repairs",
    )
)  # fmt: skip
"""Verbs for what a product's maker does about a flaw."""
MADE = frozenset(
    (
        "fix", "fixes", "patch", "patches", "release", "releases", "version", "versions", "hotfix", "image",
        "correction", "update", "updates", "code", "itself", "product",
    )
)  # fmt: skip
"""What they make or mend."""
MADE_REACH = 7


def run_by_others(sentences: Sequence[Words], read: Sequence[Sequence[Unit]]) -> list[bool]:
    """Which sentences say that an outsider hosts or runs something in a place of its own.

    An outsider who works where the customer's things stand ("an agency runs our EC2 fleet") only lends a hand.

    Args:
        sentences: the words of each.
        read: the units of each.
    """
    told = [False] * len(sentences)
    if any(map(_sells, sentences)) or any(map(_is_ours, sentences, read)):
        return told
    bought = any(not PRODUCTS.isdisjoint(words) for words in sentences)
    ends = [set(_outsiders(words, units, bought)) for words, units in zip(sentences, read, strict=True)]
    if any(ends):
        for number, words in enumerate(sentences):
            told[number] = _hosted(words, ends[number]) or _stands_at(words, THEIRS) or _possesses(words, ends[number])
    return told


def mended_by_others(words: Words, units: Sequence[Unit]) -> bool:
    """Whether a sentence speaks of making something new of a product, as its maker does ("who writes the fix?")."""
    for number, word in enumerate(words):
        if word in MAKING and not MADE.isdisjoint(words[number + 1 : number + 1 + MADE_REACH]):
            return True
    return False


def names_maker(sentences: Sequence[Words], read: Sequence[Sequence[Unit]]) -> bool:
    """Whether a message names another company, or its product, and nobody says that it is theirs."""
    if any(map(_sells, sentences)):
        return False
    if any(unit.concept == MAKER for units in read for unit in units):
        return True
    return any(True for words, units in zip(sentences, read, strict=True) for _ in _outsiders(words, units, True))


def _sells(words: Words) -> bool:
    """Whether somebody says that they are the vendor."""
    for number, pair in enumerate(pairwise(words)):
        if pair in SELLING or (pair in BEING and not SELLERS.isdisjoint(words[number + 2 : number + 6])):
            return True
    return False


def _outsiders(words: Words, units: Sequence[Unit], bought: bool) -> Iterator[int]:
    """Places of the last words that name an outsider.

    Args:
        words: of one sentence.
        units: the same, understood.
        bought: whether a product is spoken of, behind which a provider is not AWS.
    """
    at = 0
    for unit in units:
        at += len(unit.words)
        if unit.concept == THIRD and unit.words[-1] not in HELPERS:
            yield at - 1
    for number, word in enumerate(words):
        if word in OUTSIDE:
            name = words[number + 1 : number + 2 + COMPANY_REACH]
            ends = [place for place, one in enumerate(name) if one in COMPANIES]
            if ends and CONTRACTED.isdisjoint(name[: ends[0] + 2]):
                yield number + 1 + ends[0]
        elif number and word in COMPANIES and words[number - 1] in TRADES:
            yield number
        elif number and word in MAKERS and bought and words[number - 1] in (*THEIRS, "its", *PRODUCTS):
            yield number


def _hosted(words: Words, ends: set[int]) -> bool:
    """Whether one of some outsiders hosts something, said in the passive or in the active voice."""
    for number, word in enumerate(words):
        if word in RUN_BY:
            after = range(number + 1, min(len(words), number + 2 + BY_REACH))
            by = next((place for place in after if words[place] in BY), len(words))
            if not ends.isdisjoint(range(by + 1, by + 1 + ONE_REACH)):
                return True
        if word in RUNS and not ends.isdisjoint(range(number - 1 - RUNS_REACH, number)):
            return True
    return False


def _is_ours(words: Words, units: Sequence[Unit]) -> bool:
    """Whether something stands in an account of the customer's or on machines or services of theirs."""
    before = [unit.words[-1] for unit, after in pairwise(units) if after.links]
    return _stands_at(words, OURS) or not OURS.isdisjoint(before)


def _stands_at(words: Words, whose: frozenset[str]) -> bool:
    """Whether words say that something stands in an account or on machines of some side."""
    return any(
        word in whose and not WHERE.isdisjoint(words[number + 1 : number + 1 + WHERE_REACH])
        for number, word in enumerate(words)
    ) or ("theirs" in whose and any(pair == ("of", "theirs") for pair in pairwise(words)))


def _possesses(words: Words, ends: set[int]) -> bool:
    """Whether servers or the like are called an outsider's ("the vendor's own servers")."""
    return any(not WHERE.isdisjoint(words[end + 1 : end + 1 + WHERE_REACH]) for end in ends)
