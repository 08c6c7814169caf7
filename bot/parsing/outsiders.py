"""Who else than AWS or the customer runs or makes what a message speaks of, told by the words around whoever it is."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from bot.parsing.reader import Unit
from bot.parsing.vocabulary import THIRD

Words = Sequence[str]

HELPERS = frozenset(("msp", "msps", "managed", "outsourcer", "outsourcers", "community", "marketplace", "place"))
"""Words for third parties that do not host, or that work in the customer's account as a rule."""
SHOP = "marketplace"
"""Where what is bought is another company's."""
OUTSIDE = frozenset(("outside", "external", "another", "other", "specialist", "specialised", "specialized", "rival"))
"""Words before a company that is not the customer's."""
TENANTS = frozenset(("another", "other"))
"""Those of them that may stand before other customers of AWS ("another company's instances on the same host")."""
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
PRODUCTS = frozenset(
    (
        "saas", "software", "service", "crm", "erp", "tool", "platform", "api", "system", "product", "application",
        "data", "payment", "drm",
    )
)  # fmt: skip
"""What is bought of others."""
MAKERS = frozenset(("provider", "providers", "maker", "makers", "operator", "operators", "publisher"))
"""Words for whoever stands behind it ("the SaaS is run by its provider")."""
NAMING = OUTSIDE | COMPANIES | MAKERS
"""Words by which an outsider is named who has no concept of its own."""
THEMSELVES = frozenset(("itself", "themselves"))
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
SEATS = frozenset(("account", "accounts", "cloud", "vpc", "vpcs", "environment", "environments", "tenancy", "premises"))
"""Words that say no more than where something runs."""
WHERE = SEATS | {"server", "servers", "backend", "infrastructure", "machines", "instances"}
"""Words for what something runs in or on."""
WHERE_REACH = 3
"""Words from whose it is to such a word ("their own AWS account")."""
KINDS = frozenset(("own", "aws", "amazon", "edge", "cloud", "web", "database", "production", "application", "back"))
"""Words that may stand between an outsider and such a word ("the vendor's own servers")."""
INSIDE = frozenset(("in", "within", "inside", "on", "at"))
"""Words by which something is in an outsider's account."""
INTO_REACH = 3
DETERMINING = frozenset(("the", "a", "an", "its", "their", "our"))
SELLING = frozenset(
    (
        ("we", "sell"), ("we", "publish"), ("we", "list"), ("our", "listing"), ("our", "customers"), ("our", "clients"),
    )
)  # fmt: skip
"""Words by which somebody says that it is they who offer the product."""
THROUGH = ("through",)
"""Behind such words where they sell on what another offers ("the marketplace that we sell through")."""
BEING = frozenset((("we", "are"), ("as", "a")))
"""Words by which they say so where one of the next names a seller."""
SPEAKING = frozenset(before for before, _ in SELLING | BEING)
"""Words without which nobody says either."""
SELLERS = frozenset(("vendor", "supplier", "seller", "isv", "provider"))
ASKER = frozenset(("who", "whom"))
PUBLISHING = frozenset(
    (
        "develop", "develops", "developing", "write", "writes", "writing", "produce", "produces", "producing",
        "publish", "publishes", "publishing", "release", "releases", "releasing", "ship", "ships", "shipping",
        "issue", "issues", "issuing",
    )
)  # fmt: skip
"""Verbs for what a product's maker does about a flaw."""
PUBLISHED = frozenset(
    (
        "fix", "fixes", "patch", "patches", "release", "releases", "version", "versions", "hotfix", "image",
        "correction", "corrected", "fixed", "repaired", "patched", "update", "updates",
    )
)  # fmt: skip
BRINGING = frozenset(("bring", "brings", "bringing", "put", "puts"))
"""Such verbs with "out" behind them."""
BUILDING = frozenset(("build", "builds", "building", "make", "makes", "making", "create", "creates", "code", "codes"))
BUILT = frozenset(("fix", "fixes", "patch", "patches", "hotfix", "correction", "corrected", "fixed", "repaired"))
"""What only a maker builds; others build images and make updates too."""
MENDING = frozenset(("fix", "fixes", "fixing", "correct", "corrects", "correcting", "repair", "repairs", "mend"))
MENDED = frozenset(("itself", "code", "product"))
"""What only a maker mends; the customer mends what runs."""
MADE = ((PUBLISHING, PUBLISHED), (BUILDING, BUILT), (MENDING, MENDED))
MADE_REACH = 7
MAKING = PUBLISHING | BUILDING | MENDING | BRINGING
"""Verbs without which a sentence asks of no maker."""
INSTALLING = frozenset(
    (
        "install", "installs", "installed", "apply", "applies", "roll", "rolls", "rolling", "deploy", "deploys", "move",
        "moves",
        "replace", "replaces", "upgrade", "upgrades", "installing", "applying", "upgrading", "push", "pushes",
    )
)  # fmt: skip
"""Verbs for what is left to whoever runs the product."""


