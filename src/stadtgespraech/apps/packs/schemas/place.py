"""pack.yaml, units, districts, topics and vocabularies."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic import Field as Detail

from stadtgespraech.apps.packs.problems import refusal
from stadtgespraech.apps.packs.schemas.parts import Count, LongSlug, Name, Part, RoughDate, Sentence, Slug, Word

FORMAT_VERSION = 1


def check_format(version: int) -> int:
    if version != FORMAT_VERSION:
        what = _("Die Version %(version)d des Formats ist unbekannt.") % {"version": version}
        raise refusal("unknown-format", what, _("Diese Software liest Version %(known)d.") % {"known": FORMAT_VERSION})
    return version


def check_languages(codes: list[str]) -> list[str]:
    known = [code for code, _name in settings.LANGUAGES]
    for code in codes:
        if code not in known:
            what = _("Die Sprache „%(code)s“ kennt diese Website nicht.") % {"code": code}
            raise refusal("unknown-language", what, _("Möglich sind: %(known)s.") % {"known": ", ".join(known)})
    return codes


def check_number(value: Any) -> Any:
    """A unit's number stands in addresses and in the names of conflicts, so it holds no punctuation but hyphens."""
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9-]+", value):
        what = _("„%(value)s“ ist keine Nummer eines Fachbereichs.") % {"value": value}
        raise refusal("not-a-number-of-a-unit", what, _("Verwenden Sie Buchstaben A–Z, Ziffern und Bindestriche."))
    return value


class City(Part):
    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    site_name: Annotated[str, StringConstraints(min_length=1, max_length=120)] | None = None
    languages: Annotated[list[str], Detail(min_length=1), AfterValidator(check_languages)]
    contact_office: Word


class Source(Part):
    key: Slug
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    date: RoughDate | None = None
    about: Sentence | None = None


class PackHead(Part):
    """pack.yaml."""

    format: Annotated[int, AfterValidator(check_format)]
    city: City
    sources: Annotated[list[Source], Detail(min_length=1)]


class UnitRow(Part):
    number: Annotated[str, BeforeValidator(check_number), StringConstraints(max_length=20)]
    kind: Literal["unit", "office"]
    name: Name


class DistrictRow(Part):
    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    residents_example: Count | None = None


class TopicRow(Part):
    slug: LongSlug
    name: Name


class Term(Part):
    code: Word
    name: Name


class Vocabulary(Part):
    source: Slug
    terms: Annotated[list[Term], Detail(min_length=1)]


class Vocabularies(Part):
    """vocabularies.yaml; the names of the vocabularies are the site's."""

    sdg: Vocabulary | None = None
    leipzig: Vocabulary | None = None
