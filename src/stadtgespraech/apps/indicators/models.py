"""Indicators, their values with provenance, and targets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Person, Unit
from stadtgespraech.apps.strategy.models import Field, Project
from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject


class Indicator(ThreadObject):
    """What a field or project is measured by. The fact sheet."""

    class Direction(models.TextChoices):
        UP = "up", _("mehr ist besser")
        DOWN = "down", _("weniger ist besser")
        NONE = "none", _("offen")

    class State(models.TextChoices):
        DEFINED = "defined", _("festgelegt")
        IN_DEVELOPMENT = "in-development", _("in Entwicklung")

    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("Handlungsfeld")
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("Projekt")
    )
    name = TranslatedField(_("Name"))
    description = TranslatedField(_("Was wird gemessen?"), blank=True, long=True)
    method = TranslatedField(_("Wie wird gemessen?"), blank=True, long=True)
    unit_of_measure = models.CharField(_("Einheit"), max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(_("Nachkommastellen"), default=0)
    direction = models.CharField(_("Richtung"), max_length=5, choices=Direction.choices, default=Direction.NONE)
    is_strategic = models.BooleanField(_("Strategische Kennzahl"), default=False)
    state = models.CharField(_("Stand"), max_length=15, choices=State.choices, default=State.DEFINED)
    reporting_unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_indicators",
        verbose_name=_("Meldet"),
    )
    minimum = models.DecimalField(_("Kleinster möglicher Wert"), max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(_("Größter möglicher Wert"), max_digits=18, decimal_places=4, null=True, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/kennzahlen/{self.slug}/"


class Value(models.Model):
    """One measured value of one year. A correction replaces it and keeps the old one in ``replaced_at``."""

    class Quality(models.TextChoices):
        MEASURED = "A", _("A: gemessen")
        ESTIMATED = "B", _("B: geschätzt")
        PRELIMINARY = "C", _("C: vorläufig")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    year = models.PositiveSmallIntegerField(_("Jahr"))
    value = models.DecimalField(_("Wert"), max_digits=18, decimal_places=4)
    quality = models.CharField(_("Qualität"), max_length=1, choices=Quality.choices, default=Quality.MEASURED)
    # Provenance: who says so, from where.
    source = models.CharField(_("Woher stammt der Wert?"), max_length=300)
    note = models.CharField(_("Bemerkung"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="reported_values")
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        ordering = ["indicator_id", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"], condition=Q(replaced_at=None), name="one_current_value_per_year"
            ),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2200), name="plausible_year"),
        ]


class Target(models.Model):
    """A point of the target path."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("Jahr"))
    value = models.DecimalField(_("Zielwert"), max_digits=18, decimal_places=4)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        ordering = ["indicator_id", "year"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="one_target_per_year")]
