"""The strategy: goals, fields, projects with milestones, and who is involved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject

# What a confirmed target picture is to a goal, on the thread: the goal was made of it, or stood there before.
BECOMES, SUPPORTS, TAKEN_UP_BY = "becomes", "supports", "taken_up_by"


class Reference(models.Model):
    """A term of a vocabulary that goals and fields refer to: an SDG or a principle of the Leipzig Charter."""

    class Vocabulary(models.TextChoices):
        SDG = "sdg", _("Nachhaltigkeitsziele der Vereinten Nationen")
        LEIPZIG = "leipzig", _("Neue Leipzig-Charta")

    vocabulary = models.CharField(max_length=20, choices=Vocabulary.choices)
    code = models.CharField(max_length=40)
    name = TranslatedField(_("Name"))
    order = models.PositiveSmallIntegerField(default=50)

    class Meta:
        ordering = ["vocabulary", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        return f"{self.name}"


class Goal(ThreadObject):
    """One of the city's strategic goals."""

    name = TranslatedField(_("Name"))
    summary = TranslatedField(_("In einem Satz"), blank=True, max_length=500)
    description = TranslatedField(_("Beschreibung"), blank=True, long=True)
    references = models.ManyToManyField(Reference, blank=True, related_name="goals", verbose_name=_("Bezug"))
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/ziele/{self.slug}/"


class Field(ThreadObject):
    """A strategic field of action (Handlungsfeld) of one goal, with the office that sponsors it."""

    class WorkshopState(models.TextChoices):
        NONE = "", _("keine Angabe")
        TO_BE_DETERMINED = "to-be-determined", _("noch festzulegen")
        BEING_SCHEDULED = "being-scheduled", _("in Abstimmung")
        SCHEDULED = "scheduled", _("geplant")
        HELD = "held", _("hat stattgefunden")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="fields", verbose_name=_("Ziel"))
    name = TranslatedField(_("Name"))
    summary = TranslatedField(_("In einem Satz"), blank=True, max_length=500)
    description = TranslatedField(_("Beschreibung"), blank=True, long=True)
    sponsor_unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sponsored_fields",
        verbose_name=_("Patenschaft (Stelle)"),
    )
    # The office is named, but nobody holds the sponsorship yet: shown as "unbesetzt".
    sponsor_vacant = models.BooleanField(_("Patenschaft unbesetzt"), default=False)
    workshop_state = models.CharField(
        _("Workshop zum Handlungsfeld"), max_length=20, choices=WorkshopState.choices, blank=True
    )
    workshop_note = TranslatedField(_("Bemerkung zum Workshop"), blank=True)
    # True once the strategy says that there is no strategic indicator yet ("wird entwickelt").
    indicator_note = TranslatedField(_("Bemerkung zur strategischen Kennzahl"), blank=True)
    references = models.ManyToManyField(Reference, blank=True, related_name="fields", verbose_name=_("Bezug"))
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/handlungsfelder/{self.slug}/"


class FieldWorkshop(models.Model):
    """A day on which the workshop of a field was held or is planned."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="workshops")
    on = models.DateField(_("Datum"))

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["field", "on"], name="one_workshop_per_day")]


class Involvement(models.Model):
    """How a unit takes part in a field: one cell of the involvement matrix."""

    class Role(models.TextChoices):
        LEADING = "F", _("führend")
        INVOLVED = "B", _("beteiligt")
        IF_NEEDED = "(B)", _("bei Bedarf beteiligt")

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="involvements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField(_("Rolle"), max_length=3, choices=Role.choices)

    class Meta:
        ordering = ["unit__number"]
        constraints = [
            models.UniqueConstraint(fields=["field", "unit"], name="one_role_per_field_and_unit"),
            models.CheckConstraint(condition=Q(role__in=["F", "B", "(B)"]), name="known_involvement"),
        ]


class Project(ThreadObject):
    """A project or measure of a field."""

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("läuft")
        DONE = "done", _("abgeschlossen")
        STOPPED = "stopped", _("eingestellt")
        UNKNOWN = "", _("nicht in den Quellen")

    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="projects", verbose_name=_("Handlungsfeld"))
    name = TranslatedField(_("Name"))
    summary = TranslatedField(_("In einem Satz"), blank=True, max_length=500)
    description = TranslatedField(_("Beschreibung"), blank=True, long=True)
    is_strategic = models.BooleanField(_("Strategisches Projekt des Handlungsfelds"), default=False)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="projects", verbose_name=_("Verantwortlich")
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/projekte/{self.slug}/"


class MeasurePackage(ThreadObject):
    """Projects of a goal that belong together in time: what is done soon, what later."""

    class Horizon(models.TextChoices):
        SHORT = "short", _("kurzfristig")
        MIDDLE = "middle", _("mittelfristig")
        LONG = "long", _("langfristig")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="packages", verbose_name=_("Ziel"))
    name = TranslatedField(_("Name"))
    summary = TranslatedField(_("In einem Satz"), blank=True, max_length=500)
    horizon = models.CharField(_("Zeithorizont"), max_length=10, choices=Horizon.choices)
    projects = models.ManyToManyField(Project, blank=True, related_name="packages", verbose_name=_("Projekte"))
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(horizon__in=["short", "middle", "long"]), name="known_horizon")
        ]

    def get_absolute_url(self) -> str:
        return f"/massnahmenpakete/{self.slug}/"


class Milestone(models.Model):
    """A step of a project, due on a day, reached on another."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    name = TranslatedField(_("Meilenstein"))
    due = models.DateField(_("Fällig am"))
    reached = models.DateField(_("Erreicht am"), null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    class Meta:
        ordering = ["due", "id"]
