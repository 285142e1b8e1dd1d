"""Council papers, their consultations and budget lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject

# The relations of papers on the thread: a picture or project is proposed in a paper, the paper is decided by a
# resolution, and what measures its projects measures the resolution.
PROPOSED_IN, DECIDED_BY, MEASURED_BY = "proposed_in", "decided_by", "measured_by"


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
    """A paper (Vorlage) submitted to the council, or being prepared for it.

    What it came from stands on the thread: links ``proposed_in`` with reason, actor and time.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        SUBMITTED = "submitted", _("eingereicht")

    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.SUBMITTED, editable=False)
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
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_paper_per_number"),
        ]

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
    # The step that referred or deferred the paper to this one.
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="next_step", editable=False
    )
    note = models.CharField(_("Bemerkung zum Ergebnis"), max_length=500, blank=True)
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


class Resolution(ThreadObject):
    """What a body decided on a paper, as entered from the minutes. Taken back, it is archived with its reason."""

    class Result(models.TextChoices):
        AGREED = "agreed", _("zugestimmt")
        AGREED_CHANGED = "agreed-changed", _("mit Änderungen zugestimmt")
        REJECTED = "rejected", _("abgelehnt")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("Vorlage"))
    # Empty once its step was taken out of the sequence; body and day stay.
    consultation = models.ForeignKey(
        Consultation, null=True, blank=True, on_delete=models.SET_NULL, related_name="resolutions", editable=False
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("Gremium"))
    on = models.DateField(_("Tag der Sitzung"))
    result = models.CharField(_("Ergebnis"), max_length=15, choices=Result.choices)
    text = TranslatedField(_("Was wurde beschlossen? (Markdown)"), blank=True, long=True)
    conditions = TranslatedField(_("Auflagen (Markdown)"), blank=True, long=True)
    withdrawn_because = models.CharField(_("Warum zurückgenommen?"), max_length=500, blank=True)

    class Meta:
        ordering = ["-on", "slug"]
        constraints = [
            # The lock of last resort: two people can't enter two resolutions for one consultation.
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(archived_at=None), name="one_resolution_per_consultation"
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None) | ~Q(withdrawn_because=""), name="taken_back_with_a_reason"
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/beschluesse/{self.slug}/"


class FollowUp(models.Model):
    """Something a resolution asks a unit to do until a day."""

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        IN_WORK = "in-work", _("in Arbeit")
        DONE = "done", _("erledigt")
        DROPPED = "dropped", _("entfallen")

    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("Beschluss")
    )
    what = TranslatedField(_("Was ist zu tun?"), max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("Zuständig"))
    deadline = models.DateField(_("Frist"))
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.OPEN)
    # The newest report in words; every earlier one stands in FollowUpReport.
    reason = models.CharField(_("Begründung"), max_length=1_000, blank=True)
    reported_on = models.DateField(null=True, blank=True, editable=False)
    finished_on = models.DateField(_("Erledigt oder entfallen am"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        ordering = ["deadline", "id"]
        indexes = [models.Index(fields=["state", "deadline"], name="follow_up_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="dropped_with_a_reason"),
        ]

    def get_absolute_url(self) -> str:
        return f"{self.resolution.get_absolute_url()}#auftraege"


class FollowUpReport(models.Model):
    """What was reported on a follow-up item at one time: never changed, so that its history can be read."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="reports")
    state = models.CharField(max_length=10, choices=FollowUp.State.choices)
    deadline = models.DateField()
    reason = models.CharField(max_length=1_000, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
