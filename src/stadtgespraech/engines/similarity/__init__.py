"""Texts → near-duplicates, clusters and topic suggestions; all of it for somebody to decide on."""

from stadtgespraech.engines.similarity.german_topics import TOPIC_KEYWORDS
from stadtgespraech.engines.similarity.near import Match, Pairs, SimilarTexts
from stadtgespraech.engines.similarity.topics import TopicSuggester, TopicSuggestion
from stadtgespraech.engines.similarity.words import Word, shared_words

__all__ = [
    "TOPIC_KEYWORDS",
    "Match",
    "Pairs",
    "SimilarTexts",
    "TopicSuggester",
    "TopicSuggestion",
    "Word",
    "shared_words",
]
