"""Near-duplicates among German texts: character n-grams find candidates, edit distances order them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from stadtgespraech.engines.similarity.words import Word, comparable, shared_words

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
GRAM = 4  # characters
CANDIDATE = 0.3  # cosine from which a pair is looked at
SIMILAR = 0.6  # similarity from which a pair is called similar
LOOKED_AT = 30  # candidates per question
ROWS = 1_000  # texts that are compared with all others at once
FREQUENT = 15  # an n-gram in more than a fifteenth of all texts is frequent
DENSE = 3_000  # texts of a cluster whose distances are kept at once


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts, the most similar first; ties in the order of the texts.

    Attributes:
        first, second: (pairs,) numbers of the texts, first < second.
        similarity: (pairs,) in [0, 1]: mean of the cosine of n-grams and the likeness of the sorted words.
    """

    first: IntArray
    second: IntArray
    similarity: FloatArray


@dataclass(frozen=True)
class Match:
    """A stored text that is similar to a given one.

    Attributes:
        number: of the stored text.
        similarity: in [0, 1]: mean of the cosine of n-grams and the likeness of the words in any order; words that only
            the longer text has cost nothing in the second, so a shortened text is found again.
        shared_in_question, shared_in_text: telling words that stand in both, with their places.
    """

    number: int
    similarity: float
    shared_in_question: tuple[Word, ...]
    shared_in_text: tuple[Word, ...]


