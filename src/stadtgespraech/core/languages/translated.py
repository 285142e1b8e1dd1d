"""One text in several languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override


class Translated(dict[str, str]):
    """Language code → text. ``str()`` gives the reader's language, or the first language there is.

    >>> str(Translated(de="Wohnen", en="Housing"))
    'Wohnen'
    """

    def in_language(self, code: str) -> str:
        """The text in this language, else in the site's language, else whatever there is, else ""."""
        return self.get(code) or self.get(settings.LANGUAGE_CODE) or next((text for text in self.values() if text), "")

    def language_of(self, code: str) -> str:
        """Code of the language that ``in_language`` answers in (for the ``lang`` attribute)."""
        for candidate in (code, settings.LANGUAGE_CODE):
            if self.get(candidate):
                return candidate
        return next((language for language, text in self.items() if text), code)

    def __str__(self) -> str:
        return self.in_language((get_language() or settings.LANGUAGE_CODE).split("-")[0])

    def __bool__(self) -> bool:
        return any(self.values())

    @classmethod
    def of(cls, value: Any) -> Translated:
        """A Translated from a dict, a plain string (in the site's language) or None."""
        if value is None or value == "":
            return cls()
        if isinstance(value, str):
            return cls({settings.LANGUAGE_CODE: value})
        return cls({str(code): str(text) for code, text in dict(value).items() if text})


def in_every_language(say: Callable[[], Any]) -> Translated:
    """A sentence of our own, made once per language of the site; what is not translated is left out.

    >>> in_every_language(lambda: _("3 von 9 Meilensteinen erreicht"))  # doctest: +SKIP
    {'de': '3 von 9 Meilensteinen erreicht', 'en': '3 of 9 milestones reached'}
    """
    with override(settings.LANGUAGE_CODE):
        texts = {settings.LANGUAGE_CODE: str(say())}
    for code, _name in settings.LANGUAGES:
        with override(code):
            text = str(say())
        if text != texts[settings.LANGUAGE_CODE]:
            texts[code] = text
    return Translated.of(texts)
