"""Topic suggestions: from keywords at first, from what editors decided later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB

from stadtgespraech.engines.similarity.words import Word, comparable, is_telling, words_of

FloatArray = NDArray[np.float64]
TRUST = 20  # as many decisions as a keyword in the text is worth
SMOOTHING = 0.1  # of n-grams that a topic has not seen
ENDING = 3  # letters that a keyword without a star may have more in a text
LEAST = 0.05  # a topic with less is not worth an editor's look
REASONS = 5


@dataclass(frozen=True)
class TopicSuggestion:
    """A topic that a text may belong to. A suggestion for an editor, no assignment.

    Attributes:
        topic: its key.
        score: in (0, 1]; over all topics they sum to 1. No probability: compare it within one text only.
        words: the words that speak for it, with their places in the text, the strongest first.
    """

    topic: str
    score: float
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Keyword:
    """A keyword in comparable form, and where in a word it may stand."""

    form: str
    at_start: bool
    at_end: bool

    @classmethod
    def of(cls, text: str) -> Keyword:
        """Read ``wort``, ``wort*``, ``*wort`` or ``*wort*``.

        Raises:
            ValueError: nothing but stars.
        """
        form = comparable(text.replace("*", " ")).replace(" ", "-")
        if not form:
            raise ValueError(f"{text!r} is no keyword.")
        return cls(form, not text.startswith("*"), not text.endswith("*"))

    def fits(self, form: str) -> bool:
        if self.at_start and self.at_end:
            return form.startswith(self.form) and len(form) - len(self.form) <= (ENDING if len(self.form) > 3 else 0)
        if self.at_start:
            return form.startswith(self.form)
        return form.endswith(self.form) if self.at_end else self.form in form


@dataclass(frozen=True)
class TopicSuggester:
    """Suggests topics for German texts.

    Attributes:
        topics: keys, in the order that decides ties.
        decisions: how many texts it has learned from.
    """

    topics: tuple[str, ...]
    keywords: tuple[tuple[Keyword, ...], ...]
    decisions: int = 0
    _vectorizer: TfidfVectorizer | None = None
    _model: MultinomialNB | None = None

    @classmethod
    def from_keywords(cls, keywords: Mapping[str, Sequence[str]]) -> TopicSuggester:
        """A suggester that has seen no decision yet.

        Args:
            keywords: topic → keywords, see ``Keyword.of``.
        """
        lists = tuple(tuple(dict.fromkeys(Keyword.of(word) for word in words)) for words in keywords.values())
        return cls(tuple(keywords), lists)

    def fit(self, *, texts: Sequence[str], topics: Sequence[str]) -> TopicSuggester:
        """A new suggester that also knows what editors decided; give all decisions, the old ones too.

        Naive Bayes on character n-grams of words, with equal topics to begin with; each keyword is one more text of its topic, so
        that a topic without decisions is known, too. What it says counts n against the 20 that keywords found in the
        text count, n being the number of decisions.

        Args:
            texts: what was decided on.
            topics: (texts,) key of the topic chosen.
        Raises:
            ValueError: an unknown topic, or lists of different lengths.
        """
        number = {topic: place for place, topic in enumerate(self.topics)}
        unknown = sorted(set(topics) - set(number))
        if unknown:
            raise ValueError(f"There is no topic {unknown[0]!r}.")
        if len(texts) != len(topics):
            raise ValueError(f"{len(texts)} texts and {len(topics)} topics do not belong together.")
        label = np.array([number[topic] for topic in topics], dtype=np.int64)
        if not texts:
            return TopicSuggester(self.topics, self.keywords)
        listed = [(place, key.form.replace("-", " ")) for place, keys in enumerate(self.keywords) for key in keys]
        plain = [comparable(text) for text in texts] + [form for _place, form in listed]
        label = np.concatenate((label, np.array([place for place, _form in listed], dtype=np.int64)))
        # With one topic there is nothing to tell apart, and without letters nothing to tell by.
        if len(np.unique(label)) < 2 or not any(len(text) > 2 for text in plain):
            return TopicSuggester(self.topics, self.keywords, len(texts))
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, lowercase=False)
        table = vectorizer.fit_transform(plain)
        model = MultinomialNB(alpha=SMOOTHING, fit_prior=False).fit(table, label)
        return TopicSuggester(self.topics, self.keywords, len(texts), vectorizer, model)

    def suggest(self, text: str, *, most: int = 3) -> tuple[TopicSuggestion, ...]:
        """The topics that fit best, best first; fewer or none if nothing speaks for more.

        Ties go to the topic that comes first in ``topics``.
        """
        words = [word for word in words_of(text) if word.form]
        hits = self._hits(words)
        listed = np.array([sum(found.values()) for found in hits])
        learned = self._learned(text)
        if not listed.any() and learned is None:
            return ()
        score = listed / listed.sum() if listed.any() else listed
        if learned is not None:
            # Without a keyword in the text, only what was learned speaks.
            trust = TRUST / (TRUST + self.decisions) if listed.any() else 0.0
            score = trust * score + (1 - trust) * learned
        order = np.lexsort((np.arange(len(score)), -np.round(score, 12)))
        return tuple(
            TopicSuggestion(self.topics[place], float(score[place]), self._reasons(words, hits[place], place))
            for place in order[:most].tolist()
            if score[place] >= LEAST
        )

    def _hits(self, words: Sequence[Word]) -> list[dict[Keyword, float]]:
        """Per topic, the keywords in the text, each once; one that several topics have counts less for each."""
        found: list[dict[Keyword, float]] = [{} for _ in self.topics]
        forms = {part for word in words for part in (*word.form.split(), word.form.replace(" ", "-"))}
        for place, keywords in enumerate(self.keywords):
            for keyword in keywords:
                if any(keyword.fits(form) for form in forms):
                    found[place][keyword] = 1.0
        shared: dict[Keyword, int] = {}
        for hits in found:
            for keyword in hits:
                shared[keyword] = shared.get(keyword, 0) + 1
        return [{keyword: value / shared[keyword] for keyword, value in hits.items()} for hits in found]

    def _learned(self, text: str) -> FloatArray | None:
        if self._model is None or self._vectorizer is None:
            return None
        table = self._vectorizer.transform([comparable(text)])
        if not table.nnz:
            return None
        learned = np.zeros(len(self.topics))
        learned[self._model.classes_] = self._model.predict_proba(table)[0]
        return learned

    def _reasons(self, words: Sequence[Word], hits: Mapping[Keyword, float], place: int) -> tuple[Word, ...]:
        """Words with a keyword of the topic, then those that editors' decisions tie to it."""
        named = [
            word
            for word in words
            if any(key.fits(form) for key in hits for form in (*word.form.split(), word.form.replace(" ", "-")))
        ]
        if self._model is None or self._vectorizer is None or place not in self._model.classes_:
            return tuple(named[:REASONS])
        others = [word for word in words if word not in named and is_telling(word.form)]
        if others:
            table = self._vectorizer.transform([word.form for word in others])
            row = int(np.flatnonzero(self._model.classes_ == place)[0])
            weight = table @ (self._model.feature_log_prob_[row] - self._model.feature_log_prob_.mean(axis=0))
            order = np.lexsort((np.arange(len(others)), -weight))
            named += [others[one] for one in order.tolist() if weight[one] > 0]
        return tuple(named[:REASONS])
