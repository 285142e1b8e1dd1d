"""What every object on the thread has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThreadObject(models.Model):
    """A public object with an address of its own.

    Archived objects leave lists and the API but keep their page, links and history.
    """

    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=120, unique=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug
