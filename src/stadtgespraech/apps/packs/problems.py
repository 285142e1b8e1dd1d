"""What is wrong with a pack: where, what, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic_core import ErrorDetails, PydanticCustomError

from stadtgespraech.core.errors import HouseError

# Longer lists help nobody.
MOST_NAMES = 12


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place.

    Attributes:
        file: path inside the pack.
        line: 1-based; 0 when the whole file is meant.
        code: stable, for machines.
        what, to_do: translated sentences.
    """

    file: str
    line: int
    code: str
    what: str
    to_do: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.to_do}"


class PackInvalid(HouseError):
    """The pack can't be loaded; nothing was changed.

    Attributes:
        problems: every mistake, in the order of files and lines.
    """

    code = "pack-invalid"
    status = 422
    message = gettext_lazy("Das Stadtpaket hat Fehler.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        super().__init__(
            ngettext(
                "Das Stadtpaket hat %(count)d Fehler. Es wurde nichts geändert.",
                "Das Stadtpaket hat %(count)d Fehler. Es wurde nichts geändert.",
                count,
            )
            % {"count": count}
        )


def refusal(code: str, what: str, to_do: str) -> PydanticCustomError:
    """An error that a validator raises with its own two sentences."""
    # The braces of a text must not be read as placeholders, so both go in as values.
    return PydanticCustomError(code, "{what}", {"what": what, "to_do": to_do})


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Names the nearest known word, or lists what there is."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    if near:
        return _("Gemeint ist vielleicht „%(near)s“.") % {"near": near[0]}
    listed = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    return _("Möglich sind: %(known)s.") % {"known": listed or "–"}


def sentences_for(error: ErrorDetails, *, known_keys: Sequence[str]) -> tuple[str, str, str]:
    """(code, what, to do) for an error that pydantic found.

    Args:
        known_keys: the keys that the surrounding object may have.
    """
    context: Mapping[str, Any] = error.get("ctx", {})
    if "to_do" in context:
        return error["type"], str(context["what"]), str(context["to_do"])
    names = {"key": str(error["loc"][-1]) if error["loc"] else "", "value": _shortened(error.get("input"))}
    code = _CODES.get(error["type"]) or next(
        (code for start, code in _CODES_BY_START.items() if error["type"].startswith(start)), "unfit"
    )
    what, to_do = _sentences()[code]
    if code == "unknown-key":
        to_do = did_you_mean(names["key"], known_keys)
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return code, what % names, to_do % {**names, "known": expected, "most": context.get("max_length", 0)}


_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown-key",
    "literal_error": "not-a-choice",
    "string_type": "not-a-text",
    "string_too_long": "too-long",
    "string_too_short": "empty",
    "too_short": "empty",
    "list_type": "not-a-list",
    "model_type": "not-an-object",
    "dict_type": "not-an-object",
}
_CODES_BY_START = {
    "int": "not-a-number",
    "decimal": "not-a-number",
    "greater": "not-a-number",
    "less": "not-a-number",
    "bool": "not-a-yes-or-no",
}


def _sentences() -> dict[str, tuple[str, str]]:
    look_up = _("Sehen Sie in der Beschreibung des Formats nach (docs/reference/city-pack.md).")
    return {
        "missing": (_("Die Angabe „%(key)s“ fehlt."), _("Ergänzen Sie „%(key)s“.")),
        "unknown-key": (_("Die Angabe „%(key)s“ ist unbekannt."), ""),
        "not-a-choice": (_("„%(value)s“ ist bei „%(key)s“ nicht möglich."), _("Möglich sind: %(known)s.")),
        "not-a-text": (_("„%(key)s“ muss ein Text sein."), _("Setzen Sie den Wert in Anführungszeichen.")),
        "too-long": (_("„%(key)s“ ist zu lang."), _("Kürzen Sie auf höchstens %(most)d Zeichen.")),
        "empty": (_("„%(key)s“ ist leer."), _("Füllen Sie die Angabe aus oder streichen Sie sie.")),
        "not-a-list": (_("„%(key)s“ muss eine Liste sein."), _("Beginnen Sie jeden Eintrag mit einem Strich.")),
        "not-an-object": (_("„%(key)s“ muss aus Angaben der Form „Name: Wert“ bestehen."), look_up),
        "not-a-number": (
            _("„%(value)s“ ist bei „%(key)s“ keine passende Zahl."),
            _("Schreiben Sie eine Zahl ohne Einheit, nicht kleiner als erlaubt."),
        ),
        "not-a-yes-or-no": (_("„%(value)s“ ist bei „%(key)s“ nicht möglich."), _("Schreiben Sie true oder false.")),
        "unfit": (_("„%(value)s“ passt bei „%(key)s“ nicht."), look_up),
    }


def _shortened(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
