"""Markdown in, safe HTML out; search that knows umlauts."""

from stadtgespraech.core.text.markdown import markdown_to_html
from stadtgespraech.core.text.search import fold, matching, words_of

__all__ = ["fold", "markdown_to_html", "matching", "words_of"]
