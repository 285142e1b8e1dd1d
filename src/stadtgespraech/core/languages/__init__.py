"""Texts in several languages, stored in one column."""

from stadtgespraech.core.languages.fields import TranslatedField
from stadtgespraech.core.languages.translated import Translated, in_every_language

__all__ = ["Translated", "TranslatedField", "in_every_language"]