class SimilarTexts:
    """An index over texts. Nothing in it changes after ``fit``; a new text needs a new index or is asked about first.

    Similar words do not mean the same opinion: what it finds is a suggestion for somebody who reads both.
    """

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()
        self._plain: list[str] = []
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(GRAM, GRAM), sublinear_tf=True, lowercase=False, dtype=np.float32
        )
        self._table = sparse.csr_array((0, 0))

    @classmethod
    def fit(cls, texts: Sequence[str]) -> SimilarTexts:
        """Index texts.

        Args:
            texts: any length; texts without a letter or digit are similar to nothing.
        """
        index = cls()
        index.texts = tuple(texts)
        index._plain = [comparable(text) for text in texts]
        if any(index._plain):
            index._table = sparse.csr_array(index._vectorizer.fit_transform(index._plain))
        else:
            index._table = sparse.csr_array((len(texts), 0), dtype=np.float32)
        return index

    def nearest(self, question: str, *, most: int = 5, least: float = 0.0) -> list[Match]:
        """The stored texts that are most similar to this one, the most similar first.

        Args:
            most: how many at most.
            least: similarity that they must have.
        """
        plain = comparable(question)
        if not plain or not self._table.shape[1]:
            return []
        cosine = (self._table @ self._vectorizer.transform([plain]).T).toarray().ravel()
        candidates = np.lexsort((np.arange(len(cosine)), -cosine))[: max(LOOKED_AT, most)]
        candidates = candidates[cosine[candidates] > 0]
        scores = {
            int(one): (min(float(cosine[one]), 1.0) + fuzz.token_ratio(plain, self._plain[one]) / 100) / 2
            for one in candidates
        }
        best = sorted((one for one in scores if scores[one] >= least), key=lambda one: (-round(scores[one], 9), one))
        return [Match(one, scores[one], *shared_words(question, self.texts[one])) for one in best[:most]]

    def pairs(self, *, least: float = SIMILAR) -> Pairs:
        """All pairs with at least this similarity (and a cosine of at least 0.3)."""
        first, second, cosine = self.close(least=CANDIDATE)
        scores = np.array(
            [
                self._similarity(near, self._plain[one], self._plain[other])
                for one, other, near in zip(first.tolist(), second.tolist(), cosine.tolist(), strict=True)
            ]
        )
        order = np.lexsort((second, first, -np.round(scores, 9)))
        order = order[scores[order] >= least]
        return Pairs(first[order], second[order], scores[order])

    def close(self, *, least: float) -> tuple[IntArray, IntArray, FloatArray]:
        """All pairs whose n-grams have at least this cosine; none is missed.

        The product over rare n-grams is small. What frequent ones can add is at most the product of their norms, so
        only pairs that this could lift over the limit are computed in full.

        Returns:
            (pairs,) first and second number with first < second, and cosine.
        """
        table, least = self._table, least - 1e-6
        frequency = np.bincount(table.indices, minlength=table.shape[1])
        frequent = frequency > max(50, table.shape[0] // FREQUENT)
        # Frequent n-grams are few: a dense table of them is small.
        rare, rest = table[:, ~frequent], table[:, frequent].toarray()
        across = rare.T.tocsr()
        norm = np.sqrt((rest * rest).sum(axis=1))
        found: list[tuple[IntArray, IntArray, FloatArray]] = []
        for begin in range(0, table.shape[0], ROWS):
            product = (rare[begin : begin + ROWS] @ across).tocoo()
            row = product.row + begin
            possible = np.flatnonzero(row < product.col)
            row, column, near = row[possible], product.col[possible], product.data[possible]
            possible = np.flatnonzero(near + norm[row] * norm[column] >= least)
            row, column, near = row[possible], column[possible], near[possible]
            for part in range(0, len(row), ROWS * 16):
                at = slice(part, part + ROWS * 16)
                near[at] += np.einsum("ij,ij->i", rest[row[at]], rest[column[at]])
            enough = near >= least
            found.append((row[enough], column[enough], near[enough]))
            # Pairs that share no rare n-gram have all of their cosine here, so both norms must be large.
            heavy = np.flatnonzero(norm >= least)
            own = heavy[(heavy >= begin) & (heavy < begin + ROWS)]
            dense = rest[own] @ rest[heavy].T
            one, other = np.nonzero((dense >= least) & (own[:, None] < heavy[None, :]))
            found.append((own[one], heavy[other], dense[one, other]))
        first, second, cosine = (np.concatenate(column) for column in zip(*found, strict=True))
        # What was found both ways is kept with its full cosine, which is the larger one.
        key = first.astype(np.int64) * table.shape[0] + second
        order = np.lexsort((-cosine, key))
        order = order[np.concatenate(([True], np.diff(key[order]) > 0))] if len(order) else order
        return first[order].astype(np.int64), second[order].astype(np.int64), cosine[order].astype(np.float64)

    def clusters(self, *, pairs: Pairs | None = None, least: float = SIMILAR) -> list[tuple[int, ...]]:
        """Texts that say nearly the same, largest cluster first, ties by the first text; texts of their own are left out.

        Average linkage within what hangs together: the texts of a cluster have a mean similarity of at least
        ``least`` to each other, so a chain of small steps makes no cluster.

        Args:
            pairs: of ``pairs(least=least)``, if they are known already.
        """
        pairs = self.pairs(least=least) if pairs is None else pairs
        number = len(self.texts)
        graph = sparse.csr_array((np.ones(len(pairs.first)), (pairs.first, pairs.second)), shape=(number, number))
        _parts, label = connected_components(graph, directed=False)
        together = np.flatnonzero(np.bincount(label, minlength=1) > 1)
        found: list[tuple[int, ...]] = []
        for part in together.tolist():
            found += self._within(np.flatnonzero(label == part), least)
        return sorted(found, key=lambda cluster: (-len(cluster), cluster))

    def _within(self, members: IntArray, least: float) -> list[tuple[int, ...]]:
        if len(members) == 2 or len(members) > DENSE:
            return [tuple(members.tolist())]
        cosine = (self._table[members] @ self._table[members].T).toarray()
        size = len(members)
        distance = np.zeros((size, size))
        for one in range(size):
            for other in range(one):
                score = self._similarity(
                    float(cosine[one, other]), self._plain[members[one]], self._plain[members[other]]
                )
                distance[one, other] = distance[other, one] = 1 - score
        label = fcluster(linkage(squareform(distance, checks=False), "average"), 1 - least, "distance")
        groups = [tuple(members[label == part].tolist()) for part in np.unique(label)]
        return [group for group in groups if len(group) > 1]

    def _similarity(self, cosine: float, one: str, other: str) -> float:
        return (min(cosine, 1.0) + fuzz.token_sort_ratio(one, other) / 100) / 2
