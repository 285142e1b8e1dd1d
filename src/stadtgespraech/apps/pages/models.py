"""Editorial and legal pages, and feedback on barriers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject


class Page(ThreadObject):
    """A page whose text the city writes: about, legal notice, privacy, accessibility."""

    title = TranslatedField(_("Titel"))
    text = TranslatedField(_("Text (Markdown)"), long=True)
    # A reviewed version in plain language; shown only when somebody reviewed it.
    easy_text = models.TextField(_("Text in Leichter Sprache (Markdown)"), blank=True)
    easy_reviewed_by = models.CharField(_("Geprüft von (Stelle)"), max_length=200, blank=True)
    easy_reviewed_on = models.DateField(_("Geprüft am"), null=True, blank=True)
    is_legal = models.BooleanField(_("Pflichtseite (steht in der Fußzeile)"), default=False)
    is_draft = models.BooleanField(_("Entwurf: von der Stadt noch zu bestätigen"), default=False)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)
    changed_on = models.DateField(_("Stand"))

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/seiten/{self.slug}/"

    @property
    def has_easy_text(self) -> bool:
        """Whether there is a plain-language version that somebody has reviewed."""
        return bool(self.easy_text and self.easy_reviewed_by and self.easy_reviewed_on)


class BarrierReport(models.Model):
    """Somebody met a barrier. Personal data: erased when the case is closed."""

    text = models.TextField(_("Was hat nicht funktioniert?"), max_length=5_000)
    address = models.CharField(_("Auf welcher Seite?"), max_length=500, blank=True)
    contact = models.CharField(_("Wie erreichen wir Sie? (freiwillig)"), max_length=200, blank=True)
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-id"]
