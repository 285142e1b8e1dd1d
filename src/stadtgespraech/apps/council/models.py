"""Council papers, their consultations and budget lines."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject


class Body(ThreadObject):
    """A body that consults or decides: the council, a committee, a district council."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Rat")
        COMMITTEE = "committee", _("Ausschuss")
        DISTRICT = "district", _("Bezirksvertretung")

    name = TranslatedField(_("Name"))
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices, default=Kind.COMMITTEE)

    class Meta:
        ordering = ["kind", "slug"]

    def get_absolute_url(self) -> str:
        return f"/gremien/{self.slug}/"


class Paper(ThreadObject):
    """A paper (Vorlage) submitted to the council."""

    # Empty where the source does not print it.
    number = models.CharField(_("Drucksache-Nr."), max_length=40, blank=True)
    title = TranslatedField(_("Titel"))
    summary = TranslatedField(_("Worum geht es?"), blank=True, long=True)
    proposal = TranslatedField(_("Beschlussvorschlag (Markdown)"), blank=True, long=True)
    dated = models.DateField(_("Datum der Vorlage"))
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="papers", verbose_name=_("Federführend")
    )
    refers_to = models.JSONField(_("Bezieht sich auf Drucksachen"), default=list, blank=True)
    deviation = TranslatedField(_("Abweichung von der Beratungsfolge"), blank=True, long=True)
    climate = TranslatedField(_("Klimarelevanz"), blank=True, long=True)
    award = models.JSONField(_("Vergaberegeln"), default=dict, blank=True)
    total_requested = models.DecimalField(
        _("Beantragte Summe (Euro)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_public = models.BooleanField(_("öffentlich"), default=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)

    class Meta:
        ordering = ["-dated", "slug"]

    def get_absolute_url(self) -> str:
        return f"/vorlagen/{self.slug}/"


class Consultation(models.Model):
    """One step of a paper's consultation sequence."""

    class Role(models.TextChoices):
        RECOMMENDATION = "recommendation", _("Empfehlung")
        DECISION = "decision", _("Beschluss")
        HEARING = "hearing", _("Anhörung")
        INFORMATION = "information", _("Kenntnisnahme")

    class Result(models.TextChoices):
        UNKNOWN = "", _("nicht in den Quellen")
        AGREED = "agreed", _("zugestimmt")
        AGREED_CHANGED = "agreed-changed", _("mit Änderungen zugestimmt")
        REJECTED = "rejected", _("abgelehnt")
        REFERRED = "referred", _("verwiesen")
        DEFERRED = "deferred", _("vertagt")
        NOTED = "noted", _("zur Kenntnis genommen")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="consultations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("Gremium"))
    on = models.DateField(pgettext_lazy("council", "Termin"))
    role = models.CharField(_("Zuständigkeit"), max_length=15, choices=Role.choices)
    result = models.CharField(_("Ergebnis"), max_length=15, choices=Result.choices, blank=True)
    # Listed after a body that it should have come before; shown beside the paper's deviation.
    out_of_order = models.BooleanField(_("abweichend von der Regel"), default=False)
    order = models.PositiveSmallIntegerField(default=50)

    class Meta:
        ordering = ["on", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "body", "on"], name="one_consultation_per_body_and_day")
        ]


class BudgetLine(models.Model):
    """One line of a paper's money tables: yearly amounts in whole euros."""

    class Kind(models.TextChoices):
        EXPENSE = "expense", _("Sachaufwand")
        STAFF = "staff", _("Personalaufwand")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="budget_lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cost_centre = models.CharField(_("Kostenstelle"), max_length=20, blank=True)
    product = models.CharField(_("Produkt"), max_length=20, blank=True)
    account = models.CharField(_("Sachkonto"), max_length=20, blank=True)
    name = TranslatedField(_("Bezeichnung"))
    # Year → whole euros. One line of a printed table; sums are computed, never stored.
    amounts = models.JSONField(_("Beträge je Jahr"), default=dict)
    order = models.PositiveSmallIntegerField(default=50)

    class Meta:
        ordering = ["kind", "order", "id"]


class PrintedTotal(models.Model):
    """A total as the paper prints it, kept beside the lines so that the two can be compared."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="printed_totals")
    kind = models.CharField(max_length=10, choices=BudgetLine.Kind.choices)
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(_("Gedruckte Summe (Euro)"))

    class Meta:
        ordering = ["kind", "year"]
        constraints = [models.UniqueConstraint(fields=["paper", "kind", "year"], name="one_printed_total_per_year")]
