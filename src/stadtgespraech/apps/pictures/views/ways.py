"""The way to a page, and where a saved form leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.queries.reading import pictures_in_full
from stadtgespraech.core import access
from stadtgespraech.core.web.addresses import localized


def to_pictures() -> list[tuple[Any, str]]:
    return [(_("Bilder"), reverse("pictures:pictures"))]


def to_picture(picture: Picture) -> list[tuple[Any, str]]:
    return [*to_pictures(), (picture.title, page_of(picture))]


def page_of(picture: Picture) -> str:
    return localized(picture.get_absolute_url())


def found_for(request: HttpRequest, slug: str, permission: str) -> tuple[Any, Picture]:
    """The person and the picture that they want to work on.

    Raises:
        NotFound, NotAllowed, SignInFirst.
    """
    person = access.person_of(request)
    found = access.get(Picture, to=person, rows=pictures_in_full(seen_by=person), slug=slug)
    access.require(person, permission, found)
    return person, found