def run_by_others(sentences: Sequence[Words], read: Sequence[Sequence[Unit]]) -> list[bool]:
    """Which sentences say that an outsider hosts or runs something in a place of its own.

    An outsider who works where the customer's things stand ("an agency runs our EC2 fleet") only lends a hand.

    Args:
        sentences: the words of each.
        read: the units of each.
    """
    told = [False] * len(sentences)
    ends = _named(sentences, read)
    if any(ends) and not speaks_as_seller(sentences) and not any(map(_is_ours, sentences, read, ends)):
        for number, words in enumerate(sentences):
            told[number] = any(_hostings(words, ends[number])) or any(_seats(words, ends[number]))
    return told


def without_whereabouts(sentences: Sequence[Words], read: Sequence[list[Unit]]) -> list[list[Unit]]:
    """The units, of which those that only say who runs something and where say nothing of the task."""
    ends = _named(sentences, read)
    kept: list[list[Unit]] = []
    for words, units, some in zip(sentences, read, ends, strict=True):
        aside = {place for span in _hostings(words, some) for place in span}
        aside |= {place for span in _seats(words, some) if words[span[-1]] in SEATS for place in span}
        starts = _starts(units)
        kept.append(
            [
                msgspec.structs.replace(unit, concept=None, purpose=True)
                if unit.concept != THIRD and not unit.links and aside.issuperset(range(at, at + len(unit.words)))
                else unit
                for unit, at in zip(units, starts, strict=True)
            ]
        )
    return kept


def installs(words: Words) -> bool:
    """Whether a sentence speaks of putting a fix to use."""
    return not INSTALLING.isdisjoint(words)


def mended_by_others(words: Words) -> bool:
    """Whether a sentence asks who makes a product's fix ("who writes the patch?"), and not who installs it."""
    if MAKING.isdisjoint(words):
        return False
    asker = next((number for number, word in enumerate(words) if word in ASKER), -1)
    for number in (*range(asker + 1, len(words)), *range(asker)):  # "issuing a fixed release: who owes us that?"
        if words[number] in INSTALLING:
            return False
        after = words[number + 1 : number + 1 + MADE_REACH]
        ours = next((place for place, one in enumerate(after) if one in OURS), len(after))
        after = after[:ours]  # "a bug in our own code", "our image"
        if words[number] in BRINGING and "out" in after and not PUBLISHED.isdisjoint(after):
            return True
        if any(words[number] in verbs and not things.isdisjoint(after) for verbs, things in MADE):
            return "sure" not in after[:1] and "certain" not in after[:1]
    return False


def names_maker(sentences: Sequence[Words], read: Sequence[Sequence[Unit]]) -> bool:
    """Whether a message names another company, and nobody says that it is theirs."""
    bought = any(SHOP in words for words in sentences)
    return not speaks_as_seller(sentences) and (bought or any(_named(sentences, read)))


def speaks_as_seller(sentences: Sequence[Words]) -> bool:
    """Whether somebody says that they are the vendor."""
    for words in sentences:
        for number, pair in enumerate(pairwise(words)) if not SPEAKING.isdisjoint(words) else ():
            if pair in SELLING and words[number + 2 : number + 3] != THROUGH:
                return True
            if pair in BEING and not SELLERS.isdisjoint(words[number + 2 : number + 6]):
                return True
    return False


