"""What all entries share: their place in the files, and the types of their values."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic import Field as Detail

from stadtgespraech.apps.packs.problems import refusal

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ROUGHLY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?", re.ASCII)


class Part(BaseModel):
    """An entry of a pack. Unknown keys are refused; ``given`` tells what the pack says and what it leaves open."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    _file: str = PrivateAttr(default="")
    _lines: dict[str, int] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def remember_place(cls, data: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        part = handler(data)
        part._file = (info.context or {}).get("file", "")
        part._lines = getattr(data, "lines", {})
        return part

    @property
    def file(self) -> str:
        return self._file

    def line(self, key: str = "") -> int:
        """Line of a key, or of the entry itself."""
        return self._lines.get(key) or self._lines.get("", 0)

    def given(self, *keys: str) -> dict[str, Any]:
        """The values that the pack states; what it leaves out is nobody's business but the site's."""
        return {
            key: value for key in keys if key in self.model_fields_set and (value := getattr(self, key)) is not None
        }


def check_text(value: Any, info: ValidationInfo, *, longest: int) -> dict[str, str]:
    """A text per language; the pack's first language is required."""
    languages: list[str] = (info.context or {}).get("languages", ["de"])
    example = ", ".join(f"{code}: …" for code in languages)
    if not isinstance(value, dict):
        raise refusal(
            "not-a-translation",
            _("„%(name)s“ braucht einen Text je Sprache.") % {"name": info.field_name},
            _("Schreiben Sie {%(example)s}.") % {"example": example},
        )
    for code, text in value.items():
        if code not in languages:
            what = _("Die Sprache „%(code)s“ steht nicht unter languages in pack.yaml.") % {"code": code}
            raise refusal("unknown-language", what, _("Möglich sind: %(known)s.") % {"known": ", ".join(languages)})
        if not isinstance(text, str):
            raise refusal(
                "not-a-text",
                _("Der Text auf „%(code)s“ ist kein Text.") % {"code": code},
                _("Setzen Sie den Wert in Anführungszeichen."),
            )
        if len(text) > longest:
            what = _("Der Text auf „%(code)s“ ist zu lang.") % {"code": code}
            raise refusal("too-long", what, _("Kürzen Sie auf höchstens %(most)d Zeichen.") % {"most": longest})
        if not text.strip():
            raise refusal(
                "empty",
                _("Der Text auf „%(code)s“ ist leer.") % {"code": code},
                _("Füllen Sie die Angabe aus oder streichen Sie sie."),
            )
    if languages[0] not in value:
        what = _("Der Text auf „%(code)s“ fehlt.") % {"code": languages[0]}
        raise refusal("missing-language", what, _("Ergänzen Sie „%(code)s: …“.") % {"code": languages[0]})
    return {code: text.strip() for code, text in value.items()}


def check_slug(value: Any) -> Any:
    """Small letters, digits and single hyphens: what an address may hold."""
    if isinstance(value, str) and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        what = _("„%(value)s“ ist kein Kürzel.") % {"value": value}
        raise refusal("not-a-slug", what, _("Verwenden Sie kleine Buchstaben a–z, Ziffern und einzelne Bindestriche."))
    return value


def check_day(value: Any) -> date:
    """A day as JJJJ-MM-TT."""
    try:
        return date.fromisoformat(value if isinstance(value, str) and DAY.fullmatch(value) else "")
    except ValueError:
        what = _("„%(value)s“ ist kein Tag im Kalender.") % {"value": value}
        raise refusal(
            "not-a-day", what, _("Schreiben Sie das Datum als JJJJ-MM-TT, zum Beispiel 2022-09-21.")
        ) from None


def check_rough_date(value: Any) -> str:
    """A day, a month, a quarter or a year."""
    text = str(value)
    if DAY.fullmatch(text):
        return check_day(text).isoformat()
    if not ROUGHLY.fullmatch(text):
        what = _("„%(value)s“ ist keine Zeitangabe.") % {"value": value}
        raise refusal(
            "not-a-date",
            what,
            _("Schreiben Sie einen Tag (2024-04-09), Monat (2025-06), ein Quartal (2023-Q4) oder Jahr (2022)."),
        )
    return text


Name = Annotated[dict[str, str], BeforeValidator(partial(check_text, longest=300))]
Sentence = Annotated[dict[str, str], BeforeValidator(partial(check_text, longest=500))]
Prose = Annotated[dict[str, str], BeforeValidator(partial(check_text, longest=20_000))]
Slug = Annotated[str, BeforeValidator(check_slug), StringConstraints(min_length=1, max_length=60)]
LongSlug = Annotated[str, BeforeValidator(check_slug), StringConstraints(min_length=1, max_length=80)]
Day = Annotated[date, BeforeValidator(check_day)]
RoughDate = Annotated[str, BeforeValidator(check_rough_date)]
# What a database column holds, with room to spare.
Count = Annotated[int, Detail(ge=0, le=1_000_000_000)]
Small = Annotated[int, Detail(ge=0, le=10_000)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]
