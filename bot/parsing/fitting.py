"""Fits what the shipped sample questions teach; `python -m bot.parsing.fitting` writes it beside them.

A linear support vector machine for each task tells its samples from all others by their words and pairs of neighbours,
one for each place of a third party those that speak of it, and one those that ask for both parties' parts.
It takes scikit-learn (`pip install -e ".[test]"`) and some seconds, which is why the outcome is kept as a file.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bot.catalog.files import FITTED, content, sample_files, shipped
from bot.catalog.load import load_samples, load_yaml
from bot.catalog.model import AT, WHOLE, Catalog, Fitted
from bot.catalog.resolve import resolve
from bot.parsing.building import build_index
from bot.parsing.parser import Parser, words_of
from bot.parsing.samples import features, rarities

if TYPE_CHECKING:
    import numpy as np

SEEN = 2
"""Samples in which a feature must stand to say anything."""
LENIENCE = 0.5
"""The machine's C: how much a sample on the wrong side costs beside large weights."""
KEPT = 500_000
"""Weights of tasks kept, the largest of all."""
KEPT_APART = 8_000
"""The same of each place of a third party, and of `WHOLE`."""
SPLIT = ("shared", "varies")
"""Owners of topics of which AWS and the customer both have a part, at some services at least."""
STEPS = 5_000
"""Of the machine, at most; it settles in fewer."""
MOST = 127
"""Largest size of a weight in its byte."""


def digest_of(folder: Path) -> str:
    """Hash of a folder's sample files, by which a stale outcome is told."""
    digest = hashlib.blake2b(digest_size=20)
    for _, file in sample_files(folder):
        data, _ = content(file)
        digest.update(f"{file.name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def fit(
    texts: Sequence[Sequence[str]], targets: Sequence[str], digest: str, shared: frozenset[str] = frozenset()
) -> Fitted:
    """Fits the weights of each target.

    Args:
        texts: the words of each sample.
        targets: what each asks for, or the place of which it speaks.
        digest: of the files that they come from.
        shared: topics of which AWS and the customer both have a part.
    """
    import numpy as np
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    told = [features(text) for text in texts]
    held = Counter(feature for found in told for feature in found)
    rarity = rarities({feature: number for feature, number in held.items() if number >= SEEN}, len(texts))
    column = {feature: number for number, feature in enumerate(rarity)}
    known = [[feature for feature in found if feature in column] for found in told]
    ends = np.cumsum([0, *map(len, known)])
    columns = [column[feature] for found in known for feature in found]
    lengths = [sum(rarity[feature] ** 2 for feature in found) ** 0.5 or 1.0 for found in known]
    amounts = [rarity[feature] / length for found, length in zip(known, lengths, strict=True) for feature in found]
    rows = csr_matrix((amounts, columns, ends), shape=(len(texts), len(column)))
    tasks = [number for number, target in enumerate(targets) if not _is_apart(target)]
    machine = LinearSVC(C=LENIENCE, random_state=0).fit(rows[tasks], [targets[number] for number in tasks])
    names = [str(target) for target in machine.classes_]
    scale = np.array(list(rarity.values()))
    weights, bias = _largest(machine.coef_ * scale, KEPT), machine.intercept_
    for name, among, told_of in _apart(texts, targets, shared):
        # Few samples are told of: each of them counts for as many more.
        machine = LinearSVC(C=LENIENCE, class_weight="balanced", random_state=0, max_iter=STEPS)
        machine.fit(rows[among], told_of)
        names.append(name)
        weights = np.vstack([weights, _largest(machine.coef_ * scale, KEPT_APART)])
        bias = np.concatenate([bias, machine.intercept_])
    unit = float(np.abs(weights).max() / MOST)
    packed = np.rint(weights / unit).astype(int)
    kept: dict[str, bytes] = {}
    for feature, number in column.items():
        (numbers,) = packed[:, number].nonzero()
        kept[feature] = bytes(byte for target in numbers for byte in (int(target), int(packed[target, number]) % 256))
    return Fitted(
        digest=digest,
        targets=names,
        bias=[round(float(score), 4) for score in bias],
        rarity=rarity,
        unit=unit,
        weights=kept,
    )


def _apart(
    texts: Sequence[Sequence[str]], targets: Sequence[str], shared: frozenset[str]
) -> Iterator[tuple[str, list[int], list[bool]]]:
    """What is told beside the task: its name, the numbers of the samples that are asked, and which are told of.

    A sample that speaks of a place stands among those of its task as well.
    """
    for name in sorted({target for target in targets if _is_apart(target)}):
        there = {tuple(text) for text, target in zip(texts, targets, strict=True) if target == name}
        # Of samples that name a topic of both parties some ask for both parts, and some for one's at a service.
        mixed = shared if name == WHOLE else frozenset()
        among = [number for number, target in enumerate(targets) if target not in mixed]
        yield name, among, [tuple(texts[number]) in there for number in among]


def _largest(weights: "np.ndarray", kept: int) -> "np.ndarray":
    """Weights with all but the largest set to 0."""
    import numpy as np

    sizes = np.abs(weights)
    least = min(kept, weights.size)
    return np.where(sizes < np.partition(sizes.ravel(), -least)[-least], 0.0, weights)


def _is_apart(target: str) -> bool:
    """Whether something is told beside the task."""
    return target == WHOLE or target.startswith(AT)


def split_topics(catalog: Catalog) -> frozenset[str]:
    """The topics of which AWS and the customer both have a part, at some services at least."""
    return frozenset(topic for topic in catalog.topics if resolve(catalog, topic).owner in SPLIT)


def words_of_samples(samples: Mapping[str, Sequence[str]]) -> dict[str, list[list[str]]]:
    """The words of each sample as the parser reads them, spelling mended, by target."""
    catalog = load_yaml([shipped()])
    parser = Parser(catalog, build_index(catalog))
    found: dict[str, list[list[str]]] = defaultdict(list)
    for target, texts in samples.items():
        found[target] += [words_of(parser.parse(text)) for text in texts]
    return found


def main() -> None:
    """Fits the shipped samples and writes the outcome beside them."""
    read = words_of_samples(load_samples(shipped()))
    texts = [text for told in read.values() for text in told]
    targets = [target for target, told in read.items() for _ in told]
    fitted = fit(texts, targets, digest_of(shipped()), split_topics(load_yaml([shipped()])))
    (shipped() / FITTED).write_bytes(msgspec.msgpack.encode(fitted))


if __name__ == "__main__":
    main()