def _named(sentences: Sequence[Words], read: Sequence[Sequence[Unit]]) -> list[dict[int, int]]:
    """The outsiders that each sentence names: place of the last word -> place of the first."""
    if all(map(NAMING.isdisjoint, sentences)) and all(unit.concept != THIRD for units in read for unit in units):
        return [{}] * len(sentences)  # as most messages
    bought = any(not PRODUCTS.isdisjoint(words) for words in sentences)
    return [dict(_outsiders(words, units, bought)) for words, units in zip(sentences, read, strict=True)]


def _outsiders(words: Words, units: Sequence[Unit], bought: bool) -> Iterator[tuple[int, int]]:
    """Places of the last words that name an outsider, with those of the first.

    Args:
        words: of one sentence.
        units: the same, understood.
        bought: whether a product is spoken of, behind which a provider is not AWS.
    """
    for unit, start in zip(units, _starts(units), strict=True):
        if unit.concept == THIRD and HELPERS.isdisjoint(unit.words):
            yield start + len(unit.words) - 1, start
    for number, word in enumerate(words):
        before = words[number - 1] if number else ""
        if word in OUTSIDE:
            name = words[number + 1 : number + 2 + COMPANY_REACH]
            ends = [place for place, one in enumerate(name) if one in COMPANIES]
            if ends and CONTRACTED.isdisjoint(name[: ends[0] + 2]):
                yield number + 1 + ends[0], number
        elif word in COMPANIES and before in TRADES:
            yield number, number - 1
        elif word in MAKERS and bought:
            themselves = not THEMSELVES.isdisjoint(words[number + 1 : number + 2])
            if themselves or (before in (*THEIRS, "its", *PRODUCTS) and before != "service"):
                yield number, number


def _starts(units: Sequence[Unit]) -> list[int]:
    """The place of each unit's first word."""
    starts, at = [], 0
    for unit in units:
        starts.append(at)
        at += len(unit.words)
    return starts


def _hostings(words: Words, ends: dict[int, int]) -> Iterator[range]:
    """Where a sentence says that an outsider hosts something, in the passive or in the active voice."""
    for number, word in enumerate(words):
        if word in RUN_BY:
            after = range(number + 1, min(len(words), number + 2 + BY_REACH))
            by = next((place for place in after if words[place] in BY), len(words))
            end = next((place for place in range(by + 1, by + 1 + ONE_REACH) if place in ends), None)
            if end is not None:
                yield range(number, end + 1)
        if word in RUNS:
            end = next((place for place in range(number - 1 - RUNS_REACH, number) if place in ends), None)
            if end is not None:
                yield range(ends[end], number + 1)


def _seats(words: Words, ends: dict[int, int]) -> Iterator[range]:
    """Where a sentence says that something is in an outsider's account or on its machines ("the vendor's servers")."""
    for end, start in ends.items():
        if words[start] in TENANTS:
            continue
        place = next((at for at in range(end + 1, len(words)) if words[at] not in KINDS), len(words))
        if words[place - 1] in WHERE and place - 1 > end:
            place -= 1  # "the vendor's cloud"
        if place < len(words) and words[place] in WHERE:
            before = reversed(words[max(0, start - INTO_REACH) : start])
            into = next((word for word in before if word not in DETERMINING), "")
            if words[place] not in SEATS or into in INSIDE:  # not "shared with our partner's account"
                yield range(end + 1, place + 1)
    yield from _stands_at(words, THEIRS)


def _is_ours(words: Words, units: Sequence[Unit], ends: dict[int, int]) -> bool:
    """Whether something stands in an account of the customer's or on machines or services of theirs."""
    before = [unit.words[-1] for unit, after in pairwise(units) if after.links]
    # "Our supplier's servers" are not the customer's.
    return any(ends.keys().isdisjoint(span) for span in _stands_at(words, OURS)) or not OURS.isdisjoint(before)


def _stands_at(words: Words, whose: frozenset[str]) -> Iterator[range]:
    """Where a sentence speaks of an account or of machines of some side."""
    for number, word in enumerate(words):
        if word in whose or (word == "its" and whose is THEIRS and words[number + 1 : number + 2] == ("own",)):
            after = range(number + 1, min(len(words), number + 1 + WHERE_REACH))
            place = next((at for at in after if words[at] in WHERE), None)
            if place is not None:
                yield range(number, place + 1)
            elif word == "theirs" and words[number - 1] == "of" and words[number - 2] in WHERE:
                yield range(number, number - 3, -1)
