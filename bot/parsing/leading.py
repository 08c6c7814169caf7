"""Names of services and runs of words by the words that lead to them, so that a sentence is looked up word by word."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bot.parsing.vocabulary import Alias, Vocabulary


class Node(Struct):
    """What begins with the same words, and what ends with them."""

    following: dict[str, "Node"] = field(default_factory=dict)
    """Next word, in the singular -> where it leads."""
    aliases: list[Alias] = field(default_factory=list)
    """Names that end here; several where one name means several things."""
    meaning: str | None = None
    """Concept of the run that ends here."""
    ends: bool = False
    """Whether a name or a run ends here."""


def leading(vocabulary: Vocabulary) -> dict[str, Node]:
    """The names and runs of a vocabulary by their first word."""
    top = Node()
    for names in vocabulary.aliases.values():
        for alias in names:
            _end(top, alias.words).aliases.append(alias)
    for runs in vocabulary.runs.values():
        for run, meaning in runs:
            node = _end(top, run)
            node.meaning = node.meaning or meaning
    return top.following


def _end(top: Node, words: Sequence[str]) -> Node:
    """Where words end, made where nothing began with them before."""
    node = top
    for word in words:
        known = node.following.get(word)
        if known is None:
            known = node.following[word] = Node()
        node = known
    node.ends = True
    return node


def ends_from(nodes: Mapping[str, Node], names: Sequence[str], index: int) -> list[tuple[int, Node]]:
    """Where names and runs end that begin at a word, each with its number of words, longest first.

    Args:
        nodes: by first word.
        names: a sentence in the singular.
        index: the number of the word.
    """
    found: list[tuple[int, Node]] = []
    for place in range(index, len(names)):
        node = nodes.get(names[place])
        if node is None:
            break
        if node.ends:
            found.append((place + 1 - index, node))
        nodes = node.following
    found.reverse()
    return found
