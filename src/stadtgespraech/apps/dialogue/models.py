"""The dialogue: six stages, formats, events, topics and a timeline with plan beside reality."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject


class Sector(models.Model):
    """One of the sectors whose agreement counts apart (Politik, Institutionen, Zivilgesellschaft)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = TranslatedField(_("Name"))
    order = models.PositiveSmallIntegerField(default=50)

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return str(self.name)


class Topic(ThreadObject):
    """A subject of the dialogue; participants may add or drop topics."""

    name = TranslatedField(_("Name"))
    description = TranslatedField(_("Worum geht es?"), blank=True, long=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/themen/{self.slug}/"


class District(models.Model):
    """A district (Stadtbezirk)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    # A rounded guess for generated examples, not a statistic; marked wherever it shows.
    residents_example = models.PositiveIntegerField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Stage(ThreadObject):
    """One of the stages of the dialogue, in order."""

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        OPEN = "open", _("läuft")
        DONE = "done", _("abgeschlossen")

    class Opens(models.TextChoices):
        """What an open stage lets people do. What no open stage allows is closed."""

        VOICES = "voices", _("Stimmen abgeben")
        COMMENTS = "comments", _("Stimmen kommentieren")
        SUPPORT = "support", _("Stimmen unterstützen")
        AGREEMENT = "agreement", _("Bilder in den Bereichen abstimmen")
        CONFIRMATION = "confirmation", _("Bilder auf der Konferenz bestätigen")

    number = models.PositiveSmallIntegerField(_("Nummer"), unique=True)
    name = TranslatedField(_("Name"))
    short_name = TranslatedField(_("Kurzer Name"), blank=True)
    description = TranslatedField(_("Was geschieht?"), long=True)
    result = TranslatedField(_("Was entsteht?"), blank=True, long=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.PLANNED)
    # State and openings were made up (the demo opens a stage of which the sources say nothing).
    state_is_example = models.BooleanField(default=False, editable=False)
    # Values of Opens; counts while the stage is open.
    opens = models.JSONField(_("Was ist in dieser Stufe möglich?"), default=list, blank=True)
    planned_start = models.DateField(_("Geplanter Beginn"), null=True, blank=True)
    planned_end = models.DateField(_("Geplantes Ende"), null=True, blank=True)
    actual_start = models.DateField(_("Tatsächlicher Beginn"), null=True, blank=True)
    actual_end = models.DateField(_("Tatsächliches Ende"), null=True, blank=True)

    class Meta:
        ordering = ["number"]

    def get_absolute_url(self) -> str:
        return f"/stufen/{self.slug}/"


class Format(ThreadObject):
    """A way to take part: citizens' forum, city conference, workshop, online."""

    name = TranslatedField(_("Name"))
    description = TranslatedField(_("Beschreibung"), long=True)
    audience = TranslatedField(_("Für wen?"), blank=True)
    # Whose agreement counts; empty = heard, but counted apart. Our reading of the sources, and configurable.
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="formats", verbose_name=_("Bereich")
    )
    participants_min = models.PositiveIntegerField(_("Mindestens so viele"), null=True, blank=True)
    participants_max = models.PositiveIntegerField(_("Höchstens so viele"), null=True, blank=True)
    invited = models.PositiveIntegerField(_("Eingeladen"), null=True, blank=True)
    on_site = models.BooleanField(_("vor Ort"), default=True)
    online = models.BooleanField(_("online"), default=False)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)

    class Meta:
        ordering = ["order", "slug"]

    def get_absolute_url(self) -> str:
        return f"/formate/{self.slug}/"


class Event(ThreadObject):
    """A date on which people meet: a conference, a workshop, a forum."""

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        HELD = "held", _("hat stattgefunden")
        CANCELLED = "cancelled", _("fällt aus")

    name = TranslatedField(_("Name"))
    description = TranslatedField(_("Worum geht es?"), blank=True, long=True)
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("Stufe")
    )
    format = models.ForeignKey(
        Format, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("Format")
    )
    starts_at = models.DateTimeField(_("Beginn"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    # What the source knows when it names no hour ("2025-05", "2023-Q4").
    date_text = models.CharField(_("Zeitangabe, wenn nur ungefähr bekannt"), max_length=60, blank=True)
    place = models.CharField(_("Ort"), max_length=300, blank=True)
    access_note = TranslatedField(_("Zugang und Barrierefreiheit"), blank=True, long=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.PLANNED)
    takes_registrations = models.BooleanField(_("mit Anmeldung"), default=False)
    # None: as many as come.
    capacity = models.PositiveIntegerField(_("Plätze"), null=True, blank=True)
    registration_ends_at = models.DateTimeField(_("Anmeldung bis"), null=True, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="events", verbose_name=_("Themen"))

    class Meta:
        ordering = ["starts_at", "slug"]

    def get_absolute_url(self) -> str:
        return f"/termine/{self.slug}/"


class Registration(models.Model):
    """Somebody wants to come to an event: with a place, or on the waiting list. Erased after the event.

    Whoever takes a place back is gone from here; the journal keeps that it happened, not who it was.
    """

    class State(models.TextChoices):
        PLACE = "place", _("hat einen Platz")
        WAITING = "waiting", _("auf der Warteliste")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="registrations"
    )
    name = models.CharField(_("Name"), max_length=120)
    # Empty only where an office registered somebody who has none; then "contact" says how to reach them.
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    contact = models.CharField(_("Telefon oder Anschrift"), max_length=300, blank=True)
    # What somebody needs to take part: it may tell about their health, so only the organisers read it.
    needs = models.TextField(_("Was brauchen Sie, um gut dabei sein zu können?"), max_length=1_000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    language = models.CharField(max_length=10, default="de")
    # Shows and cancels this registration without signing in.
    token = models.CharField(max_length=43, unique=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["registered_at", "id"]
        indexes = [models.Index(fields=["event", "state", "registered_at"], name="registration_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"], condition=~models.Q(email=""), name="one_registration_per_address"
            ),
        ]


class TimelineEntry(models.Model):
    """A milestone of the whole process: the date as planned beside the date as it came."""

    slug = models.SlugField(max_length=80, unique=True)
    what = TranslatedField(_("Was?"))
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.SET_NULL, related_name="timeline", verbose_name=_("Stufe")
    )
    planned = models.CharField(_("Geplant (z. B. 2023-Q4, 2024-01, 2024-04-09)"), max_length=20, blank=True)
    planned_in = models.CharField(_("Stand der Planung (z. B. 2022)"), max_length=40, blank=True)
    actual = models.CharField(_("Tatsächlich"), max_length=20, blank=True)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=50)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["order", "slug"]
